from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

import lenet_app
from lenet_app.errors import UserError
from lenet_app.networks.build import initial_weights
from lenet_app.networks.recipe import Recipe
from lenet_app.training.evaluation import Evaluation
from lenet_app.training.preparation import finished_model, prepare, unfinished_model
from lenet_app.training.reports import CPU, EndReport
from lenet_app.training.settings import TrainingSettings
from tests.unit.samples import DIGITS, LENET5, ODD, TINY, model, random_weights, small_data_set
from tests.unit.training.runs import same

ON_CPU = TrainingSettings(device_id="cpu")


def test_new_weights_come_from_the_seed() -> None:
    request = prepare(replace(ON_CPU, seed=5), small_data_set())
    assert request.architecture == LENET5
    assert same(request.weights, initial_weights(LENET5, seed=5))
    assert (len(request.training), request.validation, request.device, request.seed) == (300, None, CPU, 5)


def test_fine_tuning_takes_over_the_models_network_weights_and_input() -> None:
    start = model(TINY)
    request = prepare(replace(ON_CPU, start=start, recipe=Recipe(epochs=3)), small_data_set())
    assert request.architecture == TINY
    assert same(request.weights, start.weights)
    assert request.normalisation == start.normalisation
    assert request.recipe == Recipe(epochs=3)


def test_the_hold_out_comes_out_of_the_subset() -> None:
    request = prepare(replace(ON_CPU, subset=120, hold_out=20), small_data_set())
    assert request.validation is not None
    assert (len(request.training), len(request.validation)) == (100, 20)
    bodies = [picture.tobytes() for part in (request.training, request.validation) for picture in part.images]
    assert len(set(bodies)) == 120
    whole = {picture.tobytes() for picture in small_data_set().training.images}
    assert whole.issuperset(bodies)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (replace(ON_CPU, architecture_id="vgg"), "There is no architecture vgg; known are lenet5"),
        (replace(ON_CPU, subset=301), "A subset must have 1 to 300 pictures, not 301."),
        (replace(ON_CPU, hold_out=300), "A hold-out can have 0 to 299 of the 300 training pictures, not 300."),
        (replace(ON_CPU, subset=10, hold_out=10), "A hold-out can have 0 to 9 of the 10 training pictures, not 10."),
        (TrainingSettings(device_id="tpu"), "There is no device tpu here; "),
        (replace(ON_CPU, start=model(ODD)), "Odd tells 5 classes apart, but MNIST has 10."),
    ],
)
def test_impossible_settings(settings: TrainingSettings, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        prepare(settings, small_data_set())
    assert str(caught.value).startswith(sentence)


def test_the_finished_model_tells_how_it_was_made() -> None:
    start = model(TINY, name="Before")
    settings = TrainingSettings(start=start, recipe=Recipe(epochs=4), seed=6, hold_out=30, device_id="cpu")
    data_set = small_data_set()
    request = prepare(settings, data_set)
    weights = random_weights(TINY, seed=9)
    end = EndReport(weights, epoch=3, stopped=True, seconds=12.345, device=CPU)
    test = Evaluation(4, 0.25, np.diag([3] + [0] * 9))
    done = finished_model(settings, request, end, test, "After", data_set)
    assert (done.name, done.class_names, done.recipe) == ("After", DIGITS, Recipe(epochs=4))
    assert same(done.weights, weights)
    assert done.metrics == {"test_accuracy": 0.75, "test_loss": 0.25}
    assert done.making == {
        "data_set": "mnist",
        "pictures": 270,
        "hold_out": 30,
        "seed": 6,
        "epoch": 3,
        "stopped": True,
        "seconds": 12.3,
        "device": "CPU",
        "fine_tuned_from": "Before",
        "program": f"lenet-app {lenet_app.__version__}",
    }
    assert datetime.fromisoformat(done.created).tzinfo is not None


def test_the_unfinished_model_answers_with_the_given_weights() -> None:
    data_set = small_data_set()
    request = prepare(ON_CPU, data_set)
    weights = random_weights(LENET5)
    unfinished = unfinished_model(request, weights, "Growing", data_set)
    assert unfinished.name == "Growing"
    assert same(unfinished.weights, weights)
    assert unfinished.metrics == unfinished.making == {}


def test_settings_title() -> None:
    assert TrainingSettings().title == "LeNet-5"
    assert TrainingSettings(start=model(TINY)).title == "Tiny"
