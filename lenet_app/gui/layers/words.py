"""The words above and below a layer's pictures, from the fullest to the shortest that still tell it."""

from dataclasses import dataclass

from lenet_app.gui.layers.shown import Face, ShownLayer
from lenet_app.gui.layers.texts import (
    counts_text,
    kind_text,
    layer_title,
    operation_text,
    output_text,
    table_text,
)
from lenet_app.language import tr
from lenet_app.networks.kind import shape_text


@dataclass(frozen=True)
class LayerWords:
    """What a block is headed with and what is noted below; the fullest text first.

    Args:
        title: the layer's name.
        kinds: what it does, beside the title.
        notes: its shape and what it learns, below the pictures.
    """

    title: str
    kinds: tuple[str, ...]
    notes: tuple[str, ...]


def layer_words(layer: ShownLayer) -> LayerWords:
    """The words for the input or a layer."""
    dropouts = list(map(operation_text, layer.dropouts))
    if layer.plan is None:
        shape = shape_text(layer.shape)
        return LayerWords(tr("Input"), ("",), (_joined(shape, *dropouts), shape))
    plan = layer.plan
    kinds = kind_text(plan.layer), operation_text(plan.layer)
    counts, shape = counts_text(plan), output_text(plan)
    if layer.face is Face.BITMAPS:
        distances = tr("squared distance of {layer} to each picture").format(layer=layer.compared)
        notes: tuple[str, ...] = _joined(shape, distances), shape
    else:
        notes = _joined(counts, table_text(plan), *dropouts), _joined(shape, *dropouts), shape
    return LayerWords(layer_title(plan.layer), kinds, notes)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
