"""The kinds of layers forward and back, in torch."""

import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.build import CHANNELS_INNERMOST_FROM
from lenet_app.networks.forward import table_places
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    MaxPooling,
    RadialBasis,
    Subsampling,
)
from lenet_app.training.engine.passes.pooled_convolution import PooledConvolution
from lenet_app.training.engine.passes.pooling import MeanStage, SubsamplingStage, largest
from lenet_app.training.engine.passes.stage import Stage, Tensors

_convolution_backward = torch.ops.aten.convolution_backward
_MULTIPLIED_AT_ONCE = 16
"""Channels. Where a convolution sees fewer, its kernels' gradient is quicker with the channels innermost in memory, and
that of its input is not: half and twice the time for C3 of LeNet-5."""


def stage_of(  # noqa: PLR0911 - one for each
    plan: LayerPlan, weights: Tensors, gradients: Tensors, *, innermost: bool
) -> Stage:
    """The stage of a layer, without its activation.

    Args:
        plan: the layer in its place.
        innermost: whether the channels of maps are innermost in memory.
        weights: its parameters, which are looked at in every pass.
        gradients: where `backward` writes, of the shapes of the parameters.
    """
    match plan.layer:
        case Convolution(table=table) as layer if table:
            return _TableConvolution(layer, plan.input_shape[0], weights, gradients)
        case Convolution() as layer:
            return _Convolution(layer, weights, gradients)
        case Subsampling(window=window):
            return SubsamplingStage(window, weights, gradients)
        case MaxPooling(window=window):
            return largest(window, innermost=innermost)
        case AveragePooling(window=window):
            return MeanStage(window)
        case FullyConnected():
            return _FullyConnected(weights, gradients)
        case Dropout(rate=rate):
            return DropoutStage(rate)
        case RadialBasis(units=units):
            return _RadialBasis(units)


def takes_the_largest(plan: LayerPlan) -> bool:
    """Whether a layer is a max pooling."""
    return isinstance(plan.layer, MaxPooling)


def pooled_stage(first: LayerPlan, pooling: LayerPlan, weights: Tensors, gradients: Tensors) -> Stage | None:
    """The first layer of a network and its max pooling as one, where it can be and is quicker: else None.

    It is with one channel, few maps and blocks that leave nothing over.
    """
    layer = first.layer
    if (
        isinstance(layer, Convolution)
        and (layer.stride, layer.table) == (1, ())
        and pooling.layer == MaxPooling(pooling.name)
        and all(side % 2 == 0 for side in first.output_shape[1:])
        and first.input_shape[0] == 1
        and layer.maps < CHANNELS_INNERMOST_FROM
    ):
        return PooledConvolution(layer.padding, first.input_shape[1:], weights, gradients)
    return None


class _Convolution(Stage):
    def __init__(self, layer: Convolution, weights: Tensors, gradients: Tensors) -> None:
        self._weights, self._gradients = weights, gradients
        self._maps, self._stride, self._padding = layer.maps, [layer.stride] * 2, [layer.padding] * 2
        self._x = self._weight = torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        """(n, maps, height, width)."""
        self._x, self._weight = x, self._dense()
        return functional.conv2d(x, self._weight, self._weights["bias"], self._stride, self._padding)

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """The gradient of the input, if it is needed."""
        x, back, is_needed = self._x, gradient, needs_input
        if needs_input and x.shape[1] < _MULTIPLIED_AT_ONCE and x.is_contiguous():
            back, _, _ = self._gradients_of(gradient, x, (True, False, False))
            gradient, x = (maps.contiguous(memory_format=torch.channels_last) for maps in (gradient, x))
            is_needed = False
        found, weight, bias = self._gradients_of(gradient, x, (is_needed, True, True))
        self._keep(weight)
        self._gradients["bias"].copy_(bias)
        return found if is_needed else back

    def _gradients_of(self, gradient: Tensor, x: Tensor, wanted: tuple[bool, bool, bool]) -> tuple[Tensor, ...]:
        """Those of the input, the kernels and the biases, of which some are wanted."""
        rest = (self._stride, self._padding, [1, 1], False, [0, 0], 1, wanted)
        found: tuple[Tensor, ...] = _convolution_backward(gradient, x, self._weight, [self._maps], *rest)
        return found

    def _dense(self) -> Tensor:
        return self._weights["weight"]

    def _keep(self, gradient: Tensor) -> None:
        self._gradients["weight"].copy_(gradient)


