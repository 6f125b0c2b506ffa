"""A chart as SVG 1.1 without scripts, styles or anything from elsewhere: for files, and for pages of the web."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

import numpy as np

from lenet_app.charts.chart import NEUTRAL, Bars, Chart, Curve, Floats, Points
from lenet_app.charts.names import beside, shortened, spread, text_width
from lenet_app.charts.palette import Palette, palette
from lenet_app.charts.ticks import Ticks, ticks_of
from lenet_app.charts.words import described

SIZE = (720, 420)
"""Pixels, 96 to an inch, of a chart that is nowhere shown."""
_FONT, _TITLE, _LINE = 12, 14, 15
_DOT, _SMALL = 4, 1.5
"""Pixels of a point's radius."""
_MARGIN, _MARK = 12, 6
_TICK_ROOM = (70, 44)
"""Pixels for a mark with its text, along x and y."""
_MOST_LABELS = 60
"""Of points; of more only those in colours are told."""
_MOST_NAMES = 0.3
"""The share of the width that names at the right have at most."""
_FACES = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"


class Name(NamedTuple):
    """A name at the right of a chart.

    Args:
        text: what is written.
        colour: its number.
        end: (x, y) of what it names, as `Axis.place` has it; None for what has no end.
    """

    text: str
    colour: int
    end: tuple[float, float] | None


def names_of(chart: Chart) -> tuple[Name, ...]:
    """What stands at the right of a chart: the curves' names at their ends, and those of all else."""
    found = []
    for one, colour in chart.coloured() if chart.shows_names else ():
        if not one.name or not len(one.x):
            continue
        end = None
        if isinstance(one, Curve):
            x, y = chart.x.place(one.x), chart.y.place(one.y)
            finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
            if not len(finite):
                continue
            end = float(x[finite[-1]]), float(y[finite[-1]])
        found.append(Name(one.name, colour, end))
    return tuple(found)


def labels_of(chart: Chart) -> tuple[Name, ...]:
    """The labels of points that are to stand beside them, the uppermost last: of many only those in colours."""
    found: list[Name] = []
    for one, colour in chart.coloured():
        if isinstance(one, Points) and one.labels and not one.is_small:
            x, y = chart.x.place(one.x), chart.y.place(one.y)
            numbers = np.flatnonzero(np.isfinite(x) & np.isfinite(y)).tolist()
            found += [Name(one.labels[number], colour, (float(x[number]), float(y[number]))) for number in numbers]
    if len(found) > _MOST_LABELS:
        found = [label for label in found if label.colour != NEUTRAL]
    return tuple(found[-_MOST_LABELS:])


