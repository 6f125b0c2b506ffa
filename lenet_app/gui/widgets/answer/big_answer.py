"""The answer as large as it fits: a digit fills the height, a word the width."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.theme import colours, with_tabular_figures

_HEIGHT = 128
_LARGEST, _SMALLEST = 112, 9
"""Pixels of the font."""
_BREAKS = " /-"
"""After these a name may go on in a second line."""


class BigAnswer(QWidget):
    """One name in bold; its size hint stays whatever it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("The answer"))

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show this name; an empty one leaves the place empty."""
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        """The same for every name."""
        return QSize(_HEIGHT, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the name in the middle."""
        lines, size = max((self._fitted(lines) for lines in _arrangements(self._text)), key=lambda found: found[1])
        painter = QPainter(self)
        painter.setFont(self._font(size))
        painter.setPen(colours(self).text)
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, lines)
        painter.end()

    def _fitted(self, lines: str) -> tuple[str, int]:
        """The lines, and the largest font size in which they fit."""
        metrics = QFontMetricsF(self._font(_LARGEST))
        width = max(metrics.horizontalAdvance(line) for line in lines.split("\n"))
        share = self.width() / width if width else 1.0
        if "\n" in lines:
            share = min(share, self.height() / (2 * metrics.height()))
        return lines, max(_SMALLEST, int(_LARGEST * min(1.0, share)))

    def _font(self, pixels: int) -> QFont:
        font = with_tabular_figures(self.font())
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight.Bold)
        return font


def _arrangements(text: str) -> list[str]:
    """The text in one line, and in two at every place where it may break."""
    places = [place for place, mark in enumerate(text[:-1], 1) if mark in _BREAKS]
    return [text, *(f"{text[:place].rstrip()}\n{text[place:]}" for place in places)]