class _TableConvolution(_Convolution):
    """Only the table's connections have weights; what computes has zeros for the others."""

    def __init__(self, layer: Convolution, input_maps: int, weights: Tensors, gradients: Tensors) -> None:
        super().__init__(layer, weights, gradients)
        sees, seen = table_places(layer.table)
        places = [map_ * input_maps + other for map_, other in zip(sees, seen, strict=True)]
        self._places = torch.tensor(places, device=weights["weight"].device)
        self._spread = weights["weight"].new_zeros(layer.maps, input_maps, layer.kernel, layer.kernel)

    def _dense(self) -> Tensor:
        self._spread.flatten(0, 1).index_copy_(0, self._places, self._weights["weight"])
        return self._spread

    def _keep(self, gradient: Tensor) -> None:
        torch.index_select(gradient.flatten(0, 1), 0, self._places, out=self._gradients["weight"])


class _FullyConnected(Stage):
    def __init__(self, weights: Tensors, gradients: Tensors) -> None:
        self._weight, self._bias, self._gradients = weights["weight"], weights["bias"], gradients
        self._turned = self._weight.t()
        self._x, self._shape, self._order = torch.empty(0), torch.Size(), torch.contiguous_format

    def forward(self, x: Tensor) -> Tensor:
        """(n, units)."""
        self._shape, self._order = x.shape, _order_of(x)
        self._x = x if x.dim() == 2 else x.flatten(start_dim=1)
        return torch.addmm(self._bias, self._x, self._turned)

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """The gradient of the input in its shape, if it is needed."""
        torch.mm(gradient.t(), self._x, out=self._gradients["weight"])
        torch.sum(gradient, 0, out=self._gradients["bias"])
        if not needs_input:
            return gradient
        back = torch.mm(gradient, self._weight)
        return back if len(self._shape) == 2 else back.view(self._shape).contiguous(memory_format=self._order)


def _order_of(x: Tensor) -> torch.memory_format:
    """How maps lie in memory; the way back is several times slower where gradients lie in another order."""
    is_innermost = x.dim() == 4 and not x.is_contiguous() and x.is_contiguous(memory_format=torch.channels_last)
    return torch.channels_last if is_innermost else torch.contiguous_format


class DropoutStage(Stage):
    """Inverted dropout: each value is zero with the probability `rate`, else divided by 1 - `rate`."""

    def __init__(self, rate: float) -> None:
        self._kept_share, self._kept = 1 - rate, torch.empty(0)
        self.random: torch.Generator | None = None
        """What it draws from; None drops nothing."""

    def forward(self, x: Tensor) -> Tensor:
        """Some of the values."""
        if self.random is None:
            self._kept = torch.ones_like(x)
            return x
        self._kept = torch.empty_like(x).bernoulli_(self._kept_share, generator=self.random).div_(self._kept_share)
        return x * self._kept

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """That of the values which were let through."""
        return gradient * self._kept


class _RadialBasis(Stage):
    """The distances to the digits' bitmaps."""

    def __init__(self, units: int) -> None:
        self._bitmaps = torch.from_numpy(BITMAPS[:units].copy())
        self._differences = torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        """(n, units)."""
        self._bitmaps = self._bitmaps.to(x.device)
        self._differences = x[:, None, :] - self._bitmaps
        return self._differences.square().sum(dim=2)

    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """2 Σ_i g_i (x - w_i)."""
        return torch.bmm(gradient[:, None, :], self._differences).squeeze(1).mul_(2)
