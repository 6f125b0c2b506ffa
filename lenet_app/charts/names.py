"""Names at the ends of curves and beside points, none over another; and how wide a text is where no font is at hand."""

from collections.abc import Sequence

_NARROW, _WIDE = frozenset("fijlrtI.,:;|'!()[] ·-"), frozenset("mwMW%@–→")

_DOT = 4.0
"""Half of a point, in pixels."""


def text_width(text: str, pixels: float) -> float:
    """About how wide a text is in a usual font without serifs, of so many pixels."""
    parts = (0.34 if one in _NARROW else 0.9 if one in _WIDE else 0.62 if not one.islower() else 0.56 for one in text)
    return pixels * sum(parts)


def shortened(text: str, pixels: float, most: float) -> str:
    """A text that is at most so wide, with an ellipsis where something is left out."""
    if text_width(text, pixels) <= most:
        return text
    while text and text_width(f"{text}…", pixels) > most:
        text = text[:-1]
    return f"{text.rstrip()}…"


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved as little as need be for none to be nearer to another than `gap`, within two ends.

    Where there are too many for that, they get as far apart as there is room. Their order stays.
    """
    if not places:
        return []
    gap = min(gap, (high - low) / max(1, len(places) - 1)) if len(places) > 1 else gap
    order = sorted(range(len(places)), key=lambda number: places[number])
    groups: list[list[float]] = []  # each its wished middle, and how many are in it
    for number in order:
        groups.append([min(max(places[number], low), high), 1])
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < gap * (groups[-1][1] + groups[-2][1]) / 2:
            middle, count = groups.pop()
            before, others = groups.pop()
            both = (middle * count + before * others) / (count + others)
            half = gap * (count + others - 1) / 2
            groups.append([min(max(both, low + half), high - half), count + others])
    found = [0.0] * len(places)
    numbers = iter(order)
    for middle, count in groups:
        for place in range(int(count)):
            found[next(numbers)] = middle + gap * (place - (count - 1) / 2)
    return found


def beside(
    points: Sequence[tuple[float, float]], widths: Sequence[float], height: float, ends: tuple[float, float]
) -> list[float | None]:
    """Where labels beside points begin, none over another or over a point; the last ones are placed first.

    Args:
        points: (x, y) of their middles, in pixels.
        widths: of the labels; 0 for none.
        height: of a label.
        ends: the least and the largest x that a label may reach.

    Returns:
        The left end of each label, at the height of its point; None where there is no room for it.
    """
    half = height / 2
    found: list[float | None] = [None] * len(points)
    taken = [(x - _DOT, x + _DOT, y - _DOT, y + _DOT, number) for number, (x, y) in enumerate(points)]
    for number in reversed(range(len(points))):
        x, y = points[number]
        for left in (x + 2 * _DOT, x - 2 * _DOT - widths[number]):
            right = left + widths[number]
            is_free = not any(
                a < right and b > left and c < y + half and d > y - half for a, b, c, d, one in taken if one != number
            )
            if widths[number] and is_free and ends[0] <= left and right <= ends[1]:
                found[number] = left
                taken.append((left, right, y - half, y + half, -1))
                break
    return found
