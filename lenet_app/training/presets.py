"""Two recipes that suit most networks of digits, to begin with and to end with: everything in them can be changed."""

from dataclasses import dataclass, replace
from enum import StrEnum

from lenet_app.data.catalogue import MNIST
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.family import Member
from lenet_app.networks.recipe import Augmentation, Initialisation, Loss, Optimiser, Recipe, Schedule
from lenet_app.training.settings import usual_recipe

_LARGE = 100_000
"""Parameters from which a network learns nothing at the rate of small ones."""


class Preset(StrEnum):
    """Their names on the command line."""

    QUICK = "quick"
    """Three passes, in seconds."""
    BEST = "best"
    """Twelve, over varied pictures."""

    @property
    def label(self) -> str:
        """The name that people read."""
        return {Preset.QUICK: tr("Quick"), Preset.BEST: tr("Best")}[self]

    @property
    def purpose(self) -> str:
        """What it is for, in a sentence."""
        told = {
            Preset.QUICK: tr("Learns in seconds: few passes at a high rate, the pictures as they are"),
            Preset.BEST: tr("Takes longer and reads better: more passes, in which the pictures vary"),
        }
        return told[self]

    def recipe(self, member: Member) -> Recipe | None:
        """The recipe for a network; None where it does not suit: of other pictures or rows, or with an RBF layer."""
        if member.data_set != MNIST or member.architecture.answers_with_distances or member.reads_rows:
            return None
        numbers = _NUMBERS[self]
        is_large = member.architecture.parameters > _LARGE
        own = replace(
            Recipe(),
            epochs=numbers.epochs,
            batch_size=128,
            learning_rate=numbers.rate_of_large if is_large else numbers.rate,
            optimiser=Optimiser.ADAM,
            schedule=Schedule.COSINE,
            augmentation=numbers.augmentation,
            variation=numbers.variation,
            loss=Loss.CROSS_ENTROPY,
            initialisation=Initialisation.FAN_IN,
        )
        experiment = replace(member.experiments[0], recipe=own, is_published=False)
        return usual_recipe(replace(member, experiments=(experiment,)))


@dataclass(frozen=True)
class _Numbers:
    epochs: int
    rate: float
    rate_of_large: float
    augmentation: Augmentation
    variation: float = 1.0


_NUMBERS = {
    Preset.QUICK: _Numbers(epochs=3, rate=0.008, rate_of_large=0.003, augmentation=Augmentation.NONE),
    Preset.BEST: _Numbers(epochs=12, rate=0.005, rate_of_large=0.002, augmentation=Augmentation.AFFINE, variation=0.6),
}
"""Chosen on 10,000 of MNIST's training pictures that were held out, with one to three seeds."""


def first_recipe(member: Member) -> Recipe:
    """What the page Train shows of a network at first: Quick for the default network, else the network's own."""
    if member == family.member(family.DEFAULT_ID) and (quick := Preset.QUICK.recipe(member)) is not None:
        return quick
    return usual_recipe(member)
