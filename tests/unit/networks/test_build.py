import math

import numpy as np
import pytest
import torch

from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network, initial_weights
from tests.unit.samples import LENET5, ODD, random_weights


@pytest.mark.parametrize("architecture", [LENET5, ODD], ids=lambda a: a.id)
def test_parameters_bear_the_architectures_names_and_shapes(architecture: Architecture) -> None:
    network = Network(architecture)
    named = {name: tuple(parameter.shape) for name, parameter in network.layers.named_parameters()}
    assert list(named.items()) == list(architecture.parameter_shapes.items())
    assert sum(parameter.numel() for parameter in network.parameters()) == architecture.parameters


def test_weights_go_in_and_come_out() -> None:
    weights = random_weights(LENET5)
    network = Network(LENET5)
    network.load_weights(weights)
    again = network.weights()
    assert list(again) == list(LENET5.parameter_shapes)
    for name, weight in weights.items():
        assert again[name].dtype == np.float32
        np.testing.assert_array_equal(again[name], weight)


def test_weights_are_snapshots_both_ways() -> None:
    weights = random_weights(ODD)
    network = Network(ODD)
    network.load_weights(weights)
    taken = network.weights()
    before = {name: weight.copy() for name, weight in taken.items()}
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(1)
    for name, weight in before.items():
        np.testing.assert_array_equal(taken[name], weight)
        np.testing.assert_array_equal(weights[name], weight)
        np.testing.assert_allclose(network.weights()[name], weight + 1, rtol=1e-6)


def test_locked_weights_can_be_loaded() -> None:
    weights = random_weights(ODD)
    for weight in weights.values():
        weight.flags.writeable = False
    network = Network(ODD)
    network.load_weights(weights)
    np.testing.assert_array_equal(network.weights()["A.bias"], weights["A.bias"])


def test_a_missing_weight_is_refused() -> None:
    weights = random_weights(ODD)
    del weights["C.bias"]
    with pytest.raises(KeyError):
        Network(ODD).load_weights(weights)


def test_new_weights_fill_their_range() -> None:
    """Uniform in ±1/√F: all inside, the ends nearly reached, and the variance a third of the square of the end."""
    weights = initial_weights(LENET5, seed=4)
    assert {name: weight.shape for name, weight in weights.items()} == LENET5.parameter_shapes
    fan_in = {"C1": 25, "C3": 150, "C5": 400, "F6": 120, "output": 84}
    for name, weight in weights.items():
        end = 1 / math.sqrt(fan_in[name.partition(".")[0]])
        assert weight.dtype == np.float32
        assert np.abs(weight).max() <= end * (1 + 1e-6)
        if weight.size > 1000:
            assert np.abs(weight).max() > 0.99 * end
            assert abs(float(weight.mean())) < 0.05 * end
            assert float(weight.var()) == pytest.approx(end**2 / 3, rel=0.1)


def test_the_seed_decides() -> None:
    one, same, other = (initial_weights(LENET5, seed=seed) for seed in (7, 7, 8))
    for name in one:
        np.testing.assert_array_equal(one[name], same[name])
        assert not np.array_equal(one[name], other[name])


def test_layers_of_the_same_shape_do_not_share_their_numbers() -> None:
    weights = initial_weights(LENET5, seed=1)
    assert not np.array_equal(weights["C5.weight"][:84, :120], weights["F6.weight"])
