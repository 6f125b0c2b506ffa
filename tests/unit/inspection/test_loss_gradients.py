"""The way back: torch's automatic derivatives and differences, in double precision, are the judges."""

from typing import Any

import numpy as np
import pytest
import torch

from lenet_app.inspection.loss_gradients import LossGradients, learned_by, loss_gradients, paths
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import NETWORK_INPUT, Unit
from lenet_app.networks.forward import outputs_of
from lenet_app.networks.recipe import Loss, Recipe
from lenet_app.training.engine.diagonal.losses import Criterion
from tests.unit.inspection.networks import (
    FAMILY,
    NAMES,
    InTorch,
    double_passage_of,
    model_of,
    noisy_passage_of,
    passage_of,
    recipe_of,
    some_units,
)
from tests.unit.training.engine.diagonal import networks

LABEL = 2


def torchs(passage: Passage, recipe: Recipe, label: int = LABEL) -> InTorch:
    way = InTorch(passage)
    distances = passage.architecture.answers_with_distances
    loss = networks.loss_in_torch(recipe, way.output, torch.tensor([label]), distances=distances)
    torch.autograd.backward(loss)
    return way


def assert_near(found: Any, expected: torch.Tensor, share: float) -> None:  # noqa: ANN401
    """To this share of the largest."""
    assert expected.grad is not None
    theirs = expected.grad.numpy()[0]
    assert found.shape == theirs.shape
    np.testing.assert_allclose(found, theirs, rtol=0, atol=share * max(float(np.abs(theirs).max()), 1e-30))


def assert_is_torchs(found: LossGradients, way: InTorch, share: float) -> None:
    assert_near(found.network_input, way.network_input, share)
    for plan in found.passage.architecture.plans:
        assert_near(found.values[plan.name], way.values[plan.name], share)
        assert_near(found.sums[plan.name], way.sums[plan.name], share)


@pytest.mark.parametrize("name", NAMES)
def test_gradients_are_torchs(name: str) -> None:
    passage, recipe = double_passage_of(name), recipe_of(name)
    found = loss_gradients(passage, recipe, LABEL)
    assert_is_torchs(found, torchs(passage, recipe), 1e-9)
    assert found.network_input.dtype == np.float64


@pytest.mark.parametrize("name", FAMILY)
def test_single_precision_takes_nothing_but_digits(name: str) -> None:
    """At the weights and the numbers of the model that answers; another class than its own leaves more to learn."""
    passage, recipe = passage_of(name), model_of(name).recipe
    label = (passage.answer + 1) % 10
    found, expected = (loss_gradients(one, recipe, label) for one in (passage, in_doubles(passage)))
    assert found.network_input.dtype == np.float32
    for layer in [plan.name for plan in passage.architecture.plans]:
        for single, double in ((found.values, expected.values), (found.sums, expected.sums)):
            largest = float(np.abs(double[layer]).max())
            np.testing.assert_allclose(single[layer], double[layer], rtol=0, atol=1e-5 * largest + 1e-30)


def in_doubles(passage: Passage) -> Passage:
    """The same numbers in double precision."""
    weights, outputs = (
        {name: values.astype(np.float64) for name, values in kept.items()}
        for kept in (passage.weights, passage.activations)
    )
    made: Any = (weights, passage.network_input.astype(np.float64), outputs)
    return Passage(passage.architecture, *made)


