"""My digits are learned; the model that comes of it is used or discarded as a person says."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.digits.more_chart import more_chart
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.samples.more import Point, expectation_of, more_of, sentence_of
from tests.gui.digits.test_digits_page import DigitsDesk
from tests.gui.helpers import entry_of, shipped_accuracy
from tests.unit.own_samples.made import sample
from tests.unit.whole_models import primaries

TIMEOUT = 120_000


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[DigitsDesk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = DigitsDesk(qtbot, *(sample(number, number % 5) for number in range(15)))
    yield desk
    desk.finish()


def learn(desk: DigitsDesk) -> None:
    desk.press(desk.page.learn.begin_button)
    assert desk.page.learn.is_running
    made = desk.page.learning
    desk.qtbot.waitUntil(lambda: made.made is not None and not desk.page.learn.is_running, timeout=TIMEOUT)


def test_what_was_learned_is_shown_and_used_or_discarded(desk: DigitsDesk) -> None:
    page, kept, more = desk.page, list[str](), desk.page.result.more
    page.model_kept.connect(lambda entry, model: kept.extend((entry.name, model.making.fine_tuned_from)))
    assert page.learn.note == "LeNet-5 learns your 15 digits. Few so far: 5, 6, 7, 8, 9."
    learn(desk)
    figures = page.result.chart.figures
    assert figures is not None
    assert (figures.own.count, figures.parts) == (15, 5)
    assert f"MNIST’s test set: {shipped_accuracy()} → " in page.result.chart.accessibleDescription()
    assert page.result.keep_button.text() == "Keep LeNet-5"
    desk.press(page.result.keep_button)
    assert not page.losses
    assert not page.result.use_button.isVisible()
    assert not desk.library.own_entries()
    # Which more are worth writing is looked for meanwhile, and gives way.
    desk.qtbot.waitUntil(lambda: more.is_running, timeout=TIMEOUT)
    learn(desk)
    assert page.losses == ("The model LeNet-5, mine is not saved.",)
    desk.qtbot.waitUntil(lambda: more.is_running, timeout=TIMEOUT)
    desk.press(more.stop_button)
    desk.qtbot.waitUntil(lambda: not more.isVisible(), timeout=TIMEOUT)
    with desk.qtbot.waitSignal(page.model_kept):
        desk.press(page.result.use_button)
    assert kept == ["LeNet-5, mine", "LeNet-5"]
    assert [one.name for one in desk.library.own_entries()] == ["LeNet-5, mine"]


def test_stop_ends_it_and_changes_nothing(desk: DigitsDesk) -> None:
    desk.press(desk.page.learn.begin_button)
    desk.press(desk.page.learn.stop_button)
    desk.qtbot.waitUntil(lambda: not desk.page.learn.is_running, timeout=TIMEOUT)
    assert desk.page.learning.made is None
    assert desk.page.learn.begin_button.isEnabled()


def test_what_was_found_is_said_and_drawn(desk: DigitsDesk) -> None:
    view, first = desk.page.result.more, Point((0.0,) * 10, (0, 0, 0, 0, 4, 0, 0, 5, 0, 0))
    rest = (Point((float(n),) * 10, (0, 0, 0, 0, 3, 0, 0, 3, 0, 0)) for n in (1, 3, 4))
    more = more_of(np.full(10, 5), (first, *rest))
    view.show_more(sentence_of(more), expectation_of(more), more_chart(more))
    assert view.sentence.endswith("more each of 4 and 7 are worth writing.")
    fit, points = view.plot.chart.series
    assert points.x.tolist() == [0, 10, 30, 40]
    assert points.y.tolist() == pytest.approx([82, 88, 88, 88])
    assert fit.x[-1] == 50 + 2 * more.each
    assert view.plot.isVisible()
    assert "held out" in view.plot.accessibleDescription()


def test_a_model_of_other_things_cannot_learn_digits(desk: DigitsDesk) -> None:
    desk.in_use.use(entry_of(primaries()), primaries())
    assert not desk.page.learn.begin_button.isEnabled()
    assert desk.page.learn.note.endswith("does not answer with digits: choose another model above.")
