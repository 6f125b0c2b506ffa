"""Long curves with fewer points that look the same."""

import numpy as np

from lenet_app.charts.chart import Floats

MOST = 2000
"""Points of a curve that is drawn whole: more than a chart has pixels across."""


def thinned(x: Floats, y: Floats, most: int = MOST) -> tuple[Floats, Floats]:
    """At most about so many points of a curve: of each stretch its least and its most value, in their order.

    Args:
        x: (points,) where they stand.
        y: their values; gaps (NaN) stay where a whole stretch has none.
        most: of these.
    """
    if len(x) <= most:
        return x, y
    stretches = most // 2
    edges = np.linspace(0, len(x), stretches + 1).astype(int)
    kept = [0, len(x) - 1]
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        part = y[start:end]
        if np.isnan(part).all():
            kept.append(start)
        else:
            kept += [start + int(np.nanargmin(part)), start + int(np.nanargmax(part))]
    places = np.unique(kept)
    return x[places], y[places]
