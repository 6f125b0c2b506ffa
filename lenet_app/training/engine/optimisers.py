"""The recipe's optimiser and schedule as update rules of one vector of parameters.

torch.optim would load torch's compiler with the first optimiser, for a second and more; the tests hold these rules
against it.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from lenet_app.networks.architecture import Architecture
from lenet_app.networks.recipe import Optimiser, Recipe, Schedule
from lenet_app.training.engine.passes.parameters import Parameters

_FIRST_SHARE, _SECOND_SHARE, _ADAM_EPSILON = 0.9, 0.999, 1e-8
"""Adam's β1, β2 and ε, as Kingma and Ba (2015) recommend them."""
_ADADELTA_SHARE, _ADADELTA_EPSILON = 0.9, 1e-6
"""Adadelta's ρ and ε as torch has them."""
_INVERSE_POWER = 0.75
_WARM_UP = 0.05
"""The share of the run in which the rate rises."""
_PASSES_1998 = ((2, 1.0), (5, 0.4), (8, 0.2), (12, 0.1), (math.inf, 0.02))
"""LeCun et al. (1998), section III-B: up to which pass which share of the first rate, 0.0005, holds."""


class Rule(ABC):
    """How parameters follow their gradients.

    Args:
        recipe: its numbers.
        architecture: whose parameters.
        device: torch's id of where they lie.
        size: of the vector, where it holds more than the parameters of the architecture, as `Parameters` lays them out.
    """

    remembered: tuple[str, ...] = ()
    """The names of the vectors that it keeps from step to step."""
    decays_gradient = True
    """Whether weight decay is a part of the gradient."""

    def __init__(self, recipe: Recipe, architecture: Architecture, device: str, size: int = 0) -> None:
        self._recipe = recipe
        self.steps = 0
        size = size or len(Parameters(architecture).vector)
        self.memory = {name: torch.zeros(size, device=device) for name in self.remembered}
        self._pace: Tensor | None = None
        if recipe.bias_rate != 1:
            paces = Parameters(architecture, device)
            paces.vector.fill_(1)
            paces.fill_where(recipe.bias_rate, end=".bias")
            self._pace = paces.vector

    def step(self, parameters: Tensor, gradient: Tensor, rate: float) -> None:
        """Change the parameters; the gradient may be changed as well."""
        self.steps += 1
        if self._recipe.weight_decay and self.decays_gradient:
            gradient.add_(parameters, alpha=self._recipe.weight_decay)
        change, rate = self._change(gradient, rate)
        if self._pace is None:
            parameters.add_(change, alpha=-rate)
        else:
            parameters.addcmul_(change, self._pace, value=-rate)

    def state(self) -> dict[str, npt.NDArray[Any]]:
        """A copy of what it remembers, by name."""
        copies: dict[str, npt.NDArray[Any]] = {name: part.cpu().numpy().copy() for name, part in self.memory.items()}
        return copies | {"steps": np.array(self.steps)}

    def restore(self, state: Mapping[str, npt.NDArray[Any]]) -> None:
        """Remember what the `state` of a rule of the same recipe and network tells.

        Raises:
            KeyError: a part of it is missing.
        """
        self.steps = int(state["steps"])
        for name, part in self.memory.items():
            part.copy_(torch.from_numpy(np.array(state[name])))

    @abstractmethod
    def _change(self, gradient: Tensor, rate: float) -> tuple[Tensor, float]:
        """What is taken off the parameters, and how many times."""


class _Descent(Rule):
    """Along the gradient."""

    def _change(self, gradient: Tensor, rate: float) -> tuple[Tensor, float]:
        return gradient, rate


class _Momentum(Rule):
    """Along the gradients so far, each step's with `momentum` of the weight of the next."""

    remembered = ("velocity",)

    def _change(self, gradient: Tensor, rate: float) -> tuple[Tensor, float]:
        return self.memory["velocity"].mul_(self._recipe.momentum).add_(gradient), rate


class _Adam(Rule):
    """Kingma and Ba (2015), algorithm 1, in the order of their section 2's end, which saves two divisions."""

    remembered = ("mean", "square")

    def _change(self, gradient: Tensor, rate: float) -> tuple[Tensor, float]:
        mean, square = self.memory["mean"], self.memory["square"]
        mean.lerp_(gradient, 1 - _FIRST_SHARE)
        square.mul_(_SECOND_SHARE).addcmul_(gradient, gradient, value=1 - _SECOND_SHARE)
        second = math.sqrt(1 - _SECOND_SHARE**self.steps)
        # What was taken in is room for the next: one vector less goes through the processor's cache.
        torch.sqrt(square, out=gradient).add_(_ADAM_EPSILON * second)
        return torch.div(mean, gradient, out=gradient), rate * second / (1 - _FIRST_SHARE**self.steps)


class _AdamW(_Adam):
    """Loshchilov and Hutter (2019), algorithm 2, the decay in units of the rate."""

    decays_gradient = False

    def step(self, parameters: Tensor, gradient: Tensor, rate: float) -> None:
        """Take the decay's part off, then a step of Adam."""
        if share := rate * self._recipe.weight_decay:
            parameters.mul_(1 - share if self._pace is None else 1 - share * self._pace)
        super().step(parameters, gradient, rate)


class _Adadelta(Rule):
    """Zeiler (2012), algorithm 1, its steps multiplied by the rate."""

    remembered = ("square", "square of changes")

    def _change(self, gradient: Tensor, rate: float) -> tuple[Tensor, float]:
        square, changes = self.memory["square"], self.memory["square of changes"]
        square.mul_(_ADADELTA_SHARE).addcmul_(gradient, gradient, value=1 - _ADADELTA_SHARE)
        change = torch.add(changes, _ADADELTA_EPSILON).div_(square + _ADADELTA_EPSILON).sqrt_()
        change.mul_(gradient)
        changes.mul_(_ADADELTA_SHARE).addcmul_(change, change, value=1 - _ADADELTA_SHARE)
        return change, rate


_RULES: dict[Optimiser, type[Rule]] = {
    Optimiser.ADAM: _Adam,
    Optimiser.ADAMW: _AdamW,
    Optimiser.MOMENTUM: _Momentum,
    Optimiser.SGD: _Descent,
    Optimiser.ADADELTA: _Adadelta,
}


def make_rule(recipe: Recipe, architecture: Architecture, device: str = "cpu", size: int = 0) -> Rule:
    """The recipe's optimiser; Levenberg-Marquardt has a learner of its own.

    Raises:
        KeyError: the recipe asks for that.
    """
    return _RULES[recipe.optimiser](recipe, architecture, device, size)


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
        case Schedule.WARM_UP:
            rise = max(1, round(_WARM_UP * steps))
            rising, falling = (step + 1) / rise, 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise)))
            return rate * (rising if step < rise else falling)
