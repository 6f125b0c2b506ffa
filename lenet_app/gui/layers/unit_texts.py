"""Units in words: names, values, what they see and feed, and what their layer's numbers are like."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import prod

import numpy as np
import numpy.typing as npt

from lenet_app.gui.kit.numbers import with_minus
from lenet_app.gui.layers.marks import Fields
from lenet_app.gui.layers.shown import INPUT, Face, ShownLayer
from lenet_app.gui.layers.texts import layer_title
from lenet_app.inspection.fields import Region
from lenet_app.inspection.passage import Range
from lenet_app.inspection.units import Unit
from lenet_app.language import tr
from lenet_app.networks.kind import Shape

Floats = npt.NDArray[np.floating]


def shown_title(layer: ShownLayer) -> str:
    """The layer's name for people."""
    return tr("Input") if layer.plan is None else layer_title(layer.plan.layer)


def unit_text(layer: ShownLayer, unit: Unit, class_names: Sequence[str] = ()) -> str:
    """A unit, or a whole map, by its place: `C3, map 4, row 2, column 7`, `F6, unit 17`, `Output, 7`.

    Args:
        layer: the unit's.
        unit: by the index (map,) alone a whole map.
        class_names: of the last layer, its units' names.
    """
    title = shown_title(layer)
    if class_names:
        return tr("{layer}, {name}").format(layer=title, name=class_names[unit.map])
    return named_unit(title, unit, layer.shape, has_colours=layer.face is Face.COLOUR)


def named_unit(title: str, unit: Unit, shape: Shape, *, has_colours: bool = False) -> str:
    """The same of a layer that is called `title` and has this shape; maps with colours are called by these."""
    if prod(shape[1:]) == 1 and unit.layer != INPUT:
        return tr("{layer}, unit {number}").format(layer=title, number=unit.map)
    where = "" if len(unit.index) == 1 else tr("row {row}, column {column}")
    where = where.format(row=unit.index[1], column=unit.index[2]) if where else ""
    return ", ".join(filter(None, [_map_text(title, unit.map, shape, has_colours=has_colours), where]))


def _map_text(title: str, number: int, shape: Shape, *, has_colours: bool) -> str:
    if has_colours:
        channel = (tr("red"), tr("green"), tr("blue"))[number]
        return tr("{layer}, {channel}").format(layer=title, channel=channel)
    if shape[0] == 1:
        return title
    return tr("{layer}, map {number}").format(layer=title, number=number)


def value_text(value: float) -> str:
    """A number to four digits, with a true minus sign."""
    return with_minus(f"{value:.4g}")


def range_text(values: Floats) -> str:
    """What a layer's or a map's numbers are like: minimum, maximum, and the share of zeros."""
    found = Range.of(values)
    text = tr("{minimum} to {maximum}, {zeros} % zeros")
    return text.format(
        minimum=value_text(found.minimum), maximum=value_text(found.maximum), zeros=f"{100 * found.zeros:.0f}"
    )


def fields_text(fields: Fields, layers: Sequence[ShownLayer]) -> str:
    """All that the unit sees and feeds, of the layers that are shown, in words."""
    shown = {layer.name: layer for layer in layers}
    seen = _regions_text([(shown[region.layer], region) for region in reversed(fields.seen) if region.layer in shown])
    fed = _regions_text([(shown[region.layer], region) for region in fields.fed if region.layer in shown])
    texts = [
        tr("Sees {places}").format(places=seen) if seen else "",
        tr("Feeds {places}").format(places=fed) if fed else "",
    ]
    return ". ".join(filter(None, texts))


def _regions_text(regions: Iterable[tuple[ShownLayer, Region]]) -> str:
    """Those that follow each other and are seen whole are told together."""
    texts = []
    for is_whole, some in groupby(regions, key=lambda one: _is_whole(*one)):
        if is_whole:
            layers = ", ".join(shown_title(layer) for layer, _ in some)
            texts.append(tr("all of {layer}").format(layer=layers))
        else:
            texts += [_region_text(layer, region) for layer, region in some]
    return ", ".join(texts)


def _is_whole(layer: ShownLayer, region: Region) -> bool:
    parts = (
        [region.maps] if region.rows is None or region.columns is None else [region.maps, region.rows, region.columns]
    )
    return prod(map(len, parts)) == (prod(layer.shape) if len(parts) > 1 else layer.shape[0])


def _region_text(layer: ShownLayer, region: Region) -> str:
    title, count, all_ = shown_title(layer), len(region.maps), layer.shape[0]
    if region.is_empty:
        return tr("nothing of {layer}").format(layer=title)
    if region.rows is None or region.columns is None or prod(layer.shape[1:]) == 1:
        return tr("{some} of {all} in {layer}").format(some=count, all=all_, layer=title)
    size = {"rows": len(region.rows), "columns": len(region.columns)}
    if count == all_:
        return tr("{layer} {rows} × {columns}").format(layer=title, **size)
    return tr("{layer} {rows} × {columns} in {some} of {all} maps").format(layer=title, some=count, all=all_, **size)
