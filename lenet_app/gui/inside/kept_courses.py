"""The epochs of kept runs: which runs have some, and the network after each; read beside the window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

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


def runs_with_epochs(folder: Path) -> "tuple[KeptRun, ...]":
    """The runs in a folder that kept the weights of epochs, the newest first."""
    from lenet_app.runs.kept.store import RunStore  # noqa: PLC0415 - loaded when somebody looks at epochs

    return tuple(run for run in RunStore(folder).runs() if run.kept_epochs)


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
