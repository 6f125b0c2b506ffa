"""Units by their names: `C3/4/2,7` is layer, map and row,column, `F6/17` a unit of a layer without maps."""

import re
from dataclasses import dataclass

from lenet_app.errors import UserError
from lenet_app.json_values import told
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.kind import Shape

NETWORK_INPUT = "input"
"""Stands for the network input where layers are named, unless a layer has that name; its maps are its channels."""

_IN_MAPS = re.compile(r"([0-9]{1,9})/([0-9]{1,9}),([0-9]{1,9})")
_ALONE = re.compile(r"([0-9]{1,9})")


@dataclass(frozen=True)
class Unit:
    """One number of a layer, or of the network input.

    Args:
        layer: the layer's name, or `NETWORK_INPUT`.
        index: (map, row, column), or (unit,) where the layer has no maps; counted from 0. It is the number's place in
            the layer's activations.
    """

    layer: str
    index: tuple[int, ...]

    @property
    def map(self) -> int:
        """The number of its map, or its own."""
        return self.index[0]

    @property
    def in_batch(self) -> tuple[slice | int, ...]:
        """The number's place in the activations of several pictures, for all of them."""
        return (slice(None), *self.index)

    def __str__(self) -> str:
        number, *position = map(str, self.index)
        return "/".join(filter(None, [self.layer, number, ",".join(position)]))


def shape_of(layer: str, architecture: Architecture) -> Shape | None:
    """What the values of a layer or the network input are shaped as; None where there is no such layer."""
    for plan in architecture.plans:
        if plan.name == layer:
            return plan.output_shape
    return architecture.input_shape if layer == NETWORK_INPUT else None


def unit_of(text: str, architecture: Architecture) -> Unit:
    """The unit that a name such as `C3/4/2,7` or `F6/17` stands for; a map of one pixel needs no position.

    Raises:
        UserError: there is no such layer, map, position or unit, or it is no name of a unit.
    """
    layer, shape = _layer_of(text, architecture)
    rest = text.removeprefix(layer + "/")
    found = _IN_MAPS.fullmatch(rest) if len(shape) == 3 else _ALONE.fullmatch(rest)
    if found is None and shape[1:] == (1, 1) and (alone := _ALONE.fullmatch(rest)):
        return _checked(Unit(layer, (int(alone[1]), 0, 0)), shape)
    if found is None:
        sentence = tr("A unit of {layer} is named as {example} is, not {text}.")
        raise UserError(sentence.format(layer=layer, example=_example(layer, shape), text=told(text) or "“”"))
    return _checked(Unit(layer, tuple(int(number) for number in found.groups())), shape)


def carried(unit: Unit, architecture: Architecture) -> Unit | None:
    """The unit of the same name in another network; None where there is none."""
    shape = shape_of(unit.layer, architecture)
    return unit if shape is not None and _is_within(unit, shape) else None


def _layer_of(text: str, architecture: Architecture) -> tuple[str, Shape]:
    """The layer that a unit's name begins with; names may hold slashes, so the longest that fits."""
    names = {NETWORK_INPUT: architecture.input_shape} | {plan.name: plan.output_shape for plan in architecture.plans}
    fitting = [name for name in names if text.startswith(f"{name}/") or text == name]
    if not fitting:
        sentence = tr("There is no layer {layer}; known are {known}.")
        layer = told(text.partition("/")[0]) or "“”"
        raise UserError(sentence.format(layer=layer, known=", ".join(names)))
    layer = max(fitting, key=len)
    return layer, names[layer]


def _example(layer: str, shape: Shape) -> str:
    return str(Unit(layer, tuple(size // 2 for size in shape)))


def _is_within(unit: Unit, shape: Shape) -> bool:
    return len(unit.index) == len(shape) and all(
        0 <= number < size for number, size in zip(unit.index, shape, strict=True)
    )


def _checked(unit: Unit, shape: Shape) -> Unit:
    """The unit, if the layer has it."""
    if _is_within(unit, shape):
        return unit
    if len(shape) == 1:
        sentence = tr("{layer} has the units 0 to {last}, not {number}.")
        raise UserError(sentence.format(layer=unit.layer, last=shape[0] - 1, number=unit.map))
    if unit.map >= shape[0]:
        sentence = tr("{layer} has the maps 0 to {last}, not {number}.")
        raise UserError(sentence.format(layer=unit.layer, last=shape[0] - 1, number=unit.map))
    sentence = tr("The maps of {layer} have the rows 0 to {rows} and the columns 0 to {columns}, so not {position}.")
    position = ",".join(map(str, unit.index[1:]))
    raise UserError(sentence.format(layer=unit.layer, rows=shape[1] - 1, columns=shape[2] - 1, position=position))
