"""What every kind of layer does for one picture: forward, its gradient, its second derivatives."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.networks.kind import Shape
from lenet_app.training.engine.diagonal.activations import Activations, LayerActivation
from lenet_app.training.engine.diagonal.parameters import Floats, Parameters


@dataclass(frozen=True)
class Signal:
    """What goes from one layer to the next, and what comes back: two arrays of the layer's output shape.

    They are made once; every picture is written over the one before.

    Args:
        values: x, written by the layer.
        gradient: ∂E/∂x, or ∂²E/∂x² while second derivatives are computed, written by the layer behind it.
    """

    values: Floats
    gradient: Floats

    @staticmethod
    def zeros(shape: Shape, dtype: npt.DTypeLike) -> "Signal":
        """Two arrays of `shape`."""
        return Signal(np.zeros(shape, dtype), np.zeros(shape, dtype))


@dataclass(frozen=True)
class Shared:
    """What the stages of a network have in common."""

    parameters: Parameters
    activations: Activations


class Stage(ABC):
    """One layer in its place, between the signal that it was made with and its `output`.

    `backward` and `curve` differ only in that the second squares what the first multiplies by (slopes, weights and
    inputs): appendix C of LeCun et al. (1998), its Gauss-Newton form without f'' and without cross terms.
    """

    output: Signal

    @abstractmethod
    def forward(self) -> None:
        """Compute the output's values."""

    @abstractmethod
    def backward(self) -> None:
        """From the output's gradient to that of the input and of the parameters, each left in its place."""

    @abstractmethod
    def curve(self) -> None:
        """The same with second derivatives, which are left in the places of the gradients."""


class ActivatedStage(Stage):
    """A stage with weighted sums a and a activation function behind them.

    Args:
        activation: holds the sums a; `_grid` makes a view of the layer's output shape of such an array.
        delta: zeros of the sums' shape, where ∂E/∂a or ∂²E/∂a² will be; what lies outside of the grid stays zero.
    """

    def __init__(self, activation: LayerActivation, delta: Floats) -> None:
        self._activation, self._sums, self._slopes, self._delta = activation, activation.sums, activation.slopes, delta
        self._back = np.zeros_like(delta, order="C")
        self.output = Signal(self._grid(activation.values), self._grid(self._back))

    @abstractmethod
    def _grid(self, sums: Floats) -> Floats:
        """A view of an array like the sums that has the layer's output shape."""

    @abstractmethod
    def _pull(self, *, squared: bool) -> None:
        """From `_delta` to the gradients of parameters and input; `squared` as `curve` needs it."""

    def backward(self) -> None:
        """∂E/∂a = f'(a) ∂E/∂x, and on to parameters and input; the slopes f'(a) are there already."""
        np.multiply(self._slopes, self._back, out=self._delta)
        self._pull(squared=False)

    def curve(self) -> None:
        """∂²E/∂a² = f'(a)² ∂²E/∂x², and on to parameters and input; the slopes f'(a) are there already."""
        np.multiply(self._slopes, self._back, out=self._delta)
        np.multiply(self._slopes, self._delta, out=self._delta)
        self._pull(squared=True)
