"""A network in torch, made from its architecture, for training."""

from collections import OrderedDict

import numpy as np
import torch
from torch import Tensor, nn

from lenet_app.networks.architecture import Activation, Architecture, Convolution, FullyConnected, LayerPlan, MaxPooling
from lenet_app.networks.forward import Array, Weights


class Network(nn.Module):
    """The architecture's layers under their own names, so that `C1.weight` is the same array in every view and file.

    The forward pass takes the network input, float32 (n, channels, height, width), and returns the classes' scores
    (n, classes) before the softmax.
    """

    def __init__(self, architecture: Architecture) -> None:
        super().__init__()
        self.architecture = architecture
        self.layers = nn.ModuleDict(OrderedDict((plan.name, _module(plan)) for plan in architecture.plans))
        counted = sum(parameter.numel() for parameter in self.parameters())
        assert counted == architecture.parameters, f"{counted} parameters in place of {architecture.parameters}"

    def forward(self, network_input: Tensor) -> Tensor:
        """The scores (n, classes) of a batch."""
        x = network_input
        for plan in self.architecture.plans:
            if isinstance(plan.layer, FullyConnected):
                x = x.flatten(start_dim=1)
            x = self.layers[plan.name](x)  # n × plan.output_shape
            if not isinstance(plan.layer, MaxPooling) and plan.layer.activation is Activation.RELU:
                x = torch.relu(x)
        return x

    def load_weights(self, weights: Weights) -> None:
        """Take over `weights`, on whatever device the network is.

        Raises:
            KeyError: one is missing.
        """
        with torch.no_grad():
            for name, parameter in self.layers.named_parameters():
                parameter.copy_(torch.from_numpy(np.array(weights[name])))

    def weights(self) -> dict[str, Array]:
        """A snapshot of all parameters on the CPU, which later steps do not change."""
        return {name: p.detach().cpu().numpy().copy() for name, p in self.layers.named_parameters()}


def _module(plan: LayerPlan) -> nn.Module:
    match plan.layer:
        case Convolution(maps=maps, kernel=kernel, padding=padding):
            return nn.Conv2d(plan.input_shape[0], maps, kernel, padding=padding)
        case MaxPooling(window=window):
            return nn.MaxPool2d(window)
        case FullyConnected(units=units):
            return nn.Linear(int(np.prod(plan.input_shape)), units)


def initial_weights(architecture: Architecture, *, seed: int) -> dict[str, Array]:
    """New weights and biases, uniform in ±1/√F with F the unit's fan-in, torch's own default.

    They are drawn in NumPy: a seed means the same weights on every device and at every thread count.
    """
    random = np.random.default_rng([seed, 0])
    weights: dict[str, Array] = {}
    for plan in architecture.plans:
        shapes = plan.parameter_shapes
        for name, shape in shapes.items():
            bound = 1 / np.sqrt(np.prod(shapes[f"{plan.name}.weight"][1:]))
            weights[name] = random.uniform(-bound, bound, shape).astype(np.float32)
    return weights
