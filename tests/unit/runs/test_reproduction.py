"""One task from its start to its result; the networks are the family's, the recipes short."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import lenet_app
from lenet_app.data.pictures import DataSet
from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.family import Experiment
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.networks.tasks import Result, Task
from lenet_app.runs.preparation import prepare
from lenet_app.runs.reports import Done, Failed
from lenet_app.runs.reproduction import reproduce
from lenet_app.runs.row import Reports
from lenet_app.storage.models import read_model
from lenet_app.storage.results import ReproductionFolder
from lenet_app.training.engine.evaluation import evaluate_weights
from lenet_app.training.reports import BatchReport, EndReport
from lenet_app.training.settings import TrainingSettings
from tests.unit.data.sample_files import write_set
from tests.unit.samples import DIGITS, NORMALISATION, digits
from tests.unit.training.runs import after_step, plain_recipe, run_away, same, whole_run


def data_set(training: int = 330) -> DataSet:
    """It says of itself that it is MNIST, of which it is a part."""
    return DataSet("mnist", "MNIST", DIGITS, digits(training), digits(150, first=30_000))


class Desk:
    """A folder for a data set in files and one for results."""

    def __init__(self, folder: Path) -> None:
        self.folder = ReproductionFolder(folder / "results")
        self._set = folder / "set"

    def steps(self, one: Task, of: DataSet) -> Reports:
        parts = [(part.images[:, 0], part.labels.tolist()) for part in (of.training, of.test)]
        write_set(self._set, *parts)
        return reproduce([one], self.folder, self._set, {"mnist": str(self._set)}, "cpu")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@dataclass(frozen=True)
class Made:
    result: Result
    model: Model


def task(name: str = "lenet5", **changes: Any) -> Task:  # noqa: ANN401 - any of the recipe's parts
    experiment = Experiment(plain_recipe(**changes), "short")
    return Task(family.member(name), experiment, seed=4)


def done(desk: Desk, one: Task, of: DataSet) -> tuple[list[object], Made]:
    """Every report before the last, and what lies in the folder."""
    *reports, last = desk.steps(one, of)
    assert isinstance(last, Done), last
    result = desk.folder.result(one)
    assert result == last.where
    assert result is not None
    return list(reports), Made(result, read_model(desk.folder.folder / "results" / f"{one.key}.safetensors"))


def end_of(reports: list[object]) -> EndReport:
    (end,) = [report for report in reports if isinstance(report, EndReport)]
    return end


def test_the_result_tells_of_the_last_weights(desk: Desk) -> None:
    one, of = task(epochs=6, batch_size=50, hold_out=0.1, learning_rate=0.04), data_set()
    reports, made = done(desk, one, of)
    end = end_of(reports)
    assert not same(end.weights, end.last), "the last weights were the best, so nothing was shown"
    *_, test = evaluate_weights(one.member.architecture, end.last, NORMALISATION, of.test)
    found = made.result
    assert found.accuracy == test.accuracy
    assert found.loss == pytest.approx(test.loss)
    assert (found.pictures, found.test_pictures) == (297, 150)  # a tenth was held out
    assert (found.epochs, found.steps) == (6, 36)
    assert (found.id, found.experiment, found.seed, found.is_quick) == ("lenet5", "short", 4, False)
    assert (found.device, found.data_set, found.recipe) == ("CPU", "set", one.recipe)
    assert found.program == f"lenet-app {lenet_app.__version__}"
    assert found.seconds == pytest.approx(end.seconds, abs=0.051)
    assert found.answers(one)


def test_the_model_is_of_the_last_weights_too(desk: Desk) -> None:
    one, of = task(epochs=6, batch_size=50, hold_out=0.1, learning_rate=0.04), data_set()
    reports, made = done(desk, one, of)
    end = end_of(reports)
    assert same(made.model.weights, end.last)
    metrics = made.model.metrics
    assert (metrics.test_accuracy, metrics.test_loss) == (made.result.accuracy, made.result.loss)
    making = made.model.making
    assert (making.epoch, making.seed, making.stopped, making.hold_out) == (6, 4, False, 33)
    assert made.model.recipe == one.recipe
    assert made.model.architecture == one.member.architecture


def test_it_is_the_training_of_the_same_settings(desk: Desk) -> None:
    one, of = task(epochs=2), data_set()
    _, made = done(desk, one, of)
    settings = TrainingSettings(recipe=one.recipe, seed=4, device_id="cpu")
    _, end = whole_run(prepare(settings, of))
    assert same(made.model.weights, end.last)
    assert not same(made.model.weights, done(desk, replace(one, seed=5), of)[1].model.weights)


@pytest.mark.parametrize(
    ("recipe", "epochs", "steps"),
    [
        (plain_recipe(epochs=2, batch_size=100), 2, 8),
        (plain_recipe(epochs=9, batch_size=100, steps=5), 2, 5),
        (plain_recipe(epochs=1, batch_size=1, optimiser=Optimiser.LEVENBERG_MARQUARDT, learning_rate=5e-4), 1, 330),
    ],
)
def test_epochs_and_steps(desk: Desk, recipe: Recipe, epochs: int, steps: int) -> None:
    one = Task(family.member("lenet5"), Experiment(recipe), seed=1)
    reports, made = done(desk, one, data_set())
    assert (made.result.epochs, made.result.steps) == (epochs, steps)
    assert made.result.curve[-1].step <= steps
    batches = [report for report in reports if isinstance(report, BatchReport)]
    assert made.result.curve[-1].step == (steps if recipe.batch_size > 1 else batches[-1].images)


def test_a_curve_has_thirty_points_or_so(desk: Desk) -> None:
    _, made = done(desk, task("lenet5-relu-same", batch_size=5, epochs=2), data_set(300))
    curve = made.result.curve
    assert [point.step for point in curve] == [4 * number for number in range(1, 31)]  # of 120 steps
    seconds = [point.seconds for point in curve]
    assert seconds == sorted(seconds)
    assert seconds[-1] <= made.result.seconds + 0.06


def test_a_curve_gives_the_right_answers_since_the_point_before(desk: Desk) -> None:
    """Over the border of epochs too: the reports give shares of the epoch so far."""
    reports, made = done(desk, task("lenet5-relu-same", batch_size=7, epochs=3), data_set(151))
    right, seen, expected = [0], [0], []
    before: BatchReport | None = None
    for report in reports:
        if isinstance(report, BatchReport):
            first = before is None or before.epoch != report.epoch
            count = report.images - (before.images if before else 0)
            already = 0 if first or before is None else round(before.accuracy * min(7 * before.batch, 151))
            right.append(round(report.accuracy * min(7 * report.batch, 151)) - already)
            seen.append(count)
            before = report
    steps = len(right) - 1
    every = steps // 30
    for last in range(every, steps + 1, every):
        part = slice(last - every + 1, last + 1)
        expected.append((last, sum(right[part]) / sum(seen[part])))
    assert [point.step for point in made.result.curve] == [step for step, _ in expected]
    assert [point.accuracy for point in made.result.curve] == pytest.approx([share for _, share in expected], abs=1e-4)
    assert steps == 66


def test_stopping_gives_no_result(desk: Desk) -> None:
    one = task(epochs=50)
    reports = desk.steps(one, data_set())
    for _ in range(5):
        next(reports)
    end = reports.send(True)
    assert isinstance(end, EndReport)
    assert end.stopped
    assert list(reports) == []
    assert desk.folder.result(one) is None
    assert desk.folder.report.is_file()


def test_a_quick_task_takes_a_subset(desk: Desk) -> None:
    member = family.member("lenet5-relu-same")
    quick = Task(member, member.experiments[0], seed=1, is_quick=True)
    assert fault(desk, quick) == "A subset must have 1 to 330 pictures, not 3000."
    _, made = done(desk, quick, data_set(3100))
    assert (made.result.pictures, made.result.steps, made.result.is_quick) == (3000, 50, True)


def test_a_rate_that_is_too_high_is_told(desk: Desk) -> None:
    told = fault(desk, task(optimiser=Optimiser.SGD, learning_rate=1e30))
    assert told == "The loss is no longer a number in epoch 1: the learning rate 1e+30 is too high."


def test_a_loss_that_runs_away_later_gives_no_result(desk: Desk) -> None:
    """Though there is an epoch that a training would end with."""
    with after_step(8, run_away):  # of six an epoch
        told = fault(desk, task(epochs=3))
    assert told.startswith("The loss is no longer a number in epoch 2")
    assert desk.folder.results() == ()


def fault(desk: Desk, one: Task) -> str:
    last = list(desk.steps(one, data_set()))[-1]
    assert isinstance(last, Failed)
    assert isinstance(last.error, UserError)
    return str(last.error)
