"""The map of a layer by t-SNE, where openTSNE is installed: the extra `map` of the program brings it."""

from collections.abc import Generator
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from lenet_app.evaluation.measures import Doubles

_PERPLEXITY = 30
_EARLY, _LATE, _STEP = 250, 500, 25
"""Iterations with exaggerated and with true affinities, and between two reports."""
_EXAGGERATION, _EARLY_MOMENTUM, _LATE_MOMENTUM = 12, 0.5, 0.8
_LEAST = 8
"""Rows: of fewer there are no neighbourhoods to speak of."""


@dataclass(frozen=True, eq=False)
class Embedded:
    """Places so far.

    Args:
        places: float64 (n, 2), of each row.
        done: iterations, of `total`.
    """

    places: Doubles
    done: int
    total: int


def is_available() -> bool:
    """Whether openTSNE is installed."""
    return find_spec("openTSNE") is not None


def tsne(values: npt.NDArray[np.floating]) -> Generator[Embedded]:
    """Places that keep near rows near (van der Maaten and Hinton 2008), by interpolation (Linderman et al. 2019).

    They begin with the principal components, so that the same rows on the same machine give the same map; yields every
    few iterations. The perplexity is 30, or less where there are few rows.

    Args:
        values: (n, numbers); of fewer than 8 rows all places are 0.
    """
    total = _EARLY + _LATE
    if len(values) < _LEAST:
        yield Embedded(np.zeros((len(values), 2)), total, total)
        return
    import openTSNE  # noqa: PLC0415 - an extra, and it takes a second

    perplexity = min(_PERPLEXITY, (len(values) - 1) / 3)
    begun = openTSNE.initialization.pca(values, random_state=0)
    yield Embedded(_copy(begun), 0, total)
    near = openTSNE.affinity.PerplexityBasedNN(values, perplexity=perplexity, n_jobs=1, random_state=0)
    found = openTSNE.TSNEEmbedding(begun, near, negative_gradient_method="fft", n_jobs=1, random_state=0)
    for done in range(_STEP, total + 1, _STEP):
        is_early = done <= _EARLY
        found = found.optimize(
            n_iter=_STEP,
            exaggeration=_EXAGGERATION if is_early else None,
            momentum=_EARLY_MOMENTUM if is_early else _LATE_MOMENTUM,
        )
        yield Embedded(_copy(found), done, total)


def _copy(places: npt.ArrayLike) -> Doubles:
    """As an array of its own, which nobody writes to."""
    return np.array(places, np.float64)
