import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Array, activations, dense_kernels, probabilities, scores
from lenet_app.networks.layers import Convolution, Dropout, FullyConnected, RadialBasis
from tests.unit.samples import (
    DISTANCES,
    LENET5,
    NORMALISATION,
    ODD,
    TINY,
    digits,
    naive_activations,
    odd_network,
    random_weights,
)

FAMILY = [family.member(name).architecture for name in family.ids()]
STRIDED = Architecture(
    "strided",
    "Strided",
    (2, 11, 14),
    (Convolution("A", 3, kernel=4, padding=1, stride=3), Convolution("B", 2, 2, stride=2), FullyConnected("F", 3)),
)
ODDS = [*(odd_network(activation) for activation in Activation), STRIDED]


def inputs(architecture: Architecture, count: int, seed: int = 5) -> Array:
    values = np.random.default_rng(seed).normal(0.2, 1, (count, *architecture.input_shape))
    return values.astype(np.float32)


@pytest.mark.parametrize("architecture", [ODD, TINY, DISTANCES, *ODDS, *FAMILY], ids=lambda a: a.id)
def test_every_activation_is_that_of_the_definition(architecture: Architecture) -> None:
    weights = random_weights(architecture)
    count = 1 if architecture.parameters > 50_000 else 2
    batch = inputs(architecture, count)
    found = activations(architecture, weights, batch)
    assert list(found) == [layer.name for layer in architecture.layers]
    for number, picture in enumerate(batch):
        for name, expected in naive_activations(architecture, weights, picture).items():
            assert found[name].dtype == np.float32
            assert found[name][number].shape == expected.shape
            unit = max(1.0, float(np.abs(expected).max()))
            np.testing.assert_allclose(found[name][number], expected, rtol=1e-4, atol=1e-4 * unit, err_msg=name)


def seen_in_torch(architecture: Architecture, network: Network, batch: Array) -> dict[str, Tensor]:
    """Each layer's output: what the layer after it receives, and of the last what the network answers."""
    received: dict[str, Tensor] = {}
    for name, module in network.layers.items():
        module.register_forward_pre_hook(lambda _m, given, name=name: received.__setitem__(name, given[0]))
    network.eval()
    with torch.no_grad():
        answer = network(torch.from_numpy(batch))
    names = [layer.name for layer in architecture.layers]
    return {name: received[following] for name, following in itertools.pairwise(names)} | {names[-1]: answer}


@pytest.mark.parametrize("architecture", [ODD, DISTANCES, *ODDS, *FAMILY], ids=lambda a: a.id)
def test_every_activation_is_that_of_the_network_in_torch(architecture: Architecture) -> None:
    weights, batch = random_weights(architecture, seed=3), inputs(architecture, 7)
    network = Network(architecture)
    network.load_weights(weights)
    theirs = seen_in_torch(architecture, network, batch)
    ours = activations(architecture, weights, batch)
    last = architecture.layers[-1].name
    ours[last] = scores(architecture, ours[last])
    for plan in architecture.plans:
        expected = theirs[plan.name].numpy().reshape(ours[plan.name].shape)
        unit = max(1.0, float(np.abs(expected).max()))
        np.testing.assert_allclose(ours[plan.name], expected, rtol=1e-4, atol=1e-4 * unit, err_msg=plan.name)


def test_lenet5_is_the_plain_torch_expression() -> None:
    weights = random_weights(LENET5, seed=8)
    w = {name: torch.from_numpy(value) for name, value in weights.items()}
    batch = NORMALISATION.network_input(digits(20).images, (1, 32, 32))
    x = functional.max_pool2d(torch.relu(functional.conv2d(torch.from_numpy(batch), w["C1.weight"], w["C1.bias"])), 2)
    x = functional.max_pool2d(torch.relu(functional.conv2d(x, w["C3.weight"], w["C3.bias"])), 2)
    x = torch.relu(functional.linear(x.reshape(20, 400), w["C5.weight"], w["C5.bias"]))
    x = torch.relu(functional.linear(x, w["F6.weight"], w["F6.bias"]))
    expected = functional.linear(x, w["output.weight"], w["output.bias"])
    found = activations(LENET5, weights, batch)["output"]
    np.testing.assert_allclose(found, expected.numpy(), rtol=1e-4, atol=1e-3)


