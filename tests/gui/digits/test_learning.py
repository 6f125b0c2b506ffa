"""My digits are learned; the model that comes of it is used or discarded as a person says."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.look.theme import Theme, ThemeSwitch
from tests.gui.digits.test_digits_page import DigitsDesk
from tests.gui.helpers import entry_of
from tests.unit.own_samples.made import sample
from tests.unit.whole_models import primaries

TIMEOUT = 120_000


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[DigitsDesk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = DigitsDesk(qtbot, sample(1), sample(2))
    yield desk
    desk.finish()


def learn(desk: DigitsDesk) -> None:
    desk.press(desk.page.learn.begin_button)
    assert desk.page.learn.is_running
    made = desk.page.learning
    desk.qtbot.waitUntil(lambda: made.made is not None and not desk.page.learn.is_running, timeout=TIMEOUT)


def test_what_was_learned_is_shown_and_used_or_discarded(desk: DigitsDesk) -> None:
    page, kept = desk.page, list[str]()
    page.model_kept.connect(lambda entry, model: kept.extend((entry.name, model.making.fine_tuned_from)))
    assert page.learn.note == "LeNet-5 learns your 2 digits. Few so far: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9."
    learn(desk)
    figures = page.result.chart.figures
    assert figures is not None
    assert (figures.own.count, figures.parts) == (2, 2)
    assert "MNIST’s test set: 99.55 → " in page.result.chart.accessibleDescription()
    assert page.result.keep_button.text() == "Keep LeNet-5"
    desk.press(page.result.keep_button)
    assert not page.losses
    assert not page.result.use_button.isVisible()
    assert not desk.library.own_entries()
    learn(desk)
    assert page.losses == ("The model LeNet-5, mine is not saved.",)
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


def test_a_model_of_other_things_cannot_learn_digits(desk: DigitsDesk) -> None:
    desk.in_use.use(entry_of(primaries()), primaries())
    assert not desk.page.learn.begin_button.isEnabled()
    assert desk.page.learn.note.endswith("does not answer with digits: choose another model above.")
