"""The running average of a network's weights, which answers better than the weights of any one step."""

import copy

import torch

from lenet_app.networks.build import Network


class Average:
    """A network whose weights follow those of another.

    After t steps it keeps the share min(`share`, (1 + t) / (10 + t)) of itself, so that the first weights are soon
    forgotten.

    Args:
        network: which is followed; the average starts as a copy of it.
        share: how much of itself the average keeps at each step in the long run, above 0 and below 1.
    """

    def __init__(self, network: Network, share: float) -> None:
        self.network = copy.deepcopy(network).requires_grad_(requires_grad=False)
        self.steps = 0
        """How many were taken in."""
        self._share = share

    def follow(self, network: Network) -> None:
        """Take in the weights after a step."""
        self.steps += 1
        share = min(self._share, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for own, other in zip(self.network.parameters(), network.parameters(), strict=True):
                own.lerp_(other, 1 - share)
