from dataclasses import replace

import numpy as np
import pytest
import torch

from lenet_app.errors import UserError
from lenet_app.networks.build import Network
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.runs.preparation import prepare
from lenet_app.training.engine.distillation import TEMPERATURE, Teachers, Teaching
from lenet_app.training.engine.evaluation import evaluate_weights
from lenet_app.training.engine.learners import BatchLearner, make_learner
from lenet_app.training.engine.sampling import Batch
from lenet_app.training.settings import TrainingSettings
from tests.unit.samples import LENET5, NORMALISATION, ODD, TINY, digits, model, random_weights, small_data_set
from tests.unit.training.runs import plain_recipe, request, same, whole_run

ODD_ONE = model(ODD, name="Odd")


def softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(("number", "share"), [(1, 0.25), (1, 1.0), (3, 0.6)])
def test_the_loss_is_that_of_its_formula(number: int, share: float) -> None:
    teachers = tuple(model(LENET5, weights=random_weights(LENET5, seed)) for seed in range(3, 3 + number))
    images = digits(8).images
    network = Network(LENET5)
    network_input = torch.from_numpy(NORMALISATION.network_input(images, LENET5.input_shape))
    answers = []
    for teacher in teachers:
        network.load_weights(teacher.weights)
        answers.append(softmax(network(network_input).detach().numpy().astype(np.float64) / TEMPERATURE))
    scores = np.random.default_rng(1).normal(0, 2, (8, 10))
    told, said = np.mean(answers, axis=0), softmax(scores / TEMPERATURE)
    divergence = (told * np.log(told / said)).sum(axis=1).mean()
    expected = (1 - share) * 0.75 + share * TEMPERATURE**2 * divergence
    given = torch.tensor(scores, dtype=torch.float32)
    found = Teachers(Teaching(teachers, share)).loss(torch.tensor(0.75), torch.from_numpy(images), given)
    assert float(found) == pytest.approx(expected, rel=1e-5)


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
