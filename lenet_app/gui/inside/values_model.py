"""The numbers of a map, or of a layer without maps, as the cells of a table."""

from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from lenet_app.gui.layers.shown import ShownLayer
from lenet_app.gui.layers.unit_texts import unit_text, value_text
from lenet_app.inspection.units import Unit

Floats = npt.NDArray[np.floating[Any]]
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)
UNITS_IN_A_LINE = 10
"""So that a unit's number is that of its line and its column together."""


class ValuesModel(QAbstractTableModel):
    """Rows and columns of one map; units stand ten in a line."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._layer: ShownLayer | None = None
        self._map = 0
        self._values: Floats = np.zeros(0)
        self._class_names: tuple[str, ...] = ()

    def show_values(self, layer: ShownLayer, map_: int, values: Floats, class_names: tuple[str, ...] = ()) -> None:
        """Show other numbers; the current cell stays where the table keeps its size.

        Args:
            layer: whose numbers they are.
            map_: of a layer with maps of more than one pixel, the number of the map.
            values: of the whole layer, in its shape.
            class_names: of the last layer, its units' names.
        """
        is_alike = self._layer is not None and self._layer.shape == layer.shape
        if not is_alike:
            self.beginResetModel()
        self._layer, self._map, self._values, self._class_names = layer, map_, values, class_names
        if not is_alike:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    @property
    def has_maps(self) -> bool:
        """Whether a map is shown, and not the units of a layer."""
        return self._layer is not None and prod(self._layer.shape[1:]) > 1

    def unit(self, index: _Index) -> Unit | None:
        """The unit of a cell; None beyond the last one."""
        if self._layer is None or not index.isValid():
            return None
        if self.has_maps:
            return Unit(self._layer.name, (self._map, index.row(), index.column()))
        number = index.row() * UNITS_IN_A_LINE + index.column()
        inside = number < self._layer.shape[0]
        return Unit(self._layer.name, (number, *(0 for _ in self._layer.shape[1:]))) if inside else None

    def place(self, unit: Unit) -> QModelIndex:
        """The cell of a unit; nowhere for one of another layer or map."""
        if self._layer is None or unit.layer != self._layer.name:
            return QModelIndex()
        if not self.has_maps:
            return self.index(unit.map // UNITS_IN_A_LINE, unit.map % UNITS_IN_A_LINE)
        return self.index(unit.index[1], unit.index[2]) if unit.map == self._map else QModelIndex()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Of the map, or as many as all units need."""
        if parent.isValid() or self._layer is None:
            return 0
        return self._layer.shape[1] if self.has_maps else -(-self._layer.shape[0] // UNITS_IN_A_LINE)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Of the map, or ten."""
        if parent.isValid() or self._layer is None:
            return 0
        return self._layer.shape[2] if self.has_maps else min(UNITS_IN_A_LINE, self._layer.shape[0])

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cells beyond the last unit are none."""
        return super().flags(index) if self.unit(index) is not None else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A number to four digits; in words with its place."""
        if role not in _ROLES:
            return None
        unit = self.unit(index)
        if unit is None or self._layer is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return value_text(float(self._values[unit.index]))
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            value = value_text(float(self._values[unit.index]))
            return f"{unit_text(self._layer, unit, self._class_names)}: {value}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        """Rows and columns by their numbers, from 0; lines of units by their first."""
        if role == Qt.ItemDataRole.DisplayRole:
            is_line = orientation == Qt.Orientation.Vertical and not self.has_maps
            return str(section * UNITS_IN_A_LINE if is_line else section)
        return None
