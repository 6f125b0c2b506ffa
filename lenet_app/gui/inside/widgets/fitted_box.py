"""Controls in a line that are as wide as what may stand in them, whatever the size of the type."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QPushButton

from lenet_app.gui.kit.fields import ListBox, widest

_AROUND = 52
"""Pixels of a list that are not its text."""


class FittedBox(ListBox):
    """A list as wide as the longest text in it."""

    def __init__(self) -> None:
        super().__init__(0)

    def fit(self) -> None:
        """Have room for what is in it."""
        self.setFixedWidth(widest(self, (self.itemText(n) for n in range(self.count()))) + _AROUND)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()


class FittedButton(QPushButton):
    """A button that keeps room for each text that it may have.

    Args:
        texts: the first is what it says now.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(texts[0])
        self._texts = tuple(texts)

    def sizeHint(self) -> QSize:
        """Room for the longest."""
        hint = super().sizeHint()
        more = widest(self, self._texts) - widest(self, (self.text(),))
        return QSize(hint.width() + more, hint.height())
