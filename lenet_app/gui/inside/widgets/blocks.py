"""Pictures of numbers that belong together, such as patch, kernel and products of each map; values, without Qt."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.gui.inside.words import number_text
from lenet_app.language import tr

Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Sheet:
    """One picture of every block.

    Args:
        name: what its numbers are, such as "kernel".
        values: (blocks, rows, columns).
        largest: what has the strongest colour.
        sign: what stands before the picture, such as "×".
        is_signed: whether it has the colours of numbers with a sign.
    """

    name: str
    values: Floats
    largest: float
    sign: str = ""
    is_signed: bool = True


@dataclass(frozen=True, eq=False)
class Blocks:
    """Blocks of pictures side by side, all alike.

    Args:
        titles: of each block, above it.
        sheets: the pictures of each block, in their order.
        notes: below each block.
        told: what each block says when it is read aloud.
        corner: row and column of each block's first number; None where they have no place in a map.
        marked: block, row and column of a number that is framed.
        chosen: a block that is framed.
        explanation: what the words mean.
    """

    titles: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]
    told: tuple[str, ...]
    corner: tuple[int, int] | None = None
    marked: tuple[int, int, int] | None = None
    chosen: int | None = None
    explanation: str = ""

    @property
    def sides(self) -> tuple[int, int]:
        """Rows and columns of a picture."""
        rows, columns = self.sheets[0].values.shape[1:]
        return rows, columns

    def cell_text(self, block: int, row: int, column: int) -> str:
        """The numbers at a place of a block: `map 2, row 5, column 3: input 0.4130, kernel -0.2100`."""
        parts = (f"{sheet.name} {number_text(float(sheet.values[block, row, column]))}" for sheet in self.sheets)
        numbers = ", ".join(parts)
        top, left = (0, 0) if self.corner is None else self.corner
        text = tr("{block}, row {row}, column {column}: {numbers}")
        return text.format(block=self.titles[block], row=top + row, column=left + column, numbers=numbers)

    def all_text(self, block: int) -> str:
        """All numbers of a block, for who cannot see them."""
        rows, columns = self.sides
        return "\n".join(self.cell_text(block, row, column) for row in range(rows) for column in range(columns))
