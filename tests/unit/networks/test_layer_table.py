from math import ceil, floor

import numpy as np
import pytest
import torch

from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.layer_table import layer_table, side_text
from lenet_app.networks.layers import AveragePooling, Convolution, FullyConnected, MaxPooling
from lenet_app.networks.recipe import Recipe

STRIDED = Architecture(
    "strided",
    "Strided",
    (2, 21, 17),
    (
        Convolution("A", 3, kernel=4, stride=2, padding=1, activation=Activation.TANH),
        AveragePooling("B", 2),
        Convolution("C", 2, kernel=3, activation=Activation.TANH),
        FullyConnected("out", 4, Activation.NONE),
    ),
)


def test_the_network_of_1998_in_rows() -> None:
    rows = layer_table(family.member("lenet5-1998").architecture)
    assert [(row.plan.name, row.formula, row.receptive_field) for row in rows] == [
        ("C1", "(32 − 5 + 2·0) / 1 + 1 = 28", (5, 5)),
        ("S2", "(28 − 2 + 2·0) / 2 + 1 = 14", (6, 6)),
        ("C3", "(14 − 5 + 2·0) / 1 + 1 = 10", (14, 14)),
        ("S4", "(10 − 2 + 2·0) / 2 + 1 = 5", (16, 16)),
        ("C5", "(5 − 5 + 2·0) / 1 + 1 = 1", (32, 32)),
        ("F6", "", (32, 32)),
        ("output", "", (32, 32)),
    ]


def test_what_is_rounded_and_what_differs_is_shown() -> None:
    rows = layer_table(STRIDED)
    assert rows[0].formula == "⌊(21 − 4 + 2·1) / 2 + 1⌋ = 10; ⌊(17 − 4 + 2·1) / 2 + 1⌋ = 8"
    assert rows[1].formula == "(10 − 2 + 2·0) / 2 + 1 = 5; (8 − 2 + 2·0) / 2 + 1 = 4"
    assert [row.window is None for row in rows] == [False, False, False, True]
    assert (side_text((28, 28)), side_text((10, 8)), side_text(())) == ("28", "10 × 8", "")


@pytest.mark.parametrize("name", family.ids())
def test_the_formula_gives_the_size_and_tensorflows_rules_round_up(name: str) -> None:
    for row in layer_table(family.member(name).architecture):
        if row.window is None:
            assert row.tensorflow_valid == row.tensorflow_same == ()
            continue
        f, s, p = row.window.kernel, row.window.stride, row.window.padding
        sides = row.plan.input_shape[1:]
        assert row.plan.output_shape[1:] == tuple(floor((w - f + 2 * p) / s) + 1 for w in sides)
        assert row.tensorflow_valid == tuple(ceil((w - f + 1) / s) for w in sides)
        assert row.tensorflow_same == tuple(ceil(w / s) for w in sides)


def test_tensorflows_valid_is_never_below_zero() -> None:
    tall = Architecture("tall", "Tall", (1, 4, 4), (Convolution("A", 1, 5, 2), FullyConnected("out", 2)))
    assert layer_table(tall)[0].tensorflow_valid == (0, 0)


@pytest.mark.parametrize("architecture", [STRIDED, family.member("lenet5-1998").architecture], ids=lambda a: a.id)
def test_a_unit_sees_its_receptive_field_and_nothing_else(architecture: Architecture) -> None:
    """By gradients: the pixels that a unit in the middle of a map depends on span the field that the table gives."""
    network = Network(architecture)
    network.load_weights(initial_weights(architecture, Recipe(), seed=2))
    pixels = torch.from_numpy(np.random.default_rng(3).normal(0, 0.5, (1, *architecture.input_shape))).float()
    pixels.requires_grad_(True)
    seen: dict[str, torch.Tensor] = {}
    for name, module in network.layers.items():
        module.register_forward_hook(lambda _m, _i, output, name=name: seen.__setitem__(name, output))
    network(pixels)
    for row in layer_table(architecture):
        output = seen[row.plan.name][0]
        unit = output[0] if output.ndim == 1 else output[0, output.shape[1] // 2, output.shape[2] // 2]
        (gradient,) = torch.autograd.grad(unit, pixels, retain_graph=True)
        touched = gradient[0].abs().sum(dim=0).nonzero()
        spans = (touched.max(dim=0).values - touched.min(dim=0).values + 1).tolist()
        assert tuple(spans) == row.receptive_field, row.plan.name


def test_a_pool_that_leaves_pixels_over_rounds_down() -> None:
    odd = Architecture("odd", "Odd", (1, 7, 7), (MaxPooling("P", 2), FullyConnected("out", 2)))
    (pool, _) = layer_table(odd)
    assert (pool.formula, pool.tensorflow_valid, pool.tensorflow_same) == (
        "⌊(7 − 2 + 2·0) / 2 + 1⌋ = 3",
        (3, 3),
        (4, 4),
    )
