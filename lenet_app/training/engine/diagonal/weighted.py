"""The layers with a matrix of weights: convolutions, by way of their columns, and fully connected layers."""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.layers import Convolution
from lenet_app.training.engine.diagonal.parameters import Floats
from lenet_app.training.engine.diagonal.stage import ActivatedStage, Shared, Signal


class ConvolutionStage(ActivatedStage):
    """A convolution as a product of two matrices.

    Each map of the input is taken as one long row of pixels. In it the pixel under a given weight of the kernel lies at
    the same distance from the output's position everywhere, so what a weight sees is one uncut piece of the row, which
    is copied fast. The price is sums at positions where the kernel would reach over the edge, and at those that a
    stride leaves out; they lie outside of the grid and have no part in anything. On the way back pieces are taken out
    of rows of ∂E/∂a, with zeros before and behind, at the same distances turned round. There the pieces are copied for
    each column of the kernel, and each row of it has a product of its own, to be summed: less to copy is faster.
    """

    def __init__(self, plan: LayerPlan, layer: Convolution, source: Signal, shared: Shared, *, first: bool) -> None:
        (maps, height, width), k, edge = plan.input_shape, layer.kernel, layer.padding
        _, rows, columns = self._shape = plan.output_shape
        self._pitch, self._stride = width + 2 * edge, layer.stride
        self._first = first
        self._matrix, self._gradient = shared.parameters.matrices(plan.name)
        self._framed = _Framed(source, edge)
        length = ((rows - 1) * self._pitch + columns - 1) * layer.stride + 1
        plane, row, pixel = self._framed.values.strides
        self._pieces = as_strided(self._framed.values, (maps, k, k, length), (plane, row, pixel, pixel))
        self._columns = np.ones((maps * k * k + 1, length), source.values.dtype)
        """A row for each weight of a map and a last one, of ones, for the bias."""
        self._pieces_copy = self._columns[:-1].reshape(self._pieces.shape)
        size = (height + 2 * edge) * self._pitch
        wide = np.zeros((layer.maps, 2 * (k - 1) + (k - 1) * self._pitch + size), self._columns.dtype)
        margin = (k - 1) * (self._pitch + 1)
        activation = shared.activations.make(layer.activation, (layer.maps, length))
        super().__init__(activation, wide[:, margin : margin + length])
        self._prepare_way_back(wide, layer, size)

    def _prepare_way_back(self, wide: Floats, layer: Convolution, size: int) -> None:
        """Make the pieces of `wide`, the rows of ∂E/∂a with their zeros, for an input gradient of `size` a map."""
        k, (row, pixel) = layer.kernel, wide.strides
        shape = (k, layer.maps, (k - 1) * self._pitch + size)
        self._back_pieces = as_strided(wide[:, k - 1 :], shape, (-pixel, row, pixel))
        self._back_copy = np.zeros(shape, wide.dtype)
        last = self._back_copy[:, :, (k - 1) * self._pitch :]
        step = self._back_copy.strides[1]
        self._back_rows = as_strided(last, (k, k * layer.maps, size), (-self._pitch * pixel, step, pixel))
        self._flat_gradient = self._framed.gradient.reshape(-1, size)
        self._row_gradients = np.zeros((k, *self._flat_gradient.shape), wide.dtype)

    def _grid(self, sums: Floats) -> Floats:
        item, stride = sums.itemsize, self._stride
        return as_strided(sums, self._shape, (sums.strides[0], self._pitch * stride * item, stride * item))

    def forward(self) -> None:
        """Lay the pieces under each other and multiply."""
        self._framed.fetch()
        np.copyto(self._pieces_copy, self._pieces)
        np.dot(self._matrix.T, self._columns, out=self._sums)
        self._activation.forward()

    def _pull(self, *, squared: bool) -> None:
        matrix, columns = self._matrix, self._columns
        if squared:
            matrix, columns = matrix * matrix, columns * columns
        np.dot(columns, self._delta.T, out=self._gradient)
        if not self._first:
            np.copyto(self._back_copy, self._back_pieces)
            kernels = matrix[:-1].reshape(len(self._flat_gradient), len(self._row_gradients), -1)
            np.matmul(kernels.transpose(1, 0, 2), self._back_rows, out=self._row_gradients)
            np.add.reduce(self._row_gradients, axis=0, out=self._flat_gradient)
            self._framed.give_back()


class _Framed:
    """A signal's maps with a border of zeros, in one piece of memory: the signal itself where it is so already."""

    def __init__(self, signal: Signal, edge: int) -> None:
        maps, height, width = signal.values.shape
        self._signal = signal
        self._is_same = not edge and all(array.flags.c_contiguous for array in (signal.values, signal.gradient))
        framed = Signal.zeros((maps, height + 2 * edge, width + 2 * edge), signal.values.dtype)
        chosen = signal if self._is_same else framed
        self.values, self.gradient = chosen.values, chosen.gradient
        self._inside, self._gradient_inside = (
            array[:, edge : edge + height, edge : edge + width] for array in (self.values, self.gradient)
        )

    def fetch(self) -> None:
        """Bring the signal's values here."""
        if not self._is_same:
            np.copyto(self._inside, self._signal.values)

    def give_back(self) -> None:
        """Bring the gradient to the signal."""
        if not self._is_same:
            np.copyto(self._signal.gradient, self._gradient_inside)


class FullyConnectedStage(ActivatedStage):
    """A fully connected layer, or a convolution whose kernel covers its input: one position, the same sums."""

    def __init__(self, plan: LayerPlan, source: Signal, shared: Shared, *, first: bool) -> None:
        self._shape, self._first, self._source = plan.output_shape, first, source
        self._matrix, self._gradient = shared.parameters.matrices(plan.name)
        rows, units = self._matrix.shape
        self._column = np.ones((rows, 1), self._matrix.dtype)
        """The input and a one for the bias."""
        self._flat = self._column[:, 0]
        self._inside = self._flat[:-1].reshape(plan.input_shape)
        back = source.gradient
        self._flat_gradient = back.reshape(-1) if back.flags.c_contiguous else np.zeros(rows - 1, back.dtype)
        self._gradient_grid = None if back.flags.c_contiguous else self._flat_gradient.reshape(plan.input_shape)
        activation = shared.activations.make(plan.layer.activation, (units,))
        super().__init__(activation, np.zeros(units, self._matrix.dtype))
        self._delta_row = self._delta[None]

    def _grid(self, sums: Floats) -> Floats:
        return sums.reshape(self._shape)

    def forward(self) -> None:
        """One product of the input and the matrix."""
        np.copyto(self._inside, self._source.values)
        np.dot(self._flat, self._matrix, out=self._sums)
        self._activation.forward()

    def _pull(self, *, squared: bool) -> None:
        matrix, column = self._matrix, self._column
        if squared:
            matrix, column = matrix * matrix, column * column
        np.dot(column, self._delta_row, out=self._gradient)
        if not self._first:
            np.dot(matrix[:-1], self._delta, out=self._flat_gradient)
            if self._gradient_grid is not None:
                np.copyto(self._source.gradient, self._gradient_grid)
