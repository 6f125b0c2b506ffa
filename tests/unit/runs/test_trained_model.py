from dataclasses import replace
from datetime import datetime

import numpy as np

import lenet_app
from lenet_app.networks.making import Calibration, Making, Metrics
from lenet_app.networks.recipe import Recipe
from lenet_app.runs.preparation import prepare
from lenet_app.runs.trained_model import finished_model, unfinished_model
from lenet_app.training.engine.calibration import calibrated
from lenet_app.training.engine.evaluation import Evaluation
from lenet_app.training.reports import CPU, EndReport
from lenet_app.training.settings import TrainingSettings
from tests.unit.samples import DIGITS, LENET5, TINY, model, random_weights, small_data_set
from tests.unit.training.runs import same

ON_CPU = TrainingSettings(recipe=Recipe(), device_id="cpu")


def test_the_finished_model_tells_how_it_was_made() -> None:
    start = model(TINY, name="Before")
    settings = TrainingSettings(start=start, recipe=Recipe(epochs=4), seed=6, hold_out=30, device_id="cpu")
    data_set = small_data_set()
    request = prepare(settings, data_set)
    weights = random_weights(TINY, seed=9)
    end = EndReport(weights, epoch=3, stopped=True, seconds=12.345, device=CPU, fault="", last=weights)
    test = Evaluation(4, 0.25, np.diag([3] + [0] * 9))
    done = finished_model(settings, request, end, test, calibrated(request, weights), name="After", data_set=data_set)
    assert (done.name, done.class_names, done.recipe) == ("After", DIGITS, Recipe(epochs=4, hold_out=30 / 300))
    assert same(done.weights, weights)
    # Weights at random are never sure.
    assert done.metrics == Metrics(0.75, 0.25, 1.0)
    assert done.making == Making(
        data_set="mnist",
        pictures=270,
        hold_out=30,
        seed=6,
        epoch=3,
        stopped=True,
        seconds=12.3,
        device="CPU",
        fine_tuned_from="Before",
        teachers=(),
        program=f"lenet-app {lenet_app.__version__}",
        data_set_title="MNIST",
        calibrated_on=Calibration.VARIED,  # 30 pictures are too few
    )
    assert datetime.fromisoformat(done.created).tzinfo is not None


def test_the_unfinished_model_answers_with_the_given_weights() -> None:
    data_set = small_data_set()
    request = prepare(ON_CPU, data_set)
    weights = random_weights(LENET5)
    unfinished = unfinished_model(request, weights, "Growing", data_set)
    assert unfinished.name == "Growing"
    assert same(unfinished.weights, weights)
    assert (unfinished.metrics, unfinished.making) == (Metrics(), Making())


def test_a_finished_model_knows_when_it_is_sure() -> None:
    data_set = small_data_set()
    settings = replace(ON_CPU, architecture=TINY)
    request = prepare(settings, data_set)
    end = EndReport(request.weights, 1, False, 1.0, CPU, "", request.weights)
    test = Evaluation(200, 2.0, np.eye(10, dtype=np.int64))
    calibration = calibrated(request, request.weights)
    model = finished_model(settings, request, end, test, calibration, name="mine", data_set=data_set)
    assert model.certainty == calibration.certainty
    assert model.metrics.refused is not None
