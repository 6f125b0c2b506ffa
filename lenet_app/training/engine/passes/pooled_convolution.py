"""A convolution and the max pooling behind it as one."""

import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.training.engine.passes.pooling import largest_of_four, shares_of_four
from lenet_app.training.engine.passes.stage import Stage, Tensors

_PLACES = ((0, 0), (0, 1), (1, 0), (1, 1))
"""Of a block's values: row and column."""

_convolution_backward = torch.ops.aten.convolution_backward


class PooledConvolution(Stage):
    """The largest of each 2 × 2 values of a convolution, for a network's first layer, whose input needs no gradient.

    One convolution with kernels larger by a row and a column, each map four times with its kernel in another corner,
    gives the four values of a block side by side. It multiplies 1.4 times as often as 5 × 5 kernels need, but whole
    rows are read in place of every second value: for C1 and S2 of LeNet-5 half of the time, there and back.
    """

    def __init__(self, padding: int, weights: Tensors, gradients: Tensors) -> None:
        self._bias, self._bias_gradient, self._padding = weights["bias"], gradients["bias"], [padding] * 2
        maps, channels, kernel, _ = weights["weight"].shape
        # Each kernel as a row; to multiply by `spread` puts it into the corners of its four larger ones.
        self._rows = weights["weight"].view(maps * channels, kernel * kernel)
        self._row_gradients = gradients["weight"].view(maps * channels, kernel * kernel)
        self._spread = _spread(kernel).to(self._rows)
        self._shape = (maps, channels, 4, kernel + 1, kernel + 1)
        self._x = self._values = self._kernels = torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        """(n, maps, rows, columns) of the pooled maps."""
        maps, channels, four, side, _ = self._shape
        kernels = torch.mm(self._rows, self._spread).view(self._shape).transpose(1, 2)
        self._x, self._kernels = x, kernels.reshape(maps * four, channels, side, side)
        values = functional.conv2d(x, self._kernels, None, 2, self._padding)
        self._values = values.view(len(x), maps, four, *values.shape[2:])
        return largest_of_four(self._values.unbind(2)).add_(self._bias[:, None, None])

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """No gradient of the input: nothing lies before a first layer."""
        maps, channels, four, side, _ = self._shape
        shares = torch.empty_like(self._values)
        shares_of_four(gradient, self._values.unbind(2), shares.unbind(2))
        rest = ([2, 2], self._padding, [1, 1], False, [0, 0], 1, [False, True, False])
        _, kernels, _ = _convolution_backward(shares.flatten(1, 2), self._x, self._kernels, None, *rest)
        rows = kernels.view(maps, four, channels, side * side).transpose(1, 2).reshape(maps * channels, -1)
        torch.mm(rows, self._spread.t(), out=self._row_gradients)
        torch.sum(gradient, (0, 2, 3), out=self._bias_gradient)
        return gradient


def _spread(kernel: int) -> Tensor:
    """(kernel², 4 × (kernel + 1)²): where each weight of a kernel lies in each of its four larger ones."""
    places = torch.zeros(kernel * kernel, len(_PLACES), kernel + 1, kernel + 1)
    for number in range(kernel * kernel):
        for corner, (row, column) in enumerate(_PLACES):
            places[number, corner, number // kernel + row, number % kernel + column] = 1
    return places.flatten(1)
