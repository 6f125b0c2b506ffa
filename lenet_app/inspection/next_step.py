"""What a recipe's optimiser would change of a unit's weights in the next step: its first, upon this picture alone."""

from dataclasses import dataclass

import numpy as np

from lenet_app.data.pictures import Pictures
from lenet_app.inspection.connections import Learned, parameters_of
from lenet_app.inspection.fields import Doubles
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.networks.forward import Weights
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.training.engine.diagonal import DiagonalNetwork

_ADAM_EPSILON = 1e-8
_ADADELTA_KEPT, _ADADELTA_EPSILON = 0.9, 1e-6
"""ρ and ε of Zeiler (2012), as torch has them."""


@dataclass(frozen=True, eq=False)
class NextStep:
    """The changes of a unit's weights.

    Args:
        weight: what is added to each weight, shaped as `Learned.weight`.
        bias: what is added to the bias.
    """

    weight: Doubles
    bias: float


def next_step(
    passage: Passage, recipe: Recipe, unit: Unit, found: Learned, curvature: Weights | None = None
) -> NextStep:
    """The first step of the recipe's optimiser, which remembers nothing yet, at the recipe's own rate.

    Args:
        passage: the picture's way through the network.
        recipe: optimiser, rate, weight decay and the pace of biases.
        unit: whose weights they are.
        found: their gradients.
        curvature: for Levenberg-Marquardt h by the weights' names, see `measured_curvature`; None for 0, as it is until
            it is first measured.
    """
    plan = passage.plan(unit.layer)
    weight, bias = parameters_of(plan, passage.weights, unit)
    h = (np.zeros_like(weight), 0.0) if curvature is None else parameters_of(plan, curvature, unit)
    changed = _change(recipe, found.weight, weight, h[0], 1.0)
    shifted = _change(recipe, np.array(found.bias), np.array(bias), np.array(h[1]), recipe.bias_rate)
    return NextStep(changed, float(shifted))


def measured_curvature(model: Model, pictures: Pictures) -> Weights:
    """The mean second derivatives of weights over pictures, h of Levenberg-Marquardt, by the weights' names.

    A picture of the network of 1998 takes about a millisecond; a training takes 500.
    """
    network = DiagonalNetwork(model.architecture, model.weights, model.recipe)
    network_input = model.normalisation.network_input(pictures.images, model.architecture.input_shape)
    network.measure_curvature(network_input, pictures.labels)
    return network.curvature()


def _change(recipe: Recipe, gradient: Doubles, value: Doubles, curvature: Doubles, pace: float) -> Doubles:
    """What is added to parameters of these values.

    With g the gradient and the weight decay's part of it, and η the rate: SGD takes η g off, as momentum does in its
    first step; Adam (Kingma and Ba, 2015) η g / (√g² + ε), for its first averages are g and g² once they are corrected,
    and AdamW (Loshchilov and Hutter, 2019) so of the gradient alone, and η times the decay's part beside it;
    Adadelta (Zeiler, 2012) η √ε / √((1 - ρ) g² + ε) g; Levenberg-Marquardt η / (µ + h) g.
    """
    decayed = recipe.weight_decay * value
    g = gradient + decayed
    rate = recipe.learning_rate * pace
    match recipe.optimiser:
        case Optimiser.SGD | Optimiser.MOMENTUM:
            return -rate * g
        case Optimiser.ADAM:
            return -rate * g / (np.abs(g) + _ADAM_EPSILON)
        case Optimiser.ADAMW:
            return -rate * (gradient / (np.abs(gradient) + _ADAM_EPSILON) + decayed)
        case Optimiser.ADADELTA:
            mean = (1 - _ADADELTA_KEPT) * np.square(g)
            return np.asarray(-rate * np.sqrt(_ADADELTA_EPSILON / (mean + _ADADELTA_EPSILON)) * g)
        case Optimiser.LEVENBERG_MARQUARDT:
            return -rate / (recipe.damping + curvature) * g
