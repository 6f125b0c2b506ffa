"""What a user chooses for a training, as a value that is readable without torch."""

from dataclasses import dataclass

from lenet_app.data.catalogue import MNIST
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.model import Model
from lenet_app.networks.network_input import InputNormalisation
from lenet_app.networks.recipe import Recipe

_DEFAULT = family.member(family.DEFAULT_ID)


@dataclass(frozen=True, eq=False)
class TrainingSettings:
    """A training as it is asked for.

    Args:
        architecture: the network to train from new weights, and its `normalisation`; a model to start from overrules
            them. For another data set its input channels and its classes are changed.
        start: the model to fine-tune, or None.
        seed: of the new weights, the hold-out, the subset, the order of the pictures and their variations.
        hold_out: how many training pictures choose the best epoch; 0 takes the last epoch, None the recipe's share.
        subset: how many of the training pictures to use, hold-out included; None uses all.
        data_set: the name of a data set, or the path of one; see `data.catalogue`.
        device_id: see `devices.choose`.
    """

    architecture: Architecture = _DEFAULT.architecture
    normalisation: InputNormalisation = _DEFAULT.normalisation
    start: Model | None = None
    recipe: Recipe = _DEFAULT.recipe
    seed: int = 1
    hold_out: int | None = None
    subset: int | None = None
    data_set: str = MNIST
    device_id: str | None = None

    @property
    def title(self) -> str:
        """The network's name, as people read it."""
        return (self.start or self).architecture.title
