"""Rows that no training learns, and how much of them is read right."""

from collections.abc import Sequence

from lenet_app.data.mnist_writers import writers_of
from lenet_app.data.pictures import Pictures
from lenet_app.penmanship.rows.composer import Rows, composed
from lenet_app.penmanship.rows.pool import pool_of_pictures, written_pool
from lenet_app.randomness import Purpose, random_for

_SEED = 999_983  # of what measures, its penman's too
_WRITTEN = 300  # digits of each kind that the penman writes


def rows_apart(pictures: Pictures, count: int) -> Rows:
    """Rows of pictures that were kept apart and of a penman whom no training sees, the same each time."""
    known = pool_of_pictures(pictures, writers_of(pictures.images))
    pools = (known, True), (written_pool(_WRITTEN, random_for(_SEED, Purpose.ROW_DIGITS)), False)
    return composed(pools, count, random_for(_SEED, Purpose.ROWS))


def edit_distance(one: Sequence[object], other: Sequence[object]) -> int:
    """The fewest characters or digits to insert, delete or replace that make the one of the other.

    Wagner, Fischer, "The string-to-string correction problem" (1974).
    """
    before = list(range(len(other) + 1))
    for row, wanted in enumerate(one, 1):
        current = [row]
        for column, found in enumerate(other, 1):
            replaced = before[column - 1] + (wanted != found)
            current.append(min(replaced, before[column] + 1, current[-1] + 1))
        before = current
    return before[-1]
