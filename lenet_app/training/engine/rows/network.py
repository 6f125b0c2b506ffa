"""A network along a line in torch, with batch normalisation while it is trained, and its loss.

Graves, Fernández, Gomez and Schmidhuber (2006), "Connectionist Temporal Classification".
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Array, Weights
from lenet_app.networks.row_network import BLANK, kernel_shape
from lenet_app.penmanship.rows.texts import Text


class RowNetwork(nn.Module):
    """A network along a line; its fully connected layers are convolutions here, see `row_network.swept`.

    Args:
        architecture: its layers, whose activations are ReLU or none.
        weights: its parameters.
        is_normalised: whether all layers with parameters but the last are followed by batch normalisation.
    """

    def __init__(self, architecture: Architecture, weights: Weights, *, is_normalised: bool = False) -> None:
        super().__init__()
        self.network = Network(architecture)
        self.network.load_weights(weights)
        inner = [plan for plan in architecture.plans[:-1] if plan.parameters and is_normalised]
        self.norms = nn.ModuleDict({plan.name: nn.BatchNorm2d(plan.output_shape[0]) for plan in inner})

    def forward(self, lines: Tensor) -> Tensor:
        """The scores, float32 (n, classes, 1, frames), of lines (n, 1, 32, width)."""
        x = lines
        for plan in self.network.architecture.plans:
            layer = self.network.layers[plan.name]
            if isinstance(layer, nn.Linear):
                maps, side = kernel_shape(plan.input_shape)
                x = functional.conv2d(x, layer.weight.view(-1, maps, side, side), layer.bias)
            else:
                x = layer(x)
            if plan.name in self.norms:
                x = self.norms[plan.name](x)
            if plan.layer.activation is Activation.RELU:
                x = torch.relu(x)
        return x

    def folded(self) -> dict[str, Array]:
        """The weights of the network without normalisation that answers the same."""
        weights = self.network.weights()
        for name, norm in self.norms.items():
            assert isinstance(norm, nn.BatchNorm2d)
            assert norm.running_mean is not None
            assert norm.running_var is not None
            scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().numpy()
            shift = norm.bias.detach().numpy() - norm.running_mean.numpy() * scale
            weight = weights[f"{name}.weight"]
            weights[f"{name}.weight"] = weight * scale.reshape(-1, *[1] * (weight.ndim - 1))
            weights[f"{name}.bias"] = weights[f"{name}.bias"] * scale + shift
        return weights


def row_loss(scores: Tensor, texts: Sequence[Text]) -> Tensor:
    """The mean of -log of each text's probability, per digit; `scores` are (n, classes, 1, frames)."""
    logs = scores[:, :, 0].log_softmax(dim=1).permute(2, 0, 1)
    lengths = torch.tensor([len(text) for text in texts])
    frames = torch.full((len(texts),), len(logs))
    targets = torch.from_numpy(np.concatenate(texts).astype(np.int64))
    return functional.ctc_loss(logs, targets, frames, lengths, blank=BLANK, zero_infinity=True)


def texts_read(scores: Tensor) -> list[Text]:
    """What scores (n, classes, 1, frames) say along the path of each frame's best class."""
    best = scores.detach()[:, :, 0].argmax(dim=1).numpy()
    is_new = np.diff(best, axis=1, prepend=-1) != 0
    return [row[new & (row != BLANK)] for row, new in zip(best, is_new, strict=True)]
