"""A sweep: the same training over a grid of networks, rates and seeds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.family import Member
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.variants import with_activation, with_hidden, with_kernels
from lenet_app.training.settings import TrainingSettings

MOST_RUNS = 10_000
"""Of a sweep: more than anybody waits for."""


@dataclass(frozen=True)
class Planned:
    """A run of a sweep.

    Args:
        title: what tells it from the others, in a few words.
        settings: of its training.
    """

    title: str
    settings: TrainingSettings


@dataclass(frozen=True)
class Grid:
    """What is varied; of what is left empty there is one value, the network's or the recipe's own.

    Args:
        members: the networks.
        activations: of all layers that have one.
        kernels: of the convolutions, a number for each.
        hidden: of the hidden fully connected layers, likewise.
        rates: learning rates.
        seeds: of everything random.
    """

    members: tuple[Member, ...]
    activations: tuple[Activation, ...] = ()
    kernels: tuple[tuple[int, ...], ...] = ()
    hidden: tuple[tuple[int, ...], ...] = ()
    rates: tuple[float, ...] = ()
    seeds: tuple[int, ...] = (1,)

    def runs(self, usual: TrainingSettings, recipes: Sequence[Recipe]) -> tuple[Planned, ...]:
        """Every run, the seeds of one setting one after the other.

        Args:
            usual: what all have alike.
            recipes: of each network.

        Raises:
            UserError: there are too many, or a variant is impossible.
        """
        parts = (self.activations or (None,), self.kernels or (None,), self.hidden or (None,), self.rates or (None,))
        count = len(self.members) * len(self.seeds)
        for part in parts:
            count *= len(part)
        if count > MOST_RUNS:
            sentence = tr("A sweep can have {most} runs at most, not {asked}.")
            raise UserError(sentence.format(most=f"{MOST_RUNS:,}", asked=f"{count:,}"))
        found = []
        for member, recipe in zip(self.members, recipes, strict=True):
            for activation, kernels, hidden, rate in product(*parts):
                architecture = _variant(member.architecture, activation, kernels, hidden)
                own = recipe if rate is None else replace(recipe, learning_rate=rate)
                names = [member.architecture.title if len(self.members) > 1 else "", activation and activation.value]
                names += ["-".join(map(str, counts)) for counts in (kernels, hidden) if counts]
                names.append("" if rate is None else tr("rate {rate}").format(rate=f"{rate:g}"))
                for seed in self.seeds:
                    title = " · ".join([*filter(None, names), tr("seed {seed}").format(seed=seed)])
                    facts = (architecture, member.normalisation, own, seed)
                    found.append(Planned(title, _settings(usual, *facts)))
        return tuple(found)


def _settings(
    usual: TrainingSettings, architecture: Architecture, normalisation: InputNormalisation, recipe: Recipe, seed: int
) -> TrainingSettings:
    return replace(usual, architecture=architecture, normalisation=normalisation, recipe=recipe, seed=seed)


def _variant(
    architecture: Architecture,
    activation: Activation | None,
    kernels: tuple[int, ...] | None,
    hidden: tuple[int, ...] | None,
) -> Architecture:
    if activation is not None:
        architecture = with_activation(architecture, activation)
    if kernels is not None:
        architecture = with_kernels(architecture, kernels)
    return architecture if hidden is None else with_hidden(architecture, hidden)
