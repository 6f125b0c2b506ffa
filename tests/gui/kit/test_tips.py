"""Titles and names with markup are shown as they are written."""

import pytest
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QListWidgetItem
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.line_list import set_lines
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.train.widgets.data_set_choice import DataSetChoice

MARKUP = [
    "<b>bold</b>",
    '<img src="file:///etc/hostname">',
    "<a href=x>two\n  lines</a> & more",
    "<!-- gone -->",
    "a<br>b",
]


def shown(tip: str) -> str:
    """What Qt shows of a tooltip."""
    if not Qt.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText().replace("\u2028", "\n")


@pytest.mark.parametrize("text", [*MARKUP, "plain", "", "a < b & c > d", "two\nlines"])
def test_a_text_is_shown_as_it_stands(text: str) -> None:
    assert shown(plain(text)) == text
    if "<" not in text:
        assert plain(text) == text


@pytest.mark.parametrize("text", MARKUP)
def test_tooltips_of_titles(qtbot: QtBot, text: str) -> None:
    item = QListWidgetItem()
    set_lines(item, text, "", text)
    assert shown(item.toolTip()) == text
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(5, 20)
    label.setText(text)
    assert shown(label.toolTip()) == text
    choice = DataSetChoice()
    qtbot.addWidget(choice)
    choice.set_sets([("name", text)], "name")
    assert shown(choice.toolTip()).endswith(f"\n{text}")
