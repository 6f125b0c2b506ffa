"""Which samples are set aside to test with: the same ones, in whatever order and however often they were added."""

from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures

_SHARE = 7
"""One in so many."""


def are_tested(pictures: Pictures) -> npt.NDArray[np.bool_]:
    """Of each sample whether it is one to test with, bool (n,); told by a key that is made of its picture alone.

    Equal pictures of a digit are never parted, so that nothing is tested that was learned. A digit that the keys would
    leave with nothing to test, or with nothing to learn, has its lowest or its highest key change sides, unless all of
    its pictures are equal: then they are learned.

    Args:
        pictures: uint8 (n, 1, 28, 28) with the labels.
    """
    keys = np.array([_key(image) for image in pictures.images], np.uint64)
    tested: npt.NDArray[np.bool_] = keys % _SHARE == 0
    for label in np.unique(pictures.labels):
        of_label = pictures.labels == label
        lowest, highest = keys[of_label].min(), keys[of_label].max()
        if not tested[of_label].any():
            tested[of_label & (keys == lowest)] = True
        if tested[of_label].all():
            tested[of_label & (keys == highest)] = False
    return tested


def _key(image: npt.NDArray[np.uint8]) -> int:
    return int.from_bytes(blake2b(image.tobytes(), digest_size=8).digest(), "little")
