"""What a user chooses for a training, as a value that is readable without torch."""

from dataclasses import dataclass, replace

from lenet_app.data.catalogue import MNIST
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.family import Member
from lenet_app.networks.model import Model
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import KNOW_RUBBISH, Augmentation, Recipe

_DEFAULT = family.member(family.DEFAULT_ID)
_HOLD_OUT = 1 / 12
"""Of MNIST's training pictures 5,000."""
MOST_THREADS = 64
"""More than any processor has use for with networks as small as these."""


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
        no_digits: whether what is no digit is learned, too; None does as the recipe says where the pictures are the ten
            digits, and leaves it out elsewhere.
        data_set: the name of a data set, or the path of one; see `data.catalogue`.
        device_id: see `devices.choose`.
        teachers: larger models whose answers are learned beside the labels.
        teacher_share: how much of the loss is the teachers', above 0 and at most 1 where there are some.
        threads: that compute on the CPU, up to `MOST_THREADS`; None for as many as suit it. They change no weight.
        fills_batches: whether a batch size is refused that the pictures to learn do not fill once.

    Raises:
        UserError: the teachers' share or the threads are out of their range, or what would end the run early has no
            hold-out.
    """

    architecture: Architecture = _DEFAULT.architecture
    normalisation: InputNormalisation = _DEFAULT.normalisation
    start: Model | None = None
    recipe: Recipe = _DEFAULT.recipe
    seed: int = 1
    hold_out: int | None = None
    subset: int | None = None
    no_digits: bool | None = None
    data_set: str = MNIST
    device_id: str | None = None
    teachers: tuple[Model, ...] = ()
    teacher_share: float = 0.0
    threads: int | None = None
    fills_batches: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be, as far as that is known without the data set."""
        self.recipe.check_hold_out(self.recipe.hold_out if self.hold_out is None else self.hold_out)
        if self.threads is not None and not 1 <= self.threads <= MOST_THREADS:
            sentence = tr("There can be 1 to {most} threads, not {value}.")
            raise UserError(sentence.format(most=MOST_THREADS, value=self.threads))
        if self.teachers and not 0 < self.teacher_share <= 1:
            sentence = tr("The teacher's share must be above 0 and at most 1, not {value}.")
            raise UserError(sentence.format(value=self.teacher_share))

    @property
    def title(self) -> str:
        """The network's name, as people read it."""
        return (self.start or self).architecture.title


def seed_of(start: Model | None) -> int:
    """The seed that a model was made with, so that fine-tuning holds out the same pictures, which it never learned."""
    seed = start.making.seed if start else None
    return TrainingSettings.seed if seed is None else seed


def refusing(recipe: Recipe) -> Recipe:
    """The recipe with what is no digit among its pictures, where its loss can learn that.

    A published recipe has none, and is reproduced without; a training begins with it, so that an A is not called a 4.
    """
    can_learn = recipe.loss in KNOW_RUBBISH and not recipe.teaches_refusing
    return replace(recipe, no_digits=True) if can_learn else recipe


def usual_recipe(member: Member) -> Recipe:
    """What a training of the network begins with, if the user changes nothing.

    It is the network's own recipe. One for the ten digits learns what is no digit as well, and holds some pictures out,
    for how sure is sure is measured on pictures that the network never saw.
    """
    recipe = member.recipe
    if member.data_set != MNIST:
        return recipe
    return refusing(replace(recipe, hold_out=recipe.hold_out or _HOLD_OUT))


def fine_tuning_recipe(recipe: Recipe, usual: Recipe, start: Model, data_set: str) -> Recipe:
    """`recipe` as it suits what a model learned beside MNIST: it would forget that while it saw MNIST alone.

    A model that learned made digits goes on learning them; one that refuses what is no digit goes on seeing some.

    Args:
        recipe: as it was asked for; an augmentation other than that of `usual` stays.
        usual: the network's own recipe.
        start: the model to fine-tune.
        data_set: the name or the path of the data set.
    """
    made = Augmentation.HANDWRITING
    learned_made = start.recipe.augmentation is made and data_set == MNIST
    if learned_made and recipe.augmentation is usual.augmentation and recipe.loss in KNOW_RUBBISH:
        return replace(recipe, augmentation=made, no_digits=False)
    return refusing(recipe) if start.refuses else recipe
