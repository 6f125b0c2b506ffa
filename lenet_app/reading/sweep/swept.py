"""A row under a sweep: its line, the frames, and the texts that these make likely."""

from dataclasses import dataclass

import numpy as np

from lenet_app.errors import UserError
from lenet_app.ink.line import Line, line_of
from lenet_app.ink.paper.page_extraction import PageInk
from lenet_app.language import tr
from lenet_app.networks.forward import Array
from lenet_app.networks.model import Model
from lenet_app.networks.row_network import CLASS_NAMES, WINDOW, frame_scores
from lenet_app.reading.rows import RowMarks
from lenet_app.reading.sweep.decoding import Reading, readings


@dataclass(frozen=True, eq=False)
class SweptRow:
    """What a sweep over a row gave.

    Args:
        line: the row's picture.
        frames: float32 (frames, 11), the logarithms of the probabilities of the ten digits and the blank.
        readings: the likeliest texts, the best first; one at least.
    """

    line: Line
    frames: Array
    readings: tuple[Reading, ...]


def sweeps_rows(model: Model) -> bool:
    """Whether the model answers for the frames of a line, with the ten digits and a blank."""
    architecture = model.architecture
    return architecture.input_shape == (1, WINDOW, WINDOW) and model.class_names == CLASS_NAMES


class Sweep:
    """Sweeps over rows with one model; holds nothing that changes, so any thread may use it.

    Raises:
        UserError: the model answers for single pictures.
    """

    def __init__(self, model: Model) -> None:
        if not sweeps_rows(model):
            raise UserError(tr("{model} does not read rows in one sweep.").format(model=model.name))
        self._model = model

    def row(self, ink: PageInk, row: RowMarks) -> SweptRow:
        """Sweep over one row of a page."""
        return self.line(line_of_row(ink, row))

    def line(self, line: Line) -> SweptRow:
        """Sweep over the picture of a line."""
        frames = frame_scores(self._model.architecture, self._model.weights, line.picture)
        return SweptRow(line, frames, tuple(readings(frames)))


def line_of_row(ink: PageInk, row: RowMarks) -> Line:
    """The row's own marks, without those of others, as a line; its left side is the left side of the row's box."""
    page = ink.components
    own = page.boxes[list(row.labels)]
    left, top, right, bottom = (int(v) for v in (*own[:, :2].min(axis=0), *own[:, 2:].max(axis=0)))
    is_own = np.zeros(len(page.boxes), np.bool_)
    is_own[list(row.labels)] = True
    part = np.s_[top:bottom, left:right]
    return line_of(np.where(is_own[page.labels[part]], ink.marks[part], 0).astype(np.float32), row.height)
