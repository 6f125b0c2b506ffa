"""Samples that show the same: equal pictures, or nearly equal ones of the same digit."""

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures
from lenet_app.ink.normalise import SIDE

Floats = npt.NDArray[np.float32]

NEARLY = 0.12
"""How far two pictures may lie apart, as a part of the length of the longer of the two as vectors."""
_BLOCK, _TOGETHER = 4, 512
"""Pixels of a block's side, and pictures that are held against all others at once."""


def duplicates(pictures: Pictures, nearly: float = NEARLY) -> tuple[tuple[int, ...], ...]:
    """Groups of pictures that are equal or nearly so, each with its members' places, the first first.

    Two pictures are alike where they have the same label and |a - b| ≤ `nearly` · max(|a|, |b|); a group is what is
    joined by such pairs. The means of blocks of 4 × 4 pixels tell most pairs apart: 4 · |mean(a) - mean(b)| ≤ |a - b|.

    Args:
        pictures: uint8 (n, 1, 28, 28), with the labels.
        nearly: 0 finds equal pictures alone.
    """
    flat = pictures.images.reshape(len(pictures), SIDE * SIDE).astype(np.float32)
    parent = np.arange(len(flat))
    for label in np.unique(pictures.labels).tolist():
        of_label = np.flatnonzero(pictures.labels == label)
        for one, other in _pairs(flat[of_label], nearly):
            _join(parent, int(of_label[one]), int(of_label[other]))
    groups: dict[int, list[int]] = {}
    for place in range(len(flat)):
        groups.setdefault(_root(parent, place), []).append(place)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _pairs(flat: Floats, nearly: float) -> list[tuple[int, int]]:
    """The places of all pairs that are alike."""
    lengths = np.sqrt(np.square(flat).sum(axis=1))
    side = SIDE // _BLOCK
    means = _BLOCK * flat.reshape(-1, side, _BLOCK, side, _BLOCK).mean(axis=(2, 4)).reshape(len(flat), -1)
    squares = np.square(means).sum(axis=1)
    found = []
    for start in range(0, len(flat), _TOGETHER):
        rows = slice(start, start + _TOGETHER)
        reach = nearly * np.maximum(lengths[rows, None], lengths[None])
        apart = squares[rows, None] + squares[None] - 2 * (means[rows] @ means.T)
        # Rounding errors of sums of squares of this size.
        near = np.argwhere(apart <= np.square(reach) + 1e-5 * (squares[rows, None] + squares[None]))
        near = near[near[:, 0] + start < near[:, 1]]
        for one, other in np.add(near, (start, 0)).tolist():
            if np.linalg.norm(flat[one] - flat[other]) <= nearly * max(lengths[one], lengths[other]):
                found.append((one, other))
    return found


def _root(parent: npt.NDArray[np.intp], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = int(parent[place])
    return place


def _join(parent: npt.NDArray[np.intp], one: int, other: int) -> None:
    first, second = sorted((_root(parent, one), _root(parent, other)))
    parent[second] = first
