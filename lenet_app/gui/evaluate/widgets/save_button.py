"""The button at the edge of a card that saves what is in it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton

from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind

_ICON = QSize(16, 16)
_SHEET = """
QToolButton { padding: 0 3px; min-height: 22px; }
QToolButton:focus { padding: 0 2px; min-height: 20px; }
"""


def save_button(name: str, tip: str) -> QToolButton:
    """One without a menu yet.

    Args:
        name: by which it is read aloud.
        tip: what it saves, in a sentence.
    """
    button = QToolButton()
    button.setIcon(icon("download"))
    button.setIconSize(_ICON)
    button.setAccessibleName(name)
    button.setToolTip(tip)
    set_kind(button, Kind.FLAT)
    button.setStyleSheet(_SHEET)
    return button
