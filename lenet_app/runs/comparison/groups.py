"""Seeds of one setting taken together: how many, their mean and how far they lie apart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, stdev

from lenet_app.runs.comparison.differences import Settings
from lenet_app.runs.comparison.facts import RunFacts


@dataclass(frozen=True)
class Spread:
    """Several numbers in two.

    Args:
        mean: of them.
        deviation: their standard deviation, by n - 1; None of a single one.
        count: how many.
    """

    mean: float
    deviation: float | None
    count: int

    @staticmethod
    def of(values: Iterable[float | None]) -> "Spread | None":
        """Of those that are there; None for none."""
        there = [value for value in values if value is not None]
        if not there:
            return None
        return Spread(fmean(there), stdev(there) if len(there) > 1 else None, len(there))


@dataclass(frozen=True, eq=False)
class Group:
    """Runs that differ in their seed alone; often a single one.

    Args:
        runs: the newest first, at least one.
    """

    runs: tuple[RunFacts, ...]

    @property
    def key(self) -> str:
        """What tells it from all others, also once it has another run."""
        return self.runs[0].setting

    @property
    def title(self) -> str:
        """What people call it: as they called the newest run that they gave a title."""
        return next((one.marks.title for one in self.runs if one.marks.title), self.runs[0].title)

    @property
    def settings(self) -> Settings:
        """What its runs were asked for, but for the seed."""
        return self.runs[0].settings

    @property
    def pinned(self) -> str:
        """When the first of its runs was pinned; empty where none is."""
        return min((one.marks.pinned for one in self.runs if one.marks.pinned), default="")

    @cached_property
    def accuracy(self) -> Spread | None:
        """Of the finished models on the test pictures, 0 to 1."""
        return Spread.of(one.run.head.accuracy for one in self.runs)

    @cached_property
    def best(self) -> Spread | None:
        """The best epochs on the hold-out, 0 to 1."""
        return Spread.of(one.best for one in self.runs)

    @cached_property
    def last(self) -> Spread | None:
        """The last epochs on the hold-out, 0 to 1."""
        return Spread.of(one.last for one in self.runs)

    @cached_property
    def seconds(self) -> Spread | None:
        """Of training."""
        return Spread.of(one.seconds for one in self.runs)

    @property
    def parameters(self) -> int | None:
        """Of its network."""
        return self.runs[0].parameters


def grouped(facts: Iterable[RunFacts], is_shown: Callable[[RunFacts], bool] = lambda _one: True) -> tuple[Group, ...]:
    """Runs by their settings, in the order of their first ones; those that are not to be shown count for nothing."""
    groups: dict[str, list[RunFacts]] = {}
    for one in facts:
        if is_shown(one):
            groups.setdefault(one.setting, []).append(one)
    return tuple(Group(tuple(runs)) for runs in groups.values())
