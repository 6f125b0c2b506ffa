"""The arithmetic of units, back: what the loss at a label does to every number of a network, on one picture."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.inspection.connections import Learned, learned, outgoing
from lenet_app.inspection.fields import Doubles
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import NETWORK_INPUT, Unit
from lenet_app.networks.backward import Gradients, gradients
from lenet_app.networks.forward import Array
from lenet_app.networks.recipe import Recipe
from lenet_app.training.engine.diagonal.losses import Criterion


@dataclass(frozen=True, eq=False)
class LossGradients:
    """How the loss E at a label changes with each number of a network.

    Args:
        passage: the picture's way through the network.
        label: the number of the class that counts as right.
        loss: E, by the recipe's loss, divided by its divisor.
        network_input: ∂E/∂x, shaped as the network input.
        values: ∂E/∂y of each layer's output, after its activation function, by the layer's name; shaped as it.
        sums: ∂E/∂a of the sums before it.
    """

    passage: Passage
    label: int
    loss: float
    network_input: Array
    values: Mapping[str, Array]
    sums: Mapping[str, Array]

    def of_values(self, layer: str) -> Array:
        """∂E/∂y of a layer's output, or of the network input."""
        is_input = layer == NETWORK_INPUT and layer not in self.values
        return self.network_input if is_input else self.values[layer]

    def of_value(self, unit: Unit) -> float:
        """∂E/∂y of a unit of a layer or of the network input."""
        return float(self.of_values(unit.layer)[unit.index])


def loss_gradients(passage: Passage, recipe: Recipe, label: int) -> LossGradients:
    """All gradients of the recipe's loss, as `training/engine/losses.py` defines it, for a batch of this picture alone.

    Args:
        passage: the picture's way through the network.
        recipe: names the loss and what belongs to it.
        label: the number of the class that counts as right.
    """
    criterion = Criterion(recipe, distances=passage.architecture.answers_with_distances)
    loss, of_output = criterion.loss(passage.output.astype(np.float64).tolist(), label)
    back = back_from(passage, np.array([of_output], passage.output.dtype))
    values = {name: part[0] for name, part in back.values.items()}
    sums = {name: part[0] for name, part in back.sums.items()}
    return LossGradients(passage, label, loss, back.network_input[0], values, sums)


def back_from(passage: Passage, of_output: Array) -> Gradients:
    """Gradients of one picture from (n, classes) by its output: n numbers at once."""
    outputs = {name: output[None] for name, output in passage.activations.items()}
    network_input = passage.network_input[None]
    return gradients(passage.architecture, passage.weights, network_input, outputs, of_output, passage.still)


@dataclass(frozen=True, eq=False)
class Paths:
    """What of a unit's gradient comes over each of its connections to the layer after it.

    Args:
        layer: that layer's name.
        units: int (n, 3) or (n, 1), the index of each unit there, those with the largest shares first.
        factors: float64 (n,), ∂a/∂y: how much the sum a of each changes with the unit's number y.
        gradients: float64 (n,), ∂E/∂a of each.
    """

    layer: str
    units: npt.NDArray[np.intp]
    factors: Doubles
    gradients: Doubles

    @property
    def shares(self) -> Doubles:
        """Factor × gradient of each path; together they are the unit's gradient."""
        return self.factors * self.gradients


def paths(found: LossGradients, unit: Unit) -> Paths | None:
    """The paths from a unit of a layer or the network input; None from the last layer, whose gradient is the loss's."""
    out = outgoing(found.passage, unit)
    if out is None:
        return None
    of_sums = found.sums[out.layer][tuple(out.units.T)].astype(np.float64)
    order = np.argsort(-np.abs(out.factors * of_sums), kind="stable")
    return Paths(out.layer, out.units[order], out.factors[order], of_sums[order])


def learned_by(found: LossGradients, unit: Unit) -> Learned | None:
    """The gradients of a unit's own weights; None where its layer learns nothing."""
    return learned(found.passage, unit, np.asarray(found.sums[unit.layer], np.float64))
