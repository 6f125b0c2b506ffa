import copy

import numpy as np
import pytest
import torch

from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.layers import Convolution, Dropout, FullyConnected
from tests.unit.samples import DISTANCES, LENET5, ODD, odd_network, random_weights

FAMILY = [family.member(name).architecture for name in family.ids()]


@pytest.mark.parametrize("architecture", [ODD, DISTANCES, odd_network(Activation.RELU), *FAMILY], ids=lambda a: a.id)
def test_parameters_bear_the_architectures_names_and_shapes(architecture: Architecture) -> None:
    network = Network(architecture)
    named = {name: weight.shape for name, weight in network.weights().items()}
    assert list(named.items()) == list(architecture.parameter_shapes.items())
    assert sum(parameter.numel() for parameter in network.parameters()) == architecture.parameters


# What a module of torch, a dictionary of modules and an object have for attributes, and what is no word at all.
TAKEN = sorted({*dir(torch.nn.Module()), *dir(torch.nn.ModuleDict()), *dir(Network(LENET5)), "0", "C 1", "", " ", "×"})


@pytest.mark.parametrize("name", [name for name in TAKEN if name])
def test_a_layer_may_be_called_as_an_attribute_of_torchs_is(name: str) -> None:
    convolution = Convolution(name, maps=2, kernel=3)
    architecture = Architecture("a", "A", (1, 5, 5), (convolution, FullyConnected("out", 3, Activation.NONE)))
    network = copy.deepcopy(Network(architecture)).to("cpu").train()
    weights = random_weights(architecture)
    network.load_weights(weights)
    network(torch.ones(2, 1, 5, 5)).sum().backward()
    assert all(parameter.grad is not None for parameter in network.parameters())
    assert {key: weight.tobytes() for key, weight in network.weights().items()} == {
        key: weight.tobytes() for key, weight in weights.items()
    }


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


DROPPING = Architecture(
    "dropping", "Dropping", (1, 20, 20), (Dropout("D", 0.25), FullyConnected("F", 400, Activation.NONE))
)


def dropping() -> Network:
    """What comes out is what dropout let through."""
    network = Network(DROPPING)
    network.load_weights({"F.weight": np.eye(400, dtype=np.float32), "F.bias": np.zeros(400, np.float32)})
    return network


def test_dropout_drops_in_training_and_scales_the_others_up() -> None:
    network = dropping()
    values = network(torch.ones(25, 1, 20, 20), torch.Generator().manual_seed(1)).detach().numpy()
    dropped = values == 0
    np.testing.assert_allclose(values[~dropped], 1 / 0.75, rtol=1e-6)
    assert float(dropped.mean()) == pytest.approx(0.25, abs=0.02)  # of 10,000
    assert (dropped.mean(axis=0) < 1).all(), "the same units were dropped every time"
    assert len({row.tobytes() for row in dropped}) == 25


def test_dropout_does_nothing_where_nothing_is_drawn() -> None:
    network = dropping()
    given = torch.rand(3, 1, 20, 20)
    np.testing.assert_array_equal(network(given).detach().numpy(), given.reshape(3, 400).numpy())


def test_dropout_is_that_of_the_seed() -> None:
    network = dropping()
    seeded = [torch.Generator().manual_seed(seed) for seed in (5, 5, 6)]
    found = [network(torch.ones(2, 1, 20, 20), random).detach().numpy() for random in seeded]
    np.testing.assert_array_equal(found[0], found[1])
    assert not np.array_equal(found[0], found[2])


def test_bitmaps_move_with_the_network_but_are_no_parameters() -> None:
    network = Network(DISTANCES)
    assert [tuple(parameter.shape) for parameter in network.parameters()] == [(84, 49), (84,)]
    assert [tuple(buffer.shape) for buffer in network.buffers()] == [(7, 84)]
    assert set(network.weights()) == {"F.weight", "F.bias"}


@pytest.mark.parametrize("activation", Activation)
def test_gradients_are_those_of_differences(activation: Activation) -> None:
    """In float64, at one weight of each parameter: tables, coefficients and activation functions learn."""
    architecture = odd_network(activation)
    network = Network(architecture)
    network.load_weights(random_weights(architecture, seed=2))
    network.double().eval()
    batch = torch.from_numpy(np.random.default_rng(3).normal(0, 1, (3, *architecture.input_shape)))
    network(batch).square().sum().backward()
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None
        place = parameter.numel() // 2
        found = float(parameter.grad.view(-1)[place])
        values = []
        for step in (1e-6, -1e-6):
            with torch.no_grad():
                parameter.view(-1)[place] += step
                values.append(float(network(batch).square().sum()))
                parameter.view(-1)[place] -= step
        assert found == pytest.approx((values[0] - values[1]) / 2e-6, rel=1e-4, abs=1e-6), name
