"""What a model's confidence means, measured on pictures that it did not learn as they are."""

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures, PictureSet
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.forward import Weights, probabilities
from lenet_app.networks.making import Calibration
from lenet_app.networks.model import usual_certainty
from lenet_app.networks.recipe import Augmentation
from lenet_app.penmanship.penman import Penman
from lenet_app.randomness import Purpose, random_for
from lenet_app.training.engine.augmentation import AffineRange, random_affine
from lenet_app.training.engine.evaluation import scores_of
from lenet_app.training.engine.request import TrainingRequest

Scores = npt.NDArray[np.float32]

REFUSED = 0.01
"""The share of pictures of the classes themselves that may be answered "not sure"."""

LEAST = 0.5
"""An answer that is more likely wrong than right is never sure."""

FEWEST = 200
"""Pictures that a share of 1 % can be told from."""

_PICTURES, _FEWEST_VARIED = 4000, 1000
_HALF = 0.5
_TEMPERATURES = np.geomspace(0.25, 4, 81)


@dataclass(frozen=True)
class Calibrated:
    """When an answer of a model is sure, which share of pictures of its classes it refuses then, and what told it."""

    certainty: Certainty
    refused: float
    on: Calibration


def calibrated(request: TrainingRequest, weights: Weights) -> Calibrated:
    """The certainty of a model that a training made.

    It is measured on the hold-out. Where there is none, where it has fewer than `FEWEST` pictures, or where the model
    that was fine-tuned may have learned it, it is measured on training pictures, each turned, sheared, scaled and
    shifted by up to half of what augmentation does. As they are they would be answered too well: a network that knows
    them by heart seems to be right whenever it is a little sure, and then refuses too much. Changed so, five networks
    that had learned MNIST without a hold-out were right about as often as on the test pictures (within 1.1 points), and
    their thresholds refused 0.6 to 0.9 % of these; with unchanged ones it was 1.1 to 1.9 %.

    Made digits join the pictures where the recipe has some. The temperature is the one with the least cross-entropy on
    them (Guo, Pleiss, Sun, Weinberger, 2017); the threshold is the confidence that refuses `REFUSED` of them, `LEAST`
    at least.

    Raises:
        UserError: the pictures lie on the disk and cannot be read.
    """
    on = _source(request)
    pictures = _pictures(request, on)
    scores = scores_of(request.architecture, weights, request.normalisation, pictures.images)
    usual = usual_certainty(request.architecture, request.recipe)
    if request.architecture.answers_with_distances:
        confidences = np.array([usual.confidences_of_distances(row).max() for row in -scores])
    else:
        usual = replace(usual, temperature=best_temperature(scores, pictures.labels))
        confidences = probabilities(scores / np.float32(usual.temperature)).max(axis=1).astype(np.float64)
    threshold = _threshold(confidences)
    return Calibrated(replace(usual, threshold=threshold), float((confidences < threshold).mean()), on)


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


def _source(request: TrainingRequest) -> Calibration:
    is_fit = len(request.validation or ()) >= FEWEST and not request.knows_hold_out
    return Calibration.HOLD_OUT if is_fit else Calibration.VARIED


def _pictures(request: TrainingRequest, on: Calibration) -> Pictures:
    random = random_for(request.seed, Purpose.CALIBRATION)
    if on is Calibration.HOLD_OUT and request.validation is not None:
        count = len(request.validation)
        chosen = random.choice(count, _PICTURES, replace=False) if count > _PICTURES else np.arange(count)
        from_set = request.validation.take(chosen)
    else:
        from_set = _varied(request.training, random)
    if request.recipe.augmentation is not Augmentation.HANDWRITING:
        return from_set
    made = Penman(random).digits(len(from_set))
    return Pictures(np.concatenate([from_set.images, made.images]), np.concatenate([from_set.labels, made.labels]))


def _varied(pictures: PictureSet, random: np.random.Generator) -> Pictures:
    """Some of them, changed; of a few each several times."""
    count = min(_PICTURES, max(_FEWEST_VARIED, len(pictures)))
    some = pictures.take(random.choice(len(pictures), count, replace=count > len(pictures)))
    return Pictures(random_affine(some.images, random, AffineRange().times(_HALF)), some.labels)
