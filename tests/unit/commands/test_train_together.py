"""`lenet-app train` in two processes: what the first tells and keeps, and what becomes of it when one is lost."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lenet_app.networks.forward import Weights
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import STATE, State
from lenet_app.runs.kept.store import RunStore
from lenet_app.storage.models import read_model, write_model
from lenet_app.training.state import RunState
from tests.unit.commands.running import Command
from tests.unit.samples import TINY, model
from tests.unit.together import LIMIT, outcomes, processes, torchrun

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")

ENDLESS = 100_000
FAULT = "lenet-app: Another process of this training is gone or does not answer.\n"
STOPPED = "lenet-app: Stopped; the best weights are kept, and the same command goes on after the last whole epoch.\n"
EPOCHS = 4
# The second process is killed as its third epoch begins, unless it was started again.
KILLED = """
import os, signal, sys
from lenet_app.cli import main
from lenet_app.training.engine.learners import BatchLearner

begin = BatchLearner.begin_epoch
def begin_epoch(learner, epoch):
    if (epoch, os.environ["RANK"], os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")) == (3, "1", "0"):
        os.kill(os.getpid(), signal.SIGKILL)
    begin(learner, epoch)
BatchLearner.begin_epoch = begin_epoch
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A small model to train further, which is quick."""
    path = tmp_path / "tiny.safetensors"
    write_model(model(TINY, name="Tiny one", recipe=Recipe(epochs=2, batch_size=50)), path)
    return path


def train(start: Path, output: Path, epochs: int = EPOCHS) -> list[str]:
    quick = ["--subset", "300", "--hold-out", "50", "--device", "cpu", "--json", "--no-refuse"]
    return ["train", "--from", str(start), "--epochs", str(epochs), *quick, "--output", str(output)]


def states() -> list[Path]:
    """Of runs that are not over."""
    runs = RunStore(Home.of_user().runs).runs()
    return sorted(run.folder / STATE for run in runs if run.state is not State.DONE and (run.folder / STATE).exists())


def losses(out: str) -> list[float]:
    lines = [json.loads(line) for line in out.splitlines()]
    return [line["train_loss"] for line in lines if "epoch" in line]


def assert_close(one: Weights, other: Weights, tolerance: float) -> None:
    assert one.keys() == other.keys()
    for name, weight in one.items():
        np.testing.assert_allclose(weight, other[name], atol=tolerance)


def test_the_first_reports_and_saves_what_one_process_would(command: Command, tiny: Path, tmp_path: Path) -> None:
    alone, together = tmp_path / "alone.safetensors", tmp_path / "together.safetensors"
    expected = command(*train(tiny, alone))
    with processes(["-m", "lenet_app", *train(tiny, together)]) as started:
        first, second = outcomes(started)
    assert (first[0], second) == (0, (0, "", ""))
    np.testing.assert_allclose(losses(first[1]), losses(expected.out), atol=1e-5)
    assert json.loads(first[1].splitlines()[-1])["model"] == str(together)
    assert_close(read_model(together).weights, read_model(alone).weights, 1e-4)
    assert (read_model(together).making.pictures, read_model(together).making.stopped) == (250, False)
    assert not states()
    one, other = RunStore(Home.of_user().runs).runs()
    assert (one.state, one.settings().machine.processes) == (State.DONE, 2)
    assert other.settings().machine.processes == 1


def until_an_epoch(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    assert list(json.loads(process.stdout.readline())) == ["run"]
    line = process.stdout.readline()
    assert "epoch" in json.loads(line)
    return line


def test_a_lost_process_ends_the_others_and_the_same_command_goes_on_with_fewer(
    command: Command, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, whole = tmp_path / "m.safetensors", tmp_path / "whole.safetensors"
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    with processes([script, *train(tiny, output)]) as started:
        first, second = outcomes(started)
    assert (first[0], second[0]) == (1, -signal.SIGKILL)
    assert FAULT in first[2]
    assert "Traceback" not in first[2]
    assert not output.exists()
    (kept,) = states()
    assert RunState.from_bytes(kept.read_bytes()).progress.epochs_done == 2

    for name, value in {"RANK": "0", "WORLD_SIZE": "1", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "0"}.items():
        monkeypatch.setenv(name, value)
    rest = command(*train(tiny, output))
    assert "It goes on after epoch 2." in rest.err
    expected = command(*train(tiny, whole))
    np.testing.assert_allclose(losses(first[1]) + losses(rest.out), losses(expected.out), atol=1e-5)
    assert_close(read_model(output).weights, read_model(whole).weights, 1e-4)
    assert not states()


def test_torchrun_ends_with_a_lost_process_or_starts_all_again(tiny: Path, tmp_path: Path) -> None:
    output, whole = tmp_path / "m.safetensors", tmp_path / "whole.safetensors"
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    with torchrun([script, *train(tiny, output)]) as process:
        ((status, out, err),) = outcomes([process])
    assert (status, len(losses(out))) == (1, 2)
    assert FAULT in err
    assert len(states()) == 1
    states()[0].unlink()

    with torchrun([script, *train(tiny, output)], restarts=1) as process:
        ((status, out, err),) = outcomes([process])
    assert status == 0
    assert "lenet-app: It goes on after epoch 2." in err
    assert len(losses(out)) == EPOCHS
    with processes(["-m", "lenet_app", *train(tiny, whole)]) as started:
        (_, undisturbed, _), _ = outcomes(started)
    assert losses(out) == losses(undisturbed)
    assert_close(read_model(output).weights, read_model(whole).weights, 0)
    assert not states()


def test_a_request_to_end_of_one_process_stops_all_and_the_weights_are_kept(tiny: Path, tmp_path: Path) -> None:
    output = tmp_path / "m.safetensors"
    with processes(["-m", "lenet_app", *train(tiny, output, ENDLESS)]) as started:
        until_an_epoch(started[0])
        started[1].send_signal(signal.SIGTERM)
        first, second = outcomes(started)
    assert (first[0], second) == (0, (0, "", ""))
    assert first[2].endswith(STOPPED)
    assert read_model(output).making.stopped
    assert len(states()) == 1, "torchrun asks for the end, too, when it goes on with more or fewer machines"


def test_ctrl_c_at_torchrun_lets_the_weights_be_kept(tiny: Path, tmp_path: Path) -> None:
    output = tmp_path / "m.safetensors"
    with torchrun(["-m", "lenet_app", *train(tiny, output, ENDLESS)], restarts=3) as process:
        until_an_epoch(process)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LIMIT)
    assert err.count(STOPPED) == 1
    assert read_model(output).making.stopped


def test_processes_that_are_to_train_different_things_say_so(tiny: Path, tmp_path: Path) -> None:
    code = "import os, sys; from lenet_app.cli import main; sys.exit(main([*sys.argv[1:], os.environ['RANK']]))"
    with processes(["-c", code, *train(tiny, tmp_path / "m.safetensors"), "--seed"]) as started:
        for status, out, err in outcomes(started):
            assert (status, out) == (1, ""), err
            assert "The processes differ in what they train" in err


def test_several_processes_take_no_name_of_a_run(
    command: Command, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with processes(["-m", "lenet_app", *train(tiny, tmp_path / "m.safetensors", ENDLESS)], count=1) as (process,):
        until_an_epoch(process)
        process.kill()
        process.wait(timeout=LIMIT)
    (run,) = RunStore(Home.of_user().runs).runs()
    for name, value in {"RANK": "0", "WORLD_SIZE": "1", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "0"}.items():
        monkeypatch.setenv(name, value)
    result = command("train", "--resume", run.name)
    assert result.sentence == "Several processes go on by themselves: start them as they were started before."
