"""The epochs of kept runs: which runs have some, and the network after each; read beside the window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lenet_app.language import tr
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.networks.model import Model

if TYPE_CHECKING:
    from lenet_app.runs.kept.kept_run import KeptRun


@dataclass(frozen=True, eq=False)
class KeptCourse:
    """The epochs of a run.

    Args:
        kept: by their numbers; the first and the last are among them, and as many between as there is room for.
        model: the network, with the weights of the last.
    """

    kept: tuple[KeptWeights, ...]
    model: Model


@dataclass(frozen=True)
class ListedRun:
    """A run whose epochs can be looked at.

    Args:
        run: it.
        title: what it is called among the others: as on Compare, and which of several of one setting it is.
    """

    run: "KeptRun"
    title: str


def runs_with_epochs(folder: Path) -> tuple[ListedRun, ...]:
    """The runs in a folder that kept the weights of epochs, the newest first."""
    from lenet_app.runs.comparison.facts import facts_of  # noqa: PLC0415 - loaded when somebody looks at epochs
    from lenet_app.runs.comparison.groups import grouped  # noqa: PLC0415
    from lenet_app.runs.comparison.names import names_of  # noqa: PLC0415
    from lenet_app.runs.kept.store import RunStore  # noqa: PLC0415

    runs = [run for run in RunStore(folder).runs() if run.kept_epochs]
    groups = grouped(map(facts_of, runs))
    names = names_of(groups)
    seed = tr("seed {seed}")
    titles = {}
    for group, name in zip(groups, names.each, strict=True):
        seeds = [one.run.head.seed for one in group.runs]
        are_apart = len(set(seeds)) == len(seeds)
        for one, number in zip(group.runs, seeds, strict=True):
            which = seed.format(seed=number) if are_apart else one.run.name
            parts = [name, names.shared, which if len(seeds) > 1 else ""]
            titles[one.run.name] = " · ".join(filter(None, parts))
    return tuple(ListedRun(run, titles[run.name]) for run in runs)


def read_course(run: "KeptRun", is_wanted: Callable[[], bool]) -> KeptCourse | None:
    """Read the network after each epoch; None as soon as nobody wants it any more.

    Raises:
        UserError: some of it cannot be read, or is of another network.
    """
    from lenet_app.inspection.epochs import Course  # noqa: PLC0415 - as above
    from lenet_app.runs.kept.network import network_of  # noqa: PLC0415

    course, model = Course(), None
    for epoch in run.kept_epochs:
        if not is_wanted():
            return None
        weights = run.weights(epoch)
        # Held against the network here: a damaged file is told before anything of it is shown.
        model = network_of(run, weights) if model is None else replace(model, weights=weights)
        course.add(KeptWeights(epoch, model.weights))
    return None if model is None else KeptCourse(course.kept, model)
