import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import lenet_app
from lenet_app.gui.kit.durations import duration_text
from lenet_app.gui.kit.fields import CountBox, ElidedLabel, ListBox, NumberBox


@pytest.mark.parametrize("number", [1 / 12, 1e-9, 0.0, 0.25, 12345.678901])
def test_a_number_with_more_digits_than_are_shown_is_kept_until_it_is_changed(qtbot: QtBot, number: float) -> None:
    box = NumberBox(0, 1000, 2)
    qtbot.addWidget(box)
    box.set_number(number)
    assert box.number == number
    box.selectAll()
    QTest.keyClicks(box, "0.5")
    assert box.number == 0.5


def count_box() -> CountBox:
    return CountBox(0, 1000)


def number_box() -> NumberBox:
    return NumberBox(0, 1000, 2)


@pytest.fixture(params=[count_box, number_box])
def box(qtbot: QtBot, request: pytest.FixtureRequest) -> CountBox | NumberBox:
    box: CountBox | NumberBox = request.param()
    qtbot.addWidget(box)
    box.setValue(5)
    box.show()
    box.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    box.selectAll()
    return box


def test_a_half_typed_number_is_not_acted_upon(box: CountBox | NumberBox) -> None:
    told: list[float] = []
    box.valueChanged.connect(told.append)
    QTest.keyClicks(box, "128")
    assert told == []
    assert box.is_half_typed
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert told == [128]
    assert not box.is_half_typed
    box.selectAll()
    QTest.keyClicks(box, "64")
    box.clearFocus()
    assert told == [128, 64]
    QTest.keyClick(box, Qt.Key.Key_Up)  # a step counts at once
    assert len(told) == 3


def test_who_asks_for_a_number_gets_the_one_in_the_field(box: CountBox | NumberBox) -> None:
    """An action by its keys leaves the keyboard where it is."""
    QTest.keyClicks(box, "17")
    assert box.value() == 17
    assert not box.is_half_typed


def test_all_numbers_of_the_window_are_such() -> None:
    makers = set()
    for path in (Path(lenet_app.__file__).parent / "gui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
            if {"QSpinBox", "QDoubleSpinBox"} & set(names):
                makers.add(path.name)
    assert makers == {"fields.py"}


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
