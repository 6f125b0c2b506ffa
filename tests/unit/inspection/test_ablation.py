"""Switching off is taking a unit's weights and its bias for zero: the same network with such weights is the judge."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.inspection.ablation import answer_without, measure_without, without
from lenet_app.inspection.loss_gradients import loss_gradients
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.networks.activation import activate
from lenet_app.networks.forward import Array
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.inspection.networks import (
    FAMILY,
    NAMES,
    InTorch,
    model_of,
    noisy_passage_of,
    passage_of,
    picture_of,
    recipe_of,
)
from tests.unit.samples import digits


def zeroed(passage: Passage, off: list[Unit]) -> dict[str, Array]:
    weights = {name: weight.copy() for name, weight in passage.weights.items()}
    for unit in off:
        table = passage.plan(unit.layer).layer.table
        weights[f"{unit.layer}.bias"][unit.map] = 0
        start = sum(len(row) for row in table[: unit.map])
        rows = slice(start, start + len(table[unit.map])) if table else unit.map
        weights[f"{unit.layer}.weight"][rows] = 0
    return weights


def assert_same(found: Passage, expected: Passage) -> None:
    assert list(found.activations) == list(expected.activations)
    for name, values in expected.activations.items():
        unit = max(float(np.abs(values).max()), 1e-30)
        np.testing.assert_allclose(found.activations[name], values, rtol=0, atol=1e-6 * unit, err_msg=name)


@pytest.mark.parametrize("name", NAMES)
def test_a_map_or_unit_switched_off_is_one_with_weights_of_zero(name: str) -> None:
    passage = passage_of(name)
    learning = [plan for plan in passage.architecture.plans if plan.parameter_shapes]
    offs = [[Unit(plan.name, (plan.output_shape[0] // 2,))] for plan in learning]
    offs.append([Unit(plan.name, (number,)) for plan in learning for number in (0, plan.output_shape[0] - 1)])
    for off in offs:
        expected = Passage.through(passage.architecture, zeroed(passage, off), passage.network_input)
        found = without(passage, off)
        assert_same(found, expected)
        assert found.network_input is passage.network_input
        assert found.off == frozenset(off)
        for key, weight in expected.weights.items():
            np.testing.assert_array_equal(found.weights[key], weight, err_msg=key)


@pytest.mark.parametrize("name", FAMILY)
def test_the_way_back_is_that_through_weights_of_zero(name: str) -> None:
    """Nothing goes back over what is not there: to any number before it torch comes with the zeroed weights alone."""
    passage = noisy_passage_of(name)
    plans = [plan for plan in passage.architecture.plans[:-1] if plan.parameter_shapes]
    off = [Unit(plan.name, (plan.output_shape[0] // 2,)) for plan in (plans[0], plans[-1])]
    without_them = without(passage, off)
    label = without_them.answer
    found = loss_gradients(without_them, recipe_of(name), label)
    judge = InTorch(replace(passage, weights=zeroed(passage, off)))
    of_output = torch.from_numpy(found.values[passage.architecture.layers[-1].name])[None]
    expected = torch.autograd.grad(judge.output, judge.network_input, of_output)[0][0].numpy()
    np.testing.assert_allclose(found.network_input, expected, rtol=0, atol=1e-6 * max(np.abs(expected).max(), 1e-30))
    for unit in off:
        assert without_them.is_off(
            Unit(unit.layer, (unit.map, *(0 for _ in passage.plan(unit.layer).output_shape[1:])))
        )
        assert not found.sums[unit.layer][unit.map].any()


@pytest.mark.parametrize(("name", "layer"), [("lenet5-1998", "C3"), ("lenet5", "S2"), ("lenet5-1998", "S4")])
def test_nothing_goes_back_over_a_single_position(name: str, layer: str) -> None:
    """Before it, no number hears of the loss that way; the others of its layer do as ever."""
    passage, unit = noisy_passage_of(name), Unit(layer, (3, 1, 2))
    found = loss_gradients(without(passage, [unit]), recipe_of(name), 3)
    whole = loss_gradients(replace(without(passage, [unit]), off=frozenset()), recipe_of(name), 3)
    assert found.sums[layer][unit.index] == 0
    rest = whole.sums[layer].copy()
    rest[unit.index] = 0
    np.testing.assert_array_equal(found.sums[layer], rest)
    assert whole.sums[layer][unit.index] != 0


def test_the_answer_without_a_map() -> None:
    made = model_of("lenet5")
    recognizer, off = Recognizer(made), [Unit("C3", (number,)) for number in range(8)]
    picture = picture_of(made.architecture)
    insight = recognizer.once.look_into(picture)
    found = answer_without(recognizer.once, picture, off)
    expected = Passage.through(made.architecture, zeroed(passage_of("lenet5"), off), insight.network_input)
    np.testing.assert_allclose(found.activations["output"], expected.output, rtol=0, atol=1e-5)
    assert found.recognition.best == expected.answer
    assert found.recognition.confidence != insight.recognition.confidence


def test_nothing_before_is_computed_again() -> None:
    passage = passage_of("lenet5")
    found = without(passage, [Unit("C3", (4,))])
    for name in ("C1", "S2"):
        assert np.shares_memory(found.activations[name], passage.activations[name])
    assert (passage.activations["C3"][4] != 0).any(), "what was given stays"
    assert (found.activations["C3"][4] == 0).all()
    assert without(passage, []).activations["output"].tolist() == passage.output.tolist()


@pytest.mark.parametrize(("name", "layer"), [("lenet5", "C3"), ("lenet5-1998", "S2"), ("lenet5-sigmoid-same", "C5")])
def test_one_position_of_a_map(name: str, layer: str) -> None:
    """The others keep their weights; this one has what the function makes of nothing."""
    passage, unit = passage_of(name), Unit(layer, (4, 2, 3))
    found = without(passage, [unit]).activations[layer]
    nothing = activate(passage.plan(layer).layer.activation, np.zeros(1))[0]
    assert found[unit.index] == pytest.approx(float(nothing))
    changed = found != passage.activations[layer]
    assert changed.sum() == (1 if passage.value(unit) != nothing else 0)


def test_a_pooled_map_has_no_weights_and_becomes_zero() -> None:
    found = without(passage_of("lenet5"), [Unit("S2", (1,))])
    assert not found.activations["S2"][1].any()


@pytest.mark.parametrize(
    ("name", "unit", "sentence"),
    [
        ("lenet5", Unit("C9", (0,)), "LeNet-5 has no unit C9/0."),
        ("lenet5", Unit("C3", (16,)), "LeNet-5 has no unit C3/16."),
        ("lenet5", Unit("C3", (3, 2)), "LeNet-5 has no unit C3/3/2."),
        ("lenet5", Unit("F6", (3, 2, 1)), "LeNet-5 has no unit F6/3/2,1."),
        ("lenet5", Unit("input", (0,)), "LeNet-5 has no unit input/0."),
        (
            "lenet5-1998",
            Unit("output", (3,)),
            "output compares with bitmaps and has no weights, so its units cannot be switched off.",
        ),
    ],
)
def test_what_cannot_be_switched_off(name: str, unit: Unit, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        without(passage_of(name), [unit])
    assert str(caught.value) == sentence
    with pytest.raises(UserError):
        next(measure_without(model_of(name), [unit], digits(3)))


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "lenet5-dropout", "lenet-cifar"])
def test_accuracy_without_a_map_is_that_of_picture_after_picture(name: str) -> None:
    made, off = model_of(name), [Unit("C3", (number,)) for number in range(12)]
    some = digits(70)
    channels = made.architecture.input_shape[0]
    pictures = Pictures(np.repeat(some.images, channels, axis=1), some.labels)
    inputs = made.normalisation.network_input(pictures.images, made.architecture.input_shape)
    whole = [Passage.through(made.architecture, made.weights, one) for one in inputs]
    answers = np.array([one.answer for one in whole])
    reduced = np.array([without(one, off).answer for one in whole])
    reports = list(measure_without(made, off, pictures))
    last = reports[-1]
    assert (last.pictures, last.total) == (70, 70)
    assert [report.pictures for report in reports] == sorted(report.pictures for report in reports)
    for label in range(10):
        mine = some.labels == label
        assert last.of_class[label] == mine.sum()
        assert last.right[label] == (answers[mine] == label).sum()
        assert last.right_without[label] == (reduced[mine] == label).sum()
    assert last.changed == (answers != reduced).sum() > 0
    assert last.accuracy == (answers == some.labels).mean()
    assert last.accuracy_without == (reduced == some.labels).mean()


def test_measuring_can_be_left_at_any_time() -> None:
    reports = measure_without(model_of("lenet5"), [Unit("F6", (3,))], digits(2000))
    first = list(itertools.islice(reports, 2))
    reports.close()
    assert first[-1].pictures < 100


@pytest.mark.parametrize("name", FAMILY)
def test_without_its_first_layer_every_picture_is_answered_alike(name: str) -> None:
    made = model_of(name)
    first = made.architecture.plans[0]
    off = [Unit(first.name, (number,)) for number in range(first.output_shape[0])]
    outputs = {without(passage_of(name), off).output.tobytes()}
    for number in (0, 1):
        some = np.repeat(digits(1, first=number).images, made.architecture.input_shape[0], axis=1)
        inputs = made.normalisation.network_input(some, made.architecture.input_shape)
        outputs.add(without(Passage.through(made.architecture, made.weights, inputs[0]), off).output.tobytes())
    assert len(outputs) == 1
