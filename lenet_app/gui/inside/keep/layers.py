"""Layers and the whole pipeline as they can be kept."""

from collections.abc import Callable

import numpy as np

from lenet_app.gui.inside.keep.keepsake import Form, Keepsake
from lenet_app.gui.inside.keep.making import numbers, shown_pictures, value_pictures
from lenet_app.gui.kit.printing import Printed
from lenet_app.gui.layers.shown import Face, ShownLayer
from lenet_app.gui.layers.unit_texts import shown_title, unit_text
from lenet_app.inspection.exports import as_csv, write_activations
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.pictures import Colours, layer_picture
from lenet_app.inspection.units import Unit
from lenet_app.language import tr
from lenet_app.networks.forward import Array


def layer_keepsake(
    layer: ShownLayer,
    values: Array,
    *,
    dark: bool,
    map_: int | None = None,
    largest: float | None = None,
    of_gradients: bool = False,
) -> Keepsake:
    """A layer's numbers and their picture.

    Args:
        layer: whose they are.
        values: of the whole layer.
        dark: whether the picture is for a dark page.
        map_: the number of a map that is kept alone; None for all.
        largest: the value with the strongest colour; None for the largest of these.
        of_gradients: whether they are the loss's gradients.
    """
    title = shown_title(layer) if map_ is None else unit_text(layer, Unit(layer.name, (map_,)))
    name = layer.name if map_ is None else f"{layer.name} {map_}"
    if of_gradients:
        title, name = tr("{layer}: gradients of the loss").format(layer=title), f"{name} gradients"
    kept = values if map_ is None else values[map_ : map_ + 1]
    is_input = layer.face in (Face.INK, Face.COLOUR)

    def picture() -> Colours:
        drawn = kept.reshape(-1) if kept.shape[1:] == (1, 1) else kept
        signed = layer.signed and not is_input
        return layer_picture(drawn, largest=largest, signed=signed, dark=dark, of_gradients=of_gradients)

    made = {**value_pictures(picture, values.size), **numbers(lambda: as_csv(kept), lambda: np.asarray(kept))}
    return Keepsake(title, name, made)


def pipeline_keepsake(passage: Passage, print_it: Callable[[], Printed]) -> Keepsake:
    """All layers: the pipeline as it looks, and the numbers of each."""
    title = tr("All layers")
    forms = {
        **shown_pictures(print_it, title),
        Form.FOLDER: lambda: lambda folder: write_activations(passage, folder),
    }
    return Keepsake(title, title, forms)
