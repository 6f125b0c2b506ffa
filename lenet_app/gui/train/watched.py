"""What can be watched of a run, as one value: of the one that goes on, or of a kept one."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lenet_app.networks.forward import Weights

if TYPE_CHECKING:
    from lenet_app.networks.architecture import Architecture
    from lenet_app.runs.kept.figures import EpochFigures, LayerRow, StepFigures
    from lenet_app.training.changes import Change

_MOST_KERNELS = 4
"""Pictures of the first kernels beside each other: at the start, on the way, now."""

Kernels = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Watched:
    """A run as it is watched.

    Args:
        title: what it is called.
        steps, epochs, layers, changes: see `runs.kept.figures`; of the layers the newest rows alone.
        per_epoch: batches of an epoch; 0 while that is not known.
        kernels: by the epoch they come from, (maps, maps that are seen, height, width) of the first layer with some.
        kernels_name: of that layer.
        speed: pictures a second, or rows of digits, in words; empty while nothing is known of it.
        rate: of the newest step; None likewise.
        is_live: whether it goes on.
        can_be_longer: whether it can be given one more epoch.
    """

    title: str
    steps: "tuple[StepFigures, ...]" = ()
    epochs: "tuple[EpochFigures, ...]" = ()
    layers: "tuple[LayerRow, ...]" = ()
    changes: "tuple[Change, ...]" = ()
    per_epoch: int = 0
    kernels: tuple[tuple[int, Kernels], ...] = field(default=())
    kernels_name: str = ""
    speed: str = ""
    rate: float | None = None
    is_live: bool = False
    can_be_longer: bool = False

    @property
    def best(self) -> "EpochFigures | None":
        """The epoch that did best on the hold-out so far, as a training keeps it; None without a hold-out."""
        measured = [row for row in self.epochs if row.validation_accuracy is not None]
        if not measured:
            return None
        return max(measured, key=lambda row: (row.validation_accuracy or 0.0, -(row.validation_loss or 0.0)))


def first_kernels(architecture: "Architecture", weights: Weights) -> tuple[str, Kernels] | None:
    """The kernels of the first layer that has some, and its name; None for a network without."""
    for plan in architecture.plans:
        weight = weights.get(f"{plan.name}.weight")
        if weight is not None and weight.ndim == 4:
            return plan.name, weight
    return None


def chosen_epochs(epochs: "list[int]") -> list[int]:
    """Of these, in their order, the first, the last and a few between."""
    if len(epochs) <= _MOST_KERNELS:
        return epochs
    places = np.unique(np.round((len(epochs) - 1) * np.linspace(0, 1, _MOST_KERNELS) ** 2).astype(int))
    return [epochs[place] for place in places]


def steps_of_an_epoch(steps: "tuple[StepFigures, ...]") -> int:
    """How many batches an epoch of a kept run has, from the rows of its steps; exact once a whole epoch is over."""
    return max((-(-row.step // row.epoch) for row in steps), default=0)
