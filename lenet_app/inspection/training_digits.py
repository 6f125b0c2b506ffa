"""The training pictures that tell something of an answer: the nearest to it, and those that excite a unit most."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import PictureSet
from lenet_app.inspection.batches import inputs_of
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import NETWORK_INPUT, Unit
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Array, outputs_of
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognizer

_TAKEN = 512
"""Pictures that are read at once."""
_EXAMPLES = 300
_TRIED = 4
"""Times as many as are wanted are measured exactly, for single precision orders near ones wrongly."""


def hidden_layer(architecture: Architecture) -> str:
    """The last layer before the answer, which tells digits apart by the distance of its activations; mostly F6."""
    hidden = [layer.name for layer in architecture.layers[:-1] if not layer.only_in_training]
    return hidden[-1] if hidden else NETWORK_INPUT


@dataclass(frozen=True, eq=False)
class HiddenTable:
    """What the last hidden layer made of every picture; whoever made it keeps it for the next question.

    Args:
        layer: its name.
        values: float32 (n, units), maps as units; read-only.
        squares: float32 (n,), the sum of the squares of each row.
        labels: uint8 (n,), of the pictures.
    """

    layer: str
    values: Array
    squares: Array
    labels: npt.NDArray[np.uint8]

    @property
    def megabytes(self) -> float:
        """How much memory it takes."""
        return self.values.nbytes / 1e6


@dataclass(frozen=True, eq=False)
class TableReport:
    """How far a table is.

    Args:
        pictures: that were looked at so far.
        total: how many there are.
        table: of those that were looked at.
    """

    pictures: int
    total: int
    table: HiddenTable


def hidden_table(model: Model, pictures: PictureSet, begun: HiddenTable | None = None) -> Generator[TableReport]:
    """Make the table of a model and pictures; yields after each few, the last yield is the whole.

    Args:
        model: whose layer it is.
        pictures: to look through.
        begun: the table of the first of them, from an earlier time; it goes on behind these.

    Raises:
        UserError: the pictures do not fit the network's input, or cannot be read.
    """
    name, total = hidden_layer(model.architecture), len(pictures)
    done = 0 if begun is None else len(begun.labels)
    values = squares = np.empty(0, np.float32)
    if begun is not None:
        values, squares = np.empty((total, begun.values.shape[1]), np.float32), np.empty(total, np.float32)
        values[:done], squares[:done] = begun.values, begun.squares
        if done == total:
            yield TableReport(total, total, begun)
    for chosen, network_input in _inputs(model, pictures, done):
        found = _up_to(model, name, network_input).reshape(len(network_input), -1)
        if not len(values):
            values, squares = np.empty((total, found.shape[1]), np.float32), np.empty(total, np.float32)
        values[chosen], squares[chosen] = found, np.einsum("ij,ij->i", found, found)
        so_far = values[: chosen.stop], squares[: chosen.stop]
        for part in so_far:
            part.flags.writeable = False
        table = HiddenTable(name, *so_far, pictures.labels[: chosen.stop])
        yield TableReport(chosen.stop, total, table)


def _inputs(model: Model, pictures: PictureSet, first: int = 0) -> Iterator[tuple[slice, Array]]:
    """The network inputs of pictures, a few at a time, and which of them these are; nothing is read whole."""
    for start in range(first, len(pictures), _TAKEN):
        some = pictures.take(np.arange(start, min(start + _TAKEN, len(pictures)))).images
        for chosen, network_input in inputs_of(model, some):
            yield slice(start + chosen.start, start + chosen.stop), network_input


def _up_to(model: Model, layer: str, network_input: Array) -> Array:
    """What a layer, or the network input, is for a batch; no layer behind it is computed."""
    names = [one.name for one in model.architecture.layers]
    if layer not in names:
        return network_input
    wanted = model.architecture.layers[: names.index(layer) + 1]
    return outputs_of(wanted, model.weights, network_input)[layer]


@dataclass(frozen=True)
class Neighbour:
    """A picture near to an answer.

    Args:
        index: among the pictures.
        label: its class.
        distance: of the two activations, Euclidean.
    """

    index: int
    label: int
    distance: float


def nearest(table: HiddenTable, passage: Passage, count: int = 10, label: int | None = None) -> tuple[Neighbour, ...]:
    """The pictures whose activations are nearest to those of a picture, the nearest first.

    Args:
        table: of the model that answered.
        passage: the picture's way through it.
        count: how many pictures.
        label: of which class alone; None for all.
    """
    chosen = np.arange(len(table.labels)) if label is None else np.flatnonzero(table.labels == label)
    if not len(chosen):
        return ()
    wanted = passage.values(table.layer).reshape(-1)
    # |a - b|² = |a|² - 2 ab + |b|² orders them; |b|² is the same for all. Few are then measured exactly.
    rough = (table.squares - 2 * (table.values @ wanted))[chosen]
    likely = chosen[np.argpartition(rough, min(_TRIED * count, len(rough) - 1))[: _TRIED * count]]
    exact = np.sqrt(np.square(table.values[likely].astype(np.float64) - wanted).sum(axis=1))
    order = np.lexsort((likely, exact))[:count]
    return tuple(Neighbour(int(likely[one]), int(table.labels[likely[one]]), float(exact[one])) for one in order)


@dataclass(frozen=True)
class Exciting:
    """A picture that excites a unit.

    Args:
        index: among the pictures.
        label: its class.
        unit: which unit it is; of a whole map the one that is excited most.
        value: the unit's number.
    """

    index: int
    label: int
    unit: Unit
    value: float


@dataclass(frozen=True)
class ExcitingReport:
    """The pictures, of those that were looked at so far, that excite a unit most; the most exciting first."""

    pictures: int
    total: int
    best: tuple[Exciting, ...]


def exciting(model: Model, unit: Unit, pictures: PictureSet, count: int = 10) -> Generator[ExcitingReport]:
    """Look for the pictures with the highest numbers of a unit; yields after each few, the last yield is the whole.

    Args:
        model: whose unit it is.
        unit: of a layer; by the index (map,) alone a whole map, of which the highest number counts.
        pictures: to look through.
        count: how many of them to find.

    Raises:
        UserError: the pictures do not fit the network's input, or cannot be read.
    """
    best: list[Exciting] = []
    for chosen, network_input in _inputs(model, pictures):
        values = _up_to(model, unit.layer, network_input)[unit.in_batch]
        flat = values.reshape(len(values), -1)
        places = flat.argmax(axis=1)
        highest = flat[np.arange(len(flat)), places]
        least = best[-1].value if len(best) == count else -np.inf
        for number in np.flatnonzero(highest > least):
            position = tuple(int(at) for at in np.unravel_index(places[number], values.shape[1:]))
            index = chosen.start + int(number)
            where = Unit(unit.layer, (*unit.index, *position))
            best.append(Exciting(index, int(pictures.labels[index]), where, float(highest[number])))
        best = sorted(best, key=lambda one: (-one.value, one.index))[:count]
        yield ExcitingReport(chosen.stop, len(pictures), tuple(best))


def example_of(
    recognizer: Recognizer, pictures: PictureSet, picture: npt.NDArray[Any], target: int
) -> npt.NDArray[np.uint8] | None:
    """A picture of a class that is answered with it, and is pixel by pixel rather near to another picture.

    Args:
        recognizer: who answers, in one reading.
        pictures: of which the first few of the class are tried.
        picture: (channels, height, width), of their shape, ink in [0, 1] or as uint8.
        target: the class.
    """
    ink = np.asarray(picture, np.float32) * (1 if picture.dtype == np.uint8 else 255)
    some = pictures.take(np.flatnonzero(pictures.labels == target)[:_EXAMPLES]).images
    if some.shape[1:] != ink.shape:
        return None
    order = np.argsort(np.square(some.astype(np.float32) - ink).sum(axis=(1, 2, 3)), kind="stable")
    near = (some[number] for number in order)
    alone = recognizer.once
    return next((one for one in near if alone.look_into(one).recognition.best == target), None)
