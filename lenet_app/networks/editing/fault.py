"""Which part of a draft is to blame when it cannot be built; the sentence that says why is the architecture's own."""

from dataclasses import dataclass
from math import prod

from lenet_app.errors import UserError
from lenet_app.networks.architecture import MOST_VALUES
from lenet_app.networks.editing.draft import Draft
from lenet_app.networks.layer_values import check_layer, check_place
from lenet_app.networks.layers import Convolution, FullyConnected, Layer, RadialBasis, Shape

INPUT = -1
"""Stands for the network input where layers are numbered."""


@dataclass(frozen=True)
class Culprit:
    """What has to be changed.

    Args:
        layer: the layer's number from 0, or `INPUT`.
        part: such as `name`, `kind`, `kernel` or `maps`, as the layer has it; empty where it is not known.
    """

    layer: int
    part: str = ""


def culprit(draft: Draft) -> Culprit:
    """What is to blame for the sentence that `Draft.member` raises; the checks stand in the same order here.

    For a draft that can be built it is the largest layer.
    """
    return _misnamed(draft) or _misplaced(draft) or _largest(draft)


def _misnamed(draft: Draft) -> Culprit | None:
    names = [layer.name for layer in draft.layers]
    for number, name in enumerate(names):
        if not name or "." in name:
            return Culprit(number, "name")
    for number, name in enumerate(names):
        if name in names[:number]:
            return Culprit(number, "name")
    return None


def _misplaced(draft: Draft) -> Culprit | None:
    for number, layer in enumerate(draft.layers):
        if not _passes(layer, None):
            return Culprit(number)
    shape = draft.input_shape
    for number, layer in enumerate(draft.layers):
        if not _passes(layer, shape):
            return Culprit(number, _part(layer, shape))
        shape = layer.output_shape(shape)
    last = len(draft.layers) - 1
    if not isinstance(draft.layers[last], FullyConnected | RadialBasis):
        return Culprit(last, "kind")
    return None


def _passes(layer: Layer, shape: Shape | None) -> bool:
    """Whether the layer can be by itself, or with a shape in its place."""
    try:
        if shape is None:
            check_layer(layer)
        else:
            check_place(layer, shape)
    except UserError:
        return False
    return True


def _part(layer: Layer, shape: Shape) -> str:
    """What keeps a layer from its place."""
    if isinstance(layer, RadialBasis):
        return "units" if _passes(RadialBasis(layer.name), shape) else "kind"
    if len(shape) != 3:
        return "kind"
    if isinstance(layer, Convolution) and layer.table:
        if len(layer.table) != layer.maps:
            return "maps"
        if max(map(max, layer.table)) >= shape[0]:
            return "kind"
    return "kernel" if isinstance(layer, Convolution) else "window"


def _largest(draft: Draft) -> Culprit:
    """RBF units before the last layer, or else what takes the most memory."""
    early = next((n for n, layer in enumerate(draft.layers[:-1]) if isinstance(layer, RadialBasis)), None)
    shape, costs = draft.input_shape, []
    for layer in draft.layers:
        weights = sum(map(prod, layer.parameter_shapes(shape).values()))
        shape = layer.output_shape(shape)
        costs.append(weights + prod(shape))
    if prod(draft.input_shape) > MOST_VALUES:
        return Culprit(INPUT)
    largest = max(range(len(costs)), key=costs.__getitem__)
    return Culprit(largest) if early is None else Culprit(early, "kind")
