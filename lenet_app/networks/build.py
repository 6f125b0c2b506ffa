"""A network in torch, made from its architecture, for training."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.forward import Array, Weights, table_places
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    MaxPooling,
    RadialBasis,
    Subsampling,
)

CHANNELS_INNERMOST_FROM = 16
"""Maps of the first layer. With so many, channels innermost were seen to be quicker on a CPU."""


class Network(nn.Module):
    """The architecture's layers, whose weights have their full names, so that `C1.weight` is the same array everywhere.

    To torch the layers have numbers: a module cannot have a part that is called as an attribute of its own is, such as
    `float` or `train`, and a layer can.

    The forward pass takes the network input, float32 (n, channels, height, width), and returns the classes' scores
    (n, classes) before the softmax; where an RBF layer answers with distances, minus these.
    """

    def __init__(self, architecture: Architecture) -> None:
        super().__init__()
        self.architecture = architecture
        self.numbered = nn.ModuleList(_module(plan) for plan in architecture.plans)
        names = [plan.name for plan in architecture.plans]
        self.layers: dict[str, nn.Module] = dict(zip(names, self.numbered, strict=True))
        self._activations = {plan.name: _activation(plan.layer.activation) for plan in architecture.plans}
        counted = sum(parameter.numel() for parameter in self.parameters())
        assert counted == architecture.parameters, f"{counted} parameters in place of {architecture.parameters}"
        if has_channels_innermost(architecture):
            self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def forward(self, network_input: Tensor, random: torch.Generator | None = None, first: int = 0) -> Tensor:
        """The scores (n, classes) of a batch.

        Args:
            network_input: float32 (n, channels, height, width).
            random: what dropout draws from, on the device of the network; None drops nothing.
            first: the number of the layer to begin with, whose input is given then.
        """
        x = network_input
        for plan in self.architecture.plans[first:]:
            if plan.layer.flattens:
                x = x.flatten(start_dim=1)
            given = (x, random) if plan.layer.only_in_training else (x,)
            x = self._activations[plan.name](self.layers[plan.name](*given))  # n × plan.output_shape
        return -x if self.architecture.answers_with_distances else x

    def load_weights(self, weights: Weights) -> None:
        """Take over `weights`, on whatever device the network is.

        Raises:
            KeyError: one is missing.
        """
        with torch.no_grad():
            for name, parameter in self.named_weights():
                parameter.copy_(torch.from_numpy(np.array(weights[name])))

    def weights(self) -> dict[str, Array]:
        """A snapshot of all parameters on the CPU, which later steps do not change."""
        return {name: parameter.detach().cpu().numpy().copy() for name, parameter in self.named_weights()}

    def named_weights(self) -> Iterator[tuple[str, nn.Parameter]]:
        """All parameters by their full names, in the order of the data flow."""
        for layer, module in self.layers.items():
            for part, parameter in module.named_parameters():
                yield f"{layer}.{part}", parameter


def has_channels_innermost(architecture: Architecture) -> bool:
    """Whether what is computed in torch has the values of all maps at a place side by side, which is quicker here."""
    first = architecture.layers[0]
    return isinstance(first, Convolution) and first.maps >= CHANNELS_INNERMOST_FROM


class _TableConvolution(nn.Module):
    """A convolution whose maps see what a table says; only the table's connections have weights."""

    def __init__(self, layer: Convolution, input_maps: int) -> None:
        super().__init__()
        kernels = sum(map(len, layer.table))
        self.weight = nn.Parameter(torch.zeros(kernels, layer.kernel, layer.kernel))
        self.bias = nn.Parameter(torch.zeros(layer.maps))
        self.dense_shape = (layer.maps, input_maps, layer.kernel, layer.kernel)
        self.padding, self.stride = layer.padding, layer.stride
        sees, seen = table_places(layer.table)
        places = torch.tensor([map_ * input_maps + other for map_, other in zip(sees, seen, strict=True)])
        self.register_buffer("places", places, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """(n, maps, height, width)."""
        maps, input_maps, kernel, _ = self.dense_shape
        nothing = self.weight.new_zeros(maps * input_maps, kernel, kernel)
        dense = nothing.index_copy(0, self.get_buffer("places"), self.weight).view(self.dense_shape)
        return functional.conv2d(x, dense, self.bias, stride=self.stride, padding=self.padding)


class _Subsampling(nn.Module):
    """The sum of each block × one coefficient per map + one bias per map."""

    def __init__(self, maps: int, window: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(maps))
        self.bias = nn.Parameter(torch.zeros(maps))
        self.window = window

    def forward(self, x: Tensor) -> Tensor:
        """(n, maps, rows, columns)."""
        mean = functional.avg_pool2d(x, self.window)
        return mean * (self.weight * self.window**2)[:, None, None] + self.bias[:, None, None]


class _Dropout(nn.Module):
    """Inverted dropout: each value is zero with the probability `rate`, else divided by 1 - `rate`."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.kept = 1 - rate

    def forward(self, x: Tensor, random: torch.Generator | None) -> Tensor:
        """As it was given; without anything to draw from nothing is dropped."""
        if random is None:
            return x
        return x * torch.empty_like(x).bernoulli_(self.kept, generator=random).div_(self.kept)


class _RadialBasis(nn.Module):
    """The distances to the digits' bitmaps."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.register_buffer("bitmaps", torch.from_numpy(BITMAPS[:units].copy()), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """(n, units)."""
        return (x[:, None, :] - self.get_buffer("bitmaps")).square().sum(dim=2)


def _module(plan: LayerPlan) -> nn.Module:  # noqa: PLR0911 - one for each
    maps = plan.input_shape[0]
    match plan.layer:
        case Convolution(table=table) as layer if table:
            return _TableConvolution(layer, maps)
        case Convolution() as layer:
            return nn.Conv2d(maps, layer.maps, layer.kernel, stride=layer.stride, padding=layer.padding)
        case Subsampling(window=window):
            return _Subsampling(maps, window)
        case MaxPooling(window=window):
            return nn.MaxPool2d(window)
        case AveragePooling(window=window):
            return nn.AvgPool2d(window)
        case FullyConnected(units=units):
            return nn.Linear(int(np.prod(plan.input_shape)), units)
        case Dropout(rate=rate):
            return _Dropout(rate)
        case RadialBasis(units=units):
            return _RadialBasis(units)


def _activation(activation: Activation) -> Callable[[Tensor], Tensor]:
    """The activation in torch: a function of ours, or else of `torch.nn.functional`."""
    formula = activation.formula
    function = _OURS.get(formula.torch_name) or getattr(functional, formula.torch_name)
    return partial(function, **formula.torch_options)


def _identity(a: Tensor) -> Tensor:
    return a


def _scaled_tanh(a: Tensor, *, amplitude: float, slope: float) -> Tensor:
    return amplitude * torch.tanh(slope * a)


_OURS: dict[str, Callable[..., Tensor]] = {"identity": _identity, "scaled_tanh": _scaled_tanh}
