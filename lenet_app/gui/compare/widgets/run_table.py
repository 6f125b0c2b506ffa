"""The table of runs."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from lenet_app.charts.palette import palette
from lenet_app.gui.compare.widgets.run_lines import COLOUR, PINNED, Column, Index, Line, RunLines
from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.look.colours import colours
from lenet_app.gui.look.theme import with_tabular_figures
from lenet_app.language import tr

_DOT, _INDENT, _SMALLER = 9, 14, 1
_LEAST_DIFFERS, _SIDES = 110, 20
_GOOD_DIFFERS, _LEAST_NETWORK = 260, 76
"""Pixels up to which the column Differs has more room where the networks' names are shortened for it."""
_SPARE = {Column.NAME: 30}
_MOST = {Column.NAME: 210, Column.NETWORK: 150, Column.NOTE: 170}
_LOOKED_AT = 60
"""Lines that decide how wide a column is."""
_SHEET = """
QTreeView { background: transparent; border: 0; outline: 0; }
QTreeView::item { padding: 3px 5px; border: 0; border-bottom: 1px solid palette(midlight); }
QTreeView::item:selected { background: palette(midlight); color: palette(text); }
QTreeView::corner { background: transparent; border: 0; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section {
    background: transparent; color: palette(placeholder-text); border: 0; border-bottom: 1px solid palette(mid);
    padding: 0 5px 4px 5px;
}
"""


