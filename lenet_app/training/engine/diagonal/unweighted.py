"""The layers without weights or blocks: dropout and the radial basis output."""

import numpy as np

from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.layers import Dropout
from lenet_app.training.engine.diagonal.stage import Signal, Stage


class DropoutStage(Stage):
    """Inverted dropout: values are zero with the layer's probability p, else divided by 1 - p."""

    def __init__(self, plan: LayerPlan, layer: Dropout, source: Signal) -> None:
        self._rate, self._source = layer.rate, source
        self.output = Signal.zeros(plan.output_shape, source.values.dtype)
        self._drawn, self._factor = np.ones((2, *plan.output_shape), source.values.dtype)
        self._kept = np.ones(plan.output_shape, np.bool_)
        self.random: np.random.Generator | None = None
        """What is drawn from, once for each picture and value; None drops nothing."""

    def forward(self) -> None:
        """Draw, where something is dropped, and multiply."""
        if self.random is not None:
            self.random.random(dtype=self._drawn.dtype.type, out=self._drawn)
            np.greater_equal(self._drawn, self._rate, out=self._kept)
            np.multiply(self._kept, 1 / (1 - self._rate), out=self._factor, casting="same_kind")
        else:
            self._factor.fill(1)
        np.multiply(self._source.values, self._factor, out=self.output.values)

    def backward(self) -> None:
        """The factors of this picture."""
        np.multiply(self.output.gradient, self._factor, out=self._source.gradient)

    def curve(self) -> None:
        """Their squares."""
        self.backward()
        np.multiply(self._source.gradient, self._factor, out=self._source.gradient)


class RadialBasisStage(Stage):
    """Distances y_i = Σ_j (x_j - w_ij)² from the fixed pictures w."""

    def __init__(self, plan: LayerPlan, source: Signal) -> None:
        self._source = source
        self._centres = BITMAPS[: plan.output_shape[0]].astype(source.values.dtype)
        self._apart, self._squares = np.zeros_like(self._centres), np.zeros_like(self._centres)
        """x_j - w_ij and its square."""
        self._total_gradient = 0.0
        self.output = Signal.zeros(plan.output_shape, source.values.dtype)

    def forward(self) -> None:
        """Subtract, square, sum."""
        np.subtract(self._source.values, self._centres, out=self._apart)
        np.multiply(self._apart, self._apart, out=self._squares)
        np.add.reduce(self._squares, axis=1, out=self.output.values)

    def backward(self) -> None:
        """∂E/∂x_j = Σ_i 2 (x_j - w_ij) ∂E/∂y_i."""
        back = self._source.gradient
        np.dot(self.output.gradient, self._apart, out=back)
        np.multiply(back, 2, out=back)

    def curve(self) -> None:
        """∂²E/∂x_j² = Σ_i 2 ∂E/∂y_i + 4 (x_j - w_ij)² ∂²E/∂y_i², with the ∂E/∂y_i that `keep_gradient` was told of.

        The sum of all ∂E/∂y_i is zero or more for every loss; what rounding takes from zero is made up for.
        """
        back = self._source.gradient
        np.dot(self.output.gradient, self._squares, out=back)
        np.multiply(back, 4, out=back)
        np.add(back, max(2 * self._total_gradient, 0.0), out=back)

    def keep_gradient(self, total: float) -> None:
        """Keep Σ_i ∂E/∂y_i of this picture for `curve`."""
        self._total_gradient = total
