"""The table's lines as Qt's views take them: groups of seeds, and below each its runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Protocol

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from lenet_app.gui.kit.tips import plain
from lenet_app.language import tr
from lenet_app.runs.comparison.groups import Group

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
COLOUR = Qt.ItemDataRole.UserRole
"""The number of a line's colour in the plots; None where it is in none."""
PINNED = Qt.ItemDataRole.UserRole + 1


class Column(IntEnum):
    """From left to right."""

    PIN = 0
    NAME = 1
    NETWORK = 2
    DIFFERS = 3
    ACCURACY = 4
    COUNT = 5
    BEST = 6
    SECONDS = 7
    PARAMETERS = 8
    NOTE = 9

    @property
    def heading(self) -> str:
        """What stands above it."""
        texts = {
            **{Column.PIN: tr("Pin"), Column.NAME: tr("Name"), Column.NETWORK: tr("Network")},
            **{Column.DIFFERS: tr("Differs"), Column.ACCURACY: tr("Right, %"), Column.COUNT: "n"},
            **{Column.BEST: tr("Best / last"), Column.SECONDS: tr("Seconds"), Column.PARAMETERS: tr("Parameters")},
            Column.NOTE: tr("Tags, note"),
        }
        return texts[self]

    @property
    def meaning(self) -> str:
        """The heading in a sentence."""
        texts = {
            Column.PIN: tr("Pinned runs stay on top and are always drawn; click, or press Space"),
            Column.NAME: tr("What the run is called; seeds of one setting stand together"),
            Column.NETWORK: tr("The network that was trained"),
            Column.DIFFERS: tr(
                "What was asked for otherwise than of the first pinned run, or of the first run; of that one, "
                "what it has itself where others differ"
            ),
            Column.ACCURACY: tr("Right answers of the finished model on the test pictures; ± over seeds"),
            Column.COUNT: tr("How many seeds of this setting there are"),
            Column.BEST: tr("The best and the last epoch on the hold-out, or on the training pictures without one"),
            Column.SECONDS: tr("How long the training took"),
            Column.PARAMETERS: tr("How many numbers the network learns"),
            Column.NOTE: tr("What you put on the run"),
        }
        return texts[self]

    @property
    def is_figure(self) -> bool:
        """Whether its cells stand right."""
        return self in (Column.ACCURACY, Column.COUNT, Column.BEST, Column.SECONDS, Column.PARAMETERS)

    @property
    def place(self) -> Qt.AlignmentFlag:
        """Where they stand."""
        side = Qt.AlignmentFlag.AlignRight if self.is_figure else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class Telling(Protocol):
    """Makes what lines tell, of each once somebody looks at it: a thousand lines cost no more than those in sight."""

    def texts(self, line: "Line") -> Mapping[Column, str]:
        """Of its cells."""

    def order(self, line: "Line") -> Mapping[Column, float | str]:
        """What it is sorted by, of those columns that it can be sorted by."""

    def tip(self, line: "Line") -> str:
        """What more there is to say of it."""

    def children(self, line: "Line") -> "tuple[Line, ...]":
        """The lines of its single runs."""


@dataclass(frozen=True, eq=False)
class Line:
    """A line of the table.

    Args:
        key: what tells it from all others.
        group: the runs that it stands for.
        title: what it is called.
        telling: makes the rest.
        is_child: whether it is one of several runs, below their line.
    """

    key: str
    group: Group
    title: str
    telling: Telling
    is_child: bool = False

    @cached_property
    def texts(self) -> Mapping[Column, str]:
        """Of its cells."""
        return self.telling.texts(self)

    @cached_property
    def order(self) -> Mapping[Column, float | str]:
        """What it is sorted by."""
        return self.telling.order(self)

    @cached_property
    def tip(self) -> str:
        """Its long texts whole, and more."""
        texts = (self.texts[one] for one in (Column.NAME, Column.NETWORK, Column.DIFFERS, Column.NOTE))
        return "\n".join(dict.fromkeys(filter(None, [*texts, self.telling.tip(self)])))

    @property
    def count(self) -> int:
        """How many lines there are below it."""
        return len(self.group.runs) if len(self.group.runs) > 1 else 0

    @cached_property
    def children(self) -> "tuple[Line, ...]":
        """The lines of its single runs, where it stands for several."""
        return self.telling.children(self) if self.count else ()


