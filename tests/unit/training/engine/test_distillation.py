from dataclasses import replace

import numpy as np
import pytest
import torch

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.networks.build import Network
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.runs.preparation import prepare
from lenet_app.training.engine.batch import Batch
from lenet_app.training.engine.distillation import TEMPERATURE, Teachers, Teaching, taught_gradient, taught_loss
from lenet_app.training.engine.evaluation import evaluate_weights
from lenet_app.training.engine.learners import BatchLearner, make_learner
from lenet_app.training.engine.objective import Answers, Objective
from lenet_app.training.settings import TrainingSettings
from tests.unit.samples import LENET5, NORMALISATION, ODD, TINY, digits, model, random_weights, small_data_set
from tests.unit.training.runs import plain_recipe, request, same, whole_run

ODD_ONE = model(ODD, name="Odd")


def softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def told_by(number: int, images: np.ndarray) -> np.ndarray:
    """What so many teachers say on the mean, by the definition."""
    network = Network(LENET5)
    network_input = torch.from_numpy(NORMALISATION.network_input(images, LENET5.input_shape))
    answers = []
    for seed in range(3, 3 + number):
        network.load_weights(random_weights(LENET5, seed))
        answers.append(softmax(network(network_input).detach().numpy().astype(np.float64) / TEMPERATURE))
    return np.mean(answers, axis=0)


def divergence(told: np.ndarray, scores: np.ndarray) -> float:
    return float(TEMPERATURE**2 * (told * np.log(told / softmax(scores / TEMPERATURE))).sum(axis=1).mean())


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_told_is_the_mean_of_the_teachers(number: int) -> None:
    images = digits(8).images
    teachers = tuple(model(LENET5, weights=random_weights(LENET5, seed)) for seed in range(3, 3 + number))
    found = Teachers(Teaching(teachers, 0.5)).told(torch.from_numpy(images))
    np.testing.assert_allclose(found.numpy(), told_by(number, images), atol=1e-5)


def test_the_loss_is_that_of_its_formula_and_so_is_its_gradient() -> None:
    scores = np.random.default_rng(1).normal(0, 2, (8, 10))
    told = told_by(1, digits(8).images)
    given, by = torch.tensor(scores), torch.tensor(told)
    assert float(taught_loss(by, given)) == pytest.approx(divergence(told, scores), rel=1e-9)
    gradient = taught_gradient(by, given, batch=8)
    for place in [(0, 0), (3, 7), (7, 9)]:
        up, down = scores.copy(), scores.copy()
        up[place] += 1e-5
        down[place] -= 1e-5
        expected = (divergence(told, up) - divergence(told, down)) / 2e-5
        assert float(gradient[place]) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("share", [0.25, 1.0])
def test_the_teachers_have_their_share_of_loss_and_gradient(share: float) -> None:
    asked = request(plain_recipe(), LENET5, teaching=Teaching((model(LENET5),), share))
    objective, alone = Objective(asked, "cpu"), Objective(replace(asked, teaching=None), "cpu")
    random = np.random.default_rng(2)
    scores = torch.tensor(random.normal(0, 2, (8, 10)), dtype=torch.float32)
    told = torch.tensor(softmax(random.normal(0, 2, (8, 10))), dtype=torch.float32)
    labels = torch.arange(8)
    answers, own = Answers(scores, labels, told, 8), Answers(scores, labels, None, 8)
    loss, right = objective.figures([answers])
    own_loss, own_right = alone.figures([own])
    assert loss == pytest.approx((1 - share) * own_loss + share * 8 * float(taught_loss(told, scores)), rel=1e-5)
    assert right == own_right
    expected = (1 - share) * alone.gradient(own) + share * taught_gradient(told, scores, batch=8)
    np.testing.assert_allclose(objective.gradient(answers).numpy(), expected.numpy(), atol=1e-7)


def test_a_pupil_comes_to_answer_as_its_teacher() -> None:
    """The teacher is taught wrong labels; the pupil, which sees right ones but does not listen to them, follows it."""
    pictures = digits(1000)
    wrong = replace(pictures, labels=((pictures.labels + 1) % 10).astype(np.uint8))
    _, end = whole_run(request(plain_recipe(epochs=8), training=wrong))
    teaching = Teaching((model(TINY, weights=end.weights),), 1.0)
    asked = request(plain_recipe(epochs=8), training=pictures, weights=random_weights(TINY, 5), teaching=teaching)
    _, taught = whole_run(asked)
    *_, as_taught = evaluate_weights(TINY, taught.weights, NORMALISATION, wrong)
    *_, as_labelled = evaluate_weights(TINY, taught.weights, NORMALISATION, pictures)
    assert as_taught.accuracy > 0.7
    assert as_labelled.accuracy < 0.2


def test_teachers_see_undamaged_what_the_pupil_sees_damaged() -> None:
    """With the teacher's word alone, the gradient of a damaged batch is that towards its answers to clear pictures."""
    pictures = digits(8)
    damaged = Pictures((pictures.images // 3 + 60).astype(np.uint8), pictures.labels)
    teacher = model(LENET5, weights=random_weights(LENET5, 3))
    asked = request(
        plain_recipe(), LENET5, pictures, weights=random_weights(LENET5, 5), teaching=Teaching((teacher,), 1.0)
    )
    losses = []
    for undamaged in (pictures.images, None):
        learner = make_learner(asked)
        learner.learn(Batch(1, 0, damaged, undamaged), 0.0)
        losses.append(learner.figures()[0] / 8)
    network = Network(LENET5)
    network.load_weights(random_weights(LENET5, 5))
    network_input = torch.from_numpy(NORMALISATION.network_input(damaged.images, LENET5.input_shape))
    scores = network(network_input).detach().numpy().astype(np.float64)
    expected = [divergence(told_by(1, images), scores) for images in (pictures.images, damaged.images)]
    assert losses == pytest.approx(expected, rel=1e-3)
    assert abs(expected[0] - expected[1]) > 0.01 * expected[0]


def test_the_teacher_itself_learns_nothing() -> None:
    teacher = model(TINY)
    before = {name: weight.copy() for name, weight in teacher.weights.items()}
    learner = make_learner(request(teaching=Teaching((teacher,), 0.5)))
    assert isinstance(learner, BatchLearner)
    teachers = Teachers(Teaching((teacher,), 0.5))
    learner.learn(Batch(1, 0, digits(20)), 0.01)
    assert same(before, dict(teacher.weights))
    assert not any(parameter.requires_grad for parameter in teachers.networks.parameters())


@pytest.mark.parametrize("share", [0.0, -0.1, 1.5, float("nan")])
def test_an_impossible_share_is_refused(share: float) -> None:
    with pytest.raises(UserError, match="must be above 0 and at most 1"):
        TrainingSettings(teachers=(model(LENET5),), teacher_share=share)


def test_a_teacher_of_other_classes_is_refused() -> None:
    settings = TrainingSettings(teachers=(model(LENET5), ODD_ONE), teacher_share=0.5, recipe=Recipe(), device_id="cpu")
    with pytest.raises(UserError, match="Odd cannot teach LeNet-5: it has other classes or other pictures"):
        prepare(settings, small_data_set())


def test_one_picture_at_a_time_nobody_teaches() -> None:
    recipe = Recipe(optimiser=Optimiser.LEVENBERG_MARQUARDT, batch_size=1)
    settings = TrainingSettings(teachers=(model(LENET5),), teacher_share=0.5, recipe=recipe, device_id="cpu")
    with pytest.raises(UserError, match="learns without a teacher"):
        prepare(settings, small_data_set())
