"""The state that a run goes on from, and which run it belongs to."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.runs.together import group_of_this_process
from lenet_app.runs.unfinished import Unfinished, mark_of
from lenet_app.training.engine.distillation import Teaching
from lenet_app.training.engine.group import Group
from lenet_app.training.engine.loop import Training
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.reports import Device, EpochReport
from lenet_app.training.state import RunState
from tests.unit.samples import TINY, digits, model
from tests.unit.training.runs import plain_recipe, request, same


def state_after_an_epoch(of: TrainingRequest) -> RunState:
    training = Training(of)
    for report in training.reports():
        if isinstance(report, EpochReport):
            break
    return training.state()


def test_a_state_is_found_again_until_the_run_is_over(tmp_path: Path) -> None:
    unfinished = Unfinished.of(tmp_path / "mine", request(), Group())
    assert unfinished.found() == (None, "")
    state = state_after_an_epoch(request())
    assert unfinished.keep(state) == ""
    found, note = Unfinished.of(tmp_path / "mine", request(), Group()).found()
    assert found is not None
    assert found.progress == state.progress
    assert all(np.array_equal(found.learner[name], array) for name, array in state.learner.items())
    assert note == "It goes on after epoch 1."
    unfinished.remove()
    unfinished.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_state_of_another_run_is_left_alone_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    Unfinished.of(folder, request(), Group()).keep(state_after_an_epoch(request()))
    other = Unfinished.of(folder, request(seed=2), Group())
    told = f"What {folder} keeps is of other settings: this training begins anew."
    assert other.found() == (None, told)
    other.remove()
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"damaged", b"\xff" * 100])
def test_a_damaged_state_is_told(tmp_path: Path, damage: bytes) -> None:
    unfinished = Unfinished.of(tmp_path, request(), Group())
    unfinished.path.write_bytes(damage)
    state, note = unfinished.found()
    assert state is None
    assert note.endswith("is damaged or was not written by this program. The training begins anew.")


def test_a_state_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    unfinished = Unfinished.of(tmp_path / "file", request(), Group())
    assert "cannot be written" in unfinished.keep(state_after_an_epoch(request()))


def test_every_part_of_a_request_but_the_device_makes_it_another_one() -> None:
    of = request(validation=digits(20, first=900))
    weights = {name: weight + np.float32(1e-3) for name, weight in of.weights.items()}
    relabelled = Pictures(of.training.images, (of.training.labels + 1) % 10)
    others = [
        replace(of, seed=2),
        replace(of, recipe=plain_recipe(epochs=3)),
        replace(of, weights=weights),
        replace(of, training=relabelled),
        replace(of, validation=None),
        replace(of, normalisation=replace(of.normalisation, ink=1.0)),
        replace(of, teaching=Teaching((model(TINY),), 0.5)),
        replace(of, teaching=Teaching((model(TINY),), 0.6)),
    ]
    assert len({mark_of(of), *map(mark_of, others)}) == 1 + len(others)
    again = request(validation=digits(20, first=900))
    assert same(again.weights, of.weights)
    assert mark_of(replace(again, device=Device("cuda:0", "pretended GPU"))) == mark_of(of)


def test_a_program_without_torch_distributed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setitem(sys.modules, "lenet_app.training.engine.together", None)
    with pytest.raises(UserError, match=r"brings no torch\.distributed"), group_of_this_process():
        pass


def test_a_process_that_was_started_alone_is_in_no_group() -> None:
    with group_of_this_process() as group:
        assert group is None
