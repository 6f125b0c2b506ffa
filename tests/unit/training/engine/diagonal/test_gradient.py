"""The hand-written derivatives against torch's automatic ones, in double precision."""

import numpy as np
import pytest
import torch

from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.recipe import Loss, Recipe
from lenet_app.training.engine.diagonal import DiagonalNetwork
from tests.unit.training.engine.diagonal import networks


def assert_same_as_torch(architecture: Architecture, recipe: Recipe, deviation: float = 0.4) -> None:
    weights = networks.weights(architecture, deviation=deviation)
    network_input, labels = networks.pictures(architecture, 4)
    network = DiagonalNetwork(architecture, weights, recipe, dtype=np.float64)

    loss, gradient = network.loss_and_gradient(network_input, labels)

    parameters = networks.doubles(weights)
    outputs = networks.in_torch(architecture, parameters, torch.tensor(network_input).double())
    distances = architecture.answers_with_distances
    expected = networks.loss_in_torch(recipe, outputs, torch.tensor(labels).long(), distances=distances)
    torch.autograd.backward(expected)
    assert loss == pytest.approx(expected.item(), rel=1e-12)
    assert list(gradient) == list(architecture.parameter_shapes)
    for name, parameter in parameters.items():
        assert parameter.grad is not None
        np.testing.assert_allclose(gradient[name], parameter.grad.numpy(), rtol=1e-8, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("architecture", [networks.MIXED, networks.STRIDED, networks.CUT_1998], ids=lambda a: a.id)
def test_every_kind_of_layer_has_the_gradient_of_torch(architecture: Architecture) -> None:
    assert_same_as_torch(architecture, networks.recipe())


@pytest.mark.parametrize("activation", Activation)
def test_every_activation_function_has_the_gradient_of_torch(activation: Activation) -> None:
    assert_same_as_torch(networks.with_activation(activation), networks.recipe())


@pytest.mark.parametrize("loss", [loss for loss in Loss if loss is not Loss.CTC])
@pytest.mark.parametrize("architecture", [networks.SCORES, networks.DISTANCES], ids=lambda a: a.id)
def test_every_loss_has_the_gradient_of_torch(architecture: Architecture, loss: Loss) -> None:
    assert_same_as_torch(architecture, networks.recipe(loss), deviation=0.2)


@pytest.mark.parametrize("name", ["lenet5-1998", "lenet5", "lenet5-relu-same", "lenet-cifar"])
def test_networks_of_the_family_have_the_gradient_of_torch(name: str) -> None:
    architecture = family.member(name).architecture

    assert_same_as_torch(architecture, networks.recipe(Loss.MAP), deviation=0.1)
