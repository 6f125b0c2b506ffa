"""What makes maps smaller, forward and back, in torch."""

from collections.abc import Sequence
from itertools import product

import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.training.engine.passes.stage import Stage, Tensors


def largest(window: int, *, innermost: bool) -> Stage:
    """Max pooling; of several equal values the first is the largest, as in torch's own.

    Args:
        window: the side of a block.
        innermost: whether the channels are innermost in memory, where torch's own is the quicker one.
    """
    return _LargestOfFour() if window == 2 and not innermost else _Largest(window)


class _Largest(Stage):
    def __init__(self, window: int) -> None:
        self._window = window
        self._x = self._places = torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        """The largest value of each block."""
        self._x = x
        y, self._places = functional.max_pool2d_with_indices(x, [self._window] * 2)
        return y

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """The gradient where the largest value was, else 0."""
        side = [self._window] * 2
        back = torch.ops.aten.max_pool2d_with_indices_backward
        found: Tensor = back(gradient, self._x, side, side, [0, 0], [1, 1], False, self._places)
        return found


class _LargestOfFour(Stage):
    """Blocks of 2 × 2 by comparing every second value: quicker than torch's own unless channels are innermost."""

    def __init__(self) -> None:
        self._four = FourWays()
        # Written over by each pass.
        self._back = torch.empty(0)
        self._shares: Sequence[Tensor] = ()

    def forward(self, x: Tensor) -> Tensor:
        """The largest value of each block."""
        if self._back.shape != x.shape or self._back.device != x.device:
            self._back = _room_for(x, 2)
            self._shares = _blocks(self._back, 2)
        return self._four.largest(_blocks(x, 2))

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """The gradient where the largest value was, else 0."""
        self._four.share(gradient, self._shares)
        return self._back


class FourWays:
    """The largest at each place of four tensors, and the way back.

    torch multiplies by truth values, or chooses by them, many times slower than it compares numbers with 0.
    """

    def __init__(self) -> None:
        self._values: Sequence[Tensor] = ()
        # Written over by each pass: fresh memory would not lie in the processor's cache.
        self._upper = self._lower = self._difference = self._part = torch.empty(0)

    def largest(self, values: Sequence[Tensor], out: Tensor | None = None) -> Tensor:
        """The largest of four values at each place; they are looked at again on the way back."""
        self._values, (a, b, c, d) = values, values
        if self._upper.shape != a.shape or self._upper.device != a.device:
            self._upper, self._lower, self._difference, self._part = (a.new_empty(a.shape) for _ in range(4))
        torch.maximum(a, b, out=self._upper)
        torch.maximum(c, d, out=self._lower)
        return torch.maximum(self._upper, self._lower, out=out)

    def share(self, gradient: Tensor, shares: Sequence[Tensor]) -> None:
        """Write the gradient into the share of the largest value, and 0 into the others; the first of equals has it."""
        (a, b, c, d), (upper_left, upper_right, lower_left, lower_right) = self._values, shares
        lower, upper = self._lower, self._upper
        torch.sub(self._lower, self._upper, out=self._difference)
        _where_positive(self._difference, gradient, out=lower)
        torch.sub(gradient, lower, out=upper)
        for part, first, second, left, right in (
            (upper, a, b, upper_left, upper_right),
            (lower, c, d, lower_left, lower_right),
        ):
            torch.sub(second, first, out=self._difference)
            # torch compares one by one where values do not lie side by side.
            found = right if right.stride(-1) == 1 else self._part
            _where_positive(self._difference, part, out=found)
            if found is not right:
                right.copy_(found)
            torch.sub(part, found, out=left)


def _where_positive(x: Tensor, values: Tensor, out: Tensor) -> None:
    """Write the values where x > 0, else 0."""
    torch.ops.aten.threshold_backward.grad_input(values, x, 0, grad_input=out)


class MeanStage(Stage):
    """The mean of each block."""

    def __init__(self, window: int) -> None:
        self._window, self._x = window, torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        """(n, maps, rows, columns)."""
        self._x = x
        return _sum_of_blocks(x, self._window).div_(self._window**2)

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """The same share for each value of a block."""
        return _spread(gradient / self._window**2, self._x, self._window)


class SubsamplingStage(Stage):
    """The sum of each block × one coefficient per map + one bias per map."""

    def __init__(self, window: int, weights: Tensors, gradients: Tensors) -> None:
        self._window, self._gradients = window, gradients
        self._weight, self._bias = weights["weight"][:, None, None], weights["bias"][:, None, None]
        self._x = self._sums = torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        """(n, maps, rows, columns)."""
        self._x, self._sums = x, _sum_of_blocks(x, self._window)
        return torch.addcmul(self._bias, self._sums, self._weight)

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """The gradient × the coefficient for each value of a block."""
        torch.sum(gradient * self._sums, (0, 2, 3), out=self._gradients["weight"])
        torch.sum(gradient, (0, 2, 3), out=self._gradients["bias"])
        return _spread(gradient * self._weight, self._x, self._window)


def _blocks(x: Tensor, window: int) -> list[Tensor]:
    """The values at each place of all blocks, row by row; what fills no block is left out."""
    rows, columns = (size - size % window for size in x.shape[2:])
    return [x[:, :, row:rows:window, column:columns:window] for row, column in product(range(window), repeat=2)]


def _sum_of_blocks(x: Tensor, window: int) -> Tensor:
    first, *others = _blocks(x, window)
    total = first.clone() if not others else first + others[0]
    for other in others[1:]:
        total += other
    return total


def _spread(shares: Tensor, like: Tensor, window: int) -> Tensor:
    """A tensor like another with the value of each block at all of its places."""
    back = _room_for(like, window)
    for place in _blocks(back, window):
        place.copy_(shares)
    return back


def _room_for(like: Tensor, window: int) -> Tensor:
    """Zeros, or anything where all of it belongs to blocks."""
    is_covered = all(size % window == 0 for size in like.shape[2:])
    return torch.empty_like(like) if is_covered else torch.zeros_like(like)
