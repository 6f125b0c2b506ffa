"""What a test of the pseudo-language finds: texts that are cut, stand out, lie over each other or are English."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QPushButton,
    QTableWidget,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.painted_texts import faults_in, foreign_words


@pytest.mark.parametrize(
    "make",
    [
        lambda: QLabel("[Much too long for its place]"),
        lambda: QPushButton("[Much too long for its place]"),
        lambda: QCheckBox("[Much too long for its place]"),
        lambda: QGroupBox("[Much too long for its place]"),
    ],
)
def test_a_cut_text_is_found(qtbot: QtBot, make: Callable[[], QLabel | QAbstractButton | QGroupBox]) -> None:
    widget = make()
    qtbot.addWidget(widget)
    widget.resize(400, 60)
    widget.show()
    assert not faults_in(widget)
    widget.setFixedWidth(100)
    assert any("stands out" in fault or "cut" in fault for fault in faults_in(widget))
    widget.setToolTip("[Much too long for its place]")  # nothing says that there is more
    assert faults_in(widget)


def test_a_cut_paragraph_is_found(qtbot: QtBot) -> None:
    label = QLabel("[A sentence that takes several lines of the little room that it has]")
    label.setWordWrap(True)
    label.setFixedWidth(120)
    qtbot.addWidget(label)
    label.setFixedHeight(label.heightForWidth(120))
    label.show()
    assert not faults_in(label)
    label.setFixedHeight(label.height() // 2)
    assert faults_in(label)


def test_a_cut_header_choice_or_tab_is_found(qtbot: QtBot) -> None:
    table, tabs, combo = QTableWidget(1, 2), QTabWidget(), QComboBox()
    table.setHorizontalHeaderLabels(["[A header that is long]", "[One]"])
    for name in ("[The first of two tabs]", "[The second of two tabs]"):
        tabs.addTab(QWidget(), name)
    combo.addItem("[A choice that is long]")
    for widget in (table, tabs, combo):
        qtbot.addWidget(widget)
        widget.resize(600, 200)
        widget.show()
    table.setColumnWidth(0, 400)
    assert not [fault for widget in (table, tabs, combo) for fault in faults_in(widget)]
    table.setColumnWidth(0, 60)
    tabs.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
    tabs.tabBar().setUsesScrollButtons(False)
    tabs.setFixedWidth(150)
    combo.setFixedWidth(60)
    for widget in (table, tabs, combo):
        assert faults_in(widget)


def test_what_lies_outside_of_the_widgets_around_is_found(qtbot: QtBot) -> None:
    frame = QWidget()
    label = QLabel("[Some words]", frame)
    frame.resize(300, 100)
    qtbot.addWidget(frame)
    frame.show()
    assert not faults_in(frame)
    label.move(280, 0)
    assert faults_in(frame)


def test_a_label_under_another_is_found(qtbot: QtBot) -> None:
    frame = QWidget()
    labels = [QLabel("[Some words]", frame), QLabel("[Others]", frame)]
    labels[1].move(0, 40)
    frame.resize(300, 100)
    qtbot.addWidget(frame)
    frame.show()
    assert not faults_in(frame)
    labels[1].move(10, 4)
    assert any("over each other" in fault for fault in faults_in(frame))


def test_texts_over_each_other_are_found(qtbot: QtBot) -> None:
    class Both(QWidget):
        def paintEvent(self, _event: object) -> None:
            painter = QPainter(self)
            painter.drawText(10, 40, "[One text]")
            painter.drawText(30, 42, "[Another]")

    widget = Both()
    widget.resize(200, 80)
    qtbot.addWidget(widget)
    widget.show()
    assert any("over each other" in fault for fault in faults_in(widget))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[Åļļ] · 3", []),
        ("[[Öñé] öf ťŵö], [mööřé]", []),
        ("<b>[Åļļ]</b> (Ctrl+O)", []),
        ("Open [Åļļ]", ["Open"]),
        ("[Åļļ] of LeNet-5", ["of"]),
        ("[Åļļ]: /home/anna…/samples.sqlite3", []),
        ("Open/close [Åļļ]", ["Open", "close"]),
    ],
)
def test_words_that_went_round_the_translation_are_found(text: str, words: list[str]) -> None:
    assert foreign_words(text, frozenset({"LeNet"})) == words
