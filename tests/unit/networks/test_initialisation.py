import math

import numpy as np
import pytest

from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.layers import C3_TABLE, FullyConnected
from lenet_app.networks.recipe import Initialisation, Recipe
from tests.unit.samples import LENET5, odd_network

PAPER = family.member("lenet5-1998").architecture

# Of each layer of the paper's network the fan-in, of C3 that of each map.
FAN_IN = {
    **{"C1": [25] * 6, "S2": [4] * 6, "C3": [25 * len(row) for row in C3_TABLE], "S4": [4] * 16},
    **{"C5": [400] * 120, "F6": [120] * 84},
}
LENET5_FAN_IN = {"C1": 25, "C3": 150, "C5": 400, "F6": 120, "output": 84}


def starting(how: Initialisation) -> Recipe:
    return Recipe(initialisation=how)


def is_bias(name: str) -> bool:
    return name.endswith(".bias")


def assert_uniform(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]], end: float) -> None:
    """All inside; where they are many the ends are nearly reached, the mean is 0 and the variance end² / 3."""
    assert values.dtype == np.float32
    assert np.abs(values).max() <= end * (1 + 1e-6)
    if values.size > 1000:
        assert values.max() > 0.99 * end
        assert values.min() < -0.99 * end
        assert abs(float(values.mean())) < 0.05 * end
        assert float(values.var()) == pytest.approx(end**2 / 3, rel=0.1)


def test_lenet5_starts_where_it_always_did() -> None:
    """Models that were made with a seed can be made again: uniform in ±1/√F, drawn in the order of the parameters."""
    random = np.random.default_rng([11, 0])
    expected = {}
    for name, shape in LENET5.parameter_shapes.items():
        end = 1 / math.sqrt(LENET5_FAN_IN[name.partition(".")[0]])
        expected[name] = random.uniform(-end, end, shape).astype(np.float32)
    found = initial_weights(LENET5, Recipe(), seed=11)
    assert list(found) == list(expected)
    for name, weight in expected.items():
        np.testing.assert_array_equal(found[name], weight)


def test_fan_in_fills_its_range() -> None:
    weights = initial_weights(LENET5, Recipe(), seed=4)
    for name, weight in weights.items():
        assert_uniform(weight, 1 / math.sqrt(LENET5_FAN_IN[name.partition(".")[0]]))


def test_of_the_paper_each_map_has_its_own_range() -> None:
    """±2.4/F, weights and biases; of C3 the fan-in of a map is that of its row of the table."""
    many = [initial_weights(PAPER, starting(Initialisation.LENET_1998), seed=seed) for seed in range(30)]
    rows = np.repeat(np.arange(16), [len(row) for row in C3_TABLE])  # which map a kernel of the table belongs to
    for layer, fan_in in FAN_IN.items():
        for part in ("weight", "bias"):
            drawn = np.stack([weights[f"{layer}.{part}"] for weights in many])
            for map_, fan in enumerate(fan_in):
                one = drawn[:, rows == map_] if f"{layer}.{part}" == "C3.weight" else drawn[:, map_]
                end = 2.4 / fan
                assert_uniform(one, end)
                assert np.abs(one).max() > 0.6 * end, (layer, part, map_)


def test_fan_in_of_a_table_and_of_a_subsampling() -> None:
    many = [initial_weights(PAPER, Recipe(), seed=seed) for seed in range(30)]
    three = np.stack([weights["C3.weight"][:3] for weights in many])
    six = np.stack([weights["C3.weight"][-6:] for weights in many])
    assert_uniform(three, 1 / math.sqrt(75))
    assert_uniform(six, 1 / math.sqrt(150))
    coefficients = np.stack([weights["S4.weight"] for weights in many])
    assert 0.45 < np.abs(coefficients).max() <= 0.5


def test_glorot_as_keras() -> None:
    """±√(6 / (fan-in + fan-out)), the fan-out of a convolution maps × kernel²; biases 0."""
    both = {"C1": (25, 150), "C3": (150, 400), "C5": (400, 120), "F6": (120, 84), "output": (84, 10)}
    for name, weight in initial_weights(LENET5, starting(Initialisation.GLOROT), seed=2).items():
        if is_bias(name):
            assert not weight.any()
        else:
            assert_uniform(weight, math.sqrt(6 / sum(both[name.partition(".")[0]])))


