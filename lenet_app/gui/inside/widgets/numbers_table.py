"""Lists of numbers that change while one draws: selected rows stay selected, and nothing jumps."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QFrame, QWidget

from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.kit.text_table import Column, TextTable
from lenet_app.language import tr


@dataclass(frozen=True)
class NumbersRow:
    """A line of a list.

    Args:
        texts: of its cells.
        tip: what the line says in words, and what these mean.
        key: what it is about, for who is told that it was entered.
    """

    texts: tuple[str, ...]
    tip: str = ""
    key: object = None


class NumbersTable(TextTable):
    """A table of numbers; a line that is about something can be entered.

    Args:
        name: by which it is read aloud.
        meaning: what it lists, in a sentence.
        columns: from left to right.
    """

    entered = Signal(object)
    """The key of a line that was entered or clicked twice."""

    def __init__(self, name: str, meaning: str, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._lines: tuple[NumbersRow, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        explain(self, meaning)
        self.doubleClicked.connect(lambda index: self._enter(index.row()))

    @property
    def lines(self) -> tuple[NumbersRow, ...]:
        """What is listed."""
        return self._lines

    def show_lines(self, lines: Sequence[NumbersRow]) -> None:
        """List these."""
        self._lines = tuple(lines)
        self.update_rows([line.texts for line in lines], {row: line.tip for row, line in enumerate(lines) if line.tip})

    def fit_width(self, most: int) -> None:
        """Be as wide as the columns need, and no wider than `most` pixels; the rest is scrolled."""
        wanted = sum(self.columnWidth(column) for column in range(self.texts.columnCount()))
        self.setFixedWidth(min(wanted + self.verticalScrollBar().sizeHint().width() + 2, most))

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (*super().told_keys(), Key(key_names("Return"), tr("Look at the unit in the chosen line")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter a line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _enter(self, row: int) -> None:
        if 0 <= row < len(self._lines) and self._lines[row].key is not None:
            self.entered.emit(self._lines[row].key)
