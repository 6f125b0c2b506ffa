"""Appendix C of LeCun et al. (1998) connection by connection, in plain Python numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from lenet_app.networks.activation import Activation, activate, slope
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.layers import AveragePooling, Convolution, FullyConnected, MaxPooling, RadialBasis, Subsampling

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Connection:
    """From the input `source` (None: the constant 1) to the sum of unit `unit`; by the weight `key`, or a fixed one."""

    unit: Key
    source: Key | None
    key: Key | None
    fixed: float = 1.0


Values = dict[Key, float]


@dataclass(frozen=True)
class Step:
    connections: list[Connection]
    activation: Activation


def curvature(
    architecture: Architecture,
    weights: Mapping[str, Any],
    picture: Any,  # noqa: ANN401
    derivatives: Any,  # noqa: ANN401
) -> Values:
    """∂²E/∂w_k² for one picture by (weight's name, *index).

    `derivatives` makes of the outputs ∂E/∂output and ∂²E/∂output² of each.
    """
    values: list[Values] = [{index: float(picture[index]) for index in np.ndindex(picture.shape)}]
    sums: list[Values] = []
    steps: list[Step] = []
    plans = list(architecture.plans)
    radial = isinstance(plans[-1].layer, RadialBasis)
    for plan in plans[:-1] if radial else plans:
        for step in _steps(plan, values[-1]):
            total: Values = {}
            for each in step.connections:
                x = 1.0 if each.source is None else values[-1][each.source]
                total[each.unit] = total.get(each.unit, 0.0) + x * _weight(weights, each)
            steps.append(step)
            sums.append(total)
            values.append({unit: float(activate(step.activation, np.asarray(a))) for unit, a in total.items()})
    h = _from_output(values[-1], derivatives, units=plans[-1].output_shape[0], radial=radial)
    return _back(steps, values, sums, weights, h)


def _back(steps: list[Step], values: list[Values], sums: list[Values], weights: Mapping[str, Any], h: Values) -> Values:
    found: Values = {}
    for step, before, total, after in reversed(list(zip(steps, values[:-1], sums, values[1:], strict=True))):
        of_sum = {
            unit: float(slope(step.activation, np.asarray(a), np.asarray(after[unit]))) ** 2 * h[unit]
            for unit, a in total.items()
        }
        h = dict.fromkeys(before, 0.0)
        for each in step.connections:
            x = 1.0 if each.source is None else before[each.source]
            if each.source is not None:
                h[each.source] += _weight(weights, each) ** 2 * of_sum[each.unit]
            if each.key is not None:
                found[each.key] = found.get(each.key, 0.0) + x**2 * of_sum[each.unit]
    return found


def _weight(weights: Mapping[str, Any], connection: Connection) -> float:
    return connection.fixed if connection.key is None else float(weights[connection.key[0]][connection.key[1:]])


def _from_output(last: Values, derivatives: Any, *, units: int, radial: bool) -> Values:  # noqa: ANN401
    if not radial:
        _, second = derivatives(list(last.values()))
        return dict(zip(last, second, strict=True))
    x = list(last.values())
    first, second = derivatives(
        [sum((a - float(w)) ** 2 for a, w in zip(x, row, strict=True)) for row in BITMAPS[:units]]
    )
    return {
        unit: sum(2 * first[i] + 4 * (x[j] - float(BITMAPS[i, j])) ** 2 * second[i] for i in range(units))
        for j, unit in enumerate(last)
    }


def _steps(plan: LayerPlan, before: Values) -> list[Step]:
    layer, none = plan.layer, Activation.NONE
    match layer:
        case Convolution():
            return [Step(list(_convolution(plan, layer)), layer.activation)]
        case Subsampling():
            # The sum of a block is a unit of its own, with fixed weights.
            total = [Connection(unit, source, None) for unit, source in _blocks(plan, layer.window)]
            name = layer.name
            units = list(np.ndindex(plan.output_shape))
            learnt = [Connection(unit, unit, (f"{name}.weight", unit[0])) for unit in units]
            biases = [Connection(unit, None, (f"{name}.bias", unit[0])) for unit in units]
            return [Step(total, none), Step(learnt + biases, layer.activation)]
        case AveragePooling():
            share = 1 / layer.window**2
            return [Step([Connection(unit, one, None, share) for unit, one in _blocks(plan, layer.window)], none)]
        case MaxPooling():
            best: dict[Key, Key] = {}
            for unit, one in _blocks(plan, layer.window):
                if unit not in best or before[one] > before[best[unit]]:
                    best[unit] = one
            return [Step([Connection(unit, one, None) for unit, one in best.items()], none)]
        case FullyConnected():
            name, sources = layer.name, list(np.ndindex(plan.input_shape))
            learnt = [
                Connection((unit,), source, (f"{name}.weight", unit, number))
                for unit in range(layer.units)
                for number, source in enumerate(sources)
            ]
            biases = [Connection((unit,), None, (f"{name}.bias", unit)) for unit in range(layer.units)]
            return [Step(learnt + biases, layer.activation)]
        case _:
            return []


def _convolution(plan: LayerPlan, layer: Convolution) -> Iterator[Connection]:
    _, height, width = plan.input_shape
    number = 0
    for each, seen in enumerate(layer.seen(plan.input_shape)):
        for one in seen:
            index = (number,) if layer.table else (each, one)
            number += 1
            positions = product(range(plan.output_shape[1]), range(plan.output_shape[2]))
            for (y, x), ky, kx in product(positions, range(layer.kernel), range(layer.kernel)):
                row, column = y * layer.stride + ky - layer.padding, x * layer.stride + kx - layer.padding
                if 0 <= row < height and 0 <= column < width:
                    yield Connection((each, y, x), (one, row, column), (f"{layer.name}.weight", *index, ky, kx))
        for y, x in product(range(plan.output_shape[1]), range(plan.output_shape[2])):
            yield Connection((each, y, x), None, (f"{layer.name}.bias", each))


def _blocks(plan: LayerPlan, window: int) -> Iterator[tuple[Key, Key]]:
    for unit in np.ndindex(plan.output_shape):
        each, y, x = unit
        for dy, dx in product(range(window), range(window)):
            yield unit, (each, y * window + dy, x * window + dx)
