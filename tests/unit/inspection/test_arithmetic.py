"""The arithmetic of a unit gives the very number that the layer holds."""

import numpy as np
import pytest

from lenet_app.inspection.arithmetic import (
    Arithmetic,
    activation_curve,
    arithmetic,
    scores_of,
    softmax,
)
from lenet_app.inspection.connections import Operation
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.networks.activation import Activation, activate
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.forward import probabilities
from tests.unit.inspection.networks import NAMES, double_passage_of, passage_of, some_units
from tests.unit.samples import ACTIVATIONS, naive_activations

STEEPEST = 1.2
"""No activation function has a larger slope: those of the scaled tanh and of SiLU come near."""


def all_arithmetic(passage: Passage) -> list[Arithmetic]:
    return [
        arithmetic(passage, unit)
        for plan in passage.architecture.plans
        for unit in some_units(plan.output_shape, plan.name, count=6)
    ]


def after(found: Arithmetic) -> float:
    return ACTIVATIONS[found.activation.value](found.sum)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_number_of_the_layer_to_single_precision(name: str) -> None:
    passage = passage_of(name)
    for found in all_arithmetic(passage):
        assert found.value == float(passage.activations[found.unit.layer][found.unit.index])
        came = found.incoming
        size = float(np.abs(came.products).sum()) + abs(came.bias or 0)
        ulps = 8 * np.finfo(np.float32).eps
        assert abs(after(found) - found.value) <= ulps * (STEEPEST * size + abs(found.value)), found.unit


@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_number_of_the_layer_in_double_precision(name: str) -> None:
    for found in all_arithmetic(double_passage_of(name)):
        assert after(found) == pytest.approx(found.value, rel=1e-10, abs=1e-12), found.unit


@pytest.mark.parametrize("name", ["odd", "mixed", "strided", "cut", "distances", "odd relu", "lenet5-1998"])
def test_it_is_the_number_of_the_definition(name: str) -> None:
    passage = passage_of(name)
    naive = naive_activations(passage.architecture, passage.weights, passage.network_input)
    # Each layer is computed from the numbers that the layer before shows, which are rounded.
    for found in all_arithmetic(passage):
        assert after(found) == pytest.approx(naive[found.unit.layer][found.unit.index], rel=1e-4, abs=1e-4)


def test_parts_of_a_convolution_with_a_table() -> None:
    passage = passage_of("lenet5-1998")
    found = arithmetic(passage, Unit("C3", (6, 2, 7)))
    came = found.incoming
    assert (found.before, came.operation, came.maps, came.corner) == ("S2", Operation.WEIGHTED, (0, 1, 2, 3), (2, 7))
    np.testing.assert_array_equal(came.inputs, passage.activations["S2"][:4, 2:7, 7:12])
    np.testing.assert_array_equal(came.factors, passage.weights["C3.weight"][18:22])
    np.testing.assert_allclose(came.products, came.inputs * came.factors)
    np.testing.assert_allclose(came.sums, came.products.reshape(4, -1).sum(axis=1))
    assert came.bias == passage.weights["C3.bias"][6]
    assert found.sum == pytest.approx(came.sums.sum() + came.bias)
    assert found.input_unit(1, 0, 4) == Unit("S2", (1, 2, 11))


def test_a_border_of_zeros_is_no_unit() -> None:
    found = arithmetic(passage_of("lenet5-relu-same"), Unit("C1", (3, 0, 27)))
    assert found.incoming.corner == (-2, 25)
    assert not found.incoming.inputs[0, :2].any()
    assert not found.incoming.inputs[0, :, 3:].any()
    assert found.input_unit(0, 1, 0) is None
    assert found.input_unit(0, 2, 3) is None
    assert found.input_unit(0, 2, 2) == Unit("input", (0, 0, 27))


