"""Activation functions forward and back, in torch."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.networks.activation import AMPLITUDE, LEAK, SLOPE, Activation
from lenet_app.training.engine.passes.stage import Stage

_aten = torch.ops.aten


class ActivationStage(Stage):
    """A function of each value by itself.

    Args:
        activation: which.
    """

    def __init__(self, activation: Activation) -> None:
        self._value, self._back = _FUNCTIONS[activation]
        self._kept = torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        """f(x); it may be written over `x`."""
        y, self._kept = self._value(x)
        return y

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """The gradient × f'(x)."""
        return self._back(gradient, self._kept)


def rises(activation: Activation) -> bool:
    """Whether a larger sum never gives a smaller value: then the largest of several may be taken before it or after."""
    return activation not in (Activation.GELU, Activation.SILU)


def _result(function: Callable[[Tensor], Tensor]) -> Callable[[Tensor], tuple[Tensor, Tensor]]:
    """Its slope follows from its value."""

    def value(x: Tensor) -> tuple[Tensor, Tensor]:
        y = function(x)
        return y, y

    return value


def _sums(function: Callable[[Tensor], Tensor]) -> Callable[[Tensor], tuple[Tensor, Tensor]]:
    """Its slope follows from the sums."""
    return lambda x: (function(x), x)


def _scaled_tanh(x: Tensor) -> tuple[Tensor, Tensor]:
    t = x.mul_(SLOPE).tanh_()
    return t * AMPLITUDE, t


_FUNCTIONS: dict[Activation, tuple[Callable[[Tensor], tuple[Tensor, Tensor]], Callable[[Tensor, Tensor], Tensor]]] = {
    Activation.RELU: (_result(torch.relu_), lambda g, y: _aten.threshold_backward(g, y, 0)),
    Activation.TANH: (_result(torch.tanh_), _aten.tanh_backward),
    Activation.SCALED_TANH: (_scaled_tanh, lambda g, t: _aten.tanh_backward(g, t).mul_(AMPLITUDE * SLOPE)),
    Activation.SIGMOID: (_result(torch.sigmoid_), _aten.sigmoid_backward),
    Activation.LEAKY_RELU: (
        _result(lambda x: functional.leaky_relu_(x, LEAK)),
        lambda g, y: _aten.leaky_relu_backward(g, y, LEAK, True),
    ),
    Activation.ELU: (_result(functional.elu_), lambda g, y: _aten.elu_backward(g, 1, 1, 1, True, y)),
    Activation.GELU: (
        _sums(lambda x: functional.gelu(x, approximate="tanh")),
        lambda g, x: _aten.gelu_backward(g, x, approximate="tanh"),
    ),
    Activation.SILU: (_sums(functional.silu), _aten.silu_backward),
}
"""Each with what gives its value and what its slope needs, and with what multiplies a gradient by the slope."""
