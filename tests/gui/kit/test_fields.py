import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.durations import duration_text
from lenet_app.gui.kit.fields import ElidedLabel, ListBox, NumberBox


@pytest.mark.parametrize("number", [1 / 12, 1e-9, 0.0, 0.25, 12345.678901])
def test_a_number_with_more_digits_than_are_shown_is_kept_until_it_is_changed(qtbot: QtBot, number: float) -> None:
    box = NumberBox(0, 1000, 2)
    qtbot.addWidget(box)
    box.set_number(number)
    assert box.number == number
    box.selectAll()
    QTest.keyClicks(box, "0.5")
    assert box.number == 0.5


@pytest.mark.parametrize(("decimals", "text"), [(0, "100"), (2, "100"), (6, "100")])
def test_zeros_that_count_are_kept(qtbot: QtBot, decimals: int, text: str) -> None:
    box = NumberBox(0, 1000, decimals)
    qtbot.addWidget(box)
    box.set_number(100)
    assert box.text() == text


def test_a_line_that_does_not_fit_is_told_whole_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText("a line of some length")
    label.resize(1000, 20)
    label.show()
    assert (label.shown_text, label.toolTip()) == ("a line of some length", "")
    label.resize(60, 20)
    assert label.shown_text.endswith("…")
    assert label.toolTip() == label.text() == "a line of some length"
    assert label.minimumSizeHint().width() == 0


def test_a_list_is_as_wide_as_it_was_made_whatever_is_in_it(qtbot: QtBot) -> None:
    box = ListBox(120)
    qtbot.addWidget(box)
    for text in ("short", "a very long line that does not fit into the field at all"):
        box.addItem(text)
        box.setCurrentText(text)
        assert box.minimumWidth() == 120
        assert box.minimumSizeHint().width() <= 120
        box.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        box.grab()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0, "0 s"), (59.6, "1 min 00 s"), (65.0, "1 min 05 s"), (7384.0, "2 h 03 min"), (360_000.0, "100 h 00 min")],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text
