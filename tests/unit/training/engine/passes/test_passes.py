"""The passes written out against torch's autograd, for every network, and for every kind of layer in odd places."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch

from lenet_app.networks import family
from lenet_app.networks.activation import Activation, activate
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    Layer,
    MaxPooling,
    Subsampling,
)
from lenet_app.training.engine.passes.activations import rises
from lenet_app.training.engine.passes.parameters import Parameters
from lenet_app.training.engine.passes.passes import Passes
from lenet_app.training.engine.passes.stages import pooled_stage
from tests.unit.samples import DISTANCES, ODD, odd_network, random_weights


def of(*layers: Layer, shape: tuple[int, int, int] = (1, 13, 13)) -> Architecture:
    return Architecture("a", "A", shape, (*layers, FullyConnected("out", 4, Activation.NONE)))


PLACES = {
    "nothing over": of(Convolution("C", maps=3, kernel=4), MaxPooling("P")),
    "a row over": of(Convolution("C", maps=3, kernel=5), MaxPooling("P")),
    "padded": of(Convolution("C", maps=3, kernel=4, padding=2), MaxPooling("P")),
    "a stride": of(Convolution("C", maps=3, kernel=4, stride=3), MaxPooling("P")),
    "threes": of(Convolution("C", maps=3, kernel=5), MaxPooling("P", window=3)),
    "a table": of(Convolution("C", maps=2, kernel=4, table=((0,), (0,))), MaxPooling("P")),
    "colours": of(Convolution("C", maps=3, kernel=4), MaxPooling("P"), shape=(3, 13, 13)),
    "many colours": of(Convolution("C", maps=3, kernel=4), MaxPooling("P"), shape=(5, 13, 13)),
    "channels innermost": of(Convolution("C", maps=16, kernel=4), MaxPooling("P"), Convolution("D", maps=2, kernel=2)),
    "pooling first": of(MaxPooling("P"), Convolution("C", maps=3, kernel=3), MaxPooling("Q")),
    "pooling twice": of(Convolution("C", maps=3, kernel=4), MaxPooling("P"), MaxPooling("Q")),
    "one map": of(Convolution("C", maps=1, kernel=4), Convolution("D", maps=3, kernel=3), MaxPooling("P")),
    "means first": of(AveragePooling("A"), Convolution("C", maps=17, kernel=3, stride=2, padding=1), MaxPooling("P")),
    "innermost, one channel": of(Convolution("C", maps=17, kernel=4, stride=2, padding=1), MaxPooling("P")),
    "means": of(Convolution("C", maps=3, kernel=5), AveragePooling("P", window=3), Subsampling("S")),
    "alone": of(),
}


def gradients_of(network: Network) -> dict[str, npt.NDArray[Any]]:
    """By autograd."""
    found = {}
    for layer, module in network.layers.items():
        for part, parameter in module.named_parameters():
            assert parameter.grad is not None
            found[f"{layer}.{part}"] = parameter.grad.numpy()
    return found


@pytest.mark.parametrize(
    "architecture",
    [
        *(pytest.param(family.member(name).architecture, id=name) for name in family.ids()),
        *(pytest.param(odd_network(activation), id=f"odd, {activation}") for activation in Activation),
        *(pytest.param(architecture, id=name) for name, architecture in PLACES.items()),
        pytest.param(ODD, id="odd"),
        pytest.param(DISTANCES, id="distances"),
    ],
)
def test_scores_and_gradients_are_those_of_autograd(architecture: Architecture) -> None:
    weights = random_weights(architecture, seed=2)
    network = Network(architecture)
    network.load_weights(weights)
    network.double()
    random = np.random.default_rng(3)
    network_input = torch.from_numpy(random.normal(0, 1, (6, *architecture.input_shape)).astype(np.float32))
    scores = network(network_input.double())
    largest_score = float(scores.detach().abs().max())
    gradient = torch.from_numpy(random.normal(0, 1, tuple(scores.shape)).astype(np.float32))
    scores.backward(gradient.double())
    parameters, gradients = Parameters(architecture), Parameters(architecture)
    parameters.load(weights)
    passes = Passes(architecture, parameters, gradients)
    with torch.inference_mode():
        # The second time in rooms that the first has left full.
        for _ in range(2):
            found = passes.scores(network_input.clone())
            passes.back(gradient.clone())
    np.testing.assert_allclose(found.numpy(), scores.detach().numpy(), rtol=1e-4, atol=1e-4 * largest_score)
    for name, expected in gradients_of(network).items():
        largest = float(np.abs(expected).max())
        np.testing.assert_allclose(gradients.named[name].numpy(), expected, atol=1e-4 * largest, err_msg=name)


def test_of_equal_values_the_first_has_the_gradient() -> None:
    """The margin of a digit is the same everywhere; its maps would learn several times as fast otherwise."""
    for shape in ((1, 13, 13), (5, 13, 13)):
        architecture = of(Convolution("C", maps=3, kernel=4), MaxPooling("P"), shape=shape)
        weights = random_weights(architecture, seed=2)
        network, even = Network(architecture), torch.full((2, *shape), 0.5)
        network.load_weights(weights)
        network(even).square().sum().backward()
        parameters, gradients = Parameters(architecture), Parameters(architecture)
        parameters.load(weights)
        passes = Passes(architecture, parameters, gradients)
        with torch.inference_mode():
            passes.back(2 * passes.scores(even.clone()))
        for name, expected in gradients_of(network).items():
            np.testing.assert_allclose(gradients.named[name].numpy(), expected, rtol=1e-3, atol=1e-4)


def test_the_first_two_layers_are_one_where_that_is_quicker() -> None:
    def is_one(architecture: Architecture) -> bool:
        weights = Parameters(architecture).of_layer(architecture.plans[0].name)
        return pooled_stage(architecture.plans[0], architecture.plans[1], weights, weights) is not None

    assert [name for name, architecture in PLACES.items() if len(architecture.plans) > 2 and is_one(architecture)] == [
        "nothing over",
        "padded",
        "pooling twice",
    ]
    assert is_one(family.member("lenet5").architecture)


DROPPING = of(Dropout("D", 0.25), FullyConnected("F", 400, Activation.NONE), shape=(1, 20, 20))


def test_what_dropout_lets_through_has_the_gradient() -> None:
    parameters, gradients = Parameters(DROPPING), Parameters(DROPPING)
    parameters.load(random_weights(DROPPING))
    passes = Passes(DROPPING, parameters, gradients)
    with torch.inference_mode():
        scores = passes.scores(torch.ones(1, 1, 20, 20), torch.Generator().manual_seed(1))
        passes.back(torch.ones_like(scores))
    seen = gradients.named["F.weight"].abs().sum(0) > 0
    assert 0.65 < float(seen.float().mean()) < 0.85
    with torch.inference_mode():
        again = passes.scores(torch.ones(1, 1, 20, 20), torch.Generator().manual_seed(1))
        all_of_it = passes.scores(torch.ones(1, 1, 20, 20))
    assert torch.equal(scores, again)
    assert not torch.equal(scores, all_of_it)


@pytest.mark.parametrize("activation", Activation)
def test_which_activations_rise(activation: Activation) -> None:
    values = activate(activation, np.linspace(-6, 6, 2001))
    assert rises(activation) is bool((np.diff(values) >= 0).all())
