"""What tells two architectures apart."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.layer_values import layer_to_json
from lenet_app.networks.layers import shape_text


@dataclass(frozen=True)
class Difference:
    """Something that two architectures have otherwise.

    Args:
        where: the layer's name; `input` or `network` for what belongs to no layer.
        what: the part, such as `maps`, `kernel`, `kind`, `output` or `parameters`.
        one: as the first architecture has it; empty where it has no such layer or part.
        other: as the second has it.
    """

    where: str
    what: str
    one: str
    other: str


def differences(one: Architecture, other: Architecture) -> tuple[Difference, ...]:
    """Everything but id and title that the two have otherwise, layer by layer; empty when they compute the same.

    Layers are held against each other by their names; where the names do not say, by their places.
    """
    found = [_difference("input", "shape", one.input_shape, other.input_shape)]
    for first, second in _pairs(one, other):
        found += _layer_differences(first, second)
    found.append(_difference("network", "parameters", one.parameters, other.parameters))
    found.append(_difference("network", "connections", one.connections, other.connections))
    return tuple(difference for difference in found if difference is not None)


def _pairs(one: Architecture, other: Architecture) -> list[tuple[LayerPlan | None, LayerPlan | None]]:
    if [plan.name for plan in one.plans] != [plan.name for plan in other.plans]:
        by_name = {plan.name: plan for plan in other.plans}
        common = [plan for plan in one.plans if plan.name in by_name]
        if common:
            known = {plan.name for plan in one.plans}
            pairs = [(plan, by_name.get(plan.name)) for plan in one.plans]
            return [*pairs, *((None, plan) for plan in other.plans if plan.name not in known)]
    return list(zip_longest(one.plans, other.plans))


def _layer_differences(first: LayerPlan | None, second: LayerPlan | None) -> list[Difference | None]:
    plan = first or second
    assert plan is not None
    if first is None or second is None:
        kinds = [there.layer.kind if there else None for there in (first, second)]
        return [_difference(plan.name, "kind", *kinds)]
    before, after = layer_to_json(first.layer), layer_to_json(second.layer)
    names = list(dict.fromkeys([*before, *after]))
    found = [_difference(first.name, name, before.get(name), after.get(name)) for name in names]
    found.append(_difference(first.name, "output", first.output_shape, second.output_shape))
    found.append(_difference(first.name, "parameters", first.parameters, second.parameters))
    return found


def _difference(where: str, what: str, one: Any, other: Any) -> Difference | None:  # noqa: ANN401 - any part of a layer
    if one == other:
        return None
    return Difference(where, what, _text(what, one), _text(what, other))


def _text(what: str, value: Any) -> str:  # noqa: ANN401 - any part of a layer
    if value is None:
        return ""
    if what == "table":
        return f"{sum(map(len, value))}"
    if isinstance(value, tuple):
        return shape_text(value)
    return f"{value:,}" if isinstance(value, int) else str(value)
