"""A column of the page that is as wide as it is told, but gives way where the window shrinks."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget


class Column(QWidget):
    """What has the rest of the page's width has to stretch.

    A fixed width would hold the whole window open at the size that it has.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_wanted_width(self, pixels: int) -> None:
        """Be so wide; wider where the words of a language need it."""
        self._wanted = pixels
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The width that is wanted."""
        return QSize(max(self._wanted, self.minimumSizeHint().width()), super().sizeHint().height())
