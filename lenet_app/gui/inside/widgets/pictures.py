"""Pictures beside each other, each with its own scale, such as heat maps over ink or digits of a data set; values."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.gui.inside.words import number_text
from lenet_app.language import tr

Lines = npt.NDArray[np.float64]
"""(n, 4): left, top, right and bottom of lines, in pixels of a picture."""


@dataclass(frozen=True, eq=False)
class Picture:
    """One of them.

    Args:
        title: stands above it.
        values: (rows, columns) of numbers, or uint8 (3, rows, columns) of colours.
        told: what it says when it is read aloud.
        note: stands below it, in a line or in several; a scale stands there in its place.
        what: its numbers are, such as "ink".
        largest: the number with the strongest colour.
        is_signed: whether it has the colours of numbers with a sign.
        has_scale: whether the scale of its colours is shown.
        outline: of the ink, painted over it.
        frame: left, top, right and bottom of a part that is framed, in pixels of the picture.
        explanation: what the words mean.
    """

    title: str
    values: npt.NDArray[Any]
    told: str
    note: str = ""
    what: str = ""
    largest: float = 1.0
    is_signed: bool = False
    has_scale: bool = False
    outline: Lines | None = None
    frame: tuple[int, int, int, int] | None = None
    explanation: str = ""

    @property
    def sides(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.values.shape[-2:]
        return rows, columns

    @property
    def is_coloured(self) -> bool:
        """Whether it has the colours of a photograph."""
        return self.values.ndim == 3

    def text_at(self, row: int, column: int) -> str:
        """What stands at a place: `Occlusion, row 5, column 3: fall 0.4130`."""
        place = {"title": self.title, "row": row, "column": column}
        if self.is_coloured:
            red, green, blue = (int(value) for value in self.values[:, row, column])
            text = tr("{title}, row {row}, column {column}: red {red}, green {green}, blue {blue}")
            return text.format(red=red, green=green, blue=blue, **place)
        text = tr("{title}, row {row}, column {column}: {what} {number}")
        return text.format(what=self.what, number=number_text(float(self.values[row, column])), **place)


def outline_of(ink: npt.NDArray[np.floating[Any]]) -> Lines:
    """The edges of what stands out of the background by half as much as what stands out most.

    Args:
        ink: (channels, rows, columns); the median of a channel is its background.
    """
    apart = np.abs(ink - np.median(ink, axis=(1, 2), keepdims=True)).mean(axis=0)
    inside = np.pad(apart > apart.max() / 2, 1)
    # Between the rows r - 1 and r of the picture lies the difference r of the framed one, and columns likewise.
    rows, lefts, rights = _runs(inside[1:, 1:-1] != inside[:-1, 1:-1])
    columns, tops, bottoms = _runs((inside[1:-1, 1:] != inside[1:-1, :-1]).T)
    horizontal, vertical = (lefts, rows, rights, rows), (columns, tops, columns, bottoms)
    return np.concatenate([np.stack(horizontal, axis=1), np.stack(vertical, axis=1)]).astype(np.float64)


def _runs(edges: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], ...]:
    """Of each run of edges its row, its first column, and the one behind its last."""
    framed = np.pad(edges, ((0, 0), (1, 1)))
    rows, firsts = np.nonzero(framed[:, 1:] & ~framed[:, :-1])
    _, ends = np.nonzero(framed[:, :-1] & ~framed[:, 1:])
    return rows, firsts, ends
