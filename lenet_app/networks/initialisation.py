"""Where weights start: the recipe's initialisation, drawn in NumPy.

A seed means the same weights on every device and at every thread count.
"""

from math import prod

import numpy as np
import numpy.typing as npt

from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.forward import Array
from lenet_app.networks.recipe import Initialisation, Recipe
from lenet_app.randomness import Purpose, random_for

Floats = npt.NDArray[np.float64]

_BOUND_OF_1998 = 2.4
_REDRAWN_BEYOND = 2.0
"""In deviations of a truncated normal."""


def initial_weights(architecture: Architecture, recipe: Recipe, *, seed: int) -> dict[str, Array]:
    """New weights and biases of every layer, by their full names, float32.

    Args:
        architecture: the layers.
        recipe: its `initialisation`, `deviation` and `first_bias` are used.
        seed: of the random numbers.
    """
    random = random_for(seed, Purpose.WEIGHTS)
    weights: dict[str, Array] = {}
    for plan in architecture.plans:
        for name, shape in plan.parameter_shapes.items():
            is_bias = name.endswith(".bias")
            fan_in = _fan_in(plan, is_bias=is_bias).reshape(-1, *[1] * (len(shape) - 1))
            weights[name] = _draw(recipe, plan, shape, fan_in, random, is_bias=is_bias).astype(np.float32)
    return weights


def _fan_in(plan: LayerPlan, *, is_bias: bool) -> Floats:
    """Of each row of the weights (each kernel of a table is a row) the fan-in of its unit; of biases likewise."""
    fan_in = plan.layer.fan_in(plan.input_shape)
    if plan.layer.table and not is_bias:
        fan_in = tuple(fan for fan, row in zip(fan_in, plan.layer.table, strict=True) for _ in row)
    return np.array(fan_in, np.float64)


def _draw(  # noqa: PLR0911 - one for each
    recipe: Recipe,
    plan: LayerPlan,
    shape: tuple[int, ...],
    fan_in: Floats,
    random: "np.random.Generator",
    *,
    is_bias: bool,
) -> Floats:
    def uniform(bound: Floats) -> Floats:
        return np.asarray(random.uniform(-bound, bound, shape))

    match recipe.initialisation:
        case Initialisation.FAN_IN:
            return uniform(1 / np.sqrt(fan_in))
        case Initialisation.LENET_1998:
            return uniform(_BOUND_OF_1998 / fan_in)
        case Initialisation.TRUNCATED_NORMAL:
            if is_bias and recipe.first_bias is not None:
                return np.full(shape, recipe.first_bias)
            return recipe.deviation * _truncated_normal(shape, random)
        case Initialisation.GLOROT | Initialisation.XAVIER if is_bias:
            return np.zeros(shape)
        case Initialisation.GLOROT:
            return uniform(np.sqrt(6 / (fan_in + plan.layer.fan_out(plan.input_shape))))
        case Initialisation.XAVIER:
            return uniform(np.sqrt(3 / fan_in))


def _truncated_normal(shape: tuple[int, ...], random: "np.random.Generator") -> Floats:
    values = random.standard_normal(prod(shape))
    while (beyond := np.abs(values) > _REDRAWN_BEYOND).any():
        values[beyond] = random.standard_normal(int(beyond.sum()))
    return values.reshape(shape)
