"""The learning curve of one's own digits, as a chart."""

from math import sqrt

import numpy as np

from lenet_app.charts.chart import NEUTRAL, Axis, Chart, Curve, Points, floats
from lenet_app.language import tr
from lenet_app.samples.more import More


def more_chart(more: More) -> Chart:
    """What was right of the digits held out, and what is expected with more; nothing where nothing can be told."""
    x, y = Axis(tr("my digits"), is_whole=True), Axis(tr("right"), "%", high=100)
    if not more.can_tell:
        return Chart("", x, y)
    samples, right = (100 * np.array(part) for part in zip(*more.measured(), strict=True))
    held_out = sum(more.counts)
    spread = [100 * _deviation(share / 100, held_out) for share in right]
    along, expected = map(floats, zip(*more.curve, strict=True))
    fit = Curve(tr("expected"), along, floats(100 * expected), colour=NEUTRAL, is_dashed=True)
    measured = Points(tr("held out"), floats(samples / 100), floats(right), spread=floats(spread), colour=0)
    title = tr("Right of my digits by the number learned")
    return Chart(title, x, y, (fit, measured), shows_names=False)


def _deviation(share: float, count: int) -> float:
    """The standard deviation of a share of so many, with one more of either kind, so that none is certain."""
    leaning = (share * count + 1) / (count + 2)
    return sqrt(leaning * (1 - leaning) / (count + 2))