def test_xavier_as_caffe() -> None:
    """±√(3 / fan-in), biases 0."""
    for name, weight in initial_weights(LENET5, starting(Initialisation.XAVIER), seed=2).items():
        if is_bias(name):
            assert not weight.any()
        else:
            assert_uniform(weight, math.sqrt(3 / LENET5_FAN_IN[name.partition(".")[0]]))


@pytest.mark.parametrize("deviation", [0.1, 1.0])
def test_truncated_normal(deviation: float) -> None:
    """Redrawn beyond 2σ: of such a normal the variance is σ² (1 - 4 φ(2) / (2 Φ(2) - 1))."""
    recipe = Recipe(initialisation=Initialisation.TRUNCATED_NORMAL, deviation=deviation)
    weight = initial_weights(LENET5, recipe, seed=3)["C5.weight"]
    density = math.exp(-2) / math.sqrt(2 * math.pi)
    within = math.erf(math.sqrt(2))
    assert np.abs(weight).max() <= 2 * deviation * (1 + 1e-6)
    assert np.abs(weight).max() > 1.99 * deviation
    assert abs(float(weight.mean())) < 0.02 * deviation
    assert float(weight.var()) == pytest.approx(deviation**2 * (1 - 4 * density / within), rel=0.02)
    near = float((np.abs(weight) < deviation).mean())
    assert near == pytest.approx(math.erf(math.sqrt(0.5)) / within, abs=0.01), "redrawn, not cut off"


def test_biases_of_a_truncated_normal() -> None:
    recipe = Recipe(initialisation=Initialisation.TRUNCATED_NORMAL, deviation=1.0, first_bias=0.1)
    for name, weight in initial_weights(LENET5, recipe, seed=3).items():
        assert (weight == np.float32(0.1)).all() == is_bias(name)
    drawn = Recipe(initialisation=Initialisation.TRUNCATED_NORMAL, deviation=1.0)
    biases = np.concatenate([w for name, w in initial_weights(LENET5, drawn, seed=3).items() if is_bias(name)])
    assert len(set(biases.tolist())) == len(biases)
    assert float(biases.std()) == pytest.approx(0.88, abs=0.1)


def test_a_first_bias_means_nothing_elsewhere() -> None:
    recipes = [Recipe(initialisation=Initialisation.GLOROT, first_bias=bias) for bias in (None, 0.5)]
    one, other = (initial_weights(LENET5, recipe, seed=1) for recipe in recipes)
    for name, weight in one.items():
        np.testing.assert_array_equal(weight, other[name])


@pytest.mark.parametrize("how", Initialisation)
def test_every_rule_fits_every_kind_of_layer(how: Initialisation) -> None:
    for architecture in (odd_network(Activation.RELU), PAPER, LENET5):
        weights = initial_weights(architecture, starting(how), seed=1)
        assert {name: weight.shape for name, weight in weights.items()} == architecture.parameter_shapes
        assert all(weight.dtype == np.float32 and np.isfinite(weight).all() for weight in weights.values())
        assert all(weight.any() for name, weight in weights.items() if not is_bias(name))


@pytest.mark.parametrize("how", Initialisation)
def test_the_seed_decides(how: Initialisation) -> None:
    one, same, other = (initial_weights(LENET5, starting(how), seed=seed) for seed in (7, 7, 8))
    for name in one:
        np.testing.assert_array_equal(one[name], same[name])
        assert np.array_equal(one[name], other[name]) == (not one[name].any())


def test_layers_of_the_same_shape_do_not_share_their_numbers() -> None:
    twins = Architecture(
        "twins",
        "Twins",
        (1, 2, 4),
        (FullyConnected("A", 8), FullyConnected("B", 8), FullyConnected("C", 8, Activation.NONE)),
    )
    weights = initial_weights(twins, Recipe(), seed=1)
    assert not np.array_equal(weights["A.weight"], weights["B.weight"])
    assert not np.array_equal(weights["B.bias"], weights["C.bias"])
