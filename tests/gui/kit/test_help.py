import gc

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.explanations import Explanation, controls_of, explanation_of, keys_of, name_of, own_explanation
from lenet_app.gui.kit.fields import caption_of
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.text_table import Column, TextTable
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.kit.tool_button import tool_button

TIP, LONGER = "How large each step is (Ctrl+L)", "Too small, and learning takes long; too large, and it never settles."


class Halves(QWidget):
    """A chart of two parts; the keyboard is on the right one."""

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 20)

    def explanation_at(self, at: QPoint | None) -> str:
        if at is None:
            return "The right half."
        return "The left half." if at.x() < self.width() / 2 else ""


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window)
    window.resize(320, 400)
    window.show()
    return window


def added(window: QWidget, widget: QWidget) -> QWidget:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(widget)
    layout.activate()
    widget.show()
    return widget


def told(explanation: Explanation | None) -> tuple[str, ...]:
    return () if explanation is None else explanation.texts


def test_the_tooltip_explains_until_there_is_a_longer_text(window: QWidget) -> None:
    box = added(window, QDoubleSpinBox())
    assert own_explanation(box) is None
    box.setToolTip(TIP)
    assert told(own_explanation(box)) == (TIP,)
    explain(box, LONGER)
    assert told(own_explanation(box)) == (LONGER,)


def test_a_part_of_a_control_is_explained_by_it(window: QWidget) -> None:
    box = added(window, QDoubleSpinBox())
    box.setToolTip(TIP)
    line = box.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    found = explanation_of(line)
    assert found is not None
    assert found.control is box


def test_nothing_is_told_where_nothing_is_known(window: QWidget) -> None:
    assert explanation_of(added(window, QLabel("as it is"))) is None


def test_a_chart_explains_the_part_at_a_point_and_then_itself(window: QWidget) -> None:
    chart = added(window, Halves())
    chart.setToolTip("Two halves.")
    left, right = chart.mapToGlobal(QPoint(1, 1)), chart.mapToGlobal(QPoint(chart.width() - 1, 1))
    assert told(own_explanation(chart, left)) == ("The left half.", "Two halves.")
    assert told(own_explanation(chart, right)) == ("Two halves.",)
    assert told(own_explanation(chart)) == ("The right half.", "Two halves.")


def test_a_list_explains_its_line_and_a_table_its_heading(window: QWidget) -> None:
    lines = QListWidget()
    lines.addItems(["LeNet-5", "1998"])
    lines.item(1).setToolTip("As it was published.")
    lines.setToolTip("Choose a network.")
    added(window, lines)
    lines.setCurrentRow(1)
    assert told(own_explanation(lines)) == ("As it was published.", "Choose a network.")
    lines.setCurrentRow(0)
    assert told(own_explanation(lines)) == ("Choose a network.",)
    second = lines.viewport().mapToGlobal(lines.visualItemRect(lines.item(1)).center())
    assert told(own_explanation(lines, second)) == ("As it was published.", "Choose a network.")

    table = TextTable((Column("Layer", "Its name."), Column("Stride", "How far the window moves.")))
    table.set_rows([("C1", "1")])
    added(window, table)
    header = table.horizontalHeader()
    at = header.mapToGlobal(QPoint(header.sectionViewportPosition(1) + 2, 2))
    assert told(explanation_of(header.viewport(), at)) == ("How far the window moves.",)


def test_names_are_those_that_are_read_aloud(window: QWidget) -> None:
    button, field, choice = QPushButton("&Recipe…"), QLineEdit(), QComboBox()
    choice.addItem("LeNet-5")
    assert name_of(added(window, button)) == "Recipe"
    assert name_of(added(window, choice)) == "", "what is chosen is no name"
    added(window, caption_of("Epochs", field))
    assert name_of(added(window, field)) == "Epochs"


def test_the_key_is_the_actions_or_the_one_that_the_tooltip_tells(window: QWidget) -> None:
    action = QAction("Pen", window)
    action.setShortcuts([QKeySequence("P"), QKeySequence("Ctrl+P")])
    assert keys_of(added(window, tool_button(action))) == "P, Ctrl+P"
    button = added(window, QPushButton("Go on"))
    assert keys_of(button) == ""
    button.setToolTip("Train on (with what was learned) from here (Ctrl+T)")
    assert keys_of(button) == "Ctrl+T"
    button.setToolTip("Larger (+, or Ctrl and the wheel)")
    assert keys_of(button) == ""


def test_titles_with_brackets_are_read_as_they_stand(window: QWidget) -> None:
    button = added(window, QPushButton("Open"))
    button.setToolTip(plain("Open <b>my 7</b>"))
    found = own_explanation(button)
    assert found is not None
    assert found.plain == "Open <b>my 7</b>"


def test_the_controls_of_a_window_are_those_that_are_used(window: QWidget) -> None:
    hidden, off = QPushButton("hidden"), QPushButton("off")
    box, chart, lines = QDoubleSpinBox(), Halves(), QListWidget()
    for widget in (QLabel("a text"), box, chart, lines, off, hidden):
        added(window, widget)
    off.setEnabled(False)
    hidden.hide()
    assert list(controls_of(window)) == [box, chart, lines, off]


def test_asking_what_is_there_leaves_it_where_it_is(window: QWidget) -> None:
    """PySide hands widgets over to who asks for them in some ways, and deletes them with it."""
    added(window, QDoubleSpinBox())
    assert [own_explanation(control) for control in controls_of(window)] == [None]
    gc.collect()
    assert len(window.findChildren(QDoubleSpinBox)) == 1
