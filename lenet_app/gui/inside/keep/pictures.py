"""Single pictures as they can be kept, and several as they stand side by side."""

from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.keep.making import numbers, shown_pictures, value_pictures
from lenet_app.gui.inside.widgets.pictures_view import PicturesView
from lenet_app.gui.kit.printing import printed, side_by_side
from lenet_app.gui.look.theme import colours
from lenet_app.inspection.exports import as_csv
from lenet_app.inspection.pictures import Colours, coloured
from lenet_app.language import tr

_COLOUR_CHANNELS = 3


def picture_keepsake(
    title: str, values: npt.NDArray[Any], *, largest: float | None = None, signed: bool = False, dark: bool
) -> Keepsake:
    """A picture and its numbers.

    Args:
        title: of it, and the name of its file.
        values: (rows, columns) of numbers, or (3, rows, columns) of colours, uint8 or in [0, 1].
        largest: the number with the strongest colour; None for the largest of these.
        signed: whether it has the colours of numbers with a sign.
        dark: whether the picture is for a dark page.
    """
    maps = values if values.ndim == _COLOUR_CHANNELS else values[None]

    def picture() -> Colours:
        if len(maps) == 1:
            return coloured(maps[0], largest=largest, signed=signed, dark=dark)
        pixels = values if values.dtype == np.uint8 else np.round(255 * values).astype(np.uint8)
        return np.ascontiguousarray(pixels.transpose(1, 2, 0))

    made = {**value_pictures(picture, maps[0].size), **numbers(lambda: as_csv(maps), lambda: values)}
    return Keepsake(title, title, made)


def keepsakes_of(view: PicturesView, title: str) -> tuple[Keepsake, ...]:
    """The current picture of several with its numbers, if these are there yet, and all of them as they look.

    Args:
        view: shows them.
        title: of all of them; may be empty.
    """
    if not view.pictures:
        return ()
    one, dark, name = view.pictures[view.current], colours(view).dark, title or tr("All pictures")
    alone = picture_keepsake(one.title, one.values, largest=one.largest, signed=one.is_signed, dark=dark)
    together = shown_pictures(lambda: side_by_side([printed(view)], title, view.font(), view), name)
    found = (Keepsake(tr("All pictures"), name, together),)
    return (alone, *found) if one.what or one.is_coloured else found
