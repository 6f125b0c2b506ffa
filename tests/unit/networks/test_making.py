import json
import math
from typing import Any

import pytest

from lenet_app.errors import UserError
from lenet_app.networks.making import Making, Metrics

WHOLE = Making("mnist", 55_000, 5_000, 2**70, 3, True, 12.3, "CPU", "LeNet-5", ("One", "Two"), "lenet-app 9")


@pytest.mark.parametrize("making", [WHOLE, Making(), Making(seed=0, seconds=0.0)])
def test_json_and_back(making: Making) -> None:
    assert Making.from_json(json.loads(json.dumps(making.to_json()))) == making


@pytest.mark.parametrize("metrics", [Metrics(1.0, 0.0, 0.0), Metrics(), Metrics(0.5, 3e300)])
def test_metrics_and_back(metrics: Metrics) -> None:
    assert Metrics.from_json(json.loads(json.dumps(metrics.to_json()))) == metrics
    assert None not in metrics.to_json().values()


@pytest.mark.parametrize(
    ("metrics", "fault"),
    [
        ({"test_accuracy": 1e308}, "“test_accuracy” must be from 0 to 1, not 1e+308."),
        ({"test_accuracy": -0.1}, "“test_accuracy” must be from 0 to 1, not -0.1."),
        ({"test_accuracy": math.nan}, "“test_accuracy” must be from 0 to 1, not nan."),
        ({"refused": 2}, "“refused” must be from 0 to 1, not 2."),
        ({"test_loss": -1.0}, "“test_loss” must be a number that is not below 0, not -1.0."),
        ({"test_loss": math.inf}, "“test_loss” must be a number that is not below 0, not inf."),
    ],
)
def test_impossible_figures(metrics: dict[str, float], fault: str) -> None:
    with pytest.raises(UserError) as caught:
        Metrics(**metrics)
    assert str(caught.value) == fault
    with pytest.raises(UserError):
        Metrics.from_json(metrics)


@pytest.mark.parametrize("name", ["pictures", "hold_out", "seed", "epoch", "seconds"])
def test_nothing_is_below_zero(name: str) -> None:
    with pytest.raises(UserError, match=rf"^“{name}” must be (a number that is not below|from) 0.*, not -1(\.0)?\.$"):
        Making.from_json({name: -1})


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (None, "it is not an object with “data_set”"),
        ({"teachers": "One"}, "“teachers” is not a list"),
        ({"teachers": [1]}, "“teachers” is not a text"),
        ({"seed": 1.5}, "“seed” is not a whole number"),
        ({"stopped": 0}, "“stopped” is not true or false"),
    ],
)
def test_facts_of_another_kind(value: Any, fault: str) -> None:  # noqa: ANN401
    with pytest.raises(UserError) as caught:
        Making.from_json(value)
    assert str(caught.value) == f"The facts of its making cannot be read: {fault}."


def test_texts_that_are_none_and_facts_that_nobody_knows_are_left_aside() -> None:
    value = {"data_set": "/d/\udcff", "teachers": ["One", "\ud800"], "seed": 4, "weather": {"wind": 3}}
    assert Making.from_json(value) == Making(seed=4)
