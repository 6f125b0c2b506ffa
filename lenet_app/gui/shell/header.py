"""The line above the pages: which page it is, and at the right the chip that tells which model answers."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

HEIGHT = 48
_TITLE_PIXELS = 15


class Header(QWidget):
    """Lies above the pages.

    Args:
        chip: which model answers; it takes the room that the title leaves.
    """

    def __init__(self, chip: QWidget) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._title = QLabel()
        font = self._title.font()
        font.setPixelSize(_TITLE_PIXELS)
        font.setWeight(QFont.Weight.Bold)
        self._title.setFont(font)
        self._title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(16)
        layout.addWidget(self._title)
        layout.addStretch(1)
        layout.addWidget(chip, 1000)

    @property
    def title(self) -> str:
        """The title of the page that is shown."""
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Say which page is shown."""
        self._title.setText(title)
