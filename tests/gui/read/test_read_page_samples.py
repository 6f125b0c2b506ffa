"""The Read page: a digit that is corrected is kept as a sample, and goes with its correction."""

from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.samples.sample import Sample, Source
from lenet_app.samples.store import SampleStore
from tests.gui.read.desk import ReadDesk


def kept(desk: ReadDesk) -> list[Sample]:
    store = SampleStore(desk.samples.file)
    found = store.samples(store.ids())
    store.close()
    return found


def test_a_corrected_digit_is_kept_relabelled_and_taken_back(desk: ReadDesk) -> None:
    desk.open_page(2)
    key, corrections = desk.item.key, desk.page.session.corrections
    read = desk.checked.digits[1].read.best
    other, another = (read + 1) % 10, (read + 2) % 10
    with desk.qtbot.waitSignal(desk.samples.changed):
        corrections.correct(key, 1, other)
    (one,) = kept(desk)
    assert (one.label, one.answer, one.model, one.source) == (other, read, "LeNet-5", Source.READ)
    with desk.qtbot.waitSignal(desk.samples.changed):
        corrections.correct(key, 1, another)
    assert [one.label for one in kept(desk)] == [another]
    with desk.qtbot.waitSignal(desk.samples.changed):
        corrections.undo(key)
    assert [one.label for one in kept(desk)] == [other]
    with desk.qtbot.waitSignal(desk.samples.changed):
        corrections.restore(key, 1)
    assert kept(desk) == []


def test_a_mark_that_is_no_digit_is_no_sample(desk: ReadDesk) -> None:
    desk.open_page(2)
    desk.page.session.corrections.correct(desk.item.key, 0, None)
    with desk.qtbot.waitSignal(desk.samples.changed):
        desk.page.session.corrections.correct(desk.item.key, 1, 4)
    assert [one.label for one in kept(desk)] == [4]


def test_what_somebody_corrected_stays_theirs_when_somebody_else_goes_on(desk: ReadDesk) -> None:
    other = SampleDesk(desk.samples.file.with_name("other.sqlite3"), desk.page)
    desk.open_page(2)
    key, corrections = desk.item.key, desk.page.session.corrections
    with desk.qtbot.waitSignal(desk.samples.changed):
        corrections.correct(key, 0, 4)
    desk.page.corrected_samples.turn_to(other)
    with desk.qtbot.waitSignal(other.changed):
        corrections.correct(key, 1, 5)
    assert [one.label for one in kept(desk)] == [4]
    with desk.qtbot.waitSignal(desk.samples.changed):
        corrections.restore(key, 0)
    assert kept(desk) == []
    other.finish()
    store = SampleStore(other.file)
    assert [one.label for one in store.all()] == [5]
    store.close()
