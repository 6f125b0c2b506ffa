"""What if a unit or a map were not there: its weights and its bias are taken for zero."""

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass

import numpy as np

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.inspection.batches import inputs_of
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit, shape_of
from lenet_app.language import tr
from lenet_app.networks.activation import activate
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.forward import Array, Weights, activations, outputs_of, scores
from lenet_app.networks.model import Model

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
    changed = _outputs_without(passage.architecture, passage.weights, outputs, off)
    found = {name: output[0] for name, output in changed.items()}
    return Passage(passage.architecture, passage.weights, passage.network_input, found)


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


def _outputs_without(
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
        pictures: how many were answered so far, of `total`.
        right: how many the whole network answers rightly.
        right_without: how many the network without the units does.
        changed: how many get another answer.
    """

    pictures: int
    total: int
    right: int
    right_without: int
    changed: int

    @property
    def accuracy(self) -> float:
        """The share of right answers of the whole network, 0 to 1."""
        return self.right / max(self.pictures, 1)

    @property
    def accuracy_without(self) -> float:
        """The same without the units."""
        return self.right_without / max(self.pictures, 1)


def measure_without(model: Model, off: Off, pictures: Pictures) -> Generator[Ablated]:
    """Answer pictures with and without units; yields after each few, the last yield is the whole.

    Raises:
        UserError: as `without` does, or the pictures do not fit the network's input.
    """
    check(model.architecture, off)
    architecture, right, right_without, changed = model.architecture, 0, 0, 0
    last = architecture.layers[-1].name
    for chosen, network_input in inputs_of(model, pictures.images):
        labels = pictures.labels[chosen]
        outputs = activations(architecture, model.weights, network_input)
        reduced = _outputs_without(architecture, model.weights, outputs, off)
        whole, less = (scores(architecture, found[last]).argmax(axis=1) for found in (outputs, reduced))
        right += int((whole == labels).sum())
        right_without += int((less == labels).sum())
        changed += int((whole != less).sum())
        yield Ablated(chosen.stop, len(pictures), right, right_without, changed)
