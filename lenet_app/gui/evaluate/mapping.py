"""The map of a model's last hidden layer, made beside the window; values."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import PictureSet
from lenet_app.evaluation.components import principal_components, spread_numbers
from lenet_app.evaluation.measures import Doubles, Numbers
from lenet_app.evaluation.tsne import is_available, tsne
from lenet_app.gui.evaluate.measuring import Progress
from lenet_app.inspection.training_digits import HiddenTable, hidden_table
from lenet_app.networks.model import Model

MOST = 10_000
"""Pictures that have a place on a map; of a larger set so many, evenly spread over it."""


class Method(Enum):
    """How places are found."""

    COMPONENTS = auto()
    """Along the two directions in which the layer varies most."""
    TSNE = auto()
    """So that near pictures stay near."""


def methods() -> tuple[Method, ...]:
    """Those that can be used here."""
    return (Method.COMPONENTS, Method.TSNE) if is_available() else (Method.COMPONENTS,)


@dataclass(frozen=True, eq=False)
class Mapped:
    """The map, as far as it is made.

    Args:
        layer: its name.
        method: how the places are found.
        places: float64 (n, 2), of each picture.
        shares: of components, how much of all variance each has, 0 to 1; None of other methods.
        numbers: of the pictures that have a place, among all.
        images: uint8 (n, channels, height, width), these pictures.
        progress: how far it is.
    """

    layer: str
    method: Method
    places: Doubles
    shares: tuple[float, float] | None
    numbers: Numbers
    images: npt.NDArray[np.uint8]
    progress: Progress

    @property
    def is_whole(self) -> bool:
        """Whether nothing is to be done any more."""
        return self.progress.done == self.progress.total


@dataclass(frozen=True, eq=False)
class Mapping:
    """Finds a place for each picture by what the last hidden layer makes of it; yields Progress, then Mapped.

    Args:
        model: whose layer it is.
        pictures: to be placed.
        method: how.
    """

    model: Model
    pictures: PictureSet
    method: Method = Method.COMPONENTS

    def steps(self) -> Iterator[Progress | Mapped]:
        """Do it."""
        numbers = spread_numbers(len(self.pictures), MOST)
        chosen = self.pictures.part(numbers)
        table: HiddenTable | None = None
        for report in hidden_table(self.model, chosen):
            table = report.table
            yield Progress(report.pictures, report.total)
        assert table is not None  # nothing was answered of a set without pictures
        images = chosen.take(np.arange(len(chosen))).images
        if self.method is Method.COMPONENTS:
            found = principal_components(table.values)
            yield Mapped(table.layer, self.method, found.places, found.shares, numbers, images, Progress(1, 1))
            return
        for embedded in tsne(table.values):
            progress = Progress(embedded.done, embedded.total)
            yield Mapped(table.layer, self.method, embedded.places, None, numbers, images, progress)
