"""In which order samples are best looked through again: the most surprising and least sure first."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.sample import CLASSES, Bytes

Floats = npt.NDArray[np.float32]

_TOGETHER = 256
"""Pictures that are answered between two questions whether to stop."""


def likelihoods(recognizer: Recognizer, pictures: Bytes, is_stopped: Callable[[], bool] = lambda: False) -> Floats:
    """How likely each digit is, to the model.

    Args:
        recognizer: of a model that knows the digits.
        pictures: uint8 (n, 28, 28).
        is_stopped: asked now and then; what was found until then is given.

    Returns:
        float32 (n, 10), each row summing to 1; fewer rows where it was stopped.
    """
    rows: list[npt.NDArray[np.float32]] = []
    for start in range(0, len(pictures), _TOGETHER):
        if is_stopped():
            break
        some = recognizer.recognise_all(pictures[start : start + _TOGETHER, None])
        rows += [one.probabilities for one in some]
    return np.array(rows, np.float32).reshape(-1, CLASSES)


def review_order(likely: Floats, labels: npt.NDArray[np.integer]) -> npt.NDArray[np.intp]:
    """The places of samples, those first whose label has the smallest margin; equal ones keep their order.

    The margin is how likely the label is less how likely the best other digit is: near -1 the model is sure that the
    label is wrong, near 0 it is not sure, near 1 it agrees (margin sampling: Scheffer, Decomain, Wrobel, "Active Hidden
    Markov Models for Information Extraction", 2001, with the label in place of the best answer).

    Args:
        likely: (n, 10), as `likelihoods` gives.
        labels: (n,).
    """
    rows = np.arange(len(likely))
    others = likely.copy()
    others[rows, labels] = -np.inf
    return np.argsort(likely[rows, labels] - others.max(axis=1, initial=-np.inf), kind="stable")
