"""The outlines over the layers: a unit and all that it sees, and what it feeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from lenet_app.gui.layers.column import Column
from lenet_app.gui.layers.places import Box, box_of, boxes_of
from lenet_app.gui.layers.shown import ShownLayer
from lenet_app.gui.look.colours import Colours
from lenet_app.inspection.fields import Region, fed, receptive_field
from lenet_app.inspection.units import Unit
from lenet_app.networks.architecture import Architecture

_LINE = 2
"""Pixels of an outline, which stands around what it marks."""
_HALO = 1
"""Pixels at either side of it, in the colour of the ground, so that it stands out from any picture."""


@dataclass(frozen=True)
class Fields:
    """What belongs to a unit, or to a whole map.

    Args:
        unit: itself; by the index (map,) alone a whole map.
        seen: in every layer before.
        fed: in every layer after.
    """

    unit: Unit
    seen: tuple[Region, ...]
    fed: tuple[Region, ...]

    @staticmethod
    def of(architecture: Architecture, unit: Unit) -> "Fields":
        """A unit of the architecture."""
        return Fields(unit, receptive_field(architecture, unit), fed(architecture, unit))


@dataclass(frozen=True)
class Marks:
    """What is outlined, in pixels: the unit with what it sees, what it feeds, and the unit that stays chosen."""

    seen: tuple[Box, ...] = ()
    fed: tuple[Box, ...] = ()
    unit: tuple[Box, ...] = ()
    chosen: tuple[Box, ...] = ()


def marks_of(
    fields: Fields | None, chosen: Unit | None, layers: Sequence[ShownLayer], columns: Mapping[str, Column]
) -> Marks:
    """Place the outlines; layers that are not shown have none."""
    shown = {layer.name: layer for layer in layers}

    def placed(regions: Iterable[Region]) -> tuple[Box, ...]:
        return tuple(
            box
            for region in regions
            if region.layer in shown
            for box in boxes_of(shown[region.layer], columns[region.layer], region)
        )

    def own(unit: Unit | None) -> tuple[Box, ...]:
        if unit is None or unit.layer not in shown:
            return ()
        return tuple(box_of(shown[unit.layer], columns[unit.layer], unit))

    if fields is None:
        return Marks(chosen=own(chosen))
    is_other = chosen is not None and chosen != fields.unit
    return Marks(placed(fields.seen), placed(fields.fed), own(fields.unit), own(chosen) if is_other else ())


def paint_marks(painter: QPainter, marks: Marks, named: Colours) -> None:
    """Paint the outlines over whatever is there."""
    for boxes, colour in (
        (marks.fed, named.fed),
        (marks.seen, named.seen),
        (marks.chosen, named.text),
        (marks.unit, named.seen),
    ):
        _paint(painter, boxes, named.panel, _LINE + 2 * _HALO)
        _paint(painter, boxes, colour, _LINE)


def paint_crosses(painter: QPainter, boxes: Sequence[Box], named: Colours) -> None:
    """Cross out what is switched off."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((named.panel, _LINE + 2 * _HALO), (named.warning, _LINE)):
        painter.setPen(QPen(colour, width))
        for box in boxes:
            place = QRectF(*box).adjusted(_HALO, _HALO, -_HALO, -_HALO)
            painter.drawLine(place.topLeft(), place.bottomRight())
            painter.drawLine(place.topRight(), place.bottomLeft())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint(painter: QPainter, boxes: Sequence[Box], colour: QColor, width: int) -> None:
    if not boxes:
        return
    painter.setPen(QPen(colour, width, j=Qt.PenJoinStyle.MiterJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    out = _LINE / 2
    painter.drawRects([QRectF(*box).adjusted(-out, -out, out, out) for box in boxes])
