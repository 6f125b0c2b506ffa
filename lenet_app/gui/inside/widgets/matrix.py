"""Weights as a matrix of pictures: what sees against what is seen; values, without Qt."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.gui.inside.widgets.blocks import Floats


@dataclass(frozen=True, eq=False)
class Matrix:
    """One picture, or one number, for each pair.

    Args:
        values: (rows, columns, height, width); height and width are 1 of single weights.
        joined: (rows, columns), which pairs have weights.
        largest: what has the strongest colour.
        row_title: names the rows, such as "S2"; `column_title` the columns.
        text: says of a row and a column what stands there.
        chosen: the column that is framed; None for none.
        explanation: what the words mean.
    """

    values: Floats
    joined: npt.NDArray[np.bool_]
    largest: float
    row_title: str
    column_title: str
    text: Callable[[int, int], str]
    chosen: int | None = None
    explanation: str = ""

    @property
    def rows(self) -> int:
        """How many are seen."""
        return len(self.values)

    @property
    def columns(self) -> int:
        """How many see."""
        return int(self.values.shape[1])

    @property
    def sides(self) -> tuple[int, int]:
        """Height and width of a picture."""
        height, width = self.values.shape[2:]
        return height, width
