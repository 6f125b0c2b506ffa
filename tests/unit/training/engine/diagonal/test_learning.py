"""Steps: their size, their order, what does not move, and that single precision is enough."""

from dataclasses import replace

import numpy as np
import pytest

from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import C3_TABLE, Convolution, Dropout, FullyConnected
from lenet_app.networks.recipe import Loss
from lenet_app.training.engine.diagonal import DiagonalNetwork
from tests.unit import samples
from tests.unit.training.engine.diagonal import networks

MEMBER = family.member("lenet5-1998")


def real_pictures(count: int) -> tuple[networks.Singles, networks.Labels]:
    digits = samples.digits(count)
    return MEMBER.normalisation.network_input(digits.images, MEMBER.architecture.input_shape), digits.labels


def first_weights(seed: int = 0) -> dict[str, networks.Singles]:
    """Uniform in ±2.4 / fan-in, as in 1998."""
    random = np.random.default_rng(seed)
    weights: dict[str, networks.Singles] = {}
    for plan in MEMBER.architecture.plans:
        fan_in = np.array(plan.layer.fan_in(plan.input_shape), np.float32)
        for name, shape in plan.parameter_shapes.items():
            table = plan.layer.table if isinstance(plan.layer, Convolution) else ()
            by_row = np.repeat(fan_in, [len(seen) for seen in table]) if table and len(shape) > 1 else fan_in
            limits = (2.4 / by_row).reshape(-1, *[1] * (len(shape) - 1))
            weights[name] = (random.uniform(-1, 1, shape) * limits).astype(np.float32)
    return weights


@pytest.mark.parametrize("loss", [Loss.CROSS_ENTROPY, Loss.MAP])
def test_a_step_is_rate_by_damped_curvature_times_the_gradient(loss: Loss) -> None:
    architecture = networks.CUT_1998
    recipe = networks.recipe(loss, damping=0.05, weight_decay=0.3, bias_rate=2.0)
    before = networks.weights(architecture)
    network_input, labels = networks.pictures(architecture, 4)
    network = DiagonalNetwork(architecture, before, recipe, dtype=np.float64)
    network.measure_curvature(network_input, labels)
    _, gradient = network.loss_and_gradient(network_input[:1], labels[:1])

    network.learn(network_input[:1], labels[:1], 0.01)

    h = network.curvature()
    for name, after in network.weights().items():
        factor = 2.0 if name.endswith("bias") else 1.0
        step = 0.01 * factor / (0.05 + h[name]) * (gradient[name] + 0.3 * before[name])
        np.testing.assert_allclose(after, before[name] - step, rtol=1e-5, atol=1e-6, err_msg=name)


def test_before_it_is_measured_the_curvature_is_zero() -> None:
    architecture = networks.SCORES
    before, (network_input, labels) = networks.weights(architecture), networks.pictures(architecture, 1)
    network = DiagonalNetwork(architecture, before, networks.recipe(damping=0.5))
    _, gradient = network.loss_and_gradient(network_input, labels)

    network.learn(network_input, labels, 0.1)

    for name, after in network.weights().items():
        np.testing.assert_allclose(after, before[name] - 0.1 / 0.5 * gradient[name], rtol=1e-5, atol=1e-7)


def test_it_returns_the_losses_and_the_right_answers_from_before_each_step() -> None:
    architecture = networks.CUT_1998
    recipe = networks.recipe(Loss.MAP)
    network_input, labels = networks.pictures(architecture, 8)
    network, watched = (DiagonalNetwork(architecture, networks.weights(architecture), recipe) for _ in range(2))

    total, right = network.learn(network_input, labels, 0.02)

    expected = 0.0
    for number in range(8):
        one = slice(number, number + 1)
        expected += watched.loss_and_gradient(network_input[one], labels[one])[0]
        watched.learn(network_input[one], labels[one], 0.02)
    assert total == pytest.approx(expected, rel=1e-6)
    assert isinstance(right, int)
    assert network.learn(network_input[:0], labels[:0], 0.02) == (0.0, 0)


def test_right_answers_are_the_smallest_distance_or_the_largest_score() -> None:
    for architecture in (networks.SCORES, networks.DISTANCES):
        weights = networks.weights(architecture)
        network = DiagonalNetwork(architecture, weights, networks.recipe(), dtype=np.float64)
        network_input, _ = networks.pictures(architecture, 20)
        parameters = networks.doubles(weights)
        outputs = networks.in_torch(architecture, parameters, networks.tensor(network_input)).detach().numpy()
        answers = outputs.argmin(1) if architecture.answers_with_distances else outputs.argmax(1)
        wrong = (answers + 1) % architecture.classes
        labels = np.where(np.arange(20) < 13, answers, wrong)

        assert network.learn(network_input, labels, 1e-12)[1] == 13


def test_pictures_one_by_one_are_the_same_as_all_at_once() -> None:
    architecture = networks.MIXED
    weights, (network_input, labels) = networks.weights(architecture), networks.pictures(architecture, 12)
    at_once, one_by_one = (DiagonalNetwork(architecture, weights, networks.recipe()) for _ in range(2))
    random, same_random = np.random.default_rng(3), np.random.default_rng(3)

    total, right = at_once.learn(network_input, labels, 0.01, random)
    each = [one_by_one.learn(network_input[i : i + 1], labels[i : i + 1], 0.01, same_random) for i in range(12)]

    assert total == pytest.approx(sum(loss for loss, _ in each), rel=1e-12)
    assert right == sum(one for _, one in each)
    for name, weight in at_once.weights().items():
        np.testing.assert_array_equal(weight, one_by_one.weights()[name])


