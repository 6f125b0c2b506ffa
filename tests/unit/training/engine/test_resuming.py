"""A run that is written down and gone on with is the run that never ended, bit for bit."""

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.layers import Convolution, Dropout, FullyConnected, MaxPooling
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe, Schedule
from lenet_app.training.engine.distillation import Teaching
from lenet_app.training.engine.loop import Training
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.reports import BatchReport, EndReport, EpochReport, Report
from lenet_app.training.state import RunState
from tests.unit.samples import LENET5, TINY, digits, model, random_weights
from tests.unit.training.runs import batches_of, epochs_of, plain_recipe, request, same, whole_run

# Kernels in the order of memory that many maps have, and dropout between layers.
DEEP = Architecture(
    "deep",
    "Deep",
    (1, 28, 28),
    (
        *(Convolution("C", maps=16, kernel=5, stride=2), Convolution("D", maps=4, kernel=3), Dropout("E", 0.3)),
        *(MaxPooling("P", window=5), FullyConnected("out", 10, Activation.NONE)),
    ),
)
PICTURES = 150
RATES = {Optimiser.ADAM: 0.01, Optimiser.ADADELTA: 1.0, Optimiser.LEVENBERG_MARQUARDT: 0.001}


def asked(architecture: Architecture = TINY, teaching: Teaching | None = None, **changes: Any) -> TrainingRequest:  # noqa: ANN401
    optimiser = changes.get("optimiser", Optimiser.ADAM)
    parts = {"epochs": 4, "learning_rate": RATES.get(optimiser, 0.05), "schedule": Schedule.COSINE} | changes
    if optimiser is Optimiser.LEVENBERG_MARQUARDT:
        parts |= {"batch_size": 1, "curvature_pictures": 30}
    weights = initial_weights(architecture, Recipe(), seed=1)
    validation = digits(40, first=900)
    chosen = plain_recipe(**parts)
    return request(chosen, architecture, digits(PICTURES), validation, weights=weights, teaching=teaching)


def written(of: TrainingRequest, reports: int, path: Path) -> list[Report]:
    """The first reports of a run, whose state then lies in a file."""
    training = Training(of)
    steps = training.reports()
    taken = [next(steps) for _ in range(reports)]
    path.write_bytes(training.state().to_bytes())
    return taken


def gone_on(of: TrainingRequest, path: Path) -> list[Report]:
    return list(Training(of, RunState.from_bytes(path.read_bytes())).reports())


def after_epoch(of: TrainingRequest, epoch: int) -> int:
    """How many reports there are until the one of this epoch."""
    reports, _ = whole_run(of)
    (place,) = [i for i, report in enumerate(reports) if isinstance(report, EpochReport) and report.epoch == epoch]
    return place + 1


def assert_the_same(of: TrainingRequest, taken: int, path: Path) -> None:
    expected, end = whole_run(of)
    before = written(of, taken, path)
    rest = gone_on(of, path)
    last = rest[-1]
    assert isinstance(last, EndReport)
    assert same(last.weights, end.weights)
    assert same(last.last, end.last)
    assert (last.epoch, last.stopped) == (end.epoch, False)
    figures = [(r.epoch, r.batch, r.loss, r.accuracy, r.images) for r in batches_of(before) + batches_of(rest)]
    assert figures == [(r.epoch, r.batch, r.loss, r.accuracy, r.images) for r in batches_of(expected)]
    for one, other in zip(epochs_of(before) + epochs_of(rest), epochs_of(expected), strict=True):
        assert (one.train_loss, one.validation_loss) == (other.train_loss, other.validation_loss)
    assert last.seconds > epochs_of(before)[-1].seconds if epochs_of(before) else last.seconds > 0


@pytest.mark.parametrize("epoch", [1, 2, 4])
@pytest.mark.parametrize("average", [0.0, 0.9])
@pytest.mark.parametrize("optimiser", Optimiser)
def test_after_any_epoch_with_any_optimiser(optimiser: Optimiser, average: float, epoch: int, tmp_path: Path) -> None:
    if average and optimiser is Optimiser.LEVENBERG_MARQUARDT:
        pytest.skip("It takes no average.")
    of = asked(optimiser=optimiser, average=average)
    assert_the_same(of, after_epoch(of, epoch), tmp_path / "state")


