"""Reliability diagrams and rejection curves, drawn with Pillow, and the same numbers as CSV."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from math import ceil
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from tests.tools.handwriting_measure.figures import Bin, Floats, RejectionCurve
from tests.tools.handwriting_measure.lettering import FAINT, PAPER, TEXT, Colour, write

PLOT = 260
"""Pixels of a diagram's side, without its words."""

_LEFT, _TOP, _RIGHT, _BOTTOM = 52, 34, 22, 46
_TICKS = 5
_GRID: Colour = (226, 229, 234)
_BAR: Colour = (132, 174, 219)
# Okabe and Ito's colours, which colour-blind eyes tell apart.
_LINES: tuple[Colour, ...] = (
    (0, 114, 178),
    (213, 94, 0),
    (0, 158, 115),
    (204, 121, 167),
    (230, 159, 0),
    (86, 180, 233),
)


class Axes:
    """A square diagram on a picture of its own: 0 to `x_most` to the right, 0 to `y_most` upwards."""

    def __init__(self, title: str, x_name: str, y_name: str, x_most: float = 1.0, y_most: float = 1.0) -> None:
        self.picture = Image.new("RGB", (_LEFT + PLOT + _RIGHT, _TOP + PLOT + _BOTTOM), PAPER)
        self._pen = ImageDraw.Draw(self.picture)
        self._most = x_most, y_most
        for tick in range(_TICKS + 1):
            x, y = (most * tick / _TICKS for most in self._most)
            self._pen.line([self._at(x, 0), self._at(x, y_most)], _GRID)
            self._pen.line([self._at(0, y), self._at(x_most, y)], _GRID)
            write(self._pen, (self._at(x, 0)[0], _TOP + PLOT + 6), f"{100 * x:.3g}", FAINT, "ma")
            write(self._pen, (_LEFT - 6, self._at(0, y)[1]), f"{100 * y:.3g}", FAINT, "rm")
        write(self._pen, (_LEFT, 4), title)
        write(self._pen, (_LEFT, 18), y_name, FAINT)
        write(self._pen, (_LEFT + PLOT, _TOP + PLOT + 24), x_name, FAINT, "ra")

    def bar(self, low: float, high: float, value: float, count: int) -> None:
        """A bar from `low` to `high` on the x axis, with how many it stands for at its foot."""
        (left, top), (right, bottom) = self._at(low, value), self._at(high, 0)
        self._pen.rectangle([left + 1, top, right - 1, bottom], _BAR)
        write(self._pen, ((left + right) / 2, bottom - 6), str(count), anchor="ms")

    def line(self, xs: Iterable[float], ys: Iterable[float], colour: Colour, width: int = 2) -> None:
        """A line through the points that lie in the diagram."""
        points = [self._at(x, y) for x, y in zip(xs, ys, strict=True) if x <= self._most[0] and y <= self._most[1]]
        if len(points) > 1:
            self._pen.line(points, colour, width)

    def dot(self, x: float, y: float) -> None:
        """A point."""
        left, top = self._at(x, y)
        self._pen.ellipse([left - 3, top - 3, left + 3, top + 3], TEXT)

    def note(self, line: int, text: str, colour: Colour = FAINT) -> None:
        """A line of words in the upper left corner of the diagram."""
        write(self._pen, (_LEFT + 8, _TOP + 6 + 15 * line), text, colour)

    def legend(self, line: int, text: str, colour: Colour) -> None:
        """A line of words in the upper right corner of the diagram."""
        write(self._pen, (_LEFT + PLOT - 8, _TOP + 6 + 15 * line), text, colour, "ra")

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return _LEFT + PLOT * x / self._most[0], _TOP + PLOT * (1 - y / self._most[1])


