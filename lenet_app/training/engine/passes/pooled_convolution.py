"""A convolution and the max pooling behind it as one."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.training.engine.passes.pooling import FourWays
from lenet_app.training.engine.passes.stage import Stage, Tensors

_PLACES = ((0, 0), (0, 1), (1, 0), (1, 1))
"""Of a block's values: row and column."""


class PooledConvolution(Stage):
    """The largest of each 2 × 2 values of a first convolution, of pictures with one channel.

    Kernels larger by a row and a column, each map four times with its kernel in another corner, give the four values of
    a block apart from each other, by one product of matrices with the patches that they see. It multiplies 1.4 times as
    often as 5 × 5 kernels need, but reads whole rows in place of every second value; torch pads one
    channel to as many as a processor multiplies at once, on the way back to eight times the work.

    Args:
        padding: zeros around the maps.
        sides: of the pictures; those of the convolution's maps are even.
        weights: "weight" (maps, 1, kernel, kernel), and "bias".
        gradients: where `backward` writes.
    """

    def __init__(self, padding: int, sides: Sequence[int], weights: Tensors, gradients: Tensors) -> None:
        self._bias, self._bias_gradient = weights["bias"], gradients["bias"]
        self._maps, _, kernel, _ = weights["weight"].shape
        # Rows and columns come in pairs: larger by two where the kernel is even, and so is the padded input by one.
        self._side = 2 * (kernel // 2 + 1)
        behind = padding + self._side - kernel - 1
        self._padding = [padding, behind, padding, behind]
        self._pairs = [(padding + side + behind) // 2 for side in sides]
        # Each kernel as a row; to multiply by `spread` puts it into the corners of its four larger ones.
        self._rows = weights["weight"].view(self._maps, kernel * kernel)
        self._row_gradients = gradients["weight"].view(self._maps, kernel * kernel)
        self._spread = _spread(kernel, self._side).to(self._rows)
        self._room: _Room | None = None
        self._four = FourWays()

    def forward(self, x: Tensor) -> Tensor:
        """(n, maps, rows, columns) of the pooled maps."""
        if self._room is None or len(x) != self._room.pictures:
            self._room = _Room(self._pairs, self._maps, self._side, x)
        room = self._room
        room.lay_out(functional.pad(x, self._padding) if any(self._padding) else x)
        larger = torch.mm(self._rows, self._spread).view(self._maps, len(_PLACES), -1)
        torch.mm(larger.transpose(0, 1).flatten(0, 1), room.patches, out=room.values)
        pooled = self._four.largest(room.values_by_place).add_(self._bias[:, None])
        return pooled.view(self._maps, *room.blocks).transpose(0, 1).contiguous()

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """No gradient of the input: nothing lies before a first layer."""
        assert self._room is not None
        room, of_maps = self._room, gradient.transpose(0, 1).reshape(self._maps, -1)
        self._four.share(of_maps, room.shares_by_place)
        larger = torch.mm(room.shares, room.patches.t()).view(len(_PLACES), self._maps, -1)
        torch.mm(larger.transpose(0, 1).flatten(1), self._spread.t(), out=self._row_gradients)
        torch.sum(of_maps, 1, out=self._bias_gradient)
        return gradient


class _Room:
    """What the passes write over again and again: fresh memory would not lie in the processor's cache.

    Args:
        pairs: of rows and of columns of the padded pictures.
        maps: of the convolution.
        side: of the larger kernels.
        like: the input, which tells number of pictures and device.
    """

    def __init__(self, pairs: Sequence[int], maps: int, side: int, like: Tensor) -> None:
        self.pictures = len(like)
        (rows, columns), half = pairs, side // 2
        # Every second row and column lies apart from the others, so that the patches are made of whole runs.
        self._apart = like.new_empty(2, 2, self.pictures, rows, columns)
        seen = self._apart.unfold(3, rows - half + 1, 1).unfold(4, columns - half + 1, 1)
        # (half, 2, half, 2): of a patch; then the pictures, and the rows and columns of blocks.
        self._seen = seen.permute(3, 0, 4, 1, 2, 5, 6)
        self._laid_out = like.new_empty(self._seen.shape)
        self._as_apart = (self.pictures, rows, 2, columns, 2)
        self.blocks = self._seen.shape[4:]
        self.patches = self._laid_out.view(side**2, self.blocks.numel())
        self.values = like.new_empty(len(_PLACES) * maps, self.blocks.numel())
        self.shares = torch.empty_like(self.values)
        self.values_by_place, self.shares_by_place = self.values.chunk(len(_PLACES)), self.shares.chunk(len(_PLACES))

    def lay_out(self, padded: Tensor) -> None:
        """Write the patches of an input."""
        self._apart.copy_(padded.view(self._as_apart).permute(2, 4, 0, 1, 3))
        self._laid_out.copy_(self._seen)


def _spread(kernel: int, side: int) -> Tensor:
    """(kernel², 4 × side²): where each weight of a kernel lies in each of its four larger ones."""
    places = torch.zeros(kernel * kernel, len(_PLACES), side, side)
    for number in range(kernel * kernel):
        for corner, (row, column) in enumerate(_PLACES):
            places[number, corner, number // kernel + row, number % kernel + column] = 1
    return places.flatten(1)
