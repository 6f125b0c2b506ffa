"""The way back for several pictures, and for several numbers of one; single gradients are tested in `inspection`."""

from typing import Any

import numpy as np
import pytest

from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.backward import gradients, winners
from lenet_app.networks.forward import activations
from tests.unit.samples import DISTANCES, ODD, odd_network, random_weights

ARCHITECTURES = [ODD, DISTANCES, odd_network(Activation.GELU), family.member("lenet5-1998").architecture]


def doubles(architecture: Architecture, count: int) -> tuple[Any, Any]:
    weights = {name: weight.astype(np.float64) * 0.3 for name, weight in random_weights(architecture).items()}
    return weights, np.random.default_rng(2).normal(0, 1, (count, *architecture.input_shape))


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=lambda a: a.id)
def test_pictures_together_are_pictures_alone(architecture: Architecture) -> None:
    weights, batch = doubles(architecture, 5)
    of_output: Any = np.random.default_rng(3).normal(0, 1, (5, architecture.classes))
    outputs = activations(architecture, weights, batch)
    together = gradients(architecture, weights, batch, outputs, of_output)
    for number in range(5):
        one = {name: output[number : number + 1] for name, output in outputs.items()}
        alone = gradients(architecture, weights, batch[number : number + 1], one, of_output[number : number + 1])
        np.testing.assert_allclose(together.network_input[number], alone.network_input[0], atol=1e-12)
        for name in outputs:
            assert together.values[name].shape == together.sums[name].shape == outputs[name].shape
            np.testing.assert_allclose(together.values[name][number], alone.values[name][0], atol=1e-12)


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=lambda a: a.id)
def test_several_numbers_of_one_picture(architecture: Architecture) -> None:
    """All classes' outputs at once: a Jacobian, whose rows add up as their weights do."""
    weights, picture = doubles(architecture, 1)
    outputs = activations(architecture, weights, picture)
    unit: Any = np.eye(architecture.classes)
    rows = gradients(architecture, weights, picture, outputs, unit).network_input
    assert rows.shape == (architecture.classes, *architecture.input_shape)
    mixed: Any = np.random.default_rng(4).normal(0, 1, (1, architecture.classes))
    summed = gradients(architecture, weights, picture, outputs, mixed).network_input[0]
    np.testing.assert_allclose(summed, np.tensordot(mixed[0], rows, axes=1), rtol=1e-9, atol=1e-12)


def test_of_equal_pixels_the_first_wins() -> None:
    block: Any = np.array([[[[1.0, 3, 2, 2, 9], [3, 0, 2, 2, 9], [9, 9, 9, 9, 9]]]])
    largest: Any = np.array([[[[3.0, 2]]]])
    found = {(row, column): is_winner[0, 0, 0].tolist() for row, column, is_winner in winners(block, largest, 2)}
    assert found == {(0, 0): [False, True], (0, 1): [True, False], (1, 0): [False] * 2, (1, 1): [False] * 2}