def test_a_batch_is_its_pictures_and_nothing_is_changed() -> None:
    weights, batch = random_weights(LENET5), inputs(LENET5, 5)
    before = batch.copy()
    together = activations(LENET5, weights, batch)["output"]
    alone = np.concatenate([activations(LENET5, weights, batch[i : i + 1])["output"] for i in range(5)])
    np.testing.assert_allclose(together, alone, rtol=1e-5, atol=1e-5)
    np.testing.assert_array_equal(batch, before)


def test_softmax() -> None:
    given = np.random.default_rng(1).normal(0, 4, (30, 10)).astype(np.float32)
    found = probabilities(given)
    assert found.dtype == np.float32
    powers = np.exp(given.astype(np.float64))
    np.testing.assert_allclose(found, powers / powers.sum(axis=1, keepdims=True), rtol=1e-5)
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-6)
    assert (found.argmax(axis=1) == given.argmax(axis=1)).all()


def test_softmax_knows_only_differences_and_bears_large_scores() -> None:
    given = np.array([[0, 1, 2], [5, 5, 5]], np.float32)
    np.testing.assert_allclose(probabilities(given + 1000), probabilities(given), rtol=1e-6)
    np.testing.assert_allclose(probabilities(given)[1], [1 / 3] * 3, rtol=1e-6)
    extreme = probabilities(np.array([[1.5e38, 0, -1.5e38]], np.float32))
    np.testing.assert_array_equal(extreme, [[1, 0, 0]])


def test_distances_are_those_to_the_digits_pictures() -> None:
    weights, batch = random_weights(DISTANCES), inputs(DISTANCES, 5)
    found = activations(DISTANCES, weights, batch)
    units, distances = found["F"].astype(np.float64), found["out"]
    for number, digit in np.ndindex(5, 7):
        differences = units[number] - BITMAPS[digit]
        assert distances[number, digit] == pytest.approx(differences @ differences, rel=1e-5)
    ranked = scores(DISTANCES, distances)
    np.testing.assert_array_equal(ranked, -distances)
    powers = np.exp(-(distances.astype(np.float64) - distances.min(axis=1, keepdims=True)))
    np.testing.assert_allclose(probabilities(ranked), powers / powers.sum(axis=1, keepdims=True), rtol=1e-4, atol=1e-7)
    assert (probabilities(ranked).argmax(axis=1) == distances.argmin(axis=1)).all()


def test_units_that_draw_a_digit_are_at_no_distance_from_it() -> None:
    architecture = Architecture(
        "picture", "Picture", (1, 12, 7), (FullyConnected("F", 84, Activation.NONE), RadialBasis("R"))
    )
    weights = {"F.weight": np.eye(84, dtype=np.float32), "F.bias": np.zeros(84, np.float32)}
    found = activations(architecture, weights, BITMAPS.reshape(10, 1, 12, 7))["R"]
    assert found.diagonal().tolist() == [0.0] * 10
    for one, other in np.ndindex(10, 10):
        differing = int((BITMAPS[one] != BITMAPS[other]).sum())
        assert found[one, other] == 4 * differing


def test_scores_of_other_networks_are_what_they_give() -> None:
    output = activations(LENET5, random_weights(LENET5), inputs(LENET5, 3))["output"]
    np.testing.assert_array_equal(scores(LENET5, output), output)


def test_dropout_does_nothing_in_use() -> None:
    architecture = family.member("lenet5-dropout").architecture
    without = replace(architecture, layers=tuple(one for one in architecture.layers if not isinstance(one, Dropout)))
    weights, batch = random_weights(architecture), inputs(architecture, 4)
    found = activations(architecture, weights, batch)
    np.testing.assert_array_equal(found["drop1"], found["S4"])
    np.testing.assert_array_equal(found["output"], activations(without, weights, batch)["output"])


def test_kernels_of_a_table_stand_at_its_joins() -> None:
    layer = Convolution("C", 3, 2, table=((0, 2), (1,), (0, 1, 2)))
    kernels = np.arange(1, 25, dtype=np.float32).reshape(6, 2, 2)
    dense = dense_kernels(layer, kernels, 3)
    joins = [(0, 0), (0, 2), (1, 1), (2, 0), (2, 1), (2, 2)]
    expected = np.zeros((3, 3, 2, 2), np.float32)
    for kernel, (map_, seen) in zip(kernels, joins, strict=True):
        expected[map_, seen] = kernel
    np.testing.assert_array_equal(dense, expected)
    whole = np.ones((3, 3, 2, 2), np.float32)
    np.testing.assert_array_equal(dense_kernels(Convolution("C", 3, 2), whole, 3), whole)
