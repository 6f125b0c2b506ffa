"""What the next step would change: the rules of a training and the learner of 1998 take that step here."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from lenet_app.data.pictures import Pictures
from lenet_app.inspection.loss_gradients import learned_by, loss_gradients
from lenet_app.inspection.next_step import measured_curvature, next_step
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Array
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.training.engine.diagonal import DiagonalNetwork
from lenet_app.training.engine.losses import batch_loss
from lenet_app.training.engine.optimisers import make_rule
from lenet_app.training.engine.passes.parameters import Parameters
from tests.unit.inspection.networks import FAMILY, model_of, passage_of, some_units
from tests.unit.samples import digits

LABEL = 5
OPTIMISERS = [one for one in Optimiser if one is not Optimiser.LEVENBERG_MARQUARDT]


def stepped(passage: Passage, recipe: Recipe) -> dict[str, Array]:
    """The weights after one step on this picture."""
    network = Network(passage.architecture)
    network.load_weights(passage.weights)
    scores = network(torch.from_numpy(passage.network_input[None]))
    distances = passage.architecture.answers_with_distances
    loss = batch_loss(recipe, scores, torch.tensor([LABEL]), distances=distances)
    torch.autograd.backward(loss)
    parameters, gradient = Parameters(passage.architecture), Parameters(passage.architecture)
    parameters.load(passage.weights)
    for layer, module in network.layers.items():
        for part, parameter in module.named_parameters():
            assert parameter.grad is not None
            gradient.named[f"{layer}.{part}"].copy_(parameter.grad)
    make_rule(recipe, passage.architecture).step(parameters.vector, gradient.vector, recipe.learning_rate)
    return parameters.weights()


def assert_steps(passage: Passage, recipe: Recipe, after: dict[str, Array], curvature: dict[str, Array] | None) -> None:
    found = loss_gradients(passage, recipe, LABEL)
    for plan in passage.architecture.plans:
        for unit in some_units(plan.output_shape, plan.name, 3):
            learned = learned_by(found, unit)
            if learned is None:
                continue
            step = next_step(passage, recipe, unit, learned, curvature)
            table = plan.layer.table
            start = sum(len(row) for row in table[: unit.map])
            rows = slice(start, start + len(table[unit.map])) if table else unit.map
            weight, bias = f"{plan.name}.weight", f"{plan.name}.bias"
            changed = after[weight][rows].astype(np.float64) - passage.weights[weight][rows]
            # The weights are single numbers: a change shows with what they round it to.
            rounded = 1e-7 * float(np.abs(passage.weights[weight]).max()) + 2e-5 * float(np.abs(changed).max())
            np.testing.assert_allclose(step.weight.ravel(), changed.ravel(), rtol=2e-3, atol=rounded)
            moved = float(after[bias][unit.map]) - float(passage.weights[bias][unit.map])
            assert step.bias == pytest.approx(moved, rel=2e-3, abs=rounded)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("name", ["lenet5", "lenet5-subsampling", "lenet-caffe"])
def test_it_is_the_step_of_the_rule(name: str, optimiser: Optimiser) -> None:
    rate = 0.5 if optimiser is Optimiser.ADADELTA else 0.01
    recipe = replace(Recipe(), optimiser=optimiser, learning_rate=rate, weight_decay=0.01, bias_rate=2.0)
    passage = passage_of(name)
    assert_steps(passage, recipe, stepped(passage, recipe), None)


@pytest.mark.parametrize("name", [name for name in FAMILY if name != "lenet5-1998"])
def test_it_is_the_step_of_the_networks_own_recipe(name: str) -> None:
    passage, recipe = passage_of(name), model_of(name).recipe
    recipe = replace(recipe, learning_rate=max(recipe.learning_rate, 0.01))  # so that the change can be seen
    assert_steps(passage, recipe, stepped(passage, recipe), None)


def learned_by_diagonal(made: Model, recipe: Recipe, pictures: Pictures | None) -> dict[str, Array]:
    passage = passage_of("lenet5-1998")
    network = DiagonalNetwork(made.architecture, made.weights, recipe)
    if pictures is not None:
        inputs = made.normalisation.network_input(pictures.images, made.architecture.input_shape)
        network.measure_curvature(inputs, pictures.labels)
    network.learn(passage.network_input[None], np.array([LABEL]), recipe.learning_rate)
    return network.weights()


@pytest.mark.parametrize("is_measured", [False, True])
def test_it_is_the_step_of_levenberg_and_marquardt(*, is_measured: bool) -> None:
    made = model_of("lenet5-1998")
    recipe = replace(made.recipe, learning_rate=0.05, weight_decay=0.02, bias_rate=1.5)
    made, pictures = replace(made, recipe=recipe), digits(6)
    curvature = dict(measured_curvature(made, pictures)) if is_measured else None
    after = learned_by_diagonal(made, recipe, pictures if is_measured else None)
    assert_steps(passage_of("lenet5-1998"), recipe, after, curvature)


def test_a_step_against_the_gradient_makes_the_loss_smaller() -> None:
    passage, recipe = passage_of("lenet5"), replace(Recipe(), optimiser=Optimiser.SGD, learning_rate=1e-3)
    found = loss_gradients(passage, recipe, LABEL)
    number = int(np.abs(found.sums["F6"]).argmax())
    unit = Unit("F6", (number,))
    learned = learned_by(found, unit)
    assert learned is not None
    step = next_step(passage, recipe, unit, learned)
    weights = {name: weight.copy() for name, weight in passage.weights.items()}
    weights["F6.weight"][number] += step.weight.ravel().astype(np.float32)
    weights["F6.bias"][number] += np.float32(step.bias)
    after = Passage.through(passage.architecture, weights, passage.network_input)
    assert loss_gradients(after, recipe, LABEL).loss < found.loss
