"""What tells two architectures apart."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.editing.draft import is_given_by_place
from lenet_app.networks.kind import shape_text
from lenet_app.networks.layers import Layer

_Pair = tuple[LayerPlan | None, LayerPlan | None]


@dataclass(frozen=True)
class Difference:
    """Something that two architectures have otherwise.

    Args:
        where: the layer's name, or `C3 / C2` where the two call it otherwise; `input` or `network` for what belongs to
            no layer.
        what: the part, such as `maps`, `kernel`, `kind`, `output` or `parameters`.
        one: as the first architecture has it; empty where it has no such layer or part.
        other: as the second has it.
    """

    where: str
    what: str
    one: str
    other: str

    @property
    def is_whole_layer(self) -> bool:
        """Whether only one of the two has this layer."""
        return self.what == "kind" and not (self.one and self.other)


class _Likeness(NamedTuple):
    """How well pairs of layers go together; what stands first counts first."""

    kinds: int = 0
    equals: int = 0
    names: int = 0
    stand_ins: int = 0

    def plus(self, more: "_Likeness") -> "_Likeness":
        return _Likeness(*(one + other for one, other in zip(self, more, strict=True)))


def differences(one: Architecture, other: Architecture) -> tuple[Difference, ...]:
    """Everything but id and title that the two have otherwise, layer by layer; empty when they compute the same.

    Layers are held against each other by their order and kind: as many of the same kind as can be, and among those
    rather the ones that are equal. Between them a layer may stand for one of another kind that does the same work, such
    as a pooling for another one. Names such as C3 tell a layer's place only and are no difference.
    """
    found = [_difference("input", "shape", one.input_shape, other.input_shape)]
    for first, second in _pairs(one.plans, other.plans):
        found += _layer_differences(first, second)
    found.append(_difference("network", "parameters", one.parameters, other.parameters))
    found.append(_difference("network", "connections", one.connections, other.connections))
    return tuple(difference for difference in found if difference is not None)


def _pairs(one: tuple[LayerPlan, ...], other: tuple[LayerPlan, ...]) -> list[_Pair]:
    """The layers side by side, in the order of both; a longest common subsequence, found from the last layers on."""
    best = {(i, j): _Likeness() for i in range(len(one) + 1) for j in range(len(other) + 1)}
    for i in reversed(range(len(one))):
        for j in reversed(range(len(other))):
            best[i, j] = max(best[i + 1, j], best[i, j + 1])
            likeness = _likeness(one[i].layer, other[j].layer)
            if likeness is not None:
                best[i, j] = max(best[i, j], best[i + 1, j + 1].plus(likeness))
    pairs: list[_Pair] = []
    i = j = 0
    while i < len(one) and j < len(other):
        likeness = _likeness(one[i].layer, other[j].layer)
        if likeness is not None and best[i, j] == best[i + 1, j + 1].plus(likeness):
            pairs.append((one[i], other[j]))
            i, j = i + 1, j + 1
        elif best[i, j] == best[i + 1, j]:
            pairs.append((one[i], None))
            i += 1
        else:
            pairs.append((None, other[j]))
            j += 1
    return [*pairs, *((plan, None) for plan in one[i:]), *((None, plan) for plan in other[j:])]


def _likeness(one: Layer, other: Layer) -> _Likeness | None:
    """None for layers that have nothing to do with each other."""
    has_name = int(one.name == other.name)
    if type(one) is type(other):
        return _Likeness(1, int(replace(one, name=other.name) == other), has_name)
    return _Likeness(names=has_name, stand_ins=1) if _work(one) == _work(other) else None


def _work(layer: Layer) -> str:
    if layer.only_in_training:
        return "leaves out"
    return "pools" if layer.is_pool else "learns"


def _layer_differences(first: LayerPlan | None, second: LayerPlan | None) -> list[Difference | None]:
    if first is None or second is None:
        plan = first or second
        assert plan is not None
        kinds = [there.layer.kind if there else None for there in (first, second)]
        return [_difference(plan.name, "kind", *kinds)]
    where = first.name if first.name == second.name else f"{first.name} / {second.name}"
    before, after = first.layer.to_json(), second.layer.to_json()
    if is_given_by_place(first.name) and is_given_by_place(second.name):
        after["name"] = before["name"]
    names = list(dict.fromkeys([*before, *after]))
    found = [_difference(where, name, before.get(name), after.get(name)) for name in names]
    found.append(_difference(where, "output", first.output_shape, second.output_shape))
    found.append(_difference(where, "parameters", first.parameters, second.parameters))
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
