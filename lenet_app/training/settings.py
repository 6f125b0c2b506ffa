"""What a user chooses for a training, as a value that is readable without torch."""

from dataclasses import dataclass, replace

from lenet_app.data.catalogue import MNIST
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.model import Model
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import KNOW_RUBBISH, Augmentation, Recipe

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
        teachers: larger models whose answers are learned beside the labels.
        teacher_share: how much of the loss is the teachers', above 0 and at most 1 where there are some.

    Raises:
        UserError: the teachers' share is out of its range.
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
    teachers: tuple[Model, ...] = ()
    teacher_share: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a share of the teachers that is none."""
        if self.teachers and not 0 < self.teacher_share <= 1:
            sentence = tr("The teacher's share must be above 0 and at most 1, not {value}.")
            raise UserError(sentence.format(value=self.teacher_share))

    @property
    def title(self) -> str:
        """The network's name, as people read it."""
        return (self.start or self).architecture.title


def fine_tuning_recipe(recipe: Recipe, usual: Recipe, start: Model, data_set: str) -> Recipe:
    """`recipe` as it suits a model that learned made digits too: it would forget them while it saw MNIST alone.

    Args:
        recipe: as it was asked for; an augmentation other than that of `usual` stays.
        usual: the network's own recipe.
        start: the model to fine-tune.
        data_set: the name or the path of the data set.
    """
    made = Augmentation.HANDWRITING
    learned_made = start.recipe.augmentation is made and data_set == MNIST
    if learned_made and recipe.augmentation is usual.augmentation and recipe.loss in KNOW_RUBBISH:
        return replace(recipe, augmentation=made)
    return recipe