@dataclass(frozen=True)
class _Frame:
    """The rectangle that the values lie in, in pixels, and the values at its edges."""

    left: float
    top: float
    width: float
    height: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it; a NaN does not."""
        return self.left - 1 <= x <= self.right + 1 and self.top - 1 <= y <= self.bottom + 1

    def x(self, places: Floats) -> Floats:
        low, high = self.x_range
        return self.left + self.width * (places - low) / (high - low)

    def y(self, places: Floats) -> Floats:
        low, high = self.y_range
        return self.bottom - self.height * (places - low) / (high - low)

    def x_at(self, place: float) -> float:
        return float(self.x(np.array([place]))[0])

    def y_at(self, place: float) -> float:
        return float(self.y(np.array([place]))[0])


def as_svg(chart: Chart, size: tuple[int, int] = SIZE, *, dark: bool = False) -> str:
    """The chart as an element <svg> of so many pixels, with its title and a description in words."""
    width, height = size
    colours, names = palette(dark=dark), names_of(chart)
    frame, x_ticks, y_ticks = _framed(chart, size, names)
    parts = [
        f'<rect width="{width}" height="{height}" fill="{colours.ground}"/>',
        _text(_MARGIN, _MARGIN + _TITLE, shortened(chart.title, _TITLE, width - 2 * _MARGIN), colours.text, title=True),
        *_axes(chart, frame, x_ticks, y_ticks, colours),
        *_drawn(chart, frame, colours),
        *_labels(chart, frame, colours),
        *_named(frame, names, width, colours),
    ]
    if chart.note:
        note = shortened(chart.note, _FONT - 1, width - 2 * _MARGIN)
        parts.append(_text(_MARGIN, height - _MARGIN / 2, note, colours.faint_text, size=_FONT - 1))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" font-family="{_FACES}" font-size="{_FONT}">'
    )
    words = f"<title>{escape(chart.title)}</title><desc>{escape(described(chart))}</desc>"
    return "\n".join([head, words, *parts, "</svg>"])


def _framed(chart: Chart, size: tuple[int, int], names: tuple[Name, ...]) -> tuple[_Frame, Ticks, Ticks]:
    width, height = size
    top = _MARGIN + _TITLE + 2 * _LINE
    bottom = 3 * _LINE + (_LINE if chart.note else 0)
    tall = max(1.0, height - top - bottom)
    y_ticks = ticks_of(chart.y, *chart.y_range(), int(tall / _TICK_ROOM[1]))
    left = _MARGIN + max((text_width(text, _FONT) for _, text in y_ticks), default=0) + _MARK
    named = min(_MOST_NAMES * width, max((text_width(name.text, _FONT) for name in names), default=0) + 2 * _MARGIN)
    wide = max(1.0, width - left - (named if names else 0) - 2 * _MARGIN)
    frame = _Frame(left, top, wide, tall, chart.x_range(), chart.y_range())
    return frame, ticks_of(chart.x, *frame.x_range, int(wide / _TICK_ROOM[0])), y_ticks


def _axes(chart: Chart, frame: _Frame, x_ticks: Ticks, y_ticks: Ticks, colours: Palette) -> Iterator[str]:
    for place, text in y_ticks:
        y = frame.y_at(place)
        yield _line(frame.left, y, frame.right, y, colours.grid)
        yield _text(frame.left - _MARK, y + _FONT / 3, text, colours.faint_text, anchor="end")
    yield _line(frame.left, frame.bottom, frame.right, frame.bottom, colours.neutral)
    for place, text in x_ticks:
        x = frame.x_at(place)
        yield _line(x, frame.bottom, x, frame.bottom + _MARK / 2, colours.neutral)
        yield _text(x, frame.bottom + _LINE + 2, text, colours.faint_text, anchor="middle")
    yield _text(_MARGIN, frame.top - _LINE / 2 - 2, chart.y.title, colours.faint_text)
    yield _text(frame.right, frame.bottom + 2 * _LINE + 4, chart.x.title, colours.faint_text, anchor="end")


def _drawn(chart: Chart, frame: _Frame, colours: Palette) -> Iterator[str]:
    for one, number in chart.coloured():
        colour = colours.colour(number)
        x, y = frame.x(chart.x.place(one.x)), frame.y(chart.y.place(one.y))
        if isinstance(one, Curve):
            if one.band is not None:
                low, high = (frame.y(chart.y.place(edge)) for edge in one.band)
                yield from _band(frame, x, low, high, colour)
            dashes = ' stroke-dasharray="5 4"' if one.is_dashed else ""
            for line in _lines(frame, x, y):
                yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.8"{dashes}/>'
        elif isinstance(one, Points):
            yield from _points(chart, frame, one, x, y, colour)
        else:
            yield from _bars(frame, one, y, colour)


def _band(frame: _Frame, x: Floats, low: Floats, high: Floats, colour: str) -> Iterator[str]:
    usable = np.isfinite(x) & np.isfinite(low) & np.isfinite(high) & (x >= frame.left - 1) & (x <= frame.right + 1)
    for part in _runs(usable):
        edges = [np.clip(edge[part], frame.top, frame.bottom) for edge in (low, high)]
        there, back = (list(zip(x[part], edge, strict=True)) for edge in edges)
        shape = " ".join(f"{a:.1f},{b:.1f}" for a, b in [*there, *reversed(back)])
        yield f'<polygon points="{shape}" fill="{colour}" fill-opacity="0.16"/>'


def _points(chart: Chart, frame: _Frame, one: Points, x: Floats, y: Floats, colour: str) -> Iterator[str]:
    radius = _SMALL if one.is_small else _DOT
    for number in np.flatnonzero(np.isfinite(x) & np.isfinite(y)).tolist():
        at_x, at_y = float(x[number]), float(y[number])
        if not frame.holds(at_x, at_y):
            continue
        if one.spread is not None and one.spread[number] > 0:
            ends = one.y[number] + np.array([-1, 1]) * one.spread[number]
            low, high = np.clip(frame.y(chart.y.place(ends)), frame.top, frame.bottom)
            if np.isfinite(low) and np.isfinite(high):
                yield _line(at_x, float(low), at_x, float(high), colour)
        yield f'<circle cx="{at_x:.1f}" cy="{at_y:.1f}" r="{radius}" fill="{colour}"/>'


def _labels(chart: Chart, frame: _Frame, colours: Palette) -> Iterator[str]:
    """The names of points beside them, as far as there is room; those of the upper series come first."""
    labels, places = [], []
    for label in labels_of(chart):
        assert label.end is not None
        at = frame.x_at(label.end[0]), frame.y_at(label.end[1])
        if frame.holds(*at):
            labels.append(label)
            places.append(at)
    widths = [text_width(label.text, _FONT - 1) for label in labels]
    found = beside(places, widths, _LINE, (frame.left, frame.right + _MARGIN))
    for label, (_, y), left, wide in zip(labels, places, found, widths, strict=True):
        if left is not None:
            ink = colours.faint_text if label.colour == NEUTRAL else colours.colour(label.colour)
            high = _FONT - 1  # of the letters; what lies below them keeps a line of the grid from striking them through
            ground = f'x="{left:.1f}" y="{y - high / 2:.1f}" width="{wide:.1f}" height="{high}" fill="{colours.ground}"'
            yield f"<rect {ground}/>"
            yield _text(left, y + _FONT / 3, label.text, ink, size=high)


def _bars(frame: _Frame, one: Bars, y: Floats, colour: str) -> Iterator[str]:
    low, high = frame.x_range
    wide = frame.width * one.width / (high - low)
    foot = min(max(frame.y_at(0.0), frame.top), frame.bottom)
    for middle, top in zip(frame.x(one.x), np.clip(y, frame.top, frame.bottom), strict=True):
        if np.isfinite(top):
            place = f'x="{middle - wide / 2:.1f}" y="{min(top, foot):.1f}" width="{wide:.1f}"'
            yield f'<rect {place} height="{abs(foot - top):.1f}" fill="{colour}" fill-opacity="0.75"/>'


def _named(frame: _Frame, names: tuple[Name, ...], width: int, colours: Palette) -> Iterator[str]:
    """Names with thin lines that lead to the curves' ends."""
    wished = [
        frame.top if name.end is None else min(max(frame.y_at(name.end[1]), frame.top), frame.bottom) for name in names
    ]
    left = frame.right + _MARGIN
    for name, wish, place in zip(names, wished, spread(wished, _LINE, frame.top, frame.bottom), strict=True):
        colour = colours.colour(name.colour)
        if name.end is not None:
            end = min(max(frame.x_at(name.end[0]), frame.left), frame.right)
            yield _line(end, wish, left - 3, place, colour, dashes="1 3")
        text = shortened(name.text, _FONT, width - left - _MARK)
        yield _text(left, place + _FONT / 3, text, colour, bold=True)


