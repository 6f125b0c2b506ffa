"""The recipe's optimiser and schedule in torch's terms."""

import math

from torch import nn, optim

from lenet_app.networks.recipe import Optimiser, Recipe, Schedule


def make_optimiser(recipe: Recipe, network: nn.Module) -> optim.Optimizer:
    """The recipe's optimiser over all parameters of the network."""
    match recipe.optimiser:
        case Optimiser.ADAM:
            return optim.Adam(network.parameters(), lr=recipe.learning_rate, fused=True)
        case Optimiser.MOMENTUM:
            return optim.SGD(network.parameters(), lr=recipe.learning_rate, momentum=0.9, fused=True)
        case Optimiser.SGD:
            return optim.SGD(network.parameters(), lr=recipe.learning_rate, fused=True)


def learning_rate(recipe: Recipe, progress: float) -> float:
    """The rate at `progress`, 0 at the start of the run and 1 at its end.

    The cosine schedule falls from the recipe's rate to nothing along half a cosine (Loshchilov and Hutter, 2017,
    eq. (5), without restarts).
    """
    match recipe.schedule:
        case Schedule.CONSTANT:
            return recipe.learning_rate
        case Schedule.COSINE:
            return recipe.learning_rate * 0.5 * (1 + math.cos(math.pi * progress))
