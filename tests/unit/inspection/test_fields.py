"""Receptive fields against what really reaches a unit: one pixel after the other is lit, and who notices is asked.

The networks are taken as linear ones with positive weights, so that nothing that is seen can be without effect: what
sees what does not depend on weights and activation functions.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.inspection.fields import Region, centres, fed, on_picture, receptive_field
from lenet_app.inspection.units import NETWORK_INPUT, Unit
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Array, activations, outputs_of
from lenet_app.networks.kind import Shape
from lenet_app.networks.layer_table import layer_table
from tests.unit.inspection.networks import NAMES, architecture_of, passage_of, some_units, without_activation
from tests.unit.samples import LENET5

_TOGETHER = 64


def linear(architecture: Architecture) -> tuple[Architecture, dict[str, Array]]:
    layers = tuple(without_activation(layer) for layer in architecture.layers)
    random = np.random.default_rng(4)
    weights = {
        name: np.zeros(shape, np.float32) if name.endswith("bias") else random.uniform(0.5, 1, shape).astype(np.float32)
        for name, shape in architecture.parameter_shapes.items()
    }
    return replace(architecture, layers=layers), weights


def noticed(architecture: Architecture, before: str, units: list[Unit]) -> npt.NDArray[np.bool_]:
    """For each unit which numbers of a layer before it have an effect on it, (units, *shape of that layer)."""
    plain, weights = linear(architecture)
    names = [NETWORK_INPUT, *(layer.name for layer in architecture.layers)]
    start = names.index(before)
    shape = architecture.input_shape if start == 0 else architecture.plans[start - 1].output_shape
    last = max(names.index(unit.layer) for unit in units)
    count = int(np.prod(shape))

    def answers(lit: Any) -> list[Any]:  # noqa: ANN401
        outputs = outputs_of(plain.layers[start:last], weights, lit.reshape(-1, *shape).astype(np.float32))
        return [outputs[unit.layer][unit.in_batch] for unit in units]

    dark = answers(np.zeros((1, count)))
    found = np.zeros((len(units), count), np.bool_)
    for first in range(0, count, _TOGETHER):
        numbers = np.arange(first, min(first + _TOGETHER, count))
        lit = np.zeros((len(numbers), count))
        lit[np.arange(len(numbers)), numbers] = 1
        for number, (values, nothing) in enumerate(zip(answers(lit), dark, strict=True)):
            found[number, numbers] = values != nothing
    return found.reshape(len(units), *shape)


def shapes(architecture: Architecture) -> dict[str, Shape]:
    return {NETWORK_INPUT: architecture.input_shape} | {plan.name: plan.output_shape for plan in architecture.plans}


@pytest.mark.parametrize("name", NAMES)
def test_a_field_in_the_network_input_is_what_is_noticed(name: str) -> None:
    architecture = architecture_of(name)
    units = [unit for plan in architecture.plans for unit in some_units(plan.output_shape, plan.name, count=3)]
    for unit, expected in zip(units, noticed(architecture, NETWORK_INPUT, units), strict=True):
        region = receptive_field(architecture, unit)[0]
        assert region.layer == NETWORK_INPUT
        np.testing.assert_array_equal(region.mask(architecture.input_shape), expected, err_msg=str(unit))


@pytest.mark.parametrize("name", ["odd", "mixed", "strided", "cut", "odd relu", "lenet5-1998", "lenet5-dropout"])
def test_a_field_in_every_layer_is_what_is_noticed(name: str) -> None:
    architecture = architecture_of(name)
    for place, (before, shape) in enumerate(shapes(architecture).items()):
        later = architecture.plans[place:]
        units = [unit for plan in later for unit in some_units(plan.output_shape, plan.name, count=3)]
        for unit, expected in zip(units, noticed(architecture, before, units) if units else [], strict=True):
            region = receptive_field(architecture, unit)[place]
            assert region.layer == before
            np.testing.assert_array_equal(region.mask(shape), expected, err_msg=f"{unit}: {region}")


@pytest.mark.parametrize("name", NAMES)
def test_what_a_unit_feeds_is_what_notices_it(name: str) -> None:
    architecture = architecture_of(name)
    plain, weights = linear(architecture)
    sizes = shapes(architecture)
    for number, (layer, shape) in enumerate(sizes.items()):
        behind = plain.layers[number:]
        for unit in some_units(shape, layer, count=3):
            lit = np.zeros((2, *shape), np.float32)
            lit[1][unit.index] = 1
            outputs = outputs_of(behind, weights, lit)
            regions = fed(architecture, unit)
            assert [region.layer for region in regions] == list(outputs)
            for region in regions:
                dark, bright = outputs[region.layer]
                np.testing.assert_array_equal(region.mask(dark.shape), dark != bright, err_msg=f"{unit}: {region}")


@pytest.mark.parametrize("name", ["lenet5-1998", "lenet5-subsampling"])
def test_a_field_is_what_changes_the_unit_of_a_model(name: str) -> None:
    """With the weights and functions of the model that answers: nothing outside has an effect, and all within has."""
    passage = passage_of(name)
    units = [Unit("C3", (4, 2, 7)), Unit("S4", (9, 1, 3)), Unit("C1", (5, 27, 0))]
    before = passage.network_input.astype(np.float64)
    weights: Any = {key: weight.astype(np.float64) for key, weight in passage.weights.items()}
    changed = np.zeros((len(units), 32, 32), np.bool_)
    for row, column in np.ndindex(32, 32):
        moved: Any = before.copy()
        moved[0, row, column] += 0.5
        both: Any = np.stack([before, moved])
        outputs = activations(passage.architecture, weights, both)
        for number, unit in enumerate(units):
            old, new = outputs[unit.layer][unit.in_batch]
            changed[number, row, column] = old != new
    for unit, found in zip(units, changed, strict=True):
        field = receptive_field(passage.architecture, unit)[0]
        np.testing.assert_array_equal(field.mask((1, 32, 32))[0], found, err_msg=str(unit))


def test_c3s_table_and_sizes_in_words() -> None:
    architecture = architecture_of("lenet5-1998")
    unit = Unit("C3", (4, 2, 7))
    on_input, c1, s2 = receptive_field(architecture, unit)
    assert (s2.layer, s2.maps, s2.box) == ("S2", (0, 4, 5), (7, 2, 12, 7))
    assert (c1.maps, c1.box) == ((0, 4, 5), (14, 4, 24, 14))
    assert (on_input.maps, on_input.box) == ((0,), (14, 4, 28, 18))
    s4, *_, f6, output = fed(architecture, unit)
    assert (s4.maps, s4.rows, s4.columns) == ((4,), (1,), (3,))
    assert (f6.maps, f6.rows, f6.box, f6.is_empty) == (tuple(range(84)), None, None, False)
    assert output.maps == tuple(range(10))
    assert Unit("S2", (4, 6, 11)) in s2
    assert Unit("S2", (1, 6, 11)) not in s2
    assert Unit("C1", (4, 6, 11)) not in s2
    assert Unit("F6", (83,)) in f6
    assert receptive_field(architecture, Unit("input", (0, 3, 3))) == ()


@pytest.mark.parametrize("name", ["lenet5-1998", "odd relu", "lenet5-dropout"])
def test_a_whole_map_sees_and_feeds_what_its_units_do(name: str) -> None:
    architecture = architecture_of(name)
    for plan in architecture.plans[:4]:
        _, rows, columns = plan.output_shape
        whole = Unit(plan.name, (1,))
        units = [Unit(plan.name, (1, row, column)) for row, column in np.ndindex(rows, columns)]
        for fields in (receptive_field, fed):
            for place, region in enumerate(fields(architecture, whole)):
                shape = shapes(architecture)[region.layer]
                parts = [fields(architecture, unit)[place].mask(shape) for unit in units]
                np.testing.assert_array_equal(region.mask(shape), np.any(parts, axis=0))


def test_the_border_of_the_picture_belongs_to_no_field_on_it() -> None:
    region = receptive_field(LENET5, Unit("C1", (0, 0, 0)))[0]
    picture = on_picture(region, (1, 28, 28), (1, 32, 32))
    assert (picture.rows, picture.columns) == ((0, 1, 2), (0, 1, 2))
    nothing = on_picture(Region(NETWORK_INPUT, (0,), (0, 1), (0, 31)), (1, 28, 28), (1, 32, 32))
    assert nothing.is_empty
    assert nothing.box is None
    assert not nothing.mask((1, 28, 28)).any()


@pytest.mark.parametrize("name", NAMES)
def test_middles_of_fields_lie_in_their_middle(name: str) -> None:
    architecture = architecture_of(name)
    for plan, row in zip(architecture.plans, layer_table(architecture), strict=True):
        if len(plan.output_shape) != 3:
            break
        rows, columns = centres(architecture, plan.name)
        assert (len(rows), len(columns)) == plan.output_shape[1:]
        _, height, width = plan.output_shape
        box = receptive_field(architecture, Unit(plan.name, (0, height // 2, width // 2)))[0].box
        assert box is not None
        left, top, right, bottom = box
        if (bottom - top, right - left) == row.receptive_field:  # none of it lies in a border of zeros
            assert rows[height // 2] == (top + bottom - 1) / 2
            assert columns[width // 2] == (left + right - 1) / 2
