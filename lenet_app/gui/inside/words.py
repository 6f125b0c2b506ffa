"""Numbers and units in words, as all views of the inside of a network write them."""

from collections.abc import Iterable

from lenet_app.gui.kit.numbers import with_minus
from lenet_app.gui.layers.texts import layer_title
from lenet_app.gui.layers.unit_texts import named_unit
from lenet_app.inspection.units import Unit, shape_of
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture

_SMALL, _LARGE = 1e-3, 1e5
"""Numbers beyond these are written with a power of ten."""


def number_text(value: float) -> str:
    """A number with four decimals, `0.4130`, or with a power of ten where that says nothing, `3.20e−06`."""
    size = abs(value)
    return with_minus(f"{value + 0.0:.4f}" if size == 0 or _SMALL <= size < _LARGE else f"{value:.2e}")


def short_text(value: float) -> str:
    """A number for the small room below a picture: `+0.413`."""
    size = abs(value)
    return with_minus(f"{value + 0.0:+.3f}" if size == 0 or _SMALL <= size < _LARGE else f"{value:+.1e}")


def shortest_text(value: float) -> str:
    """A number for a cell: `0.41`, `12.3`, `−3`."""
    size = abs(value)
    if size >= 99.95:
        return with_minus(f"{value:.0f}")
    return with_minus(f"{value + 0.0:.1f}" if size >= 9.995 else f"{value + 0.0:.2f}".replace("-0.00", "0.00"))


def layer_text(layer: str, architecture: Architecture) -> str:
    """What people call a layer, or the network input."""
    for plan in architecture.plans:
        if plan.name == layer:
            return layer_title(plan.layer)
    return tr("Input")


def unit_text(unit: Unit, architecture: Architecture) -> str:
    """A unit in words, as everywhere: `C3, map 2, row 3, column 4`."""
    shape = shape_of(unit.layer, architecture)
    assert shape is not None
    return named_unit(layer_text(unit.layer, architecture), unit, shape)


def short_unit_text(unit: Unit, architecture: Architecture) -> str:
    """The same for a list: `C3/2/3,4`."""
    return str(Unit(layer_text(unit.layer, architecture), unit.index))


def in_order(units: Iterable[Unit], architecture: Architecture) -> list[Unit]:
    """Units in the order of the data flow."""
    layers = [plan.name for plan in architecture.plans]
    return sorted(units, key=lambda unit: (layers.index(unit.layer), unit.index))


def off_text(unit: Unit, architecture: Architecture) -> str:
    """What is switched off, in few words: `C3 map 4`, `F6 unit 17`, `C3/4/2,7`."""
    sides = next((plan.output_shape[1:] for plan in architecture.plans if plan.name == unit.layer), ())
    layer = layer_text(unit.layer, architecture)
    if len(unit.index) > 1:
        return short_unit_text(unit, architecture)
    text = tr("{layer} unit {number}") if sides in ((), (1, 1)) else tr("{layer} map {number}")
    return text.format(layer=layer, number=unit.map)