def write_reliability(bins: Mapping[str, Sequence[Bin]], errors: Mapping[str, float], folder: Path) -> None:
    """Write `reliability.png` and `.csv`: for each set, how many answers of a confidence are right.

    Args:
        bins: the answers of each set.
        errors: the expected calibration error of each set, 0 to 1.
        folder: where to.
    """
    diagrams = []
    for name, own in bins.items():
        axes = Axes(name, "confidence, %", "right, %")
        for each in own:
            if each.count:
                axes.bar(each.low, each.high, each.accuracy, each.count)
        axes.line((0, 1), (0, 1), FAINT, 1)
        for each in own:
            if each.count:
                axes.dot(each.confidence, each.accuracy)
        axes.note(0, f"{sum(each.count for each in own)} answers")
        axes.note(1, f"calibration error {100 * errors[name]:.2f} points")
        diagrams.append(axes.picture)
    _beside(diagrams).save(folder / "reliability.png")
    rows = [(name, *astuple(each)) for name, own in bins.items() for each in own]
    _write_csv(folder / "reliability.csv", ("set", "above", "up_to", "answers", "confidence", "right"), rows)


def write_rejection(
    curves: Mapping[str, RejectionCurve], digits: Floats | None, letters: Floats | None, folder: Path
) -> None:
    """Write `rejection.png` and `.csv`: what refusing the least confident answers leaves, and what it does to letters.

    Args:
        curves: of every set of digits, of which there is one at least.
        digits: the confidences of pen-stroke digits, if they were measured.
        letters: those of letters, if they were measured.
        folder: where to.
    """
    most = max(float(curve.errors[0]) for curve in curves.values())
    height = _TICKS * ceil(100 * most / _TICKS) / 100 or 0.01  # whole per cents at every tick
    axes = Axes("refusing the least confident answers", "refused, %", "wrong among the others, %", 0.1, height)
    for place, (name, curve) in enumerate(curves.items()):
        colour = _LINES[place % len(_LINES)]
        axes.line(curve.refused.tolist(), curve.errors.tolist(), colour)
        axes.legend(place, name, colour)
    rows: list[tuple[object, ...]] = [
        (name, *row) for name, curve in curves.items() for row in zip(*_thinned(curve), strict=True)
    ]
    header = ("set", "threshold", "refused", "wrong_of_the_others", "letters_refused")
    diagrams = [axes.picture]
    if digits is not None and letters is not None:
        thresholds, refused, caught = refusals(digits, letters)
        both = Axes("what is no digit, and what is", "pen-stroke digits refused, %", "letters refused, %", 0.1)
        both.line(refused.tolist(), caught.tolist(), _LINES[0])
        both.line((0.02, 0.02), (0, 1), FAINT, 1)
        diagrams.append(both.picture)
        rows += [("letters", t, r, "", c) for t, r, c in zip(thresholds, refused, caught, strict=True)]
    _beside(diagrams).save(folder / "rejection.png")
    _write_csv(folder / "rejection.csv", header, rows)


def refusals(digits: Floats, letters: Floats, steps: int = 200) -> tuple[Floats, Floats, Floats]:
    """Thresholds, and the shares (0 to 1) of digits and of letters whose confidence lies below each of them.

    The thresholds are quantiles of all confidences, so that they lie where something happens.
    """
    thresholds = np.unique(np.quantile(np.concatenate([digits, letters]), np.linspace(0, 1, steps)))
    shares = [np.searchsorted(np.sort(values), thresholds, side="left") / len(values) for values in (digits, letters)]
    return thresholds, shares[0], shares[1]


def _thinned(curve: RejectionCurve, most: int = 500) -> tuple[list[float], list[float], list[float]]:
    """The curve with at most so many points; nobody reads more."""
    places = np.unique(np.linspace(0, len(curve.thresholds) - 1, most).astype(int))
    return curve.thresholds[places].tolist(), curve.refused[places].tolist(), curve.errors[places].tolist()


def _beside(diagrams: Sequence[Image.Image], columns: int = 4) -> Image.Image:
    width, height = diagrams[0].size
    columns = min(columns, len(diagrams))
    whole = Image.new("RGB", (columns * width, -(-len(diagrams) // columns) * height), PAPER)
    for number, diagram in enumerate(diagrams):
        whole.paste(diagram, (number % columns * width, number // columns * height))
    return whole


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([f"{value:.6g}" if isinstance(value, float) else value for value in row] for row in rows)
