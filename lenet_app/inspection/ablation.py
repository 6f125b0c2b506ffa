"""What if a unit or a map were not there: its weights and its bias are taken for zero."""

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import PictureSet
from lenet_app.errors import UserError
from lenet_app.inspection.batches import BATCH
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit, shape_of
from lenet_app.language import tr
from lenet_app.networks.activation import activate
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.forward import Array, Weights, activations, outputs_of, scores, table_places
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Insight, Recognizer

Off = Collection[Unit]
"""What is switched off: units of layers, and by the index (map,) alone whole maps."""


def without(passage: Passage, off: Off) -> Passage:
    """The same picture's way with units and maps switched off: each has the number f(0), whatever it sees.

    Only what lies behind the first of them is computed again.

    Raises:
        UserError: one is not there, or is an RBF unit, which has no weights.
    """
    check(passage.architecture, off)
    outputs = {name: output[None] for name, output in passage.activations.items()}
    changed = outputs_without(passage.architecture, passage.weights, outputs, off)
    return marked(replace(passage, activations={name: output[0] for name, output in changed.items()}), off)


def marked(passage: Passage, off: Off) -> Passage:
    """A passage whose activations are those without the units, with weights that lead to these, and the units."""
    weights = weights_without(passage.architecture, passage.weights, off)
    return replace(passage, weights=weights, off=frozenset(off))


def answer_without(recognizer: Recognizer, picture: npt.NDArray[Any], off: Off) -> Insight:
    """What a model would have answered, and how, with units and maps switched off.

    Args:
        recognizer: who answers; a doubtful digit is read again without them, too.
        picture: (channels, height, width) of ink in [0, 1] or uint8.
        off: what is switched off.

    Raises:
        UserError: as `without` does.
    """
    architecture, weights = recognizer.model.architecture, recognizer.model.weights
    check(architecture, off)
    return recognizer.look_into(
        picture,
        lambda network_input: outputs_without(
            architecture, weights, activations(architecture, weights, network_input), off
        ),
    )


def weights_without(architecture: Architecture, weights: Weights, off: Off) -> Weights:
    """The weights with zeros for all that whole maps, and units of layers without maps, had.

    A single position of a map shares its weights with the others, and pooling has none; these stay as they are.
    """
    changed = dict(weights)
    for plan in architecture.plans:
        _, *sides = plan.output_shape
        numbers = [unit.map for unit in off if unit.layer == plan.name and (len(unit.index) == 1 or prod(sides) == 1)]
        if not numbers or not plan.parameter_shapes:
            continue
        rows = numbers
        if plan.layer.table:
            joins, _ = table_places(plan.layer.table)
            rows = np.flatnonzero(np.isin(joins, numbers)).tolist()
        for name, places in ((f"{plan.name}.weight", rows), (f"{plan.name}.bias", numbers)):
            changed[name] = changed[name].copy()
            changed[name][places] = 0
    return changed


def check(architecture: Architecture, off: Off) -> None:
    """Refuse what cannot be switched off.

    Raises:
        UserError: as `without` does.
    """
    layers = {plan.name: plan.layer for plan in architecture.plans}
    for unit in off:
        shape = shape_of(unit.layer, architecture)
        is_whole = shape is not None and len(unit.index) in (1, len(shape))
        if unit.layer not in layers or shape is None or not is_whole or not _is_within(unit.index, shape):
            raise UserError(tr("{network} has no unit {unit}.").format(network=architecture.title, unit=unit))
        if layers[unit.layer].answers_with_distances:
            sentence = tr("{layer} compares with bitmaps and has no weights, so its units cannot be switched off.")
            raise UserError(sentence.format(layer=unit.layer))


def _is_within(index: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return all(0 <= number < size for number, size in zip(index, shape, strict=False))


def outputs_without(
    architecture: Architecture, weights: Weights, outputs: Mapping[str, Array], off: Off
) -> dict[str, Array]:
    """Every layer's output, (n, …), with units switched off; those before the first of them are taken as they are."""
    found: dict[str, Array] = {}
    layers = {unit.layer for unit in off}
    is_changed, before = False, ""
    for plan in architecture.plans:
        is_here = plan.name in layers
        current = outputs[plan.name]
        if is_changed:
            current = outputs_of((plan.layer,), weights, found[before])[plan.name]
        if is_here:
            current = _switched_off(plan, current, off)
        found[plan.name], before, is_changed = current, plan.name, is_changed or is_here
    return found


def _switched_off(plan: LayerPlan, output: Array, off: Off) -> Array:
    nothing = activate(plan.layer.activation, np.zeros((), output.dtype))
    changed = output.copy()
    for unit in off:
        if unit.layer == plan.name:
            changed[unit.in_batch] = nothing
    return changed


@dataclass(frozen=True)
class Ablated:
    """How many answers are right without some units, as far as was measured.

    Args:
        total: how many pictures are to be answered.
        of_class: how many of each class were answered so far.
        right: how many of these the whole network answers rightly.
        right_without: how many the network without the units does.
        changed: how many pictures get another answer.
    """

    total: int
    of_class: tuple[int, ...]
    right: tuple[int, ...]
    right_without: tuple[int, ...]
    changed: int

    @property
    def pictures(self) -> int:
        """How many were answered so far."""
        return sum(self.of_class)

    @property
    def accuracy(self) -> float:
        """The share of right answers of the whole network, 0 to 1."""
        return sum(self.right) / max(self.pictures, 1)

    @property
    def accuracy_without(self) -> float:
        """The same without the units."""
        return sum(self.right_without) / max(self.pictures, 1)


def measure_without(model: Model, off: Off, pictures: PictureSet) -> Generator[Ablated]:
    """Answer pictures with and without units; yields after each few, the last yield is the whole.

    Args:
        model: who answers.
        off: what is switched off.
        pictures: of the model's classes, in memory or on the disk.

    Raises:
        UserError: as `without` does, or the pictures do not fit the network's input, or cannot be read.
    """
    check(model.architecture, off)
    architecture, changed = model.architecture, 0
    counts = np.zeros((3, len(model.class_names)), np.int64)
    last = architecture.layers[-1].name
    for start in range(0, len(pictures), BATCH):
        some = pictures.take(np.arange(start, min(start + BATCH, len(pictures))))
        network_input = model.normalisation.network_input(some.images, architecture.input_shape)
        outputs = activations(architecture, model.weights, network_input)
        reduced = outputs_without(architecture, model.weights, outputs, off)
        whole, less = (scores(architecture, found[last]).argmax(axis=1) for found in (outputs, reduced))
        told = (some.labels, some.labels[whole == some.labels], some.labels[less == some.labels])
        counts += np.stack([np.bincount(labels, minlength=counts.shape[1]) for labels in told])
        changed += int((whole != less).sum())
        of_class, right, right_without = (tuple(row) for row in counts.tolist())
        yield Ablated(len(pictures), of_class, right, right_without, changed)
