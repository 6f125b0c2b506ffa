"""A network's passes: forward to the scores, and back to the gradients."""

from collections.abc import Iterator

import torch
from torch import Tensor

from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import has_channels_innermost
from lenet_app.training.engine.passes.activations import ActivationStage, rises
from lenet_app.training.engine.passes.parameters import Parameters
from lenet_app.training.engine.passes.stage import Stage
from lenet_app.training.engine.passes.stages import DropoutStage, pooled_stage, stage_of, takes_the_largest


class Passes:
    """Forward and back through an architecture, by formulas of each kind of layer in place of torch's autograd.

    torch's own max pooling took four times as long as the convolution before it. `networks.build.Network` computes the
    same with autograd; the tests hold the two together.

    One object is for one thread: between the passes it keeps what the way back needs.

    Args:
        architecture: what is computed.
        parameters: with these weights, as they are in each pass.
        gradients: where `back` writes.
    """

    def __init__(self, architecture: Architecture, parameters: Parameters, gradients: Parameters) -> None:
        self._answers_with_distances = architecture.answers_with_distances
        self._stages = list(_stages(architecture, parameters, gradients))
        self.dropouts = [stage for _, stage in self._stages if isinstance(stage, DropoutStage)]
        learn = [plan.parameters > 0 for plan in architecture.plans]
        self._first = learn.index(True) if any(learn) else len(learn)

    def scores(self, network_input: Tensor, random: torch.Generator | None = None) -> Tensor:
        """The scores (n, classes) before the softmax; where an RBF layer answers with distances, minus these.

        Args:
            network_input: float32 (n, channels, height, width).
            random: what dropout draws from, on the device of the network; None drops nothing.
        """
        x = network_input
        for dropout in self.dropouts:
            dropout.random = random
        for _, stage in self._stages:
            x = stage.forward(x)
        return x.neg() if self._answers_with_distances else x

    def back(self, gradient: Tensor) -> None:
        """Write the gradients of all parameters.

        Args:
            gradient: of the loss with respect to the scores that were computed last, (n, classes).
        """
        if self._answers_with_distances:
            gradient = gradient.neg()
        for layer, stage in reversed(self._stages):
            if layer < self._first:
                return
            gradient = stage.backward(gradient, needs_input=layer > self._first)


def _stages(architecture: Architecture, parameters: Parameters, gradients: Parameters) -> Iterator[tuple[int, Stage]]:
    """Every stage with the number of its layer.

    Where the largest values are taken next, a layer's activation comes after that, for there are fewer of them.
    """
    plans, innermost = architecture.plans, has_channels_innermost(architecture)
    number = 0
    while number < len(plans):
        plan = plans[number]
        activation = plan.layer.activation
        own, gradient = parameters.of_layer(plan.name), gradients.of_layer(plan.name)
        is_pooled = number + 1 < len(plans) and takes_the_largest(plans[number + 1]) and rises(activation)
        both = pooled_stage(plan, plans[1], own, gradient) if is_pooled and number == 0 else None
        yield number, both or stage_of(plan, own, gradient, innermost=innermost)
        if is_pooled and both is None:
            yield number + 1, stage_of(plans[number + 1], {}, {}, innermost=innermost)
        if activation is not Activation.NONE:
            yield number, ActivationStage(activation)
        number += 2 if is_pooled else 1
