"""One picture's way through a network: what everything else in this room is told about."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from lenet_app.inspection.units import NETWORK_INPUT, Unit
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.forward import Array, Weights, activations
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Insight


@dataclass(frozen=True)
class Range:
    """What a layer's numbers are like.

    Args:
        minimum: the least of them.
        maximum: the largest.
        zeros: the share of them that are zero, 0 to 1.
    """

    minimum: float
    maximum: float
    zeros: float

    @staticmethod
    def of(values: Array) -> "Range":
        """Of an array, one number at least."""
        return Range(float(values.min()), float(values.max()), float((values == 0).mean()))


@dataclass(frozen=True, eq=False)
class Passage:
    """What went into a network and what every layer made of it; nobody writes to any of it.

    Args:
        architecture: the network's layers.
        weights: the parameters that it answered with.
        network_input: (channels, height, width); float32, or float64 where all the rest is, too.
        activations: each layer's output by its name, in the order of the data flow.
        off: units, and by the index (map,) alone whole maps, that were switched off; see `ablation.py`.
    """

    architecture: Architecture
    weights: Weights
    network_input: Array
    activations: Mapping[str, Array]
    off: frozenset[Unit] = frozenset()

    @staticmethod
    def of(model: Model, insight: Insight) -> "Passage":
        """What a model answered with."""
        return Passage(model.architecture, model.weights, insight.network_input, insight.activations)

    @staticmethod
    def through(architecture: Architecture, weights: Weights, network_input: Array) -> "Passage":
        """The way of a network input, (channels, height, width), whoever's weights these are."""
        outputs = activations(architecture, weights, network_input[None])
        return Passage(architecture, weights, network_input, {name: output[0] for name, output in outputs.items()})

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The layers' numbers, from 0, by their names."""
        return {plan.name: number for number, plan in enumerate(self.architecture.plans)}

    @cached_property
    def still(self) -> Mapping[str, npt.NDArray[np.bool_]]:
        """Which numbers of a layer are switched off, shaped as its output; by the names of layers that have some."""
        found: dict[str, npt.NDArray[np.bool_]] = {}
        for unit in self.off:
            part = found.setdefault(unit.layer, np.zeros(self.activations[unit.layer].shape, np.bool_))
            part[unit.index] = True
        return found

    def is_off(self, unit: Unit) -> bool:
        """Whether a unit is switched off, by itself or with its map."""
        return unit.layer in self.still and bool(self.still[unit.layer][unit.index])

    def plan(self, layer: str) -> LayerPlan:
        """A layer in its place."""
        return self.architecture.plans[self.numbers[layer]]

    def before(self, layer: str) -> tuple[str, Array]:
        """The name and the output of the layer before; the network input is before the first.

        Dropout, which does nothing when a network answers, is passed over here and in `after`.
        """
        for plan in reversed(self.architecture.plans[: self.numbers[layer]]):
            if not plan.layer.only_in_training:
                return plan.name, self.activations[plan.name]
        return NETWORK_INPUT, self.network_input

    def after(self, layer: str) -> LayerPlan | None:
        """The layer after a layer or after the network input; None after the last."""
        number = -1 if layer == NETWORK_INPUT and layer not in self.numbers else self.numbers[layer]
        following = self.architecture.plans[number + 1 :]
        return next((plan for plan in following if not plan.layer.only_in_training), None)

    def values(self, layer: str) -> Array:
        """What a layer, or the network input, is."""
        return self.network_input if layer == NETWORK_INPUT and layer not in self.numbers else self.activations[layer]

    def value(self, unit: Unit) -> float:
        """The unit's number."""
        return float(self.values(unit.layer)[unit.index])

    @property
    def output(self) -> Array:
        """What the last layer gives, (classes,)."""
        return self.activations[self.architecture.layers[-1].name]

    @property
    def answer(self) -> int:
        """The class with the best score."""
        return int(np.argmin(self.output) if self.architecture.answers_with_distances else np.argmax(self.output))
