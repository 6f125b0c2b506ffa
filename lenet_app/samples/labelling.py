"""From what was drawn or opened, and what a person says it is, to a sample."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from lenet_app.errors import UserError
from lenet_app.ink.ink import Floats
from lenet_app.ink.paper.picture import PictureInk
from lenet_app.ink.prepared import prepared_drawing, prepared_picture
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.sample import Bytes, Sample, Source, as_bytes, now

_MOST_INK = 160
"""Pixels of the longer side of the ink that is kept of a picture."""


@dataclass(frozen=True)
class Said:
    """What is said of a digit.

    Args:
        label: what the person says, 0 to 9.
        source: where.
        answer: what was answered, 0 to 9; None where nothing was.
        model: the name of the model that answered.
    """

    label: int
    source: Source
    answer: int | None = None
    model: str | None = None


def of_drawing(drawing: Drawing, said: Said, *, deslant: bool = False) -> Sample:
    """A drawing as a sample.

    Args:
        drawing: the strokes, in any unit.
        said: its label, and what is known of it.
        deslant: whether slanted writing is set upright before it is fitted, as it was for the answer.

    Raises:
        UserError: nothing is drawn.
    """
    made = prepared_drawing(drawing, deslant=deslant)
    if made is None:
        raise UserError(tr("Nothing is drawn."))
    return _sample(as_bytes(made.fitted.picture), said, drawing=drawing)


def of_picture(picture: PictureInk, said: Said, *, deslant: bool = False) -> Sample:
    """A picture's ink as a sample.

    Raises:
        UserError: there is no ink.
    """
    fitted = prepared_picture(picture, deslant=deslant).fitted
    if fitted is None:
        raise UserError(tr("The picture shows no ink."))
    left, top, right, bottom = fitted.box
    return _sample(as_bytes(fitted.picture), said, ink=_kept(picture.ink.marks[top:bottom, left:right]))


def of_fitted(picture: Bytes, said: Said) -> Sample:
    """A fitted picture, uint8 (28, 28), of which no more is known, as a sample."""
    return _sample(picture, said)


def answered(sample: Sample, recognizer: Recognizer | None) -> Sample:
    """The sample with a model's answer to its fitted picture; as it is where there is none that knows the digits."""
    if recognizer is None or not recognizer.model.knows_digits:
        return sample
    best = recognizer.look_into(sample.picture[None]).recognition.best
    return replace(sample, answer=best, model=recognizer.model.name)


def _sample(picture: Bytes, said: Said, drawing: Drawing | None = None, ink: Bytes | None = None) -> Sample:
    return Sample(said.label, picture, said.source, drawing, ink, said.answer, said.model, now())


def _kept(marks: Floats) -> Bytes:
    """The ink as bytes, no larger than is kept."""
    shrink = max(marks.shape) / _MOST_INK
    if shrink > 1:
        height, width = (max(1, round(side / shrink)) for side in marks.shape)
        marks = np.asarray(Image.fromarray(marks).resize((width, height), Image.Resampling.BOX))
    return as_bytes(marks)
