"""What a chart shows, as values: curves with a band, points, bars, and two axes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

NEUTRAL = -1
"""The number of the grey that what is only there to be compared with has."""
_PAD = 0.04
"""The share of a range that is left free at either end."""
_TINY, _MOST = 1e-12, 1e150
"""The least share of a range, and what is beyond any; values beyond are drawn nowhere."""


def floats(values: npt.ArrayLike) -> Floats:
    """Any numbers as the array that a series takes, which nobody is to write to."""
    array = np.array(values, np.float64)
    array.flags.writeable = False
    return array


@dataclass(frozen=True)
class Axis:
    """One of the two directions.

    Args:
        name: what is told along it.
        unit: "s" or "%", for example; may be empty.
        is_log: whether ten times as much is as far everywhere; what is not above zero is left out then.
        low, high: where it begins and ends; None for the least and the most of what is shown, with some room.
        labels: names of the places 0, 1, 2, …, in place of numbers.
        is_whole: whether there is nothing between whole numbers, as of epochs.
    """

    name: str
    unit: str = ""
    is_log: bool = False
    low: float | None = None
    high: float | None = None
    labels: tuple[str, ...] = ()
    is_whole: bool = False

    @property
    def title(self) -> str:
        """Name and unit."""
        return f"{self.name}, {self.unit}" if self.unit else self.name

    def text(self, value: float) -> str:
        """A value as it is told, with its unit."""
        if self.labels:
            place = round(value)
            return self.labels[place] if 0 <= place < len(self.labels) else ""
        text = number_text(value)
        return f"{text} {self.unit}" if self.unit else text

    def place(self, values: Floats) -> Floats:
        """Where values stand: their logarithms on such an axis, NaN for what has none."""
        if not self.is_log:
            return values
        return np.log10(np.where(values > 0, values, np.nan))


@dataclass(frozen=True, eq=False)
class Curve:
    """A line through points.

    Args:
        name: at its end; empty for none.
        x, y: (points,) where it goes through, in their order; NaN leaves a gap.
        band: the low and the high edge of its spread, (points,) each.
        colour: its number among the colours, or `NEUTRAL`; None for its place among the chart's series.
        is_dashed: whether it is no measurement but something to hold one against.
    """

    name: str
    x: Floats
    y: Floats
    band: tuple[Floats, Floats] | None = None
    colour: int | None = None
    is_dashed: bool = False


@dataclass(frozen=True, eq=False)
class Points:
    """Points on their own.

    Args:
        name: of all of them; empty for none.
        x, y: (points,) where they lie.
        labels: a name for each; empty for none.
        spread: (points,) how far a line up and down from each goes; None for none.
        colour: as of a curve.
        is_small: whether they are as small as can be seen, since there are thousands.
        keys: what tells each from all others, for whoever hears of a click; empty for nothing.
    """

    name: str
    x: Floats
    y: Floats
    labels: tuple[str, ...] = ()
    spread: Floats | None = None
    colour: int | None = None
    is_small: bool = False
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Bars:
    """Bars that stand on zero.

    Args:
        name: of all of them; empty for none.
        x: (bars,) their middles.
        heights: (bars,) up to where they go.
        width: of each, on the x axis.
        colour: as of a curve.
    """

    name: str
    x: Floats
    heights: Floats
    width: float = 0.8
    colour: int | None = None

    @property
    def y(self) -> Floats:
        """The same as of a curve."""
        return self.heights


Series = Curve | Points | Bars


@dataclass(frozen=True, eq=False)
class Chart:
    """All of it.

    Args:
        title: above it, and the name of its files.
        x, y: its axes.
        series: what is drawn, the first below the others.
        note: a line of small print below; may be empty.
        shows_names: whether the names of the series stand at the right; they are told all the same.
    """

    title: str
    x: Axis
    y: Axis
    series: tuple[Series, ...] = ()
    note: str = ""
    shows_names: bool = True

    def coloured(self) -> Iterator[tuple[Series, int]]:
        """Each series and the number of its colour."""
        number = 0
        for one in self.series:
            yield one, number if one.colour is None else one.colour
            number += one.colour is None

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be drawn."""
        return not any(len(one.x) for one in self.series)

    def x_range(self) -> tuple[float, float]:
        """Where the x axis begins and ends, as `Axis.place` has it."""
        parts = []
        for one in self.series:
            half = one.width / 2 if isinstance(one, Bars) else 0.0
            parts += [one.x - half, one.x + half]
        return _range(self.x, parts, pads=bool(self._pads_x()))

    def y_range(self) -> tuple[float, float]:
        """The same of the y axis."""
        parts = []
        for one in self.series:
            parts.append(one.y)
            if isinstance(one, Bars) and not self.y.is_log:
                parts.append(np.zeros(1))
            if isinstance(one, Curve) and one.band is not None:
                parts += one.band
            if isinstance(one, Points) and one.spread is not None:
                parts += [one.y - one.spread, one.y + one.spread]
        return _range(self.y, parts, pads=True)

    def _pads_x(self) -> bool:
        return any(isinstance(one, Points) for one in self.series)


def _range(axis: Axis, parts: list[Floats], *, pads: bool) -> tuple[float, float]:
    given = [None if end is None else float(axis.place(np.array([end]))[0]) for end in (axis.low, axis.high)]
    values = axis.place(np.concatenate(parts)) if parts else np.zeros(0)
    values = values[np.abs(values) < _MOST]  # nor NaN
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    low, high = low if given[0] is None else given[0], high if given[1] is None else given[1]
    if high - low < _TINY * max(1.0, abs(low)):
        half = 0.5 if axis.is_log else max(abs(low) * 0.05, 0.5)
        low, high = low if given[0] is not None else low - half, high if given[1] is not None else high + half
        if high <= low:
            high = low + half
    elif pads:
        pad = _PAD * (high - low)
        low, high = low if given[0] is not None else low - pad, high if given[1] is not None else high + pad
    return low, high


def number_text(value: float) -> str:
    """A number for people: four digits that count, and all of those above the point."""
    if not np.isfinite(value):
        return "–"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    text = f"{value:.4g}"
    return text.replace("-", "−") if not text.startswith("-") else "−" + text[1:]
