"""A text that has the same number of lines always, whatever it says."""

from bisect import bisect_left

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from lenet_app.gui.kit.tips import plain


class FixedLines(QLabel):
    """What needs more lines is cut, and the tooltip has it whole.

    Args:
        lines: how many.
    """

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._whole, self._lines = "", lines
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._reserve()

    def text(self) -> str:
        """The whole text."""
        return self._whole

    def setText(self, text: str, /) -> None:
        """Show this text."""
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self._cut()

    def set_lines(self, lines: int) -> None:
        """Have so many from now on."""
        if lines != self._lines:
            self._lines = lines
            self._reserve()
            self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut it anew."""
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._reserve()

    def _reserve(self) -> None:
        self.setFixedHeight(self._lines * self.fontMetrics().lineSpacing())

    def _cut(self) -> None:
        words = self._whole.split(" ")
        if not self._overflows(words, len(words)):  # most texts fit, and some change with each move of the pen
            super().setText(self._whole)
            self.setToolTip("")
            return
        fitting = bisect_left(range(1, len(words) + 1), 1, key=lambda count: int(self._overflows(words, count)))
        super().setText(_begun(words, fitting))
        self.setToolTip(plain(self._whole))

    def _overflows(self, words: list[str], count: int) -> bool:
        text = self._whole if count == len(words) else _begun(words, count)
        flags = int(Qt.TextFlag.TextWordWrap)
        return self.fontMetrics().boundingRect(0, 0, self.width(), 0, flags, text).height() > self.height()


def _begun(words: list[str], count: int) -> str:
    return " ".join(words[:count]).rstrip(" .,;:(") + "…"
