"""A network that learns one picture at a time by stochastic diagonal Levenberg-Marquardt."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Array, Weights
from lenet_app.networks.recipe import Recipe
from lenet_app.training.engine.diagonal.activations import Activations
from lenet_app.training.engine.diagonal.losses import Criterion
from lenet_app.training.engine.diagonal.parameters import Floats, Parameters
from lenet_app.training.engine.diagonal.stage import Shared, Signal
from lenet_app.training.engine.diagonal.stages import make_stages, rooms
from lenet_app.training.engine.diagonal.unweighted import DropoutStage, RadialBasisStage


class DiagonalNetwork:
    """An architecture with weights that learn picture by picture.

    Each step takes rate / (µ + h) × (∂E/∂w + decay × w) off each parameter w, biases `recipe.bias_rate` times that;
    h is the parameter's mean second derivative, 0 until it is first measured. See LeCun, Bottou, Bengio, Haffner
    (1998), appendix C.

    Args:
        architecture: the network's layers.
        weights: the first weights under the architecture's names; they are copied.
        recipe: loss, divisor of the loss, damping µ, weight decay and the rate of biases.
        dtype: what is computed in, float32 or float64.
    """

    def __init__(
        self,
        architecture: Architecture,
        weights: Weights,
        recipe: Recipe,
        *,
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        self._parameters = Parameters(architecture, weights, recipe, dtype)
        self._criterion = Criterion(recipe, distances=architecture.answers_with_distances)
        plans, source = architecture.plans, Signal.zeros(architecture.input_shape, dtype)
        self._input = source.values
        first = next(number for number, plan in enumerate(plans) if plan.parameter_shapes)
        self._activations = Activations(rooms(plans), dtype)
        self._stages = make_stages(plans, source, Shared(self._parameters, self._activations), first=first)
        # Nothing is asked of what lies before the first parameters.
        self._way_back = self._stages[first:][::-1]
        self._output = self._stages[-1].output
        self._rate: float | None = None

    def measure_curvature(self, network_input: npt.NDArray[Any], labels: npt.NDArray[Any]) -> None:
        """Make h the mean over pictures of each parameter's second derivative; it is kept until measured again.

        Diagonal Gauss-Newton: f'' and the cross terms of units and of shared weights are dropped. Dropout is off.

        Args:
            network_input: (n, channels, height, width), n at least 1.
            labels: (n,), the numbers of the right classes.
        """
        self._drop(None)
        total = np.zeros_like(self._parameters.gradient)
        with _quiet():
            for picture, label in zip(network_input, labels.tolist(), strict=True):
                self._curve(self._forward(picture), label)
                total += self._parameters.gradient
        np.divide(total, len(labels), out=self._parameters.curvature)
        self._rate = None

    def _curve(self, outputs: list[float], label: int) -> None:
        last = self._stages[-1]
        if isinstance(last, RadialBasisStage):
            last.keep_gradient(sum(self._criterion.loss(outputs, label)[1]))
        self._output.gradient[:] = self._criterion.curvature(outputs, label)
        self._activations.slope()
        for stage in self._way_back:
            stage.curve()

    def learn(
        self,
        network_input: npt.NDArray[Any],
        labels: npt.NDArray[Any],
        rate: float,
        random: np.random.Generator | None = None,
    ) -> tuple[float, int]:
        """Take each picture in turn: forward, backward, one step.

        Args:
            network_input: (n, channels, height, width).
            labels: (n,), the numbers of the right classes.
            rate: the global rate η.
            random: what dropout layers draw from; None drops nothing.

        Returns:
            The sum of the losses (divided by the recipe's divisor) and the number of right answers, each from before
            the picture's own step.
        """
        self._drop(random)
        if rate != self._rate:
            self._parameters.set_rate(rate)
            self._rate = rate
        total, right = 0.0, 0
        with _quiet():
            for picture, label in zip(network_input, labels.tolist(), strict=True):
                outputs = self._forward(picture)
                total += self._backward(outputs, label)
                right += self._criterion.is_right(outputs, label)
                self._parameters.step()
        return total, right

    def loss_and_gradient(
        self, network_input: npt.NDArray[Any], labels: npt.NDArray[Any]
    ) -> tuple[float, dict[str, Floats]]:
        """The sum of the pictures' losses and its gradient under the architecture's names; dropout is off, no step."""
        self._drop(None)
        total, sums = 0.0, np.zeros_like(self._parameters.gradient)
        for picture, label in zip(network_input, labels.tolist(), strict=True):
            total += self._backward(self._forward(picture), label)
            sums += self._parameters.gradient
        return total, self._parameters.read(sums)

    def weights(self) -> dict[str, Array]:
        """A float32 copy of the weights under the architecture's names and shapes."""
        return _single(self._parameters.read(self._parameters.values))

    def curvature(self) -> dict[str, Array]:
        """A float32 copy of h, by the names and in the shapes of the weights."""
        return _single(self._parameters.read(self._parameters.curvature))

    def state(self) -> dict[str, Floats]:
        """A copy of all that steps have changed; `restore` takes it back."""
        parameters = self._parameters
        return {"values": parameters.values.copy(), "curvature": parameters.curvature.copy()}

    def restore(self, state: Mapping[str, npt.NDArray[Any]]) -> None:
        """Go on from a `state` of a network with the same architecture and type of numbers.

        Raises:
            KeyError: a part is missing.
            ValueError: a part is of another length.
        """
        for name, vector in (("values", self._parameters.values), ("curvature", self._parameters.curvature)):
            np.copyto(vector, state[name])
        self._rate = None

    def _forward(self, picture: npt.NDArray[Any]) -> list[float]:
        np.copyto(self._input, picture, casting="same_kind")
        for stage in self._stages:
            stage.forward()
        outputs: list[float] = self._output.values.tolist()
        return outputs

    def _backward(self, outputs: list[float], label: int) -> float:
        """Leave the gradients of one picture in their places; its loss."""
        loss, self._output.gradient[:] = self._criterion.loss(outputs, label)
        self._activations.slope()
        for stage in self._way_back:
            stage.backward()
        return loss

    def _drop(self, random: np.random.Generator | None) -> None:
        for stage in self._stages:
            if isinstance(stage, DropoutStage):
                stage.random = random


def _single(parts: dict[str, Floats]) -> dict[str, Array]:
    return {name: part.astype(np.float32) for name, part in parts.items()}


def _quiet() -> np.errstate:
    """A rate that is too high ends in values that are not finite, which the loss shows; no warning for each product."""
    return np.errstate(over="ignore", invalid="ignore")