def _lines(frame: _Frame, x: Floats, y: Floats) -> Iterator[str]:
    """The parts of a line that lie in the frame, each the points of a polyline."""
    points: list[str] = []
    end: tuple[float, float] | None = None
    for number in range(len(x)):
        here = (float(x[number]), float(y[number]))
        if end is None and len(x) == 1:  # a single point is seen, too
            yield f"{here[0] - 2:.1f},{here[1]:.1f} {here[0] + 2:.1f},{here[1]:.1f}"
            return
        if number:
            before = (float(x[number - 1]), float(y[number - 1]))
            inside = _clipped(frame, before, here)
            if inside is None or inside[0] != end:
                if len(points) > 1:
                    yield " ".join(points)
                points = [] if inside is None else [f"{inside[0][0]:.1f},{inside[0][1]:.1f}"]
            if inside is not None:
                points.append(f"{inside[1][0]:.1f},{inside[1][1]:.1f}")
            end = None if inside is None else inside[1]
    if len(points) > 1:
        yield " ".join(points)


def _clipped(
    frame: _Frame, one: tuple[float, float], other: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of a straight line within the frame (Liang and Barsky, 1984); None for none."""
    if not all(map(np.isfinite, (*one, *other))):
        return None
    first, last = 0.0, 1.0
    step = other[0] - one[0], other[1] - one[1]
    edges = ((frame.left, frame.right), (frame.top, frame.bottom))
    for at, move, (low, high) in zip(one, step, edges, strict=True):
        for distance, speed in ((at - low, move), (high - at, -move)):
            if speed == 0 and distance < 0:
                return None
            if speed > 0:
                first = max(first, -distance / speed)
            elif speed < 0:
                last = min(last, distance / -speed)
    if first > last:
        return None
    ends = [one if share == 0 else other if share == 1 else _between(one, step, share) for share in (first, last)]
    return ends[0], ends[1]


def _between(one: tuple[float, float], step: tuple[float, float], share: float) -> tuple[float, float]:
    return one[0] + share * step[0], one[1] + share * step[1]


def _runs(usable: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Iterator[slice]:
    """Stretches of what is usable, of two points at least."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], usable, [False]]).astype(np.int8)))
    yield from (slice(a, b) for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True) if b - a > 1)


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}"{dashed}/>'


def _text(
    x: float,
    y: float,
    text: str,
    colour: str,
    *,
    anchor: str = "start",
    size: float = _FONT,
    bold: bool = False,
    title: bool = False,
) -> str:
    looks = f' font-size="{_TITLE if title else size}"' if title or size != _FONT else ""
    looks += ' font-weight="600"' if bold or title else ""
    looks += f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{looks}>{escape(text)}</text>'