@pytest.mark.parametrize("loss", [loss for loss in Loss if loss is not Loss.CTC])
@pytest.mark.parametrize("name", ["odd relu", "cut"])
def test_every_loss(name: str, loss: Loss) -> None:
    passage, recipe = double_passage_of(name), networks.recipe(loss)
    assert_is_torchs(loss_gradients(passage, recipe, LABEL), torchs(passage, recipe), 1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_gradients_are_those_of_differences(name: str) -> None:
    passage, recipe = noisy_passage_of(name), recipe_of(name)
    found = loss_gradients(passage, recipe, LABEL)
    criterion = Criterion(recipe, distances=passage.architecture.answers_with_distances)
    layers, smooth = passage.architecture.layers, []
    for number, name_ in enumerate([NETWORK_INPUT, *(layer.name for layer in layers)]):
        values = passage.values(name_)
        largest = float(np.abs(found.of_values(name_)).max())
        for unit in some_units(values.shape, name_, count=6):
            losses = []
            for step in (-1e-5, 0, 1e-5):
                moved = values.copy()
                moved[unit.index] += step
                outputs = outputs_of(layers[number:], passage.weights, moved[None])
                output = outputs[layers[-1].name][0] if outputs else moved
                losses.append(criterion.loss(output.tolist(), LABEL)[0])
            sides = np.diff(losses) / 1e-5
            smooth.append(bool(abs(sides[1] - sides[0]) <= 1e-3 * largest))
            if smooth[-1]:
                rounded = 4 * np.finfo(np.float64).eps * abs(losses[1]) / 1e-5
                near = pytest.approx(sides.mean(), rel=0, abs=max(1e-6 * largest, rounded))
                assert found.of_value(unit) == near, unit
            else:  # of equal numbers of a block, such as the zeros of ReLU, which is the largest turns with the sign
                assert sides.min() - 1e-3 * largest <= found.of_value(unit) <= sides.max() + 1e-3 * largest, unit
    assert np.mean(smooth) > 0.8


@pytest.mark.parametrize("name", NAMES)
def test_the_paths_of_a_unit_sum_to_its_gradient(name: str) -> None:
    passage = double_passage_of(name)
    found = loss_gradients(passage, recipe_of(name), LABEL)
    names = [NETWORK_INPUT, *(plan.name for plan in passage.architecture.plans)]
    for layer in names:
        values = passage.values(layer)
        largest = float(np.abs(found.of_values(layer)).max())
        for unit in some_units(values.shape, layer):
            way = paths(found, unit)
            if layer == names[-1]:
                assert way is None
                continue
            assert way is not None
            assert way.shares.sum() == pytest.approx(found.of_value(unit), rel=1e-9, abs=1e-12 * largest)
            assert (np.diff(np.abs(way.shares)) <= 0).all()
            assert not passage.plan(way.layer).layer.only_in_training


def test_a_path_is_the_weight_times_the_gradient_behind_it() -> None:
    passage = double_passage_of("lenet5-1998")
    found = loss_gradients(passage, recipe_of("lenet5-1998"), LABEL)
    way = paths(found, Unit("S2", (4, 6, 6)))
    assert way is not None
    table = passage.plan("C3").layer.table
    seeing = [number for number, row in enumerate(table) if 4 in row]
    assert sorted(set(way.units[:, 0].tolist())) == seeing
    assert len(way.units) == 25 * len(seeing)
    kernels = iter(passage.weights["C3.weight"])
    dense = {(number, seen): next(kernels) for number, row in enumerate(table) for seen in row}
    for (map_, row, column), factor, gradient in zip(way.units.tolist(), way.factors, way.gradients, strict=True):
        assert factor == dense[map_, 4][6 - row, 6 - column]
        assert gradient == found.sums["C3"][map_, row, column]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_learned_of_a_units_weights_is_torchs(name: str) -> None:
    passage, recipe = double_passage_of(name), recipe_of(name)
    found, way = loss_gradients(passage, recipe, LABEL), torchs(passage, recipe)
    learning = 0
    for plan in passage.architecture.plans:
        for unit in some_units(plan.output_shape, plan.name):
            learned = learned_by(found, unit)
            if not plan.parameter_shapes:
                assert learned is None
                continue
            assert learned is not None
            weight, bias = (way.parameters[f"{plan.name}.{part}"].grad for part in ("weight", "bias"))
            assert weight is not None
            assert bias is not None
            own = weight.numpy()[unit.map]
            if plan.layer.table:
                start = sum(len(row) for row in plan.layer.table[: unit.map])
                own = weight.numpy()[start : start + len(plan.layer.table[unit.map])]
            largest = float(weight.abs().max())
            np.testing.assert_allclose(learned.weight.ravel(), own.ravel(), rtol=1e-8, atol=1e-9 * largest)
            assert learned.bias == pytest.approx(float(bias[unit.map]), rel=1e-8, abs=1e-12)
            learning += 1
    assert learning >= 4


def test_the_own_parts_of_all_positions_sum_to_what_a_map_learns() -> None:
    passage = double_passage_of("odd tanh")
    found = loss_gradients(passage, networks.recipe(), LABEL)
    for layer in ("A", "B", "D"):
        _, rows, columns = passage.plan(layer).output_shape
        parts = [learned_by(found, Unit(layer, (1, row, column))) for row, column in np.ndindex(rows, columns)]
        whole = parts[0]
        assert whole is not None
        weights = sum(part.own_weight for part in parts if part is not None)
        np.testing.assert_allclose(weights, whole.weight, rtol=1e-9, atol=1e-12)
        assert sum(part.own_bias for part in parts if part is not None) == pytest.approx(whole.bias)


def test_the_loss_at_the_answer_is_smaller_than_at_any_other() -> None:
    passage, recipe = passage_of("lenet5"), model_of("lenet5").recipe
    losses = [loss_gradients(passage, recipe, label).loss for label in range(10)]
    assert int(np.argmin(losses)) == passage.answer == 3
