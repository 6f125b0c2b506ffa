"""A flat button with an action's icon, as the rows of tools above canvas and sheet have them."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from lenet_app.gui.look.theme import Kind, set_kind


def tool_button(action: QAction) -> QToolButton:
    """A button that does `action` and is named as it is."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(18, 18))
    button.setAccessibleName(action.text())
    set_kind(button, Kind.FLAT)
    return button
