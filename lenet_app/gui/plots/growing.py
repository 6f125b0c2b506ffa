"""Curves that grow while something runs, without an array being copied for each new point."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from lenet_app.charts.chart import Chart, Curve, Floats, floats


class Growing:
    """The values of curves, by their names."""

    def __init__(self) -> None:
        self._more: dict[str, tuple[list[float], list[float]]] = {}

    def clear(self) -> None:
        """Nothing has grown."""
        self._more.clear()

    def add(self, name: str, x: Iterable[float], y: Iterable[float]) -> None:
        """Put points at the end of the curve of this name."""
        xs, ys = self._more.setdefault(name, ([], []))
        xs.extend(x)
        ys.extend(y)

    def taken(self, chart: Chart) -> Chart:
        """The chart with what was added since the last time; what belongs to no curve of it is dropped."""
        if not self._more:
            return chart
        series = tuple(self._grown(one) if isinstance(one, Curve) else one for one in chart.series)
        self._more.clear()
        return replace(chart, series=series)

    def _grown(self, one: Curve) -> Curve:
        if one.name not in self._more:
            return one
        xs, ys = self._more[one.name]
        return replace(one, x=_joined(one.x, xs), y=_joined(one.y, ys), band=None)


def _joined(values: Floats, more: list[float]) -> Floats:
    return floats(np.concatenate([values, np.asarray(more, np.float64)]))
