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
        self._gathered = self._spread.t()
        self._bias_of_maps = self._bias[:, None, None]
        self._room: _Room | None = None
        self._four = FourWays()

    def forward(self, x: Tensor) -> Tensor:
        """(n, maps, rows, columns) of the pooled maps."""
        if self._room is None or len(x) != self._room.pictures:
            self._room = _Room(self._pairs, self._maps, self._side, x)
        room = self._room
        room.lay_out(functional.pad(x, self._padding) if any(self._padding) else x)
        torch.mm(self._rows, self._spread, out=room.larger)
        torch.mm(room.larger_by_place, room.patches, out=room.values)
        self._four.largest(room.values_by_place, out=room.of_maps)
        return torch.add(room.of_pictures, self._bias_of_maps, out=room.pooled)

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """No gradient of the input: nothing lies before a first layer."""
        assert self._room is not None
        room = self._room
        room.of_pictures.copy_(gradient)
        self._four.share(room.of_maps, room.shares_by_place)
        torch.mm(room.shares, room.patches_turned, out=room.larger_by_place)
        torch.mm(room.larger, self._gathered, out=self._row_gradients)
        torch.sum(room.of_maps, 1, out=self._bias_gradient)
        return gradient


class _Room:
    """What the passes write over again and again, and views of it.

    Fresh memory would not lie in the processor's cache; and each view made anew is one more turn at Python's lock.

    Args:
        pairs: of rows and of columns of the padded pictures.
        maps: of the convolution.
        side: of the larger kernels.
        like: the input, which tells number of pictures and device.
    """

    def __init__(self, pairs: Sequence[int], maps: int, side: int, like: Tensor) -> None:
        self.pictures = len(like)
        (rows, columns), half, places = pairs, side // 2, len(_PLACES)
        # Every second row and column lies apart from the others, so that the patches are made of whole runs.
        self._apart = like.new_empty(2, 2, self.pictures, rows, columns)
        seen = self._apart.unfold(3, rows - half + 1, 1).unfold(4, columns - half + 1, 1)
        # (half, 2, half, 2): of a patch; then the pictures, and the rows and columns of blocks.
        self._seen = seen.permute(3, 0, 4, 1, 2, 5, 6)
        self._laid_out = like.new_empty(self._seen.shape)
        self._as_apart = (self.pictures, rows, 2, columns, 2)
        blocks = self._seen.shape[4:]
        self.patches = self._laid_out.view(side**2, blocks.numel())
        self.patches_turned = self.patches.t()
        self.larger = like.new_empty(maps, places * side**2)
        self.larger_by_place = self.larger.view(maps * places, side**2)
        self.values = like.new_empty(maps * places, blocks.numel())
        self.shares = torch.empty_like(self.values)
        self.values_by_place, self.shares_by_place = (
            of_all.view(maps, places, -1).unbind(1) for of_all in (self.values, self.shares)
        )
        # Of each block the largest value on the way forward, and its gradient on the way back.
        self.of_maps = like.new_empty(maps, blocks.numel())
        self.of_pictures = self.of_maps.view(maps, *blocks).transpose(0, 1)
        self.pooled = like.new_empty(self.of_pictures.shape)

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
