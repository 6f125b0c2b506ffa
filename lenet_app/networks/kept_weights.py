"""The parameters of a network at a moment of its training."""

from dataclasses import dataclass

from lenet_app.networks.forward import Weights


@dataclass(frozen=True, eq=False)
class KeptWeights:
    """A network's parameters at a moment of its training.

    Args:
        epoch: how many epochs it had learned; 0 before the first.
        weights: under the names and in the shapes of its architecture; nobody writes to them.
    """

    epoch: int
    weights: Weights
