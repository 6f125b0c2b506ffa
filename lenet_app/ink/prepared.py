"""The one pass from a drawing or a picture to its fitted picture; it keeps what it came by, for `steps.py` to show."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lenet_app.ink.deslant_drawing import deslanted_drawing
from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import FittedInk, fit
from lenet_app.ink.stroke_ink import drawing_ink
from lenet_app.ink.strokes import Drawing

if TYPE_CHECKING:
    from lenet_app.ink.paper.picture import PictureInk


@dataclass(frozen=True, eq=False)
class PreparedDrawing:
    """A drawing on its way to the fitted picture.

    Args:
        drawing: as it was drawn.
        upright: the same set upright; None where nobody asked for that.
        ink: of its strokes, drawn with the one pen of all drawings.
        fitted: the fitted ink.
    """

    drawing: Drawing
    upright: Drawing | None
    ink: Ink
    fitted: FittedInk


@dataclass(frozen=True, eq=False)
class PreparedPicture:
    """A picture on its way to the fitted picture.

    Args:
        picture: its ink, and how that was found.
        fitted: the fitted ink; None where there is none.
    """

    picture: "PictureInk"
    fitted: FittedInk | None


Prepared = PreparedDrawing | PreparedPicture


def prepared_drawing(drawing: Drawing, *, deslant: bool = False) -> PreparedDrawing | None:
    """Prepare a drawing; None where nothing is drawn.

    Args:
        drawing: the strokes, in any unit.
        deslant: whether slanted strokes are set upright first.
    """
    upright, slant = deslanted_drawing(drawing) if deslant else (None, None)
    ink = drawing_ink(drawing if upright is None else upright)
    fitted = None if ink is None else fit(ink)
    if ink is None or fitted is None:
        return None
    return PreparedDrawing(drawing, upright, ink, replace(fitted, slant=slant))


def prepared_picture(picture: "PictureInk", *, deslant: bool = False) -> PreparedPicture:
    """Prepare a picture.

    Args:
        picture: its ink, as it was found or corrected.
        deslant: whether slanted ink is set upright first.
    """
    return PreparedPicture(picture, fit(picture.ink, deslant=deslant))
