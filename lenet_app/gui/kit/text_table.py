"""A table of texts that can be read, copied and saved; the layer table and the comparison are such."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QLabel, QTableView, QWidget

from lenet_app.gui.kit.help import Key
from lenet_app.gui.look.theme import colours, with_tabular_figures
from lenet_app.language import tr

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LINE, _LEAST_LINE = 24, 20
_SMALLER = 1
_SIDES, _MOST_SPARE = 8, 12
_SHEET = """
QTableView { background: transparent; border: 0; gridline-color: palette(mid); outline: 0; }
QTableView::item { padding: 0; border: 0; border-bottom: 1px solid palette(midlight); }
QTableView::item:selected { background: palette(midlight); color: palette(text); }
QTableView::item:focus { background: palette(mid); color: palette(text); }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section {
    background: transparent; color: palette(placeholder-text); border: 0; border-bottom: 1px solid palette(mid);
    padding: 0 3px 4px 3px;
}
QHeaderView::section:vertical { color: palette(text); border-bottom-color: palette(midlight); padding: 0 0 0 3px; }
QHeaderView::section:vertical:checked { background: palette(midlight); }
QLabel#corner {
    background: transparent; color: palette(placeholder-text); border: 0; border-bottom: 1px solid palette(mid);
    padding: 0 3px 4px 3px;
}
QFrame#edge { background: palette(mid); border: 0; }
QTableView::corner, QTableCornerButton::section { background: transparent; border: 0; }
"""


@dataclass(frozen=True)
class Column:
    """A column.

    Args:
        heading: what stands above it.
        meaning: the heading in a sentence.
        is_figure: whether its cells are figures, which stand right.
        is_centred: whether they stand in the middle, as short ones do between figures and words.
    """

    heading: str
    meaning: str = ""
    is_figure: bool = False
    is_centred: bool = False

    @cached_property
    def place(self) -> Qt.AlignmentFlag:
        """The same within a cell."""
        return self.side | Qt.AlignmentFlag.AlignVCenter

    @property
    def side(self) -> Qt.AlignmentFlag:
        """Where its texts stand."""
        if self.is_centred:
            return Qt.AlignmentFlag.AlignHCenter
        return Qt.AlignmentFlag.AlignRight if self.is_figure else Qt.AlignmentFlag.AlignLeft


@cache
def _strong() -> QFont:
    """Of names and sums: its weight alone counts."""
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    return font


class TextTableModel(QAbstractTableModel):
    """Rows of texts under headings.

    Args:
        columns: from left to right.
        parent: what owns the model.
    """

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._tips: dict[int, str] = {}
        self._has_sum = False
        self._marked: frozenset[tuple[int, int]] = frozenset()

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The texts of all cells."""
        return self._rows

    @property
    def columns(self) -> tuple[Column, ...]:
        """From left to right."""
        return self._columns

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, each in one line."""
        return tuple(column.heading.replace("\n", " ") for column in self._columns)

    def set_rows(
        self,
        rows: Sequence[tuple[str, ...]],
        tips: Mapping[int, str] | None = None,
        *,
        has_sum: bool = False,
        marked: Collection[tuple[int, int]] = (),
    ) -> None:
        """Show these rows; `tips` are rows' tooltips, with a sum the last row stands out, and so do marked cells."""
        self.beginResetModel()
        self._rows, self._tips, self._has_sum = tuple(rows), dict(tips or {}), has_sum
        self._marked = frozenset(marked)
        self.endResetModel()

    def update_rows(self, rows: Sequence[tuple[str, ...]], tips: Mapping[int, str]) -> None:
        """Show these in place of as many others; what is selected stays so."""
        before, self._rows, self._tips = self._rows, tuple(rows), dict(tips)
        for row, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if old != new:  # lines that stay need not be painted
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))

    def plain_rows(self) -> list[tuple[str, ...]]:
        """The texts for other programs: figures without the commas that people read them by."""
        columns = self._columns
        return [
            tuple(
                text.replace(",", "") if column.is_figure else text for column, text in zip(columns, row, strict=True)
            )
            for row in self._rows
        ]

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Have other columns, and no rows for now."""
        self.beginResetModel()
        self._columns, self._rows, self._tips = tuple(columns), (), {}
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, its tooltip, where it stands and its weight."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tips.get(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._columns[index.column()].place
        if role == Qt.ItemDataRole.FontRole and self.is_strong(index.row(), index.column()):
            return _strong()
        return self._ink(index) if role == Qt.ItemDataRole.ForegroundRole else None

    def _ink(self, index: _Index) -> QBrush | None:
        is_marked = (index.row(), index.column()) in self._marked
        return QBrush(colours(QGuiApplication.palette()).warning) if is_marked else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        """A heading, its meaning and where it stands; of a row its first cell."""
        if orientation == Qt.Orientation.Vertical:
            return self.data(self.index(section, 0), role)
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.heading
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.meaning
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.side | Qt.AlignmentFlag.AlignBottom
        return None

    def is_strong(self, row: int, column: int) -> bool:
        """Whether a cell stands out: names and sums do."""
        return column == 0 or (self._has_sum and row == len(self._rows) - 1) or (row, column) in self._marked


class TextTable(QTableView):
    """Shows a TextTableModel: columns as wide as their contents, rows copied with Ctrl+C.

    Args:
        columns: from left to right.
        parent: the widget it lies in.
        keeps_names: whether the first column stays in sight while the others are scrolled.
    """

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None, *, keeps_names: bool = False) -> None:
        super().__init__(parent)
        self.texts = TextTableModel(columns, self)
        self._needed: list[int] = []
        self._keeps_names = keeps_names
        self._corner, self._edge = QLabel(self), QFrame(self)
        self._corner.setObjectName("corner")
        self._edge.setObjectName("edge")
        self._edge.hide()
        self._corner.setIndent(0)
        self._corner.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.setModel(self.texts)
        font = with_tabular_figures(self.font())
        font.setPointSizeF(font.pointSizeF() - _SMALLER)
        self.setFont(font)
        for part in (self.horizontalHeader(), self.verticalHeader(), self._corner):
            part.setFont(font)
        self.setStyleSheet(_SHEET)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(keeps_names)
        self.verticalHeader().setHighlightSections(True)
        self._corner.setVisible(keeps_names)
        self.horizontalScrollBar().valueChanged.connect(lambda value: self._edge.setVisible(keeps_names and value > 0))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(_LEAST_LINE)
        self.verticalHeader().setDefaultSectionSize(_LINE)
        self.horizontalHeader().setMinimumSectionSize(32)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setHighlightSections(False)

    def set_rows(
        self,
        rows: Sequence[tuple[str, ...]],
        tips: Mapping[int, str] | None = None,
        *,
        has_sum: bool = False,
        marked: Collection[tuple[int, int]] = (),
    ) -> None:
        """Show these rows and give the columns the room they need."""
        self.texts.set_rows(rows, tips, has_sum=has_sum, marked=marked)
        self._give_room()

    def update_rows(self, rows: Sequence[tuple[str, ...]], tips: Mapping[int, str]) -> None:
        """Show these; where there were as many, what is selected stays so, and columns grow but do not shrink."""
        if not rows or len(rows) != len(self.texts.rows):
            self.set_rows(rows, tips)
            return
        longest = _longest(self.texts.rows)
        self.texts.update_rows(rows, tips)
        if any(new > old for new, old in zip(_longest(rows), longest, strict=True)):
            self._give_room()

    def _give_room(self) -> None:
        """Columns as wide as their longest text."""
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        plain, bold = self.fontMetrics().horizontalAdvance, QFontMetrics(strong).horizontalAdvance
        self._needed = []
        for number, column in enumerate(self.texts.columns):
            widths = [plain(line) for line in column.heading.split("\n")]
            for row, texts in enumerate(self.texts.rows):
                widths.append((bold if self.texts.is_strong(row, number) else plain)(texts[number]))
            self._needed.append(max(widths) + _SIDES)
        if self._keeps_names and self._needed:
            self.setColumnHidden(0, True)
            self._corner.setText(self.texts.headings[0])
            self._corner.setToolTip(self.texts.columns[0].meaning)
            self.verticalHeader().setFixedWidth(self._needed[0])
        self._spread()

    def _spread(self) -> None:
        """Give columns and lines their part of the room that is left, as far as that helps reading."""
        first = 1 if self._keeps_names else 0
        needed = self._needed[first:]
        spare = self.viewport().width() - sum(needed)
        part = min(max(0, spare) // max(1, len(needed)), _MOST_SPARE)
        for number, width in enumerate(needed, start=first):
            self.setColumnWidth(number, width + part)
        line = self.viewport().height() // max(1, self.texts.rowCount())
        self.verticalHeader().setDefaultSectionSize(min(max(line, _LEAST_LINE), _LINE))

    def updateGeometries(self) -> None:
        """Put the first column's heading above its cells, and an edge where the others pass beneath."""
        super().updateGeometries()
        names, headings = self.verticalHeader().geometry(), self.horizontalHeader().geometry()
        self._corner.setGeometry(names.left(), headings.top(), names.width(), headings.height())
        self._edge.setGeometry(names.right(), headings.top(), 1, self.viewport().geometry().bottom() - headings.top())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the room anew."""
        super().resizeEvent(event)
        self._spread()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._needed:
            self._give_room()

    def copied(self) -> str:
        """What Ctrl+C copies: the selected rows, tab-separated; with none or all selected the headings, too."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        plain = self.texts.plain_rows()
        rows = [plain[row] for row in chosen] or plain
        if len(rows) == len(self.texts.rows):
            rows.insert(0, self.texts.headings)
        return "\n".join("\t".join(row) for row in rows) + "\n"

    def as_csv(self) -> str:
        """The whole table with its headings, as RFC 4180 has it."""
        text = io.StringIO()
        csv.writer(text).writerows([self.texts.headings, *self.texts.plain_rows()])
        return text.getvalue()

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        keys = QKeySequence(QKeySequence.StandardKey.Copy).toString(QKeySequence.SequenceFormat.NativeText)
        return (Key(keys, tr("Copy the selected rows, or the whole table where none is selected")),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy rows of texts in place of the one cell that Qt would copy."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
            return
        super().keyPressEvent(event)


def _longest(rows: Sequence[tuple[str, ...]]) -> list[int]:
    """How many characters the longest text of each column has."""
    return [max(map(len, column)) for column in zip(*rows, strict=True)]
