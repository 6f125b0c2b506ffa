"""A convolution and the max pooling behind it as one."""

import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.networks.kind import Shape
from lenet_app.training.engine.passes.pooling import FourWays
from lenet_app.training.engine.passes.stage import Stage, Tensors

_PLACES = ((0, 0), (0, 1), (1, 0), (1, 1))
"""Of a block's values: row and column."""


class PooledConvolution(Stage):
    """The largest of each 2 × 2 values of a convolution, for a network's first layer, whose input needs no gradient.

    Kernels larger by a row and a column, each map four times with its kernel in another corner, give the four values of
    a block apart from each other, by one product of matrices with the patches that they see. It multiplies 1.4 times as
    often as 5 × 5 kernels need, but reads whole rows in place of every second value; and torch's own way back pads the
    one channel of a picture to as many as a processor multiplies at once: eight times the work.

    Args:
        padding: zeros around the maps.
        input_shape: (channels, height, width); the convolution's maps have even sides.
        weights: "weight" (maps, channels, kernel, kernel), and "bias".
        gradients: where `backward` writes.
    """

    def __init__(self, padding: int, input_shape: Shape, weights: Tensors, gradients: Tensors) -> None:
        self._bias, self._bias_gradient = weights["bias"], gradients["bias"]
        maps, channels, kernel, _ = weights["weight"].shape
        # Rows and columns come in pairs: larger by two where the kernel is even, and so is the padded input by one.
        self._maps, self._side = maps, 2 * (kernel // 2 + 1)
        behind = padding + self._side - kernel - 1
        self._padding = [padding, behind, padding, behind]
        self._input_shape = (channels, *((padding + side + behind) // 2 for side in input_shape[1:]))
        # Each kernel as a row; to multiply by `spread` puts it into the corners of its four larger ones.
        self._rows = weights["weight"].view(maps * channels, kernel * kernel)
        self._row_gradients = gradients["weight"].view(maps * channels, kernel * kernel)
        self._spread = _spread(kernel, self._side).to(self._rows)
        self._room: _Room | None = None
        self._four = FourWays()

    def forward(self, x: Tensor) -> Tensor:
        """(n, maps, rows, columns) of the pooled maps."""
        if self._room is None or len(x) != self._room.pictures:
            self._room = _Room(self._input_shape, self._maps, self._side, x)
        room = self._room
        room.lay_out(functional.pad(x, self._padding) if any(self._padding) else x)
        larger = torch.mm(self._rows, self._spread).view(self._maps, self._input_shape[0], len(_PLACES), -1)
        torch.mm(larger.permute(2, 0, 1, 3).reshape(len(room.values), -1), room.patches, out=room.values)
        pooled = self._four.largest(room.values_by_place).add_(self._bias[:, None])
        return pooled.view(self._maps, *room.blocks).transpose(0, 1).contiguous()

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """No gradient of the input: nothing lies before a first layer."""
        assert self._room is not None
        room, of_maps = self._room, gradient.transpose(0, 1).reshape(self._maps, -1)
        self._four.share(of_maps, room.shares_by_place)
        larger = torch.mm(room.shares, room.patches.t()).view(len(_PLACES), self._maps, self._input_shape[0], -1)
        rows = larger.permute(1, 2, 0, 3).reshape(len(self._rows), -1)
        torch.mm(rows, self._spread.t(), out=self._row_gradients)
        torch.sum(of_maps, 1, out=self._bias_gradient)
        return gradient


class _Room:
    """What the passes write over again and again: fresh memory would not lie in the processor's cache.

    Args:
        input_shape: (channels, pairs of rows, pairs of columns) of the padded maps.
        maps: of the convolution.
        side: of the larger kernels.
        like: the input, which tells number of pictures and device.
    """

    def __init__(self, input_shape: Shape, maps: int, side: int, like: Tensor) -> None:
        self.pictures = len(like)
        (channels, rows, columns), half = input_shape, side // 2
        # Every second row and column lies apart from the others, so that the patches are made of whole runs.
        self._apart = like.new_empty(channels, 2, 2, self.pictures, rows, columns)
        seen = self._apart.unfold(4, rows - half + 1, 1).unfold(5, columns - half + 1, 1)
        # (channels, half, 2, half, 2): of a patch; then the pictures, and the rows and columns of blocks.
        self._seen = seen.permute(0, 4, 1, 5, 2, 3, 6, 7)
        self._laid_out = like.new_empty(self._seen.shape)
        self._as_apart = (self.pictures, channels, rows, 2, columns, 2)
        self.blocks = self._seen.shape[5:]
        self.patches = self._laid_out.view(channels * side**2, self.blocks.numel())
        self.values = like.new_empty(len(_PLACES) * maps, self.blocks.numel())
        self.shares = torch.empty_like(self.values)
        self.values_by_place, self.shares_by_place = self.values.chunk(len(_PLACES)), self.shares.chunk(len(_PLACES))

    def lay_out(self, padded: Tensor) -> None:
        """Write the patches of an input."""
        self._apart.copy_(padded.view(self._as_apart).permute(1, 3, 5, 0, 2, 4))
        self._laid_out.copy_(self._seen)


def _spread(kernel: int, side: int) -> Tensor:
    """(kernel², 4 × side²): where each weight of a kernel lies in each of its four larger ones."""
    places = torch.zeros(kernel * kernel, len(_PLACES), side, side)
    for number in range(kernel * kernel):
        for corner, (row, column) in enumerate(_PLACES):
            places[number, corner, number // kernel + row, number % kernel + column] = 1
    return places.flatten(1)
