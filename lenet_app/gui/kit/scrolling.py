"""Lets a window be smaller than what is in it, as it has to be on a small screen with large letters."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class ScrolledBody(QWidget):
    """What is in the window, as high as there is room."""

    def hasHeightForWidth(self) -> bool:
        """The canvas would like to be as high as it is wide; that is no reason to scroll the window."""
        return False


def scrolling(body: ScrolledBody) -> QScrollArea:
    """The body in an area that scrolls once there is less room than it needs at least."""
    area = QScrollArea()
    area.setViewport(QWidget())  # for the reason that LayersView has
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    # The area asks the layout of what it holds, and only that asks the body.
    sheet = QWidget()
    layout = QVBoxLayout(sheet)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(body)
    area.setWidget(sheet)
    for one in (area.viewport(), sheet):
        one.setAutoFillBackground(False)
    return area
