"""The recipe's optimiser and schedule in torch's terms."""

import math
import os
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn, optim

from lenet_app.networks.recipe import Optimiser, Recipe, Schedule
from lenet_app.paths import bundled

_INVERSE_POWER = 0.75
_PASSES_1998 = ((2, 1.0), (5, 0.4), (8, 0.2), (12, 0.1), (math.inf, 0.02))
"""LeCun et al. (1998), section III-B: up to which pass which share of the first rate, 0.0005, holds."""


def make_optimiser(recipe: Recipe, network: nn.Module) -> optim.Optimizer:
    """The recipe's optimiser over all parameters of the network, biases in a group of their own."""
    _keep_compiler_from_making_folders()
    biases = [parameter for name, parameter in network.named_parameters() if name.endswith(".bias")]
    others = [parameter for name, parameter in network.named_parameters() if not name.endswith(".bias")]
    groups = [{"params": others, "pace": 1.0}, {"params": biases, "pace": recipe.bias_rate}]
    groups = [group for group in groups if group["params"]]
    rate, decay = recipe.learning_rate, recipe.weight_decay
    match recipe.optimiser:
        case Optimiser.ADAM:
            return optim.Adam(groups, lr=rate, weight_decay=decay, fused=True)
        case Optimiser.MOMENTUM:
            return optim.SGD(groups, lr=rate, momentum=recipe.momentum, weight_decay=decay, fused=True)
        case Optimiser.SGD:
            return optim.SGD(groups, lr=rate, weight_decay=decay, fused=True)
        case Optimiser.ADADELTA:
            return optim.Adadelta(groups, lr=rate, weight_decay=decay)
        case Optimiser.LEVENBERG_MARQUARDT:
            raise ValueError("Levenberg-Marquardt has a learner of its own")


def _keep_compiler_from_making_folders() -> None:
    """Name torch's compiler a folder that is there already; it writes nothing, for no network is compiled.

    The first optimiser loads the compiler, which makes its folder for temporary files as it is imported: that folder
    would stay, and where none can be made there would be no training.
    """
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(bundled("assets")))


def optimiser_state(optimiser: optim.Optimizer) -> dict[str, npt.NDArray[Any]]:
    """A copy of what an optimiser remembers of its steps, by the number of the parameter and its own name for it."""
    return {
        f"{number}/{name}": value.cpu().numpy().copy()
        for number, parts in optimiser.state_dict()["state"].items()
        for name, value in parts.items()
        if value is not None
    }


def restore_optimiser(optimiser: optim.Optimizer, state: Mapping[str, npt.NDArray[Any]]) -> None:
    """Let an optimiser with the same recipe and network remember what `optimiser_state` was told."""
    whole = optimiser.state_dict()
    parameters = [parameter for group in optimiser.param_groups for parameter in group["params"]]
    remembered: dict[int, dict[str, Tensor]] = {}
    for key, array in state.items():
        number, _, name = key.partition("/")
        value = torch.from_numpy(np.array(array))
        if value.shape == parameters[int(number)].shape:
            # In the parameter's own order of memory, which the fused steps rely on.
            value = torch.empty_like(parameters[int(number)]).copy_(value)
        remembered.setdefault(int(number), {})[name] = value
    optimiser.load_state_dict({**whole, "state": remembered})


def set_rate(optimiser: optim.Optimizer, rate: float) -> None:
    """Let the next steps be of this rate; biases have the recipe's multiple of it."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group["pace"]


def learning_rate(recipe: Recipe, *, step: int, per_epoch: int, steps: int) -> float:
    """The rate of a step.

    Args:
        recipe: names the schedule.
        step: how many steps were made before.
        per_epoch: steps of one pass over the training pictures.
        steps: of the whole run.

    The cosine schedule falls from the recipe's rate to nothing along half a cosine (Loshchilov and Hutter, 2017,
    eq. (5), without restarts).
    """
    rate, passes = recipe.learning_rate, step // per_epoch
    match recipe.schedule:
        case Schedule.CONSTANT:
            return rate
        case Schedule.COSINE:
            return rate * 0.5 * (1 + math.cos(math.pi * step / steps))
        case Schedule.EXPONENTIAL:
            return float(rate * recipe.decay**passes)
        case Schedule.INVERSE:
            return float(rate * (1 + recipe.decay * step) ** -_INVERSE_POWER)
        case Schedule.LENET_1998:
            return rate * next(share for until, share in _PASSES_1998 if passes < until)
