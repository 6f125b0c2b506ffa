"""What has to be trained to reproduce the published results, and what came of it, as values."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from lenet_app.errors import UserError
from lenet_app.json_values import made, plain
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.making import LONGEST_SECONDS, check_range
from lenet_app.networks.recipe import Optimiser, Recipe

SEEDS = 3
QUICK_PICTURES = 3000
"""How many training pictures a quick reproduction uses; its figures show only that everything runs."""
_QUICK_STEPS = 50


@dataclass(frozen=True)
class Task:
    """One training: a network, one of its experiments, and the seed of everything random.

    Args:
        is_quick: whether it is cut short.
    """

    member: Member
    experiment: Experiment
    seed: int
    is_quick: bool = False

    @property
    def key(self) -> str:
        """What tells the task from all others, fit for a file name: `lenet5-1998-distorted-seed2`.

        A quick one has a key of its own, so that its result never replaces one that took hours.
        """
        quick = "quick" if self.is_quick else ""
        name = "-".join(filter(None, (self.member.architecture.id, self.experiment.name, quick)))
        return f"{name}-seed{self.seed}"

    @property
    def title(self) -> str:
        """What people call the trained network."""
        title = self.member.architecture.title
        return f"{title} ({self.experiment.name})" if self.experiment.name else title

    @property
    def recipe(self) -> Recipe:
        """How this task trains."""
        recipe = self.experiment.recipe
        if not self.is_quick:
            return recipe
        one_by_one = recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT
        return replace(recipe, epochs=1, steps=0 if one_by_one else min(recipe.steps or _QUICK_STEPS, _QUICK_STEPS))

    @property
    def network(self) -> str:
        """A digest of the layers and the input normalisation: with others the same recipe is another training."""
        from hashlib import sha256  # noqa: PLC0415 - loads OpenSSL, which the first paint does not wait for

        facts = [self.member.architecture.to_json(), self.member.normalisation.to_json()]
        return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def subset(self) -> int | None:
        """How many training pictures are used; None for all."""
        return QUICK_PICTURES if self.is_quick else None


@dataclass(frozen=True)
class CurvePoint:
    """How far a training had come.

    Args:
        step: after so many steps.
        seconds: of training.
        accuracy: share of right answers on the training pictures since the point before, each before it was learned.

    Raises:
        UserError: a number is out of its range.
    """

    step: int
    seconds: float
    accuracy: float

    def __post_init__(self) -> None:
        """Refuse impossible numbers at once."""
        check_range("step", self.step)
        check_range("seconds", self.seconds, most=LONGEST_SECONDS)
        check_range("accuracy", self.accuracy, most=1)


@dataclass(frozen=True)
class Result:
    """What came of a task.

    Args:
        accuracy: of the last weights on the test pictures, 0 to 1; `loss` is their mean cross-entropy.
        pictures: trained on; `test_pictures` measured with.
        epochs: passes over the pictures, the last of which may have been cut short; `steps` of the optimiser.
        seconds: of training, without measuring.
        data_set: its title.
        curve: about thirty points along the way.
        network: as the task has it; empty where it was not kept.

    Raises:
        UserError: a number is out of its range.
    """

    id: str
    experiment: str
    seed: int
    is_quick: bool
    accuracy: float
    loss: float
    pictures: int
    test_pictures: int
    epochs: int
    steps: int
    seconds: float
    device: str
    data_set: str
    program: str
    recipe: Recipe
    curve: tuple[CurvePoint, ...]
    network: str = ""

    def __post_init__(self) -> None:
        """Refuse impossible numbers at once."""
        check_range("accuracy", self.accuracy, most=1)
        check_range("seconds", self.seconds, most=LONGEST_SECONDS)
        for name in ("seed", "loss", "pictures", "test_pictures", "epochs", "steps"):
            check_range(name, getattr(self, name))

    def answers(self, task: Task) -> bool:
        """Whether this is a result of the task as it is now: with its network and its recipe, and of its length."""
        if self.network not in ("", task.network):
            return False
        mine = (self.id, self.experiment, self.seed, self.is_quick, self.recipe)
        return mine == (task.member.architecture.id, task.experiment.name, task.seed, task.is_quick, task.recipe)

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        return plain(self)

    @staticmethod
    def from_json(value: object) -> "Result":
        """The result that `to_json` wrote.

        Raises:
            UserError: a part is missing, of another kind or out of its range.
        """
        result = made(value, Result, tr("The result cannot be read: {fault}."))
        assert isinstance(value, dict)
        return replace(result, recipe=Recipe.from_json(value["recipe"]))


def tasks(ids: Iterable[str] = (), *, seeds: int = SEEDS, is_quick: bool = False) -> tuple[Task, ...]:
    """Every training that reproduces the named networks, all of them where none is named, one network after the other.

    Raises:
        UserError: no network has one of the ids, or one of them reads rows.
    """
    members = [family.member(name) for name in (tuple(ids) or family.reproducible_ids())]
    for member in members:
        if member.reads_rows:
            sentence = tr("{network} reads rows, of which nothing was published: `lenet-app train` trains it.")
            raise UserError(sentence.format(network=member.architecture.title))
    return tuple(
        Task(member, experiment, seed, is_quick)
        for member in members
        for experiment in member.experiments
        for seed in range(1, seeds + 1)
    )
