"""What a model's confidence means, measured on pictures that it did not learn as they are."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.forward import Weights, probabilities
from lenet_app.networks.model import usual_certainty
from lenet_app.networks.recipe import Augmentation
from lenet_app.penmanship.penman import Penman
from lenet_app.randomness import Purpose, random_for
from lenet_app.training.engine.evaluation import scores_of
from lenet_app.training.engine.request import TrainingRequest

Scores = npt.NDArray[np.float32]

REFUSED = 0.01
"""The share of pictures of the classes themselves that may be answered "not sure"."""

LEAST = 0.5
"""An answer that is more likely wrong than right is never sure."""

_PICTURES = 4000
_TEMPERATURES = np.geomspace(0.25, 4, 81)


def calibrated(request: TrainingRequest, weights: Weights) -> tuple[Certainty, float]:
    """The certainty of a model that a training made, and which share of pictures of its classes it refuses.

    The pictures are the hold-out or, where there is none, some of those that were learned; made digits join them where
    the recipe has some. The temperature is the one with the least cross-entropy on them (Guo, Pleiss, Sun, Weinberger,
    2017); the threshold is the confidence that refuses `REFUSED` of them, `LEAST` at least.
    """
    pictures = _pictures(request)
    scores = scores_of(request.architecture, weights, request.normalisation, pictures.images)
    usual = usual_certainty(request.architecture, request.recipe)
    if request.architecture.answers_with_distances:
        confidences = np.array([usual.confidences_of_distances(row).max() for row in -scores])
    else:
        usual = replace(usual, temperature=best_temperature(scores, pictures.labels))
        confidences = probabilities(scores / np.float32(usual.temperature)).max(axis=1).astype(np.float64)
    threshold = _threshold(confidences)
    return replace(usual, threshold=threshold), float((confidences < threshold).mean())


def best_temperature(scores: Scores, labels: npt.NDArray[np.uint8]) -> float:
    """The T with the least cross-entropy of softmax(scores / T): one of 81 from ¼ to 4, evenly spaced in log T."""
    right = np.arange(len(labels)), labels

    def loss(temperature: float) -> float:
        shares = probabilities(scores / np.float32(temperature))[right]
        return -float(np.log(np.maximum(shares, np.finfo(np.float32).tiny)).mean())

    return float(min(_TEMPERATURES, key=loss))


def _threshold(confidences: npt.NDArray[np.float64]) -> float:
    """Rounded down to whole hundredths, as it is shown."""
    return max(LEAST, math.floor(100 * float(np.quantile(confidences, REFUSED))) / 100)


def _pictures(request: TrainingRequest) -> Pictures:
    random = random_for(request.seed, Purpose.CALIBRATION)
    from_set = request.validation or request.training
    if len(from_set) > _PICTURES:
        from_set = from_set.take(random.choice(len(from_set), _PICTURES, replace=False))
    if request.recipe.augmentation is not Augmentation.HANDWRITING:
        return from_set
    made = Penman(random).digits(len(from_set))
    return Pictures(np.concatenate([from_set.images, made.images]), np.concatenate([from_set.labels, made.labels]))
