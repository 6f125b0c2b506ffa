"""What is written in the cells of a sheet, as samples that nobody has kept yet."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.ink.corrections import Corrections
from lenet_app.ink.ink import Ink, box_of
from lenet_app.ink.paper.components import components_of
from lenet_app.ink.paper.contrast import LUMINANCE
from lenet_app.ink.paper.opaque import OPAQUE
from lenet_app.ink.paper.picture import PictureInk, picture_ink
from lenet_app.language import tr
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.labelling import Said, of_picture
from lenet_app.samples.sample import Bytes, Sample, Source
from lenet_app.samples.sheets.cutting import Cut, cells_of
from lenet_app.samples.sheets.photograph import Sheet, read_sheet

Floats = npt.NDArray[np.float32]

_DARK = Corrections(inverted=True)
_LEAST_SIZE = 0.18
"""Of a cell's height: what is smaller is a speck."""
_LEAST_CONTRAST, _LEAST_OF_USUAL = 0.1, 0.45
"""Of the paper's light that ink takes at least, and of what the ink in the sheet's other cells takes."""
_OWN, _WITHIN = 0.5, 1.5
"""Of a mark that lies in a cell, so many margins from where it was cut: with less it is no digit of this cell."""


@dataclass(frozen=True, eq=False)
class Written:
    """A digit in a cell of a sheet.

    Args:
        sample: as it would be kept, with what the model answered; its label is the digit that was wanted.
        file: the photograph.
        wanted: the digit that was asked for there.
        number: of the cell among those of this digit, from 1.
        shown: uint8 (height, width, 3), the cell in the photograph.
        likely: float32 (10,), how likely each digit is to the model; None where there is none that knows them.
        doubted: whether the model answers something else than the label, or is not sure.
    """

    sample: Sample
    file: Path
    wanted: int
    number: int
    shown: Bytes
    likely: Floats | None = None
    doubted: bool = False

    @property
    def likelihood(self) -> float:
        """How likely the label is to the model, 0 to 1; 1 where there is none that knows the digits."""
        return 1.0 if self.likely is None else float(self.likely[self.sample.label])

    def said(self, digit: int | None) -> "Written":
        """The same with what a person says that it is, None for what was wanted: no more doubts."""
        label = self.sample.label if digit is None else digit
        return replace(self, sample=replace(self.sample, label=label), doubted=False)


def written_on(
    path: Path, recognizer: Recognizer | None, is_stopped: Callable[[], bool] = lambda: False
) -> tuple[Written, ...]:
    """What is written in the cells of a photographed sheet, by digit; cells that are empty are passed over.

    Args:
        path: of the photograph.
        recognizer: who answers.
        is_stopped: asked now and then; what was found until then is given.

    Raises:
        UserError: the photograph cannot be read, it shows no whole sheet, or nothing is written there.
    """
    found = _inks(read_sheet(path), is_stopped)
    if not found and not is_stopped():
        raise UserError(tr("{file}: nothing is written in the boxes of the sheet.").format(file=path.name))
    written = [
        Written(of_picture(ink, Said(cut.cell.digit, Source.CAPTURE)), path, *cut.cell[:2], cut.shown)
        for cut, ink in found
    ]
    if recognizer is None or not recognizer.model.knows_digits or not written:
        return tuple(written)
    answers = recognizer.recognise_all(np.stack([one.sample.picture for one in written])[:, None])
    name = recognizer.model.name
    return tuple(
        replace(
            one,
            sample=replace(one.sample, answer=answer.best, model=name),
            likely=answer.probabilities,
            doubted=answer.best != one.sample.label or not answer.sure,
        )
        for one, answer in zip(written, answers, strict=True)
    )


def _inks(sheet: Sheet, is_stopped: Callable[[], bool]) -> list[tuple[Cut, PictureInk]]:
    """The ink of every cell that has any."""
    found = []
    for cut in cells_of(sheet):
        if is_stopped():
            break
        picture = picture_ink(np.dstack([cut.cleared, np.full(cut.cleared.shape[:2], OPAQUE, np.uint8)]), _DARK)
        ink = _own(picture.ink.marks, cut.frame)
        box = box_of(ink)
        if box is None or max(box[2] - box[0], box[3] - box[1]) < _LEAST_SIZE * (len(ink) - 2 * cut.frame):
            continue
        found.append((_contrast(cut.cleared, ink), cut, replace(picture, ink=Ink(ink, level=picture.ink.level))))
    usual = float(np.median([contrast for contrast, *_ in found])) if found else 0.0
    least = max(_LEAST_CONTRAST, _LEAST_OF_USUAL * usual)
    return [(cut, ink) for contrast, cut, ink in found if contrast >= least]


def _own(marks: Floats, frame: int) -> Floats:
    """Marks without those that reach in from a neighbour, or that a printed line left behind."""
    parts, edge = components_of(marks > 0), round(_WITHIN * frame)
    inside = np.bincount(parts.labels[edge:-edge, edge:-edge].ravel(), minlength=len(parts.areas))
    own = inside >= _OWN * parts.areas
    own[0] = False
    return np.where(own[parts.labels], marks, np.float32(0))


def _contrast(pixels: Bytes, ink: Floats) -> float:
    """What share of the paper's light the ink takes."""
    grey = pixels @ LUMINANCE
    return 1 - float(np.median(grey[ink >= 0.5])) / max(float(np.median(grey[ink == 0])), 1.0)
