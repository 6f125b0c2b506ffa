"""Activations as coloured pictures: one for each layer, drawn enlarged by whoever shows it."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from lenet_app.gui.colour_maps import NEUTRAL, non_negative_map, signed_map
from lenet_app.gui.colours import Colours
from lenet_app.networks.architecture import Activation, Architecture, MaxPooling
from lenet_app.networks.network_input import InputNormalisation

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

INPUT = "input"
"""What the network input is called among the layers."""


def is_signed(architecture: Architecture, name: str) -> bool:
    """Whether a layer's values may be below zero; pooling passes on what came before it."""
    signed = False
    for layer in architecture.layers if name != INPUT else ():
        if not isinstance(layer, MaxPooling):
            signed = layer.activation is Activation.NONE
        if layer.name == name:
            break
    return signed


def input_entries(values: Floats, normalisation: InputNormalisation) -> Bytes:
    """The network input's entries in the colour map: no ink is 0, full ink 255."""
    share = (values - normalisation.background) / (normalisation.ink - normalisation.background)
    return np.round(np.clip(share, 0, 1) * 255).astype(np.uint8)


def layer_entries(values: Floats, *, signed: bool) -> Bytes:
    """A layer's entries in its colour map: the value farthest from zero gets the strongest colour."""
    largest = max(float(np.abs(values).max()), 1e-6)
    if signed:
        return np.round(NEUTRAL + 127 * values / largest).astype(np.uint8)
    return np.round(255 * values / largest).astype(np.uint8)


def maps_image(entries: Bytes, named: Colours, *, signed: bool) -> QImage:
    """Maps, (maps, height, width), below each other."""
    return _image(_table(named, signed=signed)[entries.reshape(-1, entries.shape[-1])])


def units_image(entries: Bytes, columns: int, named: Colours, *, signed: bool) -> QImage:
    """Units, (units,), a pixel each, in lines of `columns`; what is left of the last line has the panel's colour."""
    lines = -(-len(entries) // columns)
    pixels = np.empty((lines * columns, 3), np.uint8)
    pixels[:] = (named.panel.red(), named.panel.green(), named.panel.blue())
    pixels[: len(entries)] = _table(named, signed=signed)[entries]
    return _image(pixels.reshape(lines, columns, 3))


def _table(named: Colours, *, signed: bool) -> Bytes:
    return signed_map(named.dark) if signed else non_negative_map(named.dark)


def _image(pixels: Bytes) -> QImage:
    packed = np.ascontiguousarray(pixels)
    height, width, _ = packed.shape
    # A copy: the picture must outlive the array.
    return QImage(packed.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
