"""The map of a layer: many numbers for each picture made two, so that each has a place on a sheet."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.evaluation.measures import Doubles, Numbers


@dataclass(frozen=True, eq=False)
class Components:
    """Places along the directions in which numbers vary most.

    Args:
        places: float64 (n, 2), of each row, about the mean of all.
        shares: of all variance, how much each of the two directions has, 0 to 1.
    """

    places: Doubles
    shares: tuple[float, float]


def principal_components(values: npt.NDArray[np.floating]) -> Components:
    """The first two principal components of rows of numbers (Hotelling 1933).

    The directions are those eigenvectors of the covariance Σ (x - m)(x - m)ᵀ/n that have its largest eigenvalues; the
    largest part of each is positive, so that the same numbers always give the same map.

    Args:
        values: (n, numbers), any n; where all rows are alike all places are 0.
    """
    count, numbers = values.shape
    if not count:
        return Components(np.zeros((0, 2)), (0.0, 0.0))
    centred = values - values.mean(axis=0, dtype=np.float64)
    variances, directions = np.linalg.eigh(centred.T @ centred / count)
    chosen = directions[:, ::-1][:, :2]
    if numbers < 2:
        chosen = np.pad(chosen, ((0, 0), (0, 2 - numbers)))
    signs = np.sign(np.take_along_axis(chosen, np.abs(chosen).argmax(axis=0)[None], axis=0))
    largest = np.pad(np.maximum(variances[::-1][:2], 0), (0, max(0, 2 - numbers)))
    whole = float(np.maximum(variances, 0).sum())
    first, second = (float(one) / whole if whole else 0.0 for one in largest)
    return Components(centred @ (chosen * signs), (first, second))


def spread_numbers(count: int, most: int) -> Numbers:
    """The numbers of so many pictures of a set as can be shown, evenly spread over it."""
    if count <= most:
        return np.arange(count)
    return np.linspace(0, count - 1, most).astype(np.intp)
