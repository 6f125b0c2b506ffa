"""What a training depends on."""

from dataclasses import dataclass

from lenet_app.data.pictures import PictureSet
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Weights
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.training.changes import Change
from lenet_app.training.engine.distillation import Teaching
from lenet_app.training.reports import Device


@dataclass(frozen=True, eq=False)
class TrainingRequest:
    """Everything that a training depends on.

    The same request gives the same weights on the CPU as long as torch, NumPy and the thread count stay the same.

    Args:
        weights: where to start; see `networks.initialisation.initial_weights` for new ones.
        validation: the hold-out that decides which epoch is best; None takes the last.
        seed: of everything random; see `lenet_app.randomness`.
        teaching: larger models that teach; not with Levenberg-Marquardt.
        knows_hold_out: whether the weights may have learned the hold-out before.
        threads: that compute on the CPU; 0 for as many as suit it. They change no weight.
        changes: of the recipe, each from its step on, in their order.
    """

    architecture: Architecture
    weights: Weights
    normalisation: InputNormalisation
    recipe: Recipe
    training: PictureSet
    validation: PictureSet | None
    device: Device
    seed: int
    teaching: Teaching | None = None
    knows_hold_out: bool = False
    threads: int = 0
    changes: tuple[Change, ...] = ()
