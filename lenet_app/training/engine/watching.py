"""What can be watched of a network while it learns: how large weights and gradients are, and which units are dead."""

from collections.abc import Mapping
from contextlib import suppress

import numpy as np
import torch

from lenet_app.data.stored import UnreadableError
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Weights, activations
from lenet_app.training.engine.passes.parameters import Parameters
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.reports import LayerFigures

_PICTURES = 64
"""On so many of the training pictures it is seen whether a unit is dead; LeNet-5 takes 10 ms for them."""


def layer_figures(
    architecture: Architecture, parameters: Parameters, gradients: Parameters | None
) -> tuple[LayerFigures, ...]:
    """How large the weights of each layer that has some are, and their gradients: root mean squares over both kinds.

    A GPU has to be waited for; on a core LeNet-5 takes 0.1 ms.

    Args:
        architecture: whose layers are told.
        parameters: of the network.
        gradients: of the batch's loss; None where there are none.
    """
    layers = [plan.name for plan in architecture.plans if plan.parameters]
    weights = _sizes(parameters, layers)
    slopes = [None] * len(layers) if gradients is None else _sizes(gradients, layers)
    return tuple(map(LayerFigures, layers, weights, slopes))


@torch.inference_mode()
def _sizes(parameters: Parameters, layers: list[str]) -> list[float]:
    parts = [list(parameters.of_layer(layer).values()) for layer in layers]
    if not parts:
        return []
    sums = torch.stack([sum((part.square().sum() for part in own), torch.zeros(())) for own in parts])
    counts = torch.tensor([sum(part.numel() for part in own) for own in parts])
    return [float(size) for size in (sums.cpu() / counts).sqrt()]


class DeadUnits:
    """Counts the units that give the same number for every picture: they learn nothing any more, and tell nothing.

    A unit of a layer of maps is a map, dead where all of its pixels are one number over all pictures. The last layer's
    are left out: they answer.

    Args:
        request: the training, of whose pictures the first are taken.
    """

    def __init__(self, request: TrainingRequest) -> None:
        self._request = request
        self._input: np.ndarray[tuple[int, ...], np.dtype[np.float32]] | None = None

    def counted(self, weights: Weights) -> Mapping[str, tuple[int, int]]:
        """Of each layer how many of its units are dead, and how many it has; nothing where no picture can be read."""
        architecture = self._request.architecture
        if self._input is None:
            with suppress(UnreadableError):
                some = self._request.training.take(np.arange(min(_PICTURES, len(self._request.training))))
                self._input = self._request.normalisation.network_input(some.images, architecture.input_shape)
        if self._input is None:
            return {}
        outputs = activations(architecture, weights, self._input)
        hidden = [plan.name for plan in architecture.plans[:-1] if plan.parameters]
        return {name: _dead(outputs[name]) for name in hidden}


def _dead(output: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> tuple[int, int]:
    units = output.swapaxes(0, 1).reshape(output.shape[1], -1)
    return int((units.max(axis=1) == units.min(axis=1)).sum()), len(units)
