"""Where numbers stand on a page: in the cells of a table, in columns, or each in a row of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.grid import Grid
from lenet_app.ink.paper.page_extraction import PageInk
from lenet_app.reading.page import Place
from lenet_app.reading.rows import RowMarks

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Rules:
    """What columns are.

    Args:
        gutter: of the rows' height: paper so wide, from the first row to the last, parts columns.
        wider: times the usual paper between two marks of a row, than which a gutter is wider.
        wide_gutter: of the rows' height: a gutter, whatever is usual.
        both: of the rows, in which there are marks on either side of it.
        rows: that make columns, at least.
    """

    gutter: float = 1.0
    wider: float = 2.5
    wide_gutter: float = 2.0
    both: float = 0.6
    rows: int = 2


_RULES = _Rules()

PlacedRow = tuple[RowMarks, Place | None]


def placed_rows(ink: PageInk, rows: Sequence[RowMarks]) -> list[PlacedRow]:
    """The rows of a page parted into its numbers, each with its place; None where neither table nor columns are found.

    Args:
        ink: of the page.
        rows: its rows, from the top to the bottom.

    Returns:
        Line by line, each from the left to the right.
    """
    if ink.grid is not None:
        return _in_cells(ink, ink.grid, rows)
    gutters = _gutters(rows, ink.components.boxes)
    if not gutters:
        return [(row, None) for row in rows]
    found: list[PlacedRow] = []
    for line, row in enumerate(rows):
        middles = ink.components.boxes[list(row.labels)][:, [0, 2]].mean(axis=1)
        columns = np.searchsorted(gutters, middles)
        found += [(_part(row, columns == column), Place(line, int(column))) for column in np.unique(columns)]
    return found


def _part(row: RowMarks, own: npt.NDArray[np.bool_]) -> RowMarks:
    return replace(row, labels=tuple(label for label, is_own in zip(row.labels, own, strict=True) if is_own))


def _in_cells(ink: PageInk, grid: Grid, rows: Sequence[RowMarks]) -> list[PlacedRow]:
    """The marks of each cell together, and rows or parts of rows that stand outside of the table."""
    cells: dict[tuple[int, int], list[tuple[float, int, float]]] = {}
    lines: list[tuple[float, list[tuple[RowMarks, int | None]]]] = []
    boxes = ink.components.boxes
    for row in rows:
        middles = boxes[list(row.labels)].reshape(-1, 2, 2).mean(axis=1)
        outside = []
        for label, (x, y) in zip(row.labels, middles.tolist(), strict=True):
            cell = grid.cell_at(x, y)
            if cell is None:
                outside.append(label)
            else:
                cells.setdefault(cell, []).append((x, label, row.height))
        if outside:
            beside = RowMarks(tuple(outside), row.height)
            lines.append((float(boxes[outside][:, [1, 3]].mean()), [(beside, None)]))
    for number in sorted({row for row, _ in cells}):
        own = {column: sorted(marks) for (row, column), marks in cells.items() if row == number}
        labels = [label for marks in own.values() for _, label, _ in marks]
        height = float(np.median([high for marks in own.values() for *_, high in marks]))
        numbers = [(RowMarks(tuple(label for _, label, _ in own[column]), height), column) for column in sorted(own)]
        lines.append((float(boxes[labels][:, [1, 3]].mean()), list(numbers)))
    lines.sort(key=lambda line: line[0])
    first = min((column for _, column in cells), default=0)
    return [(row, None if column is None else Place(line, column - first))
            for line, (_, numbers) in enumerate(lines) for row, column in numbers]  # fmt: skip


def _gutters(rows: Sequence[RowMarks], boxes: Ints) -> list[float]:
    """The middles of the strips of paper between columns, from the left to the right."""
    if len(rows) < _RULES.rows:
        return []
    height = float(np.median([row.height for row in rows]))
    own = [boxes[list(row.labels)] for row in rows]
    every = np.concatenate(own)
    papers = np.concatenate([_papers(marks) for marks in own])
    usual = np.median(papers[papers > 0]) if (papers > 0).any() else 0.0
    found = []
    order = np.argsort(every[:, 0], kind="stable")
    reach = np.maximum.accumulate(every[order, 2])
    for right, left in zip(reach[:-1].tolist(), every[order[1:], 0].tolist(), strict=True):
        wide = max(_RULES.gutter * height, _RULES.wider * float(usual))
        if left - right < min(wide, _RULES.wide_gutter * height):
            continue
        middle = (left + right) / 2
        both = sum(bool((marks[:, 0] < middle).any() and (marks[:, 0] > middle).any()) for marks in own)
        if both >= max(_RULES.rows, _RULES.both * len(rows)):
            found.append(middle)
    return found


def _papers(marks: Ints) -> Ints:
    """The widths of paper between neighbouring marks of a row."""
    order = np.argsort(marks[:, 0], kind="stable")
    return np.asarray((marks[order[1:], 0] - marks[order[:-1], 2]).clip(0))


def in_lines(numbers: Iterable[tuple[str, float, Place | None]]) -> list[tuple[tuple[str, ...], float]]:
    """Numbers as the lines of a table: the texts of a line's cells, and the lowest confidence among them.

    Args:
        numbers: the text, the confidence and the place of each. One without a place is a line of its own.
    """
    lines: list[tuple[dict[int, str], float]] = []
    before: int | None = None
    for text, confidence, place in numbers:
        if place is not None and place.line == before:
            texts, least = lines[-1]
            texts[place.column] = text
            lines[-1] = texts, min(least, confidence)
        else:
            lines.append(({0 if place is None else place.column: text}, confidence))
        before = None if place is None else place.line
    return [(tuple(texts.get(column, "") for column in range(max(texts) + 1)), least) for texts, least in lines]
