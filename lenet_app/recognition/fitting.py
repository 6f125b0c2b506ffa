"""Drawings and pictures as a model takes them: by their ink, as MNIST's digits were made, or as a whole.

The one place where that is decided, for the window and the command line alike.
"""

from pathlib import Path

from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.normalise import FittedInk
from lenet_app.ink.paper.opaque import over_white
from lenet_app.ink.paper.picture import PictureInk, picture_ink
from lenet_app.ink.prepared import prepared_drawing, prepared_picture
from lenet_app.ink.strokes import Drawing
from lenet_app.ink.whole import FittedWhole, Size, fit_sheet, fit_whole, on_a_sheet
from lenet_app.networks.model import Model

Fitted = FittedInk | FittedWhole
"""A fitted picture; `planes` is what a Recognizer takes."""


def fitted_drawing(drawing: Drawing, model: Model, *, has_sheet: bool = True, deslant: bool = False) -> Fitted | None:
    """A drawing as the model takes it.

    Args:
        drawing: the strokes.
        model: who answers.
        has_sheet: whether the unit square is the sheet that was drawn on; else a whole picture is the drawing with a
            margin around it.
        deslant: whether slanted strokes are set upright first; what is taken whole stays as it is.

    Returns:
        The fitted picture, or None where nothing is drawn.
    """
    if model.takes_whole_pictures:
        return fit_sheet(drawing if has_sheet else on_a_sheet(drawing), model.architecture.input_shape[0], _size(model))
    made = prepared_drawing(drawing, deslant=deslant)
    return None if made is None else made.fitted


def fitted_picture(picture: PictureInk, model: Model, *, deslant: bool = False) -> Fitted | None:
    """A picture as the model takes it, or None where it shows nothing.

    Args:
        picture: its ink, as it was found or corrected.
        model: who answers.
        deslant: whether slanted ink is set upright first; what is taken whole stays as it is.
    """
    if model.takes_whole_pictures:
        return fit_whole(picture.whole, model.architecture.input_shape[0], _size(model))
    return prepared_picture(picture, deslant=deslant).fitted


def fitted_file(path: Path, model: Model, corrections: Corrections = AUTOMATIC) -> Fitted | None:
    """The first picture of a file as the model takes it, or None where it shows nothing.

    Args:
        path: the file.
        model: who answers.
        corrections: what a person chose; they concern the ink, so what is taken whole stays as it is.

    Raises:
        UserError: it cannot be read as a picture.
    """
    if model.takes_whole_pictures:  # which spares looking for ink
        return fit_whole(over_white(read_pixels(path)), model.architecture.input_shape[0], _size(model))
    return fitted_picture(picture_ink(read_pixels(path), corrections), model, deslant=corrections.deslant)


def _size(model: Model) -> Size:
    """The size of the pictures that the model was trained with; what its input has beyond that is border."""
    _, height, width = model.architecture.input_shape
    wanted = model.normalisation.picture_size or (height, width)
    return min(wanted[0], height), min(wanted[1], width)