def test_the_pixel_that_won() -> None:
    passage = passage_of("lenet5")
    for unit in some_units((6, 14, 14), "S2", 12):
        came = arithmetic(passage, unit).incoming
        map_, row, column = unit.index
        block = passage.activations["C1"][map_, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        assert came.operation is Operation.LARGEST
        assert came.winner == tuple(int(place) for place in np.argwhere(block == block.max())[0])
        assert came.sum == float(block.max())


def test_parts_of_subsampling() -> None:
    passage = passage_of("lenet5-1998")
    came = arithmetic(passage, Unit("S4", (9, 1, 3))).incoming
    block = passage.activations["C3"][9, 2:4, 6:8].astype(np.float64)
    assert came.operation is Operation.SUBSAMPLED
    assert came.coefficient == passage.weights["S4.weight"][9]
    assert came.sum == pytest.approx(block.sum() * came.coefficient + float(passage.weights["S4.bias"][9]))


def test_parts_of_a_distance() -> None:
    passage = passage_of("lenet5-1998")
    found = arithmetic(passage, Unit("output", (8,)))
    assert found.is_distance
    np.testing.assert_array_equal(found.incoming.factors.ravel(), BITMAPS[8])
    squares = np.square(passage.activations["F6"].astype(np.float64) - BITMAPS[8])
    np.testing.assert_allclose(found.incoming.products.ravel(), squares)
    assert len(found.incoming.maps) == 84
    assert found.sum == pytest.approx(squares.sum())


def test_dropout_does_nothing_in_use() -> None:
    passage = passage_of("lenet5-dropout")
    found = arithmetic(passage, Unit("drop2", (17,)))
    assert (found.before, found.incoming.operation) == ("C5", Operation.PASSED_ON)
    assert found.sum == found.value == float(passage.activations["C5"][17])
    assert arithmetic(passage, Unit("F6", (3,))).before == "C5", "what is seen is told without the dropout between"


@pytest.mark.parametrize(("name", "unit"), [("lenet5", Unit("C5", (60,))), ("lenet5", Unit("F6", (17,)))])
def test_the_largest_contributions_come_first(name: str, unit: Unit) -> None:
    found = arithmetic(passage_of(name), unit)
    order = found.largest()
    products = np.abs(found.incoming.products[tuple(order.T)])
    assert (np.diff(products) <= 0).all()
    assert len(order) == found.incoming.products.size
    assert len({tuple(place) for place in order.tolist()}) == len(order)
    np.testing.assert_array_equal(found.largest(5), order[:5])
    for at, row, column in order[:20].tolist():
        one = found.input_unit(at, row, column)
        assert one is not None
        assert passage_of(name).value(one) == found.incoming.inputs[at, row, column]


@pytest.mark.parametrize("activation", Activation)
def test_the_curve_of_an_activation_function(activation: Activation) -> None:
    found = activation_curve(activation, low=-4, high=4, points=1601)
    sums, values = found.sums, found.values
    assert (sums[0], sums[-1], len(sums)) == (-4, 4, 1601)
    np.testing.assert_allclose(values, [ACTIVATIONS[activation.value](a) for a in sums.tolist()], atol=1e-12)
    away = np.abs(sums[1:-1]) > 0.01  # from where a slope jumps
    between = (values[2:] - values[:-2]) / (sums[2:] - sums[:-2])
    np.testing.assert_allclose(found.slopes[1:-1][away], between[away], atol=1e-4)


@pytest.mark.parametrize("name", ["lenet5-subsampling", "odd gelu", "odd silu"])
def test_the_slope_at_the_sum(name: str) -> None:
    passage = passage_of(name)
    for plan in passage.architecture.plans:
        found = arithmetic(passage, next(some_units(plan.output_shape, plan.name)))
        ends = activate(found.activation, found.sum + np.array([-1e-5, 1e-5]))
        if abs(found.sum) > 1e-4:
            assert found.slope == pytest.approx((ends[1] - ends[0]) / 2e-5, rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "lenet-cifar"])
def test_softmax_with_a_temperature(name: str) -> None:
    passage = passage_of(name)
    plain = softmax(passage)
    sign = -1 if passage.architecture.answers_with_distances else 1
    np.testing.assert_array_equal(plain.scores, sign * passage.output.astype(np.float64))
    np.testing.assert_allclose(plain.probabilities, probabilities(sign * passage.output[None])[0], rtol=1e-4, atol=1e-8)
    assert plain.probabilities.sum() == pytest.approx(1)
    warm = softmax(passage, 5.0)
    powers = np.exp(scores_of(passage) / 5 - scores_of(passage).max() / 5)
    np.testing.assert_allclose(warm.probabilities, powers / powers.sum())
    np.testing.assert_allclose(warm.powers / warm.total, warm.probabilities)
    assert warm.probabilities.max() < plain.probabilities.max()
