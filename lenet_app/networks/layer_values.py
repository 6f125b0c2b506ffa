"""Layers as plain values: what JSON holds of them, and which sizes there cannot be."""

from dataclasses import MISSING, asdict, fields
from typing import Any, cast

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.activation import Activation
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.layers import LAYER_KINDS, Convolution, Dropout, Layer, RadialBasis, Shape, Table, shape_text
from lenet_app.networks.plain_values import part, plain


def layer_to_json(layer: Layer) -> dict[str, Any]:
    """Plain values that `layer_from_json` reads back; an empty table is left out."""
    parts = {"kind": layer.kind, **asdict(layer)}
    if rows := parts.pop("table", ()):
        parts["table"] = [list(row) for row in rows]
    return parts


def layer_from_json(value: object) -> Layer:
    """The layer that `layer_to_json` wrote; a part that has a default may be missing.

    Raises:
        ValueError: a part is missing, unknown or of another kind; the message is translated, to stand within a
            sentence.
    """
    kind = part(value, "kind", str)
    if kind not in LAYER_KINDS:
        raise ValueError(tr("there is no kind of layer “{kind}”").format(kind=kind))
    cls = LAYER_KINDS[kind]
    given = cast("dict[str, object]", value)
    types: dict[str, Any] = {field.name: field.type for field in fields(cls)}
    if unknown := sorted(given.keys() - types.keys() - {"kind"}):
        raise ValueError(tr("“{name}” is unknown").format(name=unknown[0]))
    needed = {field.name for field in fields(cls) if field.default is MISSING}
    parts = {name: _value(given, name, of) for name, of in types.items() if name in given or name in needed}
    return cls(**parts)


def _value(given: dict[str, object], name: str, of: Any) -> Any:  # noqa: ANN401 - as the field has it
    if of == Table:
        rows = part(given, name, list)
        return tuple(tuple(plain(seen, name, int) for seen in plain(row, name, list)) for row in rows)
    if of is Activation:
        text = part(given, name, str)
        if text not in set(Activation):
            raise ValueError(tr("there is no activation “{name}”").format(name=text))
        return Activation(text)
    return part(given, name, of)


def check_layer(layer: Layer) -> None:
    """Refuse sizes that there cannot be, wherever the layer stands.

    Raises:
        UserError: a kernel, a window, a stride, a padding, a number of maps or units or a rate is out of range.
    """
    for name, size in asdict(layer).items():
        least = 0 if name == "padding" else 1
        if isinstance(size, int) and size < least:
            sentence = tr("{layer}: {part} must be at least {least}, not {value}.")
            raise UserError(sentence.format(layer=layer.name, part=name, least=least, value=size))
    if isinstance(layer, Dropout) and not 0 <= layer.rate < 1:
        sentence = tr("{layer}: the rate must be at least 0 and below 1, not {value}.")
        raise UserError(sentence.format(layer=layer.name, value=layer.rate))


def check_place(layer: Layer, input_shape: Shape) -> None:
    """Refuse a layer that cannot stand where it stands.

    Raises:
        UserError: the layer needs feature maps and gets units, would have no output ("S4 would be 16 × 0 × 0: …"), its
            table does not fit the maps before it, or an RBF layer has no bitmaps for its classes.
    """
    if layer.needs_maps and len(input_shape) != 3:
        raise UserError(tr("{layer} needs feature maps and cannot follow units.").format(layer=layer.name))
    if isinstance(layer, Convolution) and layer.table:
        _check_table(layer, input_shape[0])
    if isinstance(layer, RadialBasis):
        _check_bitmaps(layer, input_shape)
    shape = layer.output_shape(input_shape)
    if min(shape) < 1:
        sizes = shape_text(tuple(max(size, 0) for size in shape))
        sentence = tr("{layer} would be {shape}: its input of {input} is too small for it.")
        raise UserError(sentence.format(layer=layer.name, shape=sizes, input=shape_text(input_shape)))


def _check_table(layer: Convolution, input_maps: int) -> None:
    if len(layer.table) != layer.maps:
        sentence = tr("{layer}: its table has rows for {rows} maps, but there are {maps}.")
        raise UserError(sentence.format(layer=layer.name, rows=len(layer.table), maps=layer.maps))
    for row in layer.table:
        if not row or list(row) != sorted(set(row)) or row[0] < 0 or row[-1] >= input_maps:
            sentence = tr("{layer}: a row of its table must name some of the maps 0 to {last}, each once and in order.")
            raise UserError(sentence.format(layer=layer.name, last=input_maps - 1))


def _check_bitmaps(layer: RadialBasis, input_shape: Shape) -> None:
    classes, units = BITMAPS.shape
    if input_shape != (units,):
        sentence = tr("{layer} compares {units} units with its bitmaps, so it cannot follow {shape}.")
        raise UserError(sentence.format(layer=layer.name, units=units, shape=shape_text(input_shape)))
    if layer.units > classes:
        sentence = tr("{layer} has bitmaps for {most} classes, not for {units}: use a softmax output.")
        raise UserError(sentence.format(layer=layer.name, most=classes, units=layer.units))
