"""The layers that make maps smaller: trainable subsampling, the mean and the largest of each block."""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.layers import Subsampling
from lenet_app.training.engine.diagonal.parameters import Floats
from lenet_app.training.engine.diagonal.stage import ActivatedStage, Shared, Signal, Stage


class _Blocks:
    """The square blocks of a signal: their sums, and a gradient for each block given to all of its pixels.

    Rows and columns that fill no whole block have no part in it; their gradient stays zero.
    """

    def __init__(self, plan: LayerPlan, window: int, source: Signal) -> None:
        maps, height, width = plan.output_shape
        columns = width * window
        half = np.zeros((maps, height, columns), source.values.dtype)
        """Summed over the rows of a block, not yet over its columns."""
        self._half, self._half_rows = half, half[:, :, None]
        self._half_columns = [half[:, :, x::window] for x in range(window)]
        rows = self._by_block_rows(source.values, height, window, columns)
        self._rows = [rows[:, :, y] for y in range(window)]
        self._gradient_rows = self._by_block_rows(source.gradient, height, window, columns)

    @staticmethod
    def _by_block_rows(pixels: Floats, height: int, window: int, columns: int) -> Floats:
        plane, row, pixel = pixels.strides
        return as_strided(pixels, (len(pixels), height, window, columns), (plane, window * row, row, pixel))

    def sum(self, out: Floats) -> None:
        """The sum of each block into `out` (maps, rows, columns)."""
        _sum(self._rows, self._half)
        _sum(self._half_columns, out)

    def spread(self, gradient: Floats) -> None:
        """Make `gradient` (maps, rows, columns) that of every pixel of its block."""
        for columns in self._half_columns:
            np.copyto(columns, gradient)
        np.copyto(self._gradient_rows, self._half_rows)


def _sum(parts: list[Floats], out: Floats) -> None:
    if len(parts) == 1:
        np.copyto(out, parts[0])
        return
    np.add(parts[0], parts[1], out=out)
    for part in parts[2:]:
        np.add(out, part, out=out)


class SubsamplingStage(ActivatedStage):
    """The sum of each block × a coefficient + a bias, with its activation.

    In the second derivatives the sum of a block is one input of its unit; its pixels pass their part of it on.
    """

    def __init__(self, plan: LayerPlan, layer: Subsampling, source: Signal, shared: Shared) -> None:
        maps, height, width = self._shape = plan.output_shape
        self._blocks = _Blocks(plan, layer.window, source)
        self._inputs = np.ones((maps, 2, height * width), source.values.dtype)
        """For each map the blocks' sums, and ones for the bias."""
        self._block_sums = self._inputs[:, 0].reshape(self._shape)
        values, gradient = shared.parameters.matrices(plan.name)
        self._matrix, self._gradient = values.T[:, None, :], gradient.T[:, None, :]
        delta, pulled = np.zeros((2, maps, 1, height * width), source.values.dtype)
        super().__init__(shared.activations.make(layer.activation, delta.shape), delta)
        self._pulled, self._pulled_grid = pulled, pulled.reshape(self._shape)

    def _grid(self, sums: Floats) -> Floats:
        return sums.reshape(self._shape)

    def forward(self) -> None:
        """Sum the blocks, then one small product for each map."""
        self._blocks.sum(self._block_sums)
        np.matmul(self._matrix, self._inputs, out=self._sums)
        self._activation.forward()

    def _pull(self, *, squared: bool) -> None:
        matrix, inputs = self._matrix, self._inputs
        if squared:
            matrix, inputs = matrix * matrix, inputs * inputs
        np.matmul(self._delta, inputs.transpose(0, 2, 1), out=self._gradient)
        np.multiply(self._delta, matrix[:, :, :1], out=self._pulled)
        self._blocks.spread(self._pulled_grid)


class AveragePoolingStage(Stage):
    """The mean of each block: every pixel has the fixed weight 1 / n² for a block of n × n."""

    def __init__(self, plan: LayerPlan, window: int, source: Signal) -> None:
        self._share = 1 / window**2
        self._blocks = _Blocks(plan, window, source)
        self.output = Signal.zeros(plan.output_shape, source.values.dtype)
        self._scaled = np.zeros_like(self.output.values)

    def forward(self) -> None:
        """Sum and divide."""
        values = self.output.values
        self._blocks.sum(values)
        np.multiply(values, self._share, out=values)

    def backward(self) -> None:
        """An equal share for every pixel."""
        self._spread(self._share)

    def curve(self) -> None:
        """The square of that share for every pixel."""
        self._spread(self._share**2)

    def _spread(self, share: float) -> None:
        np.multiply(self.output.gradient, share, out=self._scaled)
        self._blocks.spread(self._scaled)


class MaxPoolingStage(Stage):
    """The largest value of each block; of equal ones the first, row by row, takes the gradient."""

    def __init__(self, plan: LayerPlan, window: int, source: Signal) -> None:
        _, height, width = plan.output_shape
        rows, columns = height * window, width * window
        corners = [(y, x) for y in range(window) for x in range(window)]
        self._pixels = [source.values[:, y:rows:window, x:columns:window] for y, x in corners]
        self._gradients = [source.gradient[:, y:rows:window, x:columns:window] for y, x in corners]
        self.output = Signal.zeros(plan.output_shape, source.values.dtype)
        self._winner = np.zeros(plan.output_shape, np.intp)
        self._mask = np.zeros(plan.output_shape, np.bool_)

    def forward(self) -> None:
        """Go through the pixels of all blocks at once, and keep which one is the largest so far."""
        values = self.output.values
        np.copyto(values, self._pixels[0])
        self._winner.fill(0)
        for number, pixels in enumerate(self._pixels[1:], start=1):
            np.greater(pixels, values, out=self._mask)
            np.copyto(values, pixels, where=self._mask)
            np.copyto(self._winner, number, where=self._mask)

    def backward(self) -> None:
        """All of it to the winner."""
        for number, pixels in enumerate(self._gradients):
            np.equal(self._winner, number, out=self._mask)
            np.multiply(self.output.gradient, self._mask, out=pixels)

    def curve(self) -> None:
        """All of it to the winner: its weight is one."""
        self.backward()
