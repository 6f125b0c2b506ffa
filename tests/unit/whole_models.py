"""Small models for whole pictures whose answers are plain to see."""

import numpy as np
import numpy.typing as npt

from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import FullyConnected
from lenet_app.networks.model import Model
from lenet_app.networks.normalisation import InputNormalisation
from tests.unit.samples import model

PRIMARIES = ("red thing", "green thing", "blue thing")


def primaries() -> Model:
    """Colour, 3 × 32 × 32: tells which of red, green and blue there is most of."""
    weight = np.repeat(np.eye(3, dtype=np.float32) - 0.5, 32 * 32, axis=1) / 100
    return _linear("primaries", (3, 32, 32), weight, PRIMARIES, InputNormalisation(0.0, 1.0, fits_ink=False))


def halves(picture_size: tuple[int, int] | None = (28, 28)) -> Model:
    """Grey, 1 × 32 × 32 around pictures of 28 × 28: tells which half of the picture is the lighter one."""
    upper = np.zeros((32, 32), np.float32)
    upper[:16] = 1
    weight = np.stack([upper.ravel(), 1 - upper.ravel()]) / 100
    normalisation = InputNormalisation(0.0, 1.0, fits_ink=False, picture_size=picture_size)
    return _linear("halves", (1, 32, 32), weight, ("hat", "boot"), normalisation)


def _linear(
    id_: str,
    shape: tuple[int, int, int],
    weight: npt.NDArray[np.floating],
    names: tuple[str, ...],
    normalisation: InputNormalisation,
) -> Model:
    architecture = Architecture(id_, id_, shape, (FullyConnected("out", len(names), Activation.NONE),))
    weights = {"out.weight": weight.astype(np.float32), "out.bias": np.zeros(len(names), np.float32)}
    return model(architecture, weights=weights, class_names=names, normalisation=normalisation)
