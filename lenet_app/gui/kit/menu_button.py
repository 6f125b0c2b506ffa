"""Buttons that open a menu."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton


def give_menu(button: QPushButton | QToolButton, menu: QMenu) -> None:
    """Have `button` open `menu` at once, and look as the others do when that is closed.

    A menu takes the pointer's events for itself. So the button never hears that the pointer has left it, and Qt would
    paint it as if it were still there, until the next time.
    """
    button.setMenu(menu)
    if isinstance(button, QToolButton):
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def look() -> None:
        if not button.rect().contains(button.mapFromGlobal(QCursor.pos())):
            button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
            button.update()

    # The pointer is where it will be once all of the closing is done.
    menu.aboutToHide.connect(lambda: QTimer.singleShot(0, button, look))
