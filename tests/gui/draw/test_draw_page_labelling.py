"""Draw: what a person says of the answer is kept as a sample."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lenet_app.data import catalogue
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.samples.sample import Sample, Source
from lenet_app.samples.store import SampleStore
from tests.gui.draw.desk import Desk
from tests.gui.helpers import ONE, SEVEN

LEFT, Key = Qt.MouseButton.LeftButton, Qt.Key


def kept(desk: Desk) -> list[Sample]:
    store = SampleStore(desk.samples.file)
    found = store.samples(store.ids())
    store.close()
    return found


def say(desk: Desk, digit: int) -> None:
    with desk.qtbot.waitSignal(desk.samples.changed):
        QTest.mouseClick(desk.page.frame.digit_rows.buttons[digit], LEFT)


def test_a_wrong_answer_is_corrected_with_a_click_and_taken_back(desk: Desk) -> None:
    rows = desk.page.frame.digit_rows
    assert not any(button.isEnabled() for button in rows.buttons)
    desk.draw_seven()
    assert all(button.isEnabled() for button in rows.buttons)
    say(desk, 1)
    assert rows.line.text() == "Kept as a 1"
    assert rows.buttons[1].isChecked()
    (one,) = kept(desk)
    assert (one.label, one.answer, one.model, one.source, one.is_wrong) == (1, 7, "LeNet-5", Source.DRAW, True)
    assert one.drawing is not None
    assert one.drawing.strokes[0].points == desk.canvas.content.strokes[0].points  # type: ignore[union-attr]
    shown = desk.answers[-1].picture
    assert shown is not None
    assert np.abs(one.picture - 255 * shown[0]).max() <= 0.5
    with desk.qtbot.waitSignal(desk.samples.changed):
        QTest.mouseClick(rows.undo_button, LEFT)
    assert rows.line.text() == "Wrong? It is a …"
    assert kept(desk) == []


def test_a_key_says_it_too_and_a_right_answer_can_be_kept(desk: Desk) -> None:
    desk.draw_seven()
    with desk.qtbot.waitSignal(desk.samples.changed):
        QTest.keyClick(desk.canvas, Key.Key_7)
    (one,) = kept(desk)
    assert (one.label, one.is_wrong) == (7, False)


def test_another_word_for_the_same_drawing_changes_its_label(desk: Desk) -> None:
    desk.draw_seven()
    say(desk, 1)
    say(desk, 2)
    assert [one.label for one in kept(desk)] == [2]
    assert desk.page.frame.digit_rows.kept == 2


def test_the_next_drawing_is_another_sample(desk: Desk) -> None:
    desk.draw_seven()
    say(desk, 7)
    desk.canvas.set_content(ONE)
    desk.wait_for("1")
    assert desk.page.frame.digit_rows.kept is None
    say(desk, 1)
    assert [one.label for one in kept(desk)] == [1, 7]
    desk.canvas.undo()
    desk.wait_for("7")
    assert desk.page.frame.digit_rows.kept is None


def test_a_picture_is_kept_with_its_ink(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.gui.helpers import seven

    path = tmp_path_factory.mktemp("pictures") / "seven.png"
    seven().save(path)
    desk.page.open_picture(path)
    desk.wait_for("7")
    say(desk, 7)
    (one,) = kept(desk)
    assert one.drawing is None
    assert one.ink is not None
    assert one.ink.max() == 255
    assert max(one.ink.shape) <= 160


def test_pictures_of_a_data_set_are_not_ones_own(desk: Desk) -> None:
    mnist = catalogue.load(catalogue.MNIST, desk.samples.file.parent)
    desk.page.set_data_set(mnist)
    desk.qtbot.waitUntil(desk.page.browser.isEnabled)
    desk.page.pictures.show_training(mnist, 0)
    desk.qtbot.waitUntil(lambda: bool(desk.answers))
    assert not any(button.isEnabled() for button in desk.page.frame.digit_rows.buttons)


def test_what_cannot_be_kept_is_told(desk: Desk) -> None:
    desk.samples.file.parent.mkdir(parents=True, exist_ok=True)
    desk.samples.file.write_bytes(b"no database" * 100)
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    QTest.keyClick(desk.canvas, Key.Key_7)
    desk.qtbot.waitUntil(lambda: desk.notice.text.endswith("the file is damaged; it was left as it is."))
    assert desk.page.frame.digit_rows.kept is None


def test_somebody_else_says_of_the_same_drawing_what_it_is_to_them(desk: Desk) -> None:
    """Each changes and takes back what they said themselves, though their samples have the same numbers."""
    rows, labelling = desk.page.frame.digit_rows, desk.page.labelling
    other = SampleDesk(desk.samples.file.with_name("other.sqlite3"), desk.page)
    desk.draw_seven()
    say(desk, 1)
    labelling.turn_to(other)
    assert rows.kept is None
    with desk.qtbot.waitSignal(other.changed):
        QTest.mouseClick(rows.buttons[7], LEFT)
    assert rows.kept == 7
    with desk.qtbot.waitSignal(other.changed):
        QTest.mouseClick(rows.undo_button, LEFT)
    assert [one.label for one in kept(desk)] == [1]
    labelling.turn_to(desk.samples)
    assert rows.kept == 1
    say(desk, 2)
    assert [one.label for one in kept(desk)] == [2]
    other.finish()
    store = SampleStore(other.file)
    assert not len(store.ids())
    store.close()