def test_dropout_is_drawn_from_the_seed() -> None:
    architecture = networks.MIXED
    weights, (network_input, labels) = networks.weights(architecture), networks.pictures(architecture, 12)

    def learnt(seed: int) -> dict[str, networks.Singles]:
        network = DiagonalNetwork(architecture, weights, networks.recipe())
        network.learn(network_input, labels, 0.01, np.random.default_rng(seed))
        return network.weights()

    first, again, other = learnt(1), learnt(1), learnt(2)

    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["G.weight"], other["G.weight"])


def test_dropout_scales_what_it_keeps() -> None:
    layers = (Dropout("F", 0.75), FullyConnected("out", 2, networks.NONE))
    architecture = Architecture("drop", "Drop", (1, 30, 30), layers)
    weights = {"out.weight": np.zeros((2, 900), np.float32), "out.bias": np.zeros(2, np.float32)}
    network = DiagonalNetwork(architecture, weights, networks.recipe(loss_divisor=1.0, damping=1.0))

    network.learn(np.ones((1, 1, 30, 30), np.float32), np.array([0]), 1.0, np.random.default_rng(1))

    # The gradient of a weight is p - 1 = -1/2 times its input, which is 0 or 1 / (1 - 0.75).
    steps = network.weights()["out.weight"][0]
    assert set(np.unique(steps)) == {0.0, 2.0}
    assert 0.2 < np.count_nonzero(steps) / 900 < 0.3


def test_only_the_connections_of_the_table_learn() -> None:
    before = first_weights()
    network = DiagonalNetwork(MEMBER.architecture, before, replace(MEMBER.recipe, weight_decay=0.01))
    network_input, labels = real_pictures(40)
    network.measure_curvature(network_input, labels)

    network.learn(network_input, labels, 0.0005)

    after = network.weights()
    assert after["C3.weight"].shape == (sum(len(seen) for seen in C3_TABLE), 5, 5)
    assert after["C3.weight"].size + after["C3.bias"].size == 1516
    assert (after["C3.weight"] != before["C3.weight"]).all()
    kernels = network._parameters.matrices("C3")[0][:-1].T.reshape(16, 6, 5, 5)
    joined = np.array([[one in seen for one in range(6)] for seen in C3_TABLE])
    assert kernels[joined].all()
    assert not kernels[~joined].any()


def test_every_weight_of_1998_learns() -> None:
    before = first_weights()
    network = DiagonalNetwork(MEMBER.architecture, before, MEMBER.recipe)
    network_input, labels = real_pictures(40)
    network.measure_curvature(network_input, labels)
    network.learn(network_input, labels, 0.0005)

    after = network.weights()

    assert sum(weight.size for weight in after.values()) == 60_000
    assert all(weight.dtype == np.float32 for weight in after.values())
    assert all((after[name] != before[name]).mean() > 0.99 for name in before)


def test_single_precision_follows_double_precision() -> None:
    network_input, labels = real_pictures(300)
    networks_ = [
        DiagonalNetwork(MEMBER.architecture, first_weights(), MEMBER.recipe, dtype=dtype)
        for dtype in (np.float32, np.float64)
    ]
    results = []
    for network in networks_:
        network.measure_curvature(network_input[200:], labels[200:])
        results.append(network.learn(network_input[:200], labels[:200], 0.0005))

    single, double = results

    assert single[0] == pytest.approx(double[0], rel=1e-4)
    assert single[1] == double[1]
    for name, weight in networks_[0].weights().items():
        np.testing.assert_allclose(weight, networks_[1].weights()[name], atol=2e-4, err_msg=name)


def test_it_learns() -> None:
    network_input, labels = real_pictures(1500)
    network = DiagonalNetwork(MEMBER.architecture, first_weights(), MEMBER.recipe)
    network.measure_curvature(network_input[:200], labels[:200])

    _, before = network.learn(network_input[:500], labels[:500], 0.002)
    network.learn(network_input[500:], labels[500:], 0.002)
    _, after = network.learn(network_input[:500], labels[:500], 0.002)

    assert before < 350
    assert after > 400


def test_a_rate_that_is_too_high_ends_in_a_loss_that_is_not_finite_without_a_warning() -> None:
    architecture = networks.with_activation(networks.NONE)
    network_input, labels = networks.pictures(architecture, 30)
    network = DiagonalNetwork(architecture, networks.weights(architecture), networks.recipe(Loss.SQUARED_ERROR))

    total, _ = network.learn(network_input, labels, 100.0)

    assert not np.isfinite(total)


def test_the_first_weights_are_copied_and_what_is_read_is_a_copy() -> None:
    architecture = networks.SCORES
    given, (network_input, labels) = networks.weights(architecture), networks.pictures(architecture, 3)
    kept = {name: weight.copy() for name, weight in given.items()}
    network = DiagonalNetwork(architecture, given, networks.recipe())
    read = network.weights()
    assert all(np.array_equal(read[name], kept[name]) for name in kept)

    network.learn(network_input, labels, 0.1)

    assert all(np.array_equal(given[name], kept[name]) for name in kept)
    assert all(np.array_equal(read[name], kept[name]) for name in kept)
    assert not np.array_equal(network.weights()["out.weight"], kept["out.weight"])
