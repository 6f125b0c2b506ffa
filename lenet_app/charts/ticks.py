"""Where the marks of an axis stand, and what is written beside them."""

from math import ceil, floor, log10

from lenet_app.charts.chart import Axis

Ticks = tuple[tuple[float, str], ...]
"""Places, as `Axis.place` has them, and their texts."""

_STEPS = (1.0, 2.0, 5.0, 10.0)
_IN_A_DECADE = ((1,), (1, 3), (1, 2, 5), tuple(range(1, 10)))
_SLACK = 1e-9
_MOST_POWER, _MOST_DECIMALS, _LARGE = 300, 8, 1e9
"""What is smaller or larger is told by its power of ten."""


def ticks_of(axis: Axis, low: float, high: float, most: int) -> Ticks:
    """At most so many marks between two places, the more the better; a few more where one alone would tell no scale."""
    most = max(most, 2)
    if axis.labels:
        step = max(1, -(-len(axis.labels) // most))
        places = range(0, len(axis.labels), step)
        return tuple((float(place), axis.labels[place]) for place in places if low <= place <= high)
    if axis.is_log:
        found = _log_ticks(low, high, most)
        if len(found) > 1:
            return found
        values = _linear(10**low, 10**high, most)
        return tuple((log10(value), text) for value, text in values if value > 0)
    return _linear(low, high, most, least=1.0 if axis.is_whole else 0.0)


def _linear(low: float, high: float, most: int, least: float = 0.0) -> Ticks:
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    fitting = next(n for n, one in enumerate(_STEPS) if power * one * most >= (high - low) * (1 - _SLACK))
    found: Ticks = ()
    for one in (_STEPS[fitting], *reversed((0.5, *_STEPS)[: fitting + 1])):
        step = max(least, power * one)
        decimals = max(0, -floor(log10(step) + _SLACK))
        first, last = ceil(low / step - _SLACK), floor(high / step + _SLACK)
        found = tuple((number * step, _text(number * step, decimals)) for number in range(first, last + 1))
        if len(found) > 1:
            break
    return found


def _log_ticks(low: float, high: float, most: int) -> Ticks:
    best: Ticks = ()
    powers = range(max(floor(low), -_MOST_POWER), min(ceil(high), _MOST_POWER) + 1)
    every = max(1, -(-len(range(ceil(low), floor(high) + 1)) // most))
    for digits in _IN_A_DECADE[: 1 if every > 1 else None]:  # between powers that are left out nothing is marked
        values = [digit * 10.0**power for power in powers if power % every == 0 for digit in digits]
        inside = [value for value in values if low - _SLACK <= log10(value) <= high + _SLACK]
        if len(inside) > most:
            break
        best = tuple((log10(value), _text(value, max(0, -floor(log10(value) + _SLACK)))) for value in inside)
    return best


def _text(value: float, decimals: int) -> str:
    if decimals > _MOST_DECIMALS or abs(value) >= _LARGE:
        return f"{value:.3g}".replace("-", "−")
    text = f"{abs(value):,.{decimals}f}"
    return f"−{text}" if value < 0 and float(text.replace(",", "")) else text