@pytest.mark.parametrize("optimiser", [Optimiser.ADAM, Optimiser.LEVENBERG_MARQUARDT])
@pytest.mark.parametrize("augmentation", Augmentation)
def test_with_every_augmentation(augmentation: Augmentation, optimiser: Optimiser, tmp_path: Path) -> None:
    of = asked(optimiser=optimiser, augmentation=augmentation, epochs=2)
    assert_the_same(of, after_epoch(of, 1), tmp_path / "state")


@pytest.mark.parametrize("optimiser", Optimiser)
def test_with_dropout_and_kernels_in_another_order_of_memory(optimiser: Optimiser, tmp_path: Path) -> None:
    of = asked(DEEP, optimiser=optimiser, epochs=3)
    assert_the_same(of, after_epoch(of, 2), tmp_path / "state")


def test_with_teachers(tmp_path: Path) -> None:
    teachers = (model(TINY), model(LENET5, weights=random_weights(LENET5, 3)))
    of = asked(teaching=Teaching(teachers, 0.6), average=0.9)
    assert_the_same(of, after_epoch(of, 2), tmp_path / "state")


@pytest.mark.parametrize("optimiser", [Optimiser.ADAM, Optimiser.LEVENBERG_MARQUARDT])
@pytest.mark.parametrize("taken", range(1, 10))
def test_between_any_two_reports(optimiser: Optimiser, taken: int, tmp_path: Path) -> None:
    """Within an epoch, after its last batch, and before the first one too."""
    of = asked(DEEP, optimiser=optimiser, epochs=3, average=0.9 if optimiser is Optimiser.ADAM else 0.0)
    assert_the_same(of, taken, tmp_path / "state")


def test_in_a_run_of_steps(tmp_path: Path) -> None:
    of = asked(steps=8)
    assert_the_same(of, 6, tmp_path / "state")


_GO_ON = """
import pickle, sys
from pathlib import Path
import torch
from tests.unit.training.engine.test_resuming import asked, gone_on, DEEP
torch.set_num_threads(1)
end = gone_on(asked(DEEP, average=0.9), Path(sys.argv[1]))[-1]
Path(sys.argv[2]).write_bytes(pickle.dumps(dict(end.weights)))
"""


def test_in_another_process(tmp_path: Path) -> None:
    of = asked(DEEP, average=0.9)
    written(of, after_epoch(of, 2), tmp_path / "state")
    command = [sys.executable, "-c", _GO_ON, str(tmp_path / "state"), str(tmp_path / "end")]
    subprocess.run(command, cwd=Path(__file__).parents[4], check=True, timeout=300)
    found = pickle.loads((tmp_path / "end").read_bytes())
    assert same(found, whole_run(of)[1].weights)


def test_the_best_epoch_so_far_is_not_forgotten(tmp_path: Path) -> None:
    """Where the first epoch was the best: nothing is learned after it."""
    of = asked(optimiser=Optimiser.SGD, learning_rate=1e-30)
    written(of, after_epoch(of, 2), tmp_path / "state")
    end = gone_on(of, tmp_path / "state")[-1]
    assert isinstance(end, EndReport)
    assert end.epoch == 1


def test_a_state_is_a_snapshot() -> None:
    training = Training(asked())
    steps = training.reports()
    for _ in range(3):
        next(steps)
    state = training.state()
    before = {name: array.copy() for name, array in state.learner.items()}
    for report in steps:
        if isinstance(report, BatchReport) and report.epoch == 2:
            break
    assert all(np.array_equal(array, before[name]) for name, array in state.learner.items())
    assert any(not np.array_equal(array, before[name]) for name, array in training.state().learner.items())


def test_asking_for_the_state_changes_nothing() -> None:
    of = asked(average=0.9)
    training = Training(of)
    reports = []
    for report in training.reports():
        training.state()
        reports.append(report)
    end = reports[-1]
    assert isinstance(end, EndReport)
    assert same(end.weights, whole_run(of)[1].weights)
