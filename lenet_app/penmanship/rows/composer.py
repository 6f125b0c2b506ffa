"""Rows composed of single digits, each by one hand, as the finding of ink leaves them: settled by a key."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.line import HEIGHT as LINE_HEIGHT
from lenet_app.ink.line import line_top
from lenet_app.penmanship.rows import marks, paper
from lenet_app.penmanship.rows.chains import draw_loops, in_one_go
from lenet_app.penmanship.rows.glyphs import HEIGHT, tiles
from lenet_app.penmanship.rows.hands import DIGIT, Hands, fitted_to_lines, places_of, random_hands, random_shapes
from lenet_app.penmanship.rows.placing import Profiles, places, profiles, put_together
from lenet_app.penmanship.rows.pool import Pool
from lenet_app.penmanship.rows.texts import Text, texts

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

_ROOM = 40  # pixels beside the digits, where marks have their place
_GROUPED = 0.45  # of the rows have a mark before the last three or two digits, or elsewhere
_ROOMY = 0.12  # of these marks have so much room that they may be signs of arithmetic
_TOUCHING = -1  # pixels between two loops of a chain, so that there is no paper between them
_BEFORE, _AFTER = 0.07, 0.45  # of the rows have marks there
_JOINED, _ZEROS_JOINED = 0.1, 0.4  # of the rows have strokes from a digit to the next, or from a zero to the next
_RULED, _WALLED = 0.12, 0.04  # of the rows show remnants of lines and boxes


@dataclass(frozen=True, eq=False)
class Rows:
    """Pictures of rows and what they say.

    Args:
        pictures: uint8 (32, width) each, of a width of its own, without paper at the ends.
        texts: the digits of each, from the left to the right.
    """

    pictures: tuple[Bytes, ...]
    texts: tuple[Text, ...]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.texts)


def composed(pools: Sequence[tuple[Pool, bool]], count: int, random: np.random.Generator) -> Rows:
    """Compose rows.

    Args:
        pools: where the digits come from, as many rows from each; and whether a pool is ordered by pens alone.
        count: how many rows.
        random: the source of everything that varies; the same gives the same rows.
    """
    shares = random.multinomial(count, np.full(len(pools), 1 / len(pools)))
    parts = [
        _of_pool(pool, by_pen, int(share), random) for (pool, by_pen), share in zip(pools, shares, strict=True) if share
    ]
    pictures = [picture for part in parts for picture in part.pictures]
    said = [text for part in parts for text in part.texts]
    order = random.permutation(count)
    return Rows(tuple(pictures[k] for k in order), tuple(said[k] for k in order))


def _of_pool(pool: Pool, by_pen: bool, count: int, random: np.random.Generator) -> Rows:
    said = texts(count, random)
    lengths = np.array([len(text) for text in said])
    hands = fitted_to_lines(random_hands(count, random, by_pen=by_pen), said)
    shapes = random_shapes(hands, said, random)
    chosen = pool.chosen(np.concatenate(said), places_of(hands, said), random)
    drawn = tiles(pool, chosen, shapes)
    chained = in_one_go(said, random)
    draw_loops(drawn, chained, said, hands, shapes, random)
    outlines = profiles(drawn)
    gaps, marked = _gaps(hands, lengths, random)
    gaps[chained] = _TOUCHING
    where = places(outlines, lengths, gaps, hands.by_box)
    canvas = put_together(drawn, where, lengths, _ROOM)
    _add_marks(canvas, _Layout(said, lengths, hands, outlines, where + _ROOM, marked), random)
    found = paper.inked(canvas, random)
    ends = np.cumsum(lengths) - 1
    widths = where[ends] + outlines.right[ends].max(axis=1) + 2 * _ROOM
    return Rows(tuple(_line(row[:, :wide], random) for row, wide in zip(found, widths, strict=True)), tuple(said))


def _gaps(hands: Hands, lengths: Integers, random: np.random.Generator) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """The pixels before every digit, and before which of them a mark stands."""
    row = np.repeat(np.arange(len(lengths)), lengths)
    gaps = hands.gap[row] + random.normal(0, 1, len(row)) * np.where(hands.gap[row] > 1, 1.2, 0.6)
    marked = np.zeros(len(row), np.bool_)
    ends = np.cumsum(lengths)
    for number in np.flatnonzero((random.random(len(lengths)) < _GROUPED) & (lengths > 1)):
        back = int(random.choice([3, 2, int(random.integers(1, lengths[number]))], p=[0.6, 0.15, 0.25]))
        marked[ends[number] - min(back, lengths[number] - 1)] = True
    gaps[marked] += random.uniform(0, 8, int(marked.sum()))
    gaps[marked & (random.random(len(row)) < _ROOMY)] += random.uniform(10, 18)
    return np.round(gaps).astype(np.intp), marked


@dataclass(frozen=True, eq=False)
class _Layout:
    """What stands where in rows that are put together."""

    texts: list[Text]
    lengths: Integers
    hands: Hands
    outlines: Profiles
    places: Integers
    marked: npt.NDArray[np.bool_]

    def base(self, number: int) -> float:
        """The line that the digits of a row stand on, down its picture."""
        return float(HEIGHT / 2 + DIGIT * self.hands.size[number] / 2)


def _add_marks(canvas: Floats, layout: _Layout, random: np.random.Generator) -> None:
    """Draw all that is no digit, in place."""
    first = 0
    drawn = random.random((len(canvas), 6))
    for number, length in enumerate(layout.lengths.tolist()):
        pen, base = float(layout.hands.pen[number]), layout.base(number)
        size = float(DIGIT * layout.hands.size[number])
        left = layout.places[first : first + length] + layout.outlines.left[first : first + length].min(axis=1)
        right = layout.places[first : first + length] + layout.outlines.right[first : first + length].max(axis=1)
        lines: marks.Lines = []
        for place in np.flatnonzero(layout.marked[first : first + length]):
            middle = (right[place - 1] + left[place]) / 2 + random.normal(0, 1)
            lines += marks.between(float(middle), base, float(left[place] - right[place - 1]), random)
        if drawn[number, 0] < _BEFORE:
            lines += marks.around(float(left[0]) - random.uniform(16, 26), base, size, random)
        if drawn[number, 1] < _AFTER:
            lines += marks.around(float(right[-1]) + random.uniform(1, 9), base, size, random)
        lines += _joins(layout, first, number, drawn[number, 2], random)
        marks.draw(canvas[number], lines, pen)
        if drawn[number, 3] < _RULED:
            marks.draw(canvas[number, :, : int(right[-1]) + _ROOM], marks.ruling(float(right[-1]), random), 0.6 * pen)
        if drawn[number, 4] < _WALLED:
            beside = [float(left[0]) - random.uniform(3, 12), float(right[-1]) + random.uniform(3, 12)]
            walls = [line for x in beside if random.random() < 0.7 for line in marks.wall(x, random)]
            marks.draw(canvas[number], walls, random.uniform(0.6, 1.3) * pen)
        first += length


def _joins(layout: _Layout, first: int, number: int, drawn: float, random: np.random.Generator) -> marks.Lines:
    """Strokes from a digit to the next: along the top of a chain of zeros, anywhere in other rows."""
    text = layout.texts[number]
    lines: marks.Lines = []
    for place in range(1, len(text)):
        zeros = text[place - 1] == 0 and text[place] == 0
        if drawn > (_ZEROS_JOINED if zeros else _JOINED) or random.random() < 0.25:
            continue
        before, now = first + place - 1, first + place
        right, left = layout.outlines.right[before], layout.outlines.left[now]
        ends = [np.flatnonzero(side) for side in (right > 0, left < HEIGHT * 100)]
        share = random.uniform(0, 0.3) if zeros else random.uniform(0, 1)
        levels = [int(rows[int(share * (len(rows) - 1))]) for rows in ends if len(rows)]
        if len(levels) < 2:
            continue
        start = (float(layout.places[before] + right[levels[0]] - 1), levels[0] + 0.5)
        end = (float(layout.places[now] + left[levels[1]] + 1), levels[1] + 0.5)
        if abs(end[0] - start[0]) < DIGIT:
            sag = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + random.normal(0, 1))
            lines.append((start, sag, end))
    return lines


def _line(row: Floats, random: np.random.Generator) -> Bytes:
    """A row cut to its ink and to the height of the line, as rows of real paper are."""
    paper.sprinkle(row, random)
    columns = np.flatnonzero((row > 0.3).any(axis=0))
    if not len(columns):
        return np.zeros((LINE_HEIGHT, 1), np.uint8)
    cut = row[:, columns[0] : columns[-1] + 1]
    top = line_top(cut) + random.normal(0, 0.8)
    top = int(np.clip(round(top), 0, HEIGHT - LINE_HEIGHT))
    return np.asarray(255 * cut[top : top + LINE_HEIGHT] + np.float32(0.5)).astype(np.uint8)
