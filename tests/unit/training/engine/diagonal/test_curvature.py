"""The second derivatives against appendix C by single connections, and where they are exact against the Hessian."""

from typing import Any

import numpy as np
import pytest
import torch
from torch.autograd import functional as untyped

from lenet_app.networks.architecture import Architecture
from lenet_app.networks.recipe import Loss, Recipe
from lenet_app.training.engine.diagonal import DiagonalNetwork
from tests.unit.training.engine.diagonal import naive, networks

_functional: Any = untyped


def output_derivatives(recipe: Recipe, label: int, outputs: list[float], *, distances: bool) -> Any:  # noqa: ANN401
    """∂E/∂output and the diagonal of ∂²E/∂output², both from torch."""

    def loss(row: torch.Tensor) -> torch.Tensor:
        return networks.loss_in_torch(recipe, row[None], torch.tensor([label]), distances=distances)

    row = torch.tensor(outputs, dtype=torch.float64)
    first: Any = _functional.jacobian(loss, row)
    second: Any = _functional.hessian(loss, row)
    return first.tolist(), second.diagonal().tolist()


@pytest.mark.parametrize("loss", [Loss.CROSS_ENTROPY, Loss.MAP, Loss.SQUARED_ERROR])
@pytest.mark.parametrize("architecture", [networks.MIXED, networks.STRIDED, networks.CUT_1998], ids=lambda a: a.id)
def test_it_is_the_sum_over_connections_of_appendix_c(architecture: Architecture, loss: Loss) -> None:
    recipe = networks.recipe(loss)
    weights = networks.weights(architecture)
    network_input, labels = networks.pictures(architecture, 2)
    network = DiagonalNetwork(architecture, weights, recipe, dtype=np.float64)

    network.measure_curvature(network_input, labels)

    distances = architecture.answers_with_distances
    expected = {name: np.zeros(shape) for name, shape in architecture.parameter_shapes.items()}
    for picture, label in zip(network_input, labels.tolist(), strict=True):

        def derivatives(outputs: list[float], label: int = label) -> Any:  # noqa: ANN401
            return output_derivatives(recipe, label, outputs, distances=distances)

        for (name, *index), value in naive.curvature(architecture, weights, picture, derivatives).items():
            expected[name][tuple(index)] += value / len(labels)
    for name, h in network.curvature().items():
        np.testing.assert_allclose(h, expected[name], rtol=1e-5, atol=1e-9, err_msg=name)
    assert all(h.min() >= 0 for h in network.curvature().values())


@pytest.mark.parametrize("loss", [Loss.CROSS_ENTROPY, Loss.SUMMED_CROSS_ENTROPY, Loss.MAP, Loss.SQUARED_ERROR])
def test_it_is_the_diagonal_of_the_hessian_for_a_linear_last_layer(loss: Loss) -> None:
    assert_exact(networks.SCORES, networks.recipe(loss), "out")


def test_it_is_the_diagonal_of_the_hessian_for_the_squared_distance_of_linear_units() -> None:
    assert_exact(networks.DISTANCES, networks.recipe(Loss.SQUARED_ERROR), "F6")


def assert_exact(architecture: Architecture, recipe: Recipe, layer: str) -> None:
    weights = networks.weights(architecture)
    network_input, labels = networks.pictures(architecture, 3)
    network = DiagonalNetwork(architecture, weights, recipe, dtype=np.float64)

    network.measure_curvature(network_input, labels)

    parameters = networks.doubles(weights)
    x, right = torch.tensor(network_input).double(), torch.tensor(labels).long()
    for name in (f"{layer}.weight", f"{layer}.bias"):

        def loss(values: torch.Tensor, name: str = name) -> torch.Tensor:
            outputs = networks.in_torch(architecture, {**parameters, name: values}, x)
            return networks.loss_in_torch(recipe, outputs, right, distances=architecture.answers_with_distances)

        size = weights[name].size
        hessian: Any = _functional.hessian(loss, parameters[name].detach())
        diagonal = hessian.reshape(size, size).diagonal().numpy() / len(labels)
        np.testing.assert_allclose(network.curvature()[name].ravel(), diagonal, rtol=1e-5, atol=1e-9)


def test_the_sigmoid_of_softmax_takes_the_jacobian_squared() -> None:
    recipe = networks.recipe(Loss.SIGMOID_OF_SOFTMAX, loss_divisor=1.0)
    weights = networks.weights(networks.SCORES)
    network_input, labels = networks.pictures(networks.SCORES, 1)
    network = DiagonalNetwork(networks.SCORES, weights, recipe, dtype=np.float64)

    network.measure_curvature(network_input, labels)

    outputs = networks.in_torch(networks.SCORES, networks.doubles(weights), torch.tensor(network_input).double())[0]
    jacobian: Any = _functional.jacobian(lambda s: torch.softmax(s, 0), outputs.detach())
    sigmoids = torch.sigmoid(torch.softmax(outputs.detach(), 0))
    expected = (jacobian.square() * (sigmoids * (1 - sigmoids) / 5)[:, None]).sum(0)
    np.testing.assert_allclose(network.curvature()["out.bias"], expected.numpy(), rtol=1e-5)


def test_it_is_kept_until_it_is_measured_again() -> None:
    architecture = networks.CUT_1998
    network = DiagonalNetwork(architecture, networks.weights(architecture), networks.recipe(Loss.MAP))
    network_input, labels = networks.pictures(architecture, 6)
    assert not any(h.any() for h in network.curvature().values())

    network.measure_curvature(network_input, labels)
    first = network.curvature()
    network.learn(network_input, labels, 0.01)
    kept = network.curvature()
    network.measure_curvature(network_input, labels)
    again = network.curvature()

    assert all(np.array_equal(first[name], kept[name]) for name in first)
    assert not np.allclose(first["F6.weight"], again["F6.weight"], rtol=1e-6)


def test_dropout_has_no_part_in_it() -> None:
    architecture = networks.MIXED
    weights, (network_input, labels) = networks.weights(architecture), networks.pictures(architecture, 5)
    first, second = (DiagonalNetwork(architecture, weights, networks.recipe()) for _ in range(2))
    second.learn(network_input[:0], labels[:0], 0.1, np.random.default_rng(1))

    for network in (first, second):
        network.measure_curvature(network_input, labels)

    assert all(np.array_equal(h, second.curvature()[name]) for name, h in first.curvature().items())
