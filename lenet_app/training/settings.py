"""What a user chooses for a training, as a value that is readable without torch."""

from dataclasses import dataclass, field

from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe


@dataclass(frozen=True, eq=False)
class TrainingSettings:
    """A training as it is asked for.

    Args:
        architecture_id: the network to train from new weights; a model to start from overrules it.
        start: the model to fine-tune, or None.
        seed: of the new weights, the hold-out, the subset, the order of the pictures and their variations.
        hold_out: how many training pictures choose the best epoch; 0 takes the last epoch.
        subset: how many of the training pictures to use, hold-out included; None uses all.
        device_id: see `devices.choose`.
    """

    architecture_id: str = family.DEFAULT_ID
    start: Model | None = None
    recipe: Recipe = field(default_factory=Recipe)
    seed: int = 1
    hold_out: int = 0
    subset: int | None = None
    device_id: str | None = None

    @property
    def title(self) -> str:
        """The network's name, as people read it."""
        return (self.start or family.member(self.architecture_id)).architecture.title
