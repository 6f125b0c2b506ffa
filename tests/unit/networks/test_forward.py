import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.forward import activations, probabilities
from tests.unit.samples import LENET5, NORMALISATION, ODD, TINY, digits, naive_activations, random_weights


def inputs(architecture: Architecture, count: int, seed: int = 5) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    values = np.random.default_rng(seed).normal(0.2, 1, (count, *architecture.input_shape))
    return values.astype(np.float32)


@pytest.mark.parametrize("architecture", [ODD, TINY, LENET5], ids=lambda a: a.id)
def test_every_activation_is_that_of_the_definition(architecture: Architecture) -> None:
    weights, batch = random_weights(architecture), inputs(architecture, 2)
    found = activations(architecture, weights, batch)
    assert list(found) == [layer.name for layer in architecture.layers]
    for number, picture in enumerate(batch):
        for name, expected in naive_activations(architecture, weights, picture).items():
            assert found[name].dtype == np.float32
            assert found[name][number].shape == expected.shape
            np.testing.assert_allclose(found[name][number], expected, rtol=1e-4, atol=1e-4, err_msg=name)


@pytest.mark.parametrize("architecture", [ODD, LENET5], ids=lambda a: a.id)
def test_every_activation_is_that_of_the_network_in_torch(architecture: Architecture) -> None:
    weights, batch = random_weights(architecture, seed=3), inputs(architecture, 17)
    network = Network(architecture)
    network.load_weights(weights)
    seen: dict[str, Tensor] = {}
    for name, module in network.layers.named_children():
        module.register_forward_hook(lambda _m, _i, output, name=name: seen.__setitem__(name, output))
    with torch.no_grad():
        scores = network(torch.from_numpy(batch))
    ours = activations(architecture, weights, batch)
    for plan in architecture.plans:
        theirs = seen[plan.name]
        squashed = torch.relu(theirs) if getattr(plan.layer, "activation", "none") == "relu" else theirs
        np.testing.assert_allclose(ours[plan.name], squashed.numpy(), rtol=1e-4, atol=2e-4, err_msg=plan.name)
    np.testing.assert_allclose(ours[architecture.layers[-1].name], scores.numpy(), rtol=1e-4, atol=2e-4)


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
    scores = np.random.default_rng(1).normal(0, 4, (30, 10)).astype(np.float32)
    found = probabilities(scores)
    assert found.dtype == np.float32
    powers = np.exp(scores.astype(np.float64))
    np.testing.assert_allclose(found, powers / powers.sum(axis=1, keepdims=True), rtol=1e-5)
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-6)
    assert (found.argmax(axis=1) == scores.argmax(axis=1)).all()


def test_softmax_knows_only_differences_and_bears_large_scores() -> None:
    scores = np.array([[0, 1, 2], [5, 5, 5]], np.float32)
    np.testing.assert_allclose(probabilities(scores + 1000), probabilities(scores), rtol=1e-6)
    np.testing.assert_allclose(probabilities(scores)[1], [1 / 3] * 3, rtol=1e-6)
    extreme = probabilities(np.array([[1.5e38, 0, -1.5e38]], np.float32))
    np.testing.assert_array_equal(extreme, [[1, 0, 0]])
