"""A training in two processes is the training of one."""

import pickle
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.networks.forward import Weights
from lenet_app.networks.recipe import Augmentation, Loss, Optimiser
from lenet_app.training.engine.distillation import Teaching
from lenet_app.training.engine.group import Group
from lenet_app.training.engine.learners import make_learner
from lenet_app.training.engine.loop import Training
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.engine.together import joined
from lenet_app.training.reports import BatchReport, EndReport, EpochReport
from tests.unit.samples import LENET5, TINY, digits, model
from tests.unit.together import outcomes, processes
from tests.unit.training.runs import plain_recipe, request, same


@dataclass(frozen=True, eq=False)
class Told:
    """What a process saw of a training."""

    batches: list[tuple[int, int, float, float]]
    epochs: list[tuple[float, float, float | None, float | None]]
    weights: Weights
    last: tuple[int, bool]


def trainings() -> dict[str, TrainingRequest]:
    """Of every loss and way of a batch, some with a last batch that has a single picture."""
    held_out, one_over = digits(41, first=900), digits(101)
    teaching = Teaching((model(TINY),), 0.4)
    averaged = plain_recipe(batch_size=50, average=0.9, optimiser=Optimiser.MOMENTUM)
    varied = plain_recipe(augmentation=Augmentation.AFFINE, no_digits=True)
    summed = plain_recipe(loss=Loss.SUMMED_CROSS_ENTROPY, learning_rate=0.0001, optimiser=Optimiser.SGD)
    return {
        "plain": request(plain_recipe(), LENET5, digits(300), held_out),
        "one over": request(averaged, TINY, one_over, digits(1, first=900)),
        "varied": request(varied, TINY, digits(150), held_out),
        "summed": request(summed, TINY, one_over),
        "taught": request(plain_recipe(), TINY, digits(150), held_out, teaching=teaching),
    }


def told(asked: TrainingRequest, group: Group, stop_after: int = sys.maxsize) -> Told:
    """Train, and ask to stop after so many batches."""
    training = Training(asked, group=group)
    reports = training.reports()
    batches, epochs, report = [], [], next(reports)
    while not isinstance(report, EndReport):
        if isinstance(report, BatchReport):
            batches.append((report.epoch, report.batch, report.loss, report.accuracy))
        if isinstance(report, EpochReport):
            figures = (report.validation_loss, report.validation_accuracy)
            epochs.append((report.train_loss, report.train_accuracy, *figures))
        report = reports.send(len(batches) >= stop_after)
    return Told(batches, epochs, report.weights, (report.epoch, report.stopped))


ALL = """
import pickle, sys
from pathlib import Path
from tests.unit.training.engine.test_together import joined, told, trainings
with joined() as group:
    found = {name: told(asked, group) for name, asked in trainings().items()}
    Path(sys.argv[1], str(group.rank)).write_bytes(pickle.dumps(found))
"""


def test_the_losses_of_one_process_and_the_same_weights_in_both(tmp_path: Path) -> None:
    with processes(["-c", ALL, tmp_path]) as started:
        assert [status for status, _, _ in outcomes(started)] == [0, 0]
    first, second = (pickle.loads((tmp_path / rank).read_bytes()) for rank in "01")
    for name, asked in trainings().items():
        alone, one, other = told(asked, Group()), first[name], second[name]
        assert same(one.weights, other.weights), name
        assert (one.batches, one.epochs) == (other.batches, other.epochs), name
        assert len(one.batches) == len(alone.batches) > 2
        np.testing.assert_allclose(one.batches, alone.batches, atol=1e-5, rtol=1e-5, err_msg=name)
        if asked.validation is not None:
            figures, expected = np.array(one.epochs, float), np.array(alone.epochs, float)
            np.testing.assert_allclose(figures, expected, atol=1e-5, rtol=1e-5, err_msg=name)
        for part, weight in alone.weights.items():
            np.testing.assert_allclose(one.weights[part], weight, atol=2e-4, err_msg=f"{name}: {part}")


STOPPED = """
import pickle, sys
from pathlib import Path
from tests.unit.samples import TINY, digits
from tests.unit.training.engine.test_together import joined, told
from tests.unit.training.runs import plain_recipe, request
asked = request(plain_recipe(epochs=100_000, batch_size=32), TINY, digits(300), digits(40, first=900))
with joined() as group:
    found = [told(asked, group, stop_after=40 if group.rank == rank else sys.maxsize) for rank in range(2)]
    Path(sys.argv[1], str(group.rank)).write_bytes(pickle.dumps(found))
"""


def test_whichever_is_to_stop_all_stop_after_the_same_batch(tmp_path: Path) -> None:
    with processes(["-c", STOPPED, tmp_path]) as started:
        assert [status for status, _, _ in outcomes(started)] == [0, 0]
    first, second = (pickle.loads((tmp_path / rank).read_bytes()) for rank in "01")
    for one, other in zip(first, second, strict=True):
        assert one.last == other.last
        assert one.last[1]
        assert one.batches == other.batches
        assert 40 <= len(one.batches) <= 40 + 100
        assert same(one.weights, other.weights)


class _Two(Group):
    size = 2


def test_one_picture_at_a_time_is_not_shared() -> None:
    asked = request(plain_recipe(batch_size=1, optimiser=Optimiser.LEVENBERG_MARQUARDT))
    with pytest.raises(UserError, match="one picture at a time"):
        make_learner(asked, _Two())


def test_shares_are_even_and_leave_nothing_out() -> None:
    group = _Two()
    for count in (0, 1, 2, 7, 128):
        shares = group.shares(count)
        assert [number for share in shares for number in range(count)[share]] == list(range(count))
        assert max(len(range(count)[share]) for share in shares) <= (count + 1) // 2


def test_processes_that_do_not_find_one_another_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"RANK": "0", "WORLD_SIZE": "none", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "1"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UserError, match="do not find one another"), joined():
        pass
