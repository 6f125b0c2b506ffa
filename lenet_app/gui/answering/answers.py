"""What the workers do for the page Draw: open pictures, make the network's picture of a subject, answer.

Loaded by the first that has such work, so that the window need not wait for it.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.gui.answering.subjects import Answer, DataSetPicture, OpenedPicture, Request
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.drawing_steps import DrawingPreparation, drawing_steps
from lenet_app.ink.files.decoding import reduced
from lenet_app.ink.files.picture import LONGEST_SIDE, PictureInk, picture_ink, read_pixels
from lenet_app.ink.steps import Preparation, preparation_steps
from lenet_app.ink.strokes import Drawing
from lenet_app.recognition.fitting import Fitted, fitted_drawing, fitted_picture


def opened_file(path: Path) -> OpenedPicture:
    """The first picture of a file.

    Raises:
        UserError: it cannot be read as a picture.
    """
    pixels = read_pixels(path)
    return OpenedPicture(pixels, picture_ink(pixels), path)


def opened_pixels(pixels: npt.NDArray[np.uint8]) -> OpenedPicture:
    """A picture in memory, uint8 (height, width, 4); a large one is kept no larger than a file's would be.

    Raises:
        UserError: it has no pixels.
    """
    if max(pixels.shape[:2]) > LONGEST_SIDE:
        pixels = np.asarray(reduced(Image.fromarray(np.ascontiguousarray(pixels)), LONGEST_SIDE))
    return OpenedPicture(pixels, picture_ink(pixels))


def answer(request: Request) -> Answer:
    """Make the network's picture from the subject and look into the model's answer for it."""
    subject = request.subject
    if isinstance(subject, DataSetPicture):
        return Answer(request, None, request.recognizer.look_into(subject.image))
    fitted, inverted, preparation = _prepared(request, subject)
    insight = None if fitted is None else request.recognizer.look_into(fitted.planes)
    return Answer(request, fitted, insight, inverted, preparation)


def _prepared(
    request: Request, subject: Drawing | OpenedPicture
) -> tuple[Fitted | None, bool, Preparation | DrawingPreparation | None]:
    """The fitted picture, whether the ink was dark on light, and the steps that were asked for."""
    model = request.recognizer.model
    takes_ink = not model.takes_whole_pictures
    with_steps, chosen = request.with_steps and takes_ink, request.corrections if takes_ink else AUTOMATIC
    if isinstance(subject, Drawing):
        steps = drawing_steps(subject, deslant=chosen.deslant) if with_steps else None
        fitted = fitted_drawing(subject, model, deslant=chosen.deslant) if steps is None else steps.fitted
        return fitted, False, steps
    if with_steps:
        found = _steps_of(subject, chosen)
        return found.fitted, found.inverted, found
    ink = _ink_of(subject, replace(chosen, deslant=False))
    return fitted_picture(ink, model, deslant=chosen.deslant), ink.inverted, None


# The same picture is asked for again whenever the model or what is sure changes, and both take a while.
@lru_cache(maxsize=1)
def _ink_of(picture: OpenedPicture, corrections: Corrections) -> PictureInk:
    return picture.ink if corrections == AUTOMATIC else picture_ink(picture.pixels, corrections)


@lru_cache(maxsize=1)
def _steps_of(picture: OpenedPicture, corrections: Corrections) -> Preparation:
    return preparation_steps(picture.pixels, corrections)