class RunLines(QAbstractItemModel):
    """Lines in any order, the pinned ones on top."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._given: tuple[Line, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._colours: dict[str, int] = {}
        self._sorted: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        self._strong = QFont()
        self._strong.setWeight(QFont.Weight.DemiBold)

    @property
    def lines(self) -> tuple[Line, ...]:
        """From top to bottom, without those below others."""
        return self._lines

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these, in the order that was chosen."""
        self.beginResetModel()
        self._given = tuple(lines)
        self._lines = self._in_order()
        self.endResetModel()

    def set_colours(self, colours: Mapping[str, int]) -> None:
        """Lines with these keys are drawn in these colours."""
        self._colours = dict(colours)
        if self._lines:
            ends = self.index(0, Column.PIN), self.index(len(self._lines) - 1, Column.PIN)
            self.dataChanged.emit(*ends, [COLOUR])

    def line(self, index: Index) -> Line:
        """The line of a cell."""
        number = index.internalId()
        return self._lines[number - 1].children[index.row()] if number else self._lines[index.row()]

    def index_of(self, key: str) -> QModelIndex:
        """The name's cell of the line with this key; none where it is not there."""
        for row, line in enumerate(self._lines):
            if line.key == key:
                return self.index(row, Column.NAME)
            for place, one in enumerate(line.group.runs if line.count else ()):
                if one.run.name == key:
                    return self.index(place, Column.NAME, self.index(row, Column.PIN))
        return QModelIndex()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what is equal stays in its order."""
        self._sorted = column, order
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [(self.line(index).key, index.column()) for index in before]
        self._lines = self._in_order()
        after = []
        for key, at in keys:
            name = self.index_of(key)
            after.append(self.index(name.row(), at, name.parent()))
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _in_order(self) -> tuple[Line, ...]:
        column, order = self._sorted
        lines = list(self._given)
        if column >= 0 and lines and Column(column) in lines[0].order:
            is_falling = order == Qt.SortOrder.DescendingOrder
            lines.sort(key=lambda line: line.order[Column(column)], reverse=is_falling)
        pinned = sorted((line for line in lines if line.group.pinned), key=lambda line: line.group.pinned)
        return (*pinned, *(line for line in lines if not line.group.pinned))

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """A cell: those of single runs know the row of their group."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject has another one
        """The group's line of a run's."""
        number = index.internalId() if index.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many lines there are, or runs of a group."""
        if not parent.isValid():
            return len(self._lines)
        is_group = parent.internalId() == 0 and parent.column() == 0
        return self._lines[parent.row()].count if is_group else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns there are."""
        return len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, tip, place, weight and colour."""
        if not index.isValid():
            return None
        line, column = self.line(index), Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found: object = line.texts.get(column, "")
            case Qt.ItemDataRole.ToolTipRole:
                found = plain(line.tip)
            case Qt.ItemDataRole.TextAlignmentRole:
                found = column.place
            case Qt.ItemDataRole.FontRole:
                is_strong = line.group.pinned and column is Column.NAME and not line.is_child
                found = self._strong if is_strong else None
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.PIN:
                found = tr("pinned") if line.group.pinned else tr("not pinned")
            case _ if role == COLOUR:
                found = self._colours.get(line.key)
            case _ if role == PINNED:
                found = bool(line.group.pinned)
            case _:
                found = None
        return found

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        """A heading, its meaning and its place."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return column.heading
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.meaning
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.place
        return None
