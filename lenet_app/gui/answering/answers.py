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
from lenet_app.ink.files.decoding import reduced
from lenet_app.ink.files.pixels import LONGEST_SIDE, read_pixels
from lenet_app.ink.paper.picture import PictureInk, picture_ink
from lenet_app.ink.prepared import PreparedPicture, prepared_drawing, prepared_picture
from lenet_app.ink.steps import Preparation, preparation_of
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


def _prepared(request: Request, subject: Drawing | OpenedPicture) -> tuple[Fitted | None, bool, Preparation | None]:
    """The fitted picture, whether the ink was dark on light, and the steps that were asked for."""
    model, chosen = request.recognizer.model, request.corrections
    if isinstance(subject, Drawing):
        if model.takes_whole_pictures:
            return fitted_drawing(subject, model), False, None
        drawn = prepared_drawing(subject, deslant=chosen.deslant)
        if drawn is None:
            return None, False, None
        return drawn.fitted, False, preparation_of(drawn) if request.with_steps else None
    if model.takes_whole_pictures:
        return fitted_picture(subject.ink, model), subject.ink.inverted, None
    made = _prepared_picture(subject, chosen)
    return made.fitted, made.picture.inverted, preparation_of(made) if request.with_steps else None


# The same picture is asked for again whenever the model or what is sure changes, and both take a while.
@lru_cache(maxsize=1)
def _prepared_picture(picture: OpenedPicture, corrections: Corrections) -> PreparedPicture:
    return prepared_picture(_ink_of(picture, replace(corrections, deslant=False)), deslant=corrections.deslant)


@lru_cache(maxsize=1)
def _ink_of(picture: OpenedPicture, corrections: Corrections) -> PictureInk:
    return picture.ink if corrections == AUTOMATIC else picture_ink(picture.pixels, corrections)
