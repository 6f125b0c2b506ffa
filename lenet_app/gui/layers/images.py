"""Activations as coloured pictures: one for each layer, drawn enlarged by whoever shows it."""

from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from lenet_app.colour_maps import entries_of, gradient_map, non_negative_map, signed_map
from lenet_app.gui.look.colours import Colours
from lenet_app.networks.bitmaps import BITMAPS, COLUMNS, ROWS
from lenet_app.networks.normalisation import InputNormalisation

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
_Words = npt.NDArray[np.uint32]

_OPAQUE = 0xFF000000
_SHIFTS = (16, 8, 0)
"""Where red, green and blue stand in Qt's 32-bit pixels."""


def input_entries(values: Floats, normalisation: InputNormalisation) -> Bytes:
    """The network input's entries in the colour map, or its colours: no ink is 0, full ink 255."""
    share = (values - normalisation.background) / (normalisation.ink - normalisation.background)
    return np.round(np.clip(share, 0, 1) * 255).astype(np.uint8)


def maps_image(entries: Bytes, named: Colours, *, signed: bool, of_gradients: bool = False) -> QImage:
    """Maps, (maps, height, width), below each other; `of_gradients` in the colours of these, which are signed."""
    words = _words(named.dark, signed=signed, of_gradients=of_gradients)
    return _image(words[entries.reshape(-1, entries.shape[-1])])


def units_image(entries: Bytes, columns: int, named: Colours, *, signed: bool, of_gradients: bool = False) -> QImage:
    """Units, (units,), a pixel each, in lines of `columns`; what is left of the last line has the panel's colour."""
    lines = -(-len(entries) // columns)
    pixels = np.full(lines * columns, named.panel.rgb(), np.uint32)
    pixels[: len(entries)] = _words(named.dark, signed=signed, of_gradients=of_gradients)[entries]
    return _image(pixels.reshape(lines, columns))


def colour_image(entries: Bytes) -> QImage:
    """The colours of an input, (3, height, width)."""
    red, green, blue = (entries[channel].astype(np.uint32) << shift for channel, shift in enumerate(_SHIFTS))
    return _image(np.asarray(_OPAQUE | red | green | blue, np.uint32))


def channels_image(entries: Bytes) -> QImage:
    """Red, green and blue of an input, (3, height, width), below each other, each in its own colour."""
    shifts = np.array(_SHIFTS, np.uint32)[:, None, None]
    pixels = np.asarray(_OPAQUE | entries.astype(np.uint32) << shifts, np.uint32)
    return _image(pixels.reshape(-1, entries.shape[-1]))


def bitmaps_image(units: int, largest: float, named: Colours) -> QImage:
    """The pictures of so many RBF units below each other, in the colours that ±1 has in the layer compared with them.

    Args:
        units: how many.
        largest: the value with the strongest colour in that layer.
        named: the window's colours.
    """
    entries = entries_of(BITMAPS[:units].astype(np.float32), max(largest, 1.0), signed=True)
    return maps_image(entries.reshape(units, ROWS, COLUMNS), named, signed=True)


@cache
def _words(dark: bool, *, signed: bool, of_gradients: bool) -> _Words:
    """The colour map as Qt's 32-bit pixels, which are painted quickest."""
    table = gradient_map(dark) if of_gradients else signed_map(dark) if signed else non_negative_map(dark)
    red, green, blue = table.astype(np.uint32).T
    return np.asarray(_OPAQUE | red << 16 | green << 8 | blue, np.uint32)


def _image(pixels: _Words) -> QImage:
    packed = np.ascontiguousarray(pixels, np.uint32)
    height, width = packed.shape
    # A copy: the picture must outlive the array.
    return QImage(packed.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
