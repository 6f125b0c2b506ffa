"""A row under a sweep: its line, the frames, and the texts that these make likely."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.errors import UserError
from lenet_app.ink.line import DIGIT, Line, line_of
from lenet_app.ink.paper.page_extraction import PageInk
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import dilated
from lenet_app.language import tr
from lenet_app.networks.forward import Array
from lenet_app.networks.model import Model
from lenet_app.networks.row_network import frame_scores
from lenet_app.reading.rows import RowMarks
from lenet_app.reading.sweep.decoding import Digits, Floats, Reading, best_path, log_probabilities, readings

Bytes = npt.NDArray[np.uint8]

_LEAST = -30.0  # the logarithm of a probability: what one view finds still less likely it finds impossible
_THINNEST = 1.5  # pixels of a line's picture: thinner strokes are thickened, for no row that was learned has them
_PROPOSED = 6  # of the likeliest texts of the first view


@dataclass(frozen=True)
class View:
    """A way to look at a line: digits are of very different widths and slants, and a text has to hold in every one.

    Args:
        width: by which the line is stretched, as a ratio.
        slant: by which it leans further to the right, across over down.
    """

    width: float = 1.0
    slant: float = 0.0

    def of(self, picture: Bytes) -> Bytes:
        """The picture of a line, uint8 (32, width), looked at in this way."""
        image, (high, wide) = Image.fromarray(picture), picture.shape
        if self.slant:
            reach = ceil(abs(self.slant) * high / 2)
            across = (1, self.slant, -self.slant * high / 2 - reach, 0, 1, 0)
            size = wide + 2 * reach, high
            image = image.transform(size, Image.Transform.AFFINE, across, Image.Resampling.BILINEAR)
        if self.width != 1:
            size = max(1, round(image.width * self.width)), high
            image = image.resize(size, Image.Resampling.BOX if self.width < 1 else Image.Resampling.BICUBIC)
        return np.asarray(image)


VIEWS = (View(), View(width=0.8), View(width=1.2), View(slant=-0.15), View(slant=0.15))
"""The first tells where the digits are."""


@dataclass(frozen=True, eq=False)
class SweptRow:
    """What sweeps over a row gave.

    Args:
        line: the row's picture.
        frames: float32 (frames, 11), the logarithms of the probabilities of the ten digits and the blank.
        others: the same for other views of the line.
    """

    line: Line
    frames: Array
    others: tuple[Array, ...] = ()

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The likeliest texts that the first view has frames for, the best first; one at least.

        The first view proposes several, the others one each, along their best paths; all views tell how likely each is.
        """
        several = [one.digits for one in readings(self.frames)[:_PROPOSED]]
        proposed = list(dict.fromkeys([*several, *map(best_path, self.others)]))
        fits = np.isfinite(log_probabilities(self.frames, proposed))
        texts = [text for text, can_be in zip(proposed, fits.tolist(), strict=True) if can_be]
        found = map(Reading, texts, self.log_probabilities(texts).tolist())
        return tuple(sorted(found, key=lambda one: -one.log))

    def log_probabilities(self, texts: Sequence[Digits]) -> Floats:
        """The logarithms of the texts' probabilities, (texts,): the mean of all views."""
        views = [log_probabilities(view, texts) for view in (self.frames, *self.others)]
        return np.asarray(np.maximum(views, _LEAST).mean(axis=0))


class Sweep:
    """Sweeps over rows with one model; holds nothing that changes, so any thread may use it.

    Raises:
        UserError: the model answers for single pictures.
    """

    def __init__(self, model: Model) -> None:
        if not model.reads_rows:
            raise UserError(tr("{model} does not read rows in one sweep.").format(model=model.name))
        self._model = model

    def row(self, ink: PageInk, row: RowMarks) -> SweptRow:
        """Sweep over one row of a page."""
        return self.line(line_of_row(ink, row))

    def line(self, line: Line, views: Sequence[View] = VIEWS) -> SweptRow:
        """Sweep over the picture of a line, once for each view of it."""
        architecture, weights = self._model.architecture, self._model.weights
        frames, *others = (frame_scores(architecture, weights, view.of(line.picture)) for view in views)
        return SweptRow(line, frames, tuple(others))


def line_of_row(ink: PageInk, row: RowMarks) -> Line:
    """The row's own marks, without those of others, as a line; its left side is the left side of the row's box."""
    page = ink.components
    own = page.boxes[list(row.labels)]
    left, top, right, bottom = (int(v) for v in (*own[:, :2].min(axis=0), *own[:, 2:].max(axis=0)))
    is_own = np.zeros(len(page.boxes), np.bool_)
    is_own[list(row.labels)] = True
    part = np.s_[top:bottom, left:right]
    marks = np.where(is_own[page.labels[part]], ink.marks[part], 0).astype(np.float32)
    thinnest = _THINNEST * row.height / DIGIT
    room = ceil(thinnest / 2)
    framed = np.pad(marks, room)
    for mark, (x0, y0, x1, y1) in zip(row.labels, own.tolist(), strict=True):
        mask = page.labels[y0:y1, x0:x1] == mark
        thin = thinnest - pen_width(mask)
        if thin > 0:
            around = framed[y0 - top : y1 - top + 2 * room, x0 - left : x1 - left + 2 * room]
            around[dilated(np.pad(mask, room), thin / 2)] = 1
    return line_of(framed[room:-room, room:-room], row.height)
