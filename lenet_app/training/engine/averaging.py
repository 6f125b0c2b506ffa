"""The running average of a network's weights, which answers better than the weights of any one step."""

from torch import Tensor

from lenet_app.networks.architecture import Architecture
from lenet_app.training.engine.passes.parameters import Parameters


class Average:
    """Parameters that follow those of a network in training.

    After t steps they keep the share min(`share`, (1 + t) / (10 + t)) of themselves, so that the first weights are soon
    forgotten.

    Args:
        architecture: of the network.
        start: its parameters before the first step.
        share: how much of itself the average keeps at each step in the long run, above 0 and below 1.
        device: torch's id of where they lie.
    """

    def __init__(self, architecture: Architecture, start: Parameters, share: float, device: str = "cpu") -> None:
        self.parameters = Parameters(architecture, device)
        self.parameters.vector.copy_(start.vector)
        self.steps = 0
        """How many were taken in."""
        self._share = share

    def follow(self, vector: Tensor) -> None:
        """Take in the parameters after a step."""
        self.steps += 1
        share = min(self._share, (1 + self.steps) / (10 + self.steps))
        self.parameters.vector.lerp_(vector, 1 - share)