class RunTable(QTreeView):
    """Lists groups of seeds, each of which opens to its runs. It sorts and chooses; whoever listens does the rest."""

    chosen_changed = Signal()
    """Other lines are selected."""
    pin_wanted = Signal(object)
    """The Line whose pin is to be put or taken away."""
    menu_wanted = Signal(QPoint)
    """A point on the screen where the menu is to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = RunLines(self)
        self.setModel(self.lines)
        font = with_tabular_figures(self.font())
        font.setPointSizeF(font.pointSizeF() - _SMALLER)
        self.setFont(font)
        self.header().setFont(font)
        self.setStyleSheet(_SHEET)
        self.setAccessibleName(tr("Runs"))
        explain(
            self,
            tr(
                "Every training that is kept. Runs that differ in their seed alone stand together, with their mean and "
                "how far they lie apart; the arrow opens them. What is pinned or selected is drawn below. Click a "
                "heading to sort."
            ),
        )
        self.setToolTip(
            tr("Trainings that are kept on this computer; the pinned and the selected ones are drawn below")
        )
        self.setUniformRowHeights(True)
        self.setTreePosition(Column.NAME)
        self.setIndentation(_INDENT)
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.setExpandsOnDoubleClick(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegateForColumn(Column.PIN, _PinDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_wanted.emit(self.viewport().mapToGlobal(at)))
        header = self.header()
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        header.setSortIndicatorClearable(True)
        header.setSectionsMovable(False)
        header.setHighlightSections(False)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSortingEnabled(True)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these; what is open, selected and in sight stays so."""
        opened = [line.key for row, line in enumerate(self.lines.lines) if self.isExpanded(self.lines.index(row, 0))]
        chosen, index = [line.key for line in self.chosen], self.currentIndex()
        current = self.lines.line(index).key if index.isValid() else ""
        height = self.verticalScrollBar().value()
        was_empty = not self.lines.lines
        self.lines.set_lines(lines)
        for key in opened:
            if (found := self.lines.index_of(key)).isValid():
                self.expand(found.siblingAtColumn(0))
        self._select(chosen, current)
        self.verticalScrollBar().setValue(height)
        if was_empty and lines:
            self._give_room()

    def set_colours(self, numbers: Mapping[str, int]) -> None:
        """Lines with these keys are drawn in these colours."""
        self.lines.set_colours(numbers)
        self.viewport().update()

    @property
    def chosen(self) -> list[Line]:
        """The selected lines, from top to bottom."""
        indexes = sorted(self.selectionModel().selectedRows(Column.NAME), key=self._place)
        return [self.lines.line(index) for index in indexes]

    def choose(self, keys: Iterable[str]) -> None:
        """Select the lines with these keys; the first is brought into sight."""
        chosen = list(keys)
        self._select(chosen, chosen[0] if chosen else "")
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    @staticmethod
    def _place(index: Index) -> tuple[int, int]:
        parent = index.parent()
        return (parent.row(), index.row()) if parent.isValid() else (index.row(), -1)

    def _select(self, keys: Sequence[str], current: str) -> None:
        selection = QItemSelection()
        for key in keys:
            if (index := self.lines.index_of(key)).isValid():
                selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        if (index := self.lines.index_of(current)).isValid():
            self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell it."""
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a pin puts it or takes it away, and selects nothing."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == Column.PIN and event.button() == Qt.MouseButton.LeftButton:
            self.pin_wanted.emit(self.lines.line(index))
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pin by Space; copy what is selected."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self.pin_wanted.emit(self.lines.line(index))
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """The selected lines, or all where none is, with the headings; tab-separated."""
        columns = [column for column in Column if column is not Column.PIN]
        lines = self.chosen or list(self.lines.lines)
        rows = [[column.heading for column in columns], *([line.texts[column] for column in columns] for line in lines)]
        return "\n".join("\t".join(row) for row in rows) + "\n"

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        native = QKeySequence.SequenceFormat.NativeText
        copy = QKeySequence(QKeySequence.StandardKey.Copy).toString(native)
        return (
            Key(key_names("Space"), tr("Pin the run, or take its pin away")),
            Key(key_names("Right", "Left"), tr("Open the seeds of a setting, or close them")),
            Key(copy, tr("Copy the selected runs, or all where none is selected")),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._give_room()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.lines.lines:
            self._give_room()

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint the arrow, and below it the line that parts this line from the next, as below all cells."""
        super().drawBranches(painter, rect, index)
        painter.setPen(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _give_room(self) -> None:
        """Columns as wide as their texts; what differs takes the rest, and some of the networks' if that is little."""
        header, metrics = self.header(), self.fontMetrics()
        left = self.viewport().width()
        for column in Column:
            if column is not Column.DIFFERS:
                texts = [column.heading, *(line.texts.get(column, "") for line in self.lines.lines[:_LOOKED_AT])]
                room = max(map(metrics.horizontalAdvance, texts)) + _SIDES + _SPARE.get(column, 0)
                room = min(room, max(_MOST.get(column, room), metrics.horizontalAdvance(column.heading) + _SIDES))
                header.resizeSection(column, room)
                left -= room
        differing = (line.texts[Column.DIFFERS] for line in self.lines.lines[:_LOOKED_AT])
        good = min(_GOOD_DIFFERS, max(map(metrics.horizontalAdvance, differing), default=0) + _SIDES)
        network = header.sectionSize(Column.NETWORK)
        least = max(_LEAST_NETWORK, metrics.horizontalAdvance(Column.NETWORK.heading) + _SIDES)
        given = min(max(0, good - max(left, 0)), max(0, network - least))
        header.resizeSection(Column.NETWORK, network - given)
        header.resizeSection(Column.DIFFERS, max(_LEAST_DIFFERS, left + given))


class _PinDelegate(QStyledItemDelegate):
    """Paints a dot in the colour of the line's curve, full where it is drawn, in a ring where it is pinned."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground as the style does, and the dot."""
        super().paint(painter, option, index)
        named = colours(QGuiApplication.palette())
        number, is_pinned = index.data(COLOUR), index.data(PINNED)
        rect: QRect = option.rect
        middle = QPointF(rect.center()) + QPointF(0.5, 0.5)
        colour = named.disabled_text if number is None else QColor(palette(dark=named.dark).colour(number))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour)
        painter.setBrush(Qt.BrushStyle.NoBrush if number is None else colour)
        painter.drawEllipse(middle, _DOT / 2, _DOT / 2)
        if is_pinned:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, _DOT / 2 + 2.5, _DOT / 2 + 2.5)
        painter.restore()
