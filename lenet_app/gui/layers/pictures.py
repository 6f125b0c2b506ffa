"""Makes each layer's coloured picture from its values, by one scale for the layer or one for each of its maps."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from lenet_app.colour_maps import entries_of
from lenet_app.gui.layers.column import Column
from lenet_app.gui.layers.images import (
    bitmaps_image,
    channels_image,
    colour_image,
    input_entries,
    maps_image,
    units_image,
)
from lenet_app.gui.layers.painter import Shown
from lenet_app.gui.layers.shown import Face, ShownLayer, picture_shape
from lenet_app.gui.look.colours import Colours
from lenet_app.networks.activation import AMPLITUDE
from lenet_app.networks.bitmaps import COLUMNS, ROWS
from lenet_app.networks.model import Model

Floats = npt.NDArray[np.float32]
Spans = tuple[tuple[int, int, int], ...]


class LayerPictures:
    """Knows the values that are shown and the scales of their colours."""

    def __init__(self) -> None:
        self.values: dict[str, Floats] = {}
        """Each layer's by its name, the network input's among them; empty while nothing is shown."""
        self.winner: int | None = None
        """The class that is framed in the last layer."""
        self.spans: Spans = ()
        """In the last layer along a line: the class and the frames of each digit that was read, which are framed."""
        self.scales: Mapping[str, float] = {}
        """The value of each layer that has the strongest colour, whatever is drawn."""
        self.is_each_map_scaled = False
        """Whether the strongest colour is for the largest value of each map, so that faint maps can be seen."""

    def made(
        self, model: Model, layers: Sequence[ShownLayer], columns: Mapping[str, Column], named: Colours
    ) -> dict[str, Shown]:
        """Of every layer that has values."""
        shown = (layer for layer in layers if layer.name in self.values)
        return {layer.name: self.picture(model, layer, columns[layer.name].across, named) for layer in shown}

    def picture(self, model: Model, layer: ShownLayer, across: int, named: Colours) -> Shown:
        """Of one layer, whose units stand in lines of so many."""
        values = self.values[layer.name]
        match layer.face:
            case Face.INK | Face.COLOUR:
                entries = input_entries(values, model.normalisation)
                if layer.face is Face.COLOUR:
                    return Shown(values, colour_image(entries), channels_image(entries))
                return Shown(values, maps_image(entries, named, signed=False))
            case Face.BITMAPS:
                return Shown(
                    values, bitmaps_image(len(values), self._largest(layer.compared), named), None, self.winner
                )
        entries = self._entries(layer, values).reshape(picture_shape(layer))
        if layer.face is Face.UNITS:
            winner = self.winner if layer.name == model.architecture.layers[-1].name else None
            return Shown(values, units_image(entries, across, named, signed=layer.signed), winner=winner)
        spans = self.spans if layer.name == model.architecture.layers[-1].name else ()
        return Shown(values, maps_image(entries, named, signed=layer.signed), spans=spans)

    def largest(self, name: str, map_: int) -> float:
        """The value with the strongest colour in a map."""
        values = self.values.get(name)
        if values is None or not self.is_each_map_scaled:
            return self._largest(name)
        return float(np.abs(values[map_]).max())

    def _entries(self, layer: ShownLayer, values: Floats) -> npt.NDArray[np.uint8]:
        if layer.face is Face.MAPS and self.is_each_map_scaled:
            values = values / np.maximum(np.abs(values).max(axis=(1, 2), keepdims=True), _TINY)
            return entries_of(values, 1.0, signed=layer.signed)
        return entries_of(values, self._largest(layer.name), signed=layer.signed)

    def _largest(self, name: str) -> float:
        """The value with the strongest colour: the usual largest, or while that is not known the largest shown."""
        shown = self.values.get(name)
        return self.scales.get(name) or (AMPLITUDE if shown is None else float(np.abs(shown).max()))


class GradientPictures(LayerPictures):
    """Of the loss's gradients: signed, and the strongest colour for the largest of each layer or map as it is now."""

    def picture(self, model: Model, layer: ShownLayer, across: int, named: Colours) -> Shown:
        """Of one layer; a colour input's channels are added up in the large picture."""
        values = self.values[layer.name]
        if layer.face is Face.UNITS:
            entries = self._entries(layer, values).ravel()
            image = units_image(entries, across, named, signed=True, of_gradients=True)
            return Shown(values, image, is_of_gradients=True)
        channels = None
        if layer.face is Face.COLOUR:
            channels = maps_image(self._entries(layer, values), named, signed=True, of_gradients=True)
            entries = entries_of(values.sum(axis=0), float(np.abs(values.sum(axis=0)).max()), signed=True)
        elif layer.face is Face.BITMAPS:
            entries = np.repeat(self._entries(layer, values), ROWS * COLUMNS)
        else:
            entries = self._entries(layer, values)
        image = maps_image(entries.reshape(picture_shape(layer)), named, signed=True, of_gradients=True)
        return Shown(values, image, channels, is_of_gradients=True)

    def _entries(self, layer: ShownLayer, values: Floats) -> npt.NDArray[np.uint8]:
        if layer.face is Face.MAPS and self.is_each_map_scaled:
            largest = np.abs(values).max(axis=(1, 2), keepdims=True)
            return entries_of(values / np.where(largest == 0, 1, largest), 1.0, signed=True)
        largest = float(np.abs(values).max())
        # A sure answer's gradients are as small as 1e-12, and have colours all the same.
        return entries_of(values / largest if largest else values, 1.0, signed=True)

    def _largest(self, name: str) -> float:
        shown = self.values.get(name)
        return 1.0 if shown is None else float(np.abs(shown).max())


_TINY = np.float32(1e-6)
