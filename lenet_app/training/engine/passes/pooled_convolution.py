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
        self._weights, self._gradients, self._padding = weights, gradients, [padding] * 2
        self._maps, channels, self._kernel, _ = weights["weight"].shape
        side = self._kernel + 1
        self._kernels = weights["weight"].new_zeros(4 * self._maps, channels, side, side)
        self._x = self._values = torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        """(n, maps, rows, columns) of the pooled maps."""
        for corner in self._corners(self._kernels):
            corner.copy_(self._weights["weight"])
        bias = self._weights["bias"].repeat(4)
        self._x = x
        values = functional.conv2d(x, self._kernels, bias, 2, self._padding)
        self._values = values.view(len(x), 4, self._maps, *values.shape[2:])
        return largest_of_four(list(self._values.unbind(1)))

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """No gradient of the input: nothing lies before a first layer."""
        shares = torch.empty_like(self._values)
        shares_of_four(gradient, list(self._values.unbind(1)), list(shares.unbind(1)))
        rest = ([2, 2], self._padding, [1, 1], False, [0, 0], 1, [False, True, True])
        back = _convolution_backward(shares.flatten(1, 2), self._x, self._kernels, [4 * self._maps], *rest)
        first, *others = self._corners(back[1])
        total = first + others[0]
        for other in others[1:]:
            total += other
        self._gradients["weight"].copy_(total)
        torch.sum(back[2].view(4, self._maps), 0, out=self._gradients["bias"])
        return gradient

    def _corners(self, kernels: Tensor) -> list[Tensor]:
        """Where each map's kernel lies within its four larger ones."""
        size = self._kernel
        return [
            part[:, :, row : row + size, column : column + size]
            for part, (row, column) in zip(torch.split(kernels, self._maps), _PLACES, strict=True)
        ]
