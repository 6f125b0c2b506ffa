from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.forward import activations
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.layers import FullyConnected, RadialBasis
from lenet_app.networks.modernise import Parts, Step
from lenet_app.networks.recipe import Initialisation, Loss, Recipe

ACTIVATIONS = [(), (Step.RELU,)]
POOLING = [(), (Step.AVERAGE_POOL,), (Step.MAX_POOL,)]
TABLE = [(), (Step.FULL,)]
OUTPUT = [(), (Step.SOFTMAX,)]
ALL = [frozenset(sum(chosen, ())) for chosen in product(ACTIVATIONS, POOLING, TABLE, OUTPUT)]


@pytest.mark.parametrize("steps", ALL, ids=lambda steps: "+".join(sorted(steps)) or "1998")
def test_each_switch_changes_its_own_counts_and_no_others(steps: frozenset[Step]) -> None:
    architecture = Parts(steps).architecture
    pool = bool(steps & {Step.AVERAGE_POOL, Step.MAX_POOL})
    expected = {
        "C1": (156, 122_304),
        "S2": (0, 6 * 14 * 14 * 4) if pool else (12, 5_880),
        "C3": (2_416, 241_600) if Step.FULL in steps else (1_516, 151_600),
        "S4": (0, 16 * 5 * 5 * 4) if pool else (32, 2_000),
        "C5": (48_120, 48_120),
        "F6": (10_164, 10_164),
        "output": (850, 850) if Step.SOFTMAX in steps else (0, 840),
    }
    assert {plan.name: (plan.parameters, plan.connections) for plan in architecture.plans} == expected
    assert architecture.parameters == sum(parameters for parameters, _ in expected.values())
    assert architecture.input_shape == (1, 32, 32)


@pytest.mark.parametrize("steps", ALL, ids=lambda steps: "+".join(sorted(steps)) or "1998")
def test_each_network_answers_and_can_be_asked_for_by_its_id(steps: frozenset[Step]) -> None:
    parts = Parts(steps)
    member = family.member(parts.id)
    assert member.architecture == parts.architecture
    weights = initial_weights(member.architecture, member.recipe, seed=1)
    pictures = np.random.default_rng(0).normal(0, 1, (2, 1, 32, 32)).astype(np.float32)
    output = activations(member.architecture, weights, pictures)["output"]
    assert output.shape == (2, 10)
    assert np.isfinite(output).all()


def test_ids_name_the_steps_in_any_order() -> None:
    assert Parts().id == "lenet5-1998"
    assert Parts.from_id("lenet5-1998") == Parts()
    wanted = Parts(frozenset({Step.MAX_POOL, Step.RELU}))
    assert wanted.id == "lenet5-1998+relu+max-pool"
    assert Parts.from_id("lenet5-1998+max-pool+relu") == wanted
    assert Parts.from_id("lenet5") is None
    ids = [Parts(steps).id for steps in ALL]
    assert len(set(ids)) == 24
    assert not any(one == other for one, other in combinations(ids, 2))


def test_f6_keeps_the_tanh_while_bitmaps_of_plus_and_minus_one_are_its_targets() -> None:
    for softmax, activation in ((False, Activation.SCALED_TANH), (True, Activation.RELU)):
        steps = frozenset({Step.RELU, Step.SOFTMAX} if softmax else {Step.RELU})
        *_, f6, output = Parts(steps).architecture.layers
        assert f6.activation is activation
        assert isinstance(output, FullyConnected if softmax else RadialBasis)


def test_the_recipe_is_that_of_1998_but_for_a_softmax_layers_loss_and_relus_first_weights() -> None:
    original = family.member("lenet5-1998").recipe
    assert family.member("lenet5-1998+max-pool+full").recipe == original
    relu = family.member("lenet5-1998+relu").recipe
    assert relu == replace(original, initialisation=Initialisation.FAN_IN)
    modern: Recipe = family.member("lenet5-1998+softmax").recipe
    assert (modern.loss, modern.loss_divisor) == (Loss.CROSS_ENTROPY, 1)
    assert (modern.optimiser, modern.schedule, modern.epochs) == (
        original.optimiser,
        original.schedule,
        original.epochs,
    )
    assert not any(one.is_published for one in family.member("lenet5-1998+softmax").experiments)


@pytest.mark.parametrize(
    ("id_", "sentence"),
    [
        ("lenet5-1998+gelu", "There is no step gelu from 1998; known are relu, average-pool, max-pool, full, softmax."),
        ("lenet5-1998+", "There is no step “” from 1998; known are relu, average-pool, max-pool, full, softmax."),
        ("lenet5-1998+relu+relu", "lenet5-1998+relu+relu names a step twice."),
        ("lenet5-1998+max-pool+average-pool", "Pooling is either average-pool or max-pool, not both."),
    ],
)
def test_impossible_steps(id_: str, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        family.member(id_)
    assert str(caught.value) == sentence
