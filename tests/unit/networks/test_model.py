from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from typing import Any, cast

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.networks.forward import Array
from lenet_app.networks.making import Making, Metrics
from tests.unit.samples import LENET5, TINY, model, random_weights

Weights = dict[str, Array]


def spoilt(name: str, value: float) -> Callable[[Weights], None]:
    def spoil(weights: Weights) -> None:
        weights[name].flat[3] = value

    return spoil


REFUSED: dict[str, tuple[Callable[[Weights], object], str]] = {
    "missing": (lambda w: w.pop("H.bias"), "The weights do not match the architecture: H.bias."),
    "superfluous": (
        lambda w: w.update({"G.bias": w["H.bias"]}),
        "The weights do not match the architecture: G.bias.",
    ),
    "another name": (
        lambda w: w.update({"h.bias": w.pop("H.bias")}),
        "The weights do not match the architecture: H.bias, h.bias.",
    ),
    "turned": (
        lambda w: w.update({"H.weight": w["H.weight"].T}),
        "H.weight is 49 × 16, but the architecture needs 16 × 49.",
    ),
    "flat": (
        lambda w: w.update({"H.weight": w["H.weight"].reshape(-1)}),
        "H.weight is 784, but the architecture needs 16 × 49.",
    ),
    "NaN": (spoilt("out.bias", float("nan")), "out.bias holds values that are not finite."),
    "infinite": (spoilt("H.weight", -float("inf")), "H.weight holds values that are not finite."),
}


@pytest.mark.parametrize(("spoil", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_weights_that_do_not_fit(spoil: Callable[[Weights], object], sentence: str) -> None:
    weights = random_weights(TINY)
    spoil(weights)
    with pytest.raises(UserError) as caught:
        model(weights=weights)
    assert str(caught.value) == sentence


def test_class_names_that_do_not_fit() -> None:
    with pytest.raises(UserError, match=r"^9 class names were given for 10 classes\.$"):
        model(class_names=tuple("123456789"))


def test_weights_are_locked() -> None:
    one = model(LENET5)
    with pytest.raises(ValueError, match="read-only"):
        one.weights["C1.bias"][0] = 1
    with pytest.raises(TypeError):
        cast("dict[str, Any]", one.weights)["C1.bias"] = np.zeros(6, np.float32)
    with pytest.raises(FrozenInstanceError):
        cast("Any", one).name = "another"


def test_weights_are_the_models_own() -> None:
    weights = random_weights(TINY)
    one = model(weights=weights)
    before = {name: weight.copy() for name, weight in one.weights.items()}
    for given in weights.values():
        given.fill(1)
    weights["surprise"] = np.zeros(1, np.float32)
    for name, weight in before.items():
        np.testing.assert_array_equal(one.weights[name], weight)
    assert set(one.weights) == set(before)


def test_weights_are_kept_as_contiguous_float32() -> None:
    weights = random_weights(TINY)
    weights["H.weight"] = np.asfortranarray(weights["H.weight"])
    weights["H.bias"] = weights["H.bias"].astype(np.float64)
    one = model(weights=weights)
    for weight in one.weights.values():
        assert weight.dtype == np.float32
        assert weight.flags.c_contiguous


def test_a_model_under_another_name_has_the_same_weights() -> None:
    one = model(metrics=Metrics(0.5), making=Making(seed=3))
    other = replace(one, name="B")
    assert (other.name, other.metrics, other.making) == ("B", one.metrics, one.making)
    for name, weight in one.weights.items():
        np.testing.assert_array_equal(other.weights[name], weight)
