"""My digits are looked through again, the most surprising first, by keys alone."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.penmanship.penman import Penman
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.sample import Sample, Source
from tests.gui.digits.test_digits_page import DigitsDesk
from tests.gui.helpers import shipped_model

Key = Qt.Key
TIMEOUT = 20_000


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[DigitsDesk]:
    """Twelve made digits that the model reads, the fourth of which has another label."""
    ThemeSwitch(qapp, Theme.LIGHT)
    digits = Penman(np.random.default_rng(8)).digits(40)
    answers = Recognizer(shipped_model()).recognise_all(digits.images)
    read = [n for n, one in enumerate(answers) if one.best == digits.labels[n] and one.confidence > 0.95][:12]
    labels = digits.labels[read].astype(int)
    labels[3] = (labels[3] + 1) % 10
    given = (Sample(int(label), digits.images[n, 0], Source.DRAW) for n, label in zip(read, labels, strict=True))
    desk = DigitsDesk(qtbot, *given)
    yield desk
    desk.finish()


def begin(desk: DigitsDesk) -> None:
    desk.card.review_box.click()
    desk.qtbot.waitUntil(lambda: desk.grid.chosen == [4], timeout=TIMEOUT)


def test_the_wrong_label_comes_first_and_is_mended_by_a_key(desk: DigitsDesk) -> None:
    before = dict(zip(range(1, 13), _labels(desk), strict=True))
    begin(desk)
    right = (before[4] - 1) % 10
    QTest.keyClick(desk.grid, Key(Key.Key_0 + right))
    desk.qtbot.waitUntil(lambda: desk.card.told == "11 of 12", timeout=TIMEOUT)
    assert _labels(desk)[3] == right
    (following,) = desk.grid.chosen
    assert following != 4
    QTest.keyClick(desk.grid, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.card.told == "10 of 12", timeout=TIMEOUT)
    assert following not in desk.grid.ids
    assert len(desk.grid.chosen) == 1
    desk.press(desk.card.undo_button)
    desk.qtbot.waitUntil(lambda: desk.card.told == "11 of 12", timeout=TIMEOUT)
    assert desk.grid.ids[0] == 4


def test_at_the_end_all_are_looked_through_and_the_list_comes_back(desk: DigitsDesk) -> None:
    begin(desk)
    QTest.keyClick(desk.grid, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(desk.grid, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.card.told == "0 of 12", timeout=TIMEOUT)
    assert not desk.grid.isVisible()
    desk.card.review_box.click()
    desk.wait_for(12)
    begin(desk)


def test_return_confirms_nothing_outside_a_review(desk: DigitsDesk) -> None:
    desk.click(0)
    QTest.keyClick(desk.grid, Key.Key_Return)
    assert desk.card.told == "12"


def _labels(desk: DigitsDesk) -> list[int]:
    store = desk.store()
    found = [one.label for one in store.samples(list(range(1, 13)))]
    store.close()
    return found
