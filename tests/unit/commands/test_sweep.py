"""`lenet-app sweep`: a grid, estimated before, made once, gone on with after a kill, shared out to processes."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import State
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.queue.queue import Queue, Turn
from lenet_app.storage.models import read_model
from tests.unit.commands.running import Command, started
from tests.unit.data.sample_files import write_some_mnist


@pytest.fixture
def sweep(tmp_path: Path) -> list[str]:
    """Two by two runs of an epoch on few digits."""
    some = write_some_mnist(tmp_path / "some", 300, 50)
    options = ["--dataset", str(some), "--epochs", "1", "--device", "cpu", "--no-refuse", "--hold-out", "50"]
    return ["sweep", "--json", "--name", "mine", *options, "--kernels", "4-8", "6-16", "--seeds", "1", "2"]


def queue() -> Queue:
    return Queue(Home.of_user().sweeps / "mine")


def test_a_sweep_is_estimated_made_and_not_made_again(command: Command, sweep: list[str]) -> None:
    first, estimate, *runs = command(*sweep).lines
    assert first == {"sweep": "mine", "runs": 4}
    assert estimate["left"] == 4
    assert estimate["estimated_seconds"] > 0
    assert [run["title"] for run in runs] == [
        *("4-8 · seed 1", "4-8 · seed 2", "6-16 · seed 1", "6-16 · seed 2"),
    ]
    for run in runs:
        assert read_model(Path(run["model"])).metrics.test_accuracy == run["accuracy"]
        assert run["estimated_seconds"] > 0
        assert RunStore(Home.of_user().runs).find(run["run"]).state is State.DONE
    assert [item.facts.estimate for item in queue().items()] == [run["estimated_seconds"] for run in runs]
    again = command(*sweep)
    assert again.lines == [first, {"estimated_seconds": 0.0, "left": 0}]
    table = command(*[option for option in sweep if option != "--json"]).out
    assert table.splitlines()[-1].startswith("Together")


def test_the_same_command_is_the_same_sweep_and_another_one_is_refused(command: Command, sweep: list[str]) -> None:
    unnamed = [option for option in sweep if option not in ("--name", "mine")]
    names = [command(*unnamed, "--only-estimate").lines[0]["sweep"] for _ in range(2)]
    other = command(*unnamed, "--only-estimate", "--rates", "0.1").lines[0]["sweep"]
    assert names[0] == names[1] != other
    assert not RunStore(Home.of_user().runs).runs(), "nothing was trained"
    command(*sweep, "--only-estimate")
    sentence = command(*sweep, "--rates", "0.1").sentence
    assert sentence == "The sweep mine is another one: give this one another name."


def test_two_processes_share_the_runs(command: Command, sweep: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    for rank, expected in ((0, ["4-8 · seed 1", "6-16 · seed 1"]), (1, ["4-8 · seed 2", "6-16 · seed 2"])):
        monkeypatch.setenv("RANK", str(rank))
        runs = command(*sweep).lines[2:]
        assert [run["title"] for run in runs] == expected
    assert {item.facts.turn for item in queue().items()} == {Turn.DONE}


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--kernels", "6-16-120"], "has 2 convolutions, not 3."),
        (["--kernels", "a-b"], "it must be whole numbers with - between them, not a-b"),
        (["--hidden", "120"], "has 2 hidden fully connected layers, not 1."),
    ],
)
def test_what_cannot_be_varied_is_told(options: list[str], part: str, command: Command, sweep: list[str]) -> None:
    start = sweep[: sweep.index("--kernels")]
    assert part in command(*start, *options).err


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="A kill is POSIX's.")
def test_a_sweep_that_is_killed_goes_on(command: Command, sweep: list[str], tmp_path: Path) -> None:
    """Two by two by two, killed by SIGKILL after three runs, within the fourth."""
    eight = [*sweep, "--rates", "0.001", "0.01"]
    eight[eight.index("--epochs") + 1] = "3"
    with started(eight) as process:
        assert process.stdout is not None
        lines = [json.loads(process.stdout.readline()) for _ in range(5)]
        store = RunStore(Home.of_user().runs)
        while sum(run.state is State.RUNNING and run.epochs_done > 0 for run in store.runs()) == 0:
            assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
    done = {line["title"]: line["run"] for line in lines[2:]}
    assert len(done) == 3
    broken = [run for run in store.runs() if run.state is State.CUT_OFF]
    assert len(broken) == 1
    rest = command(*eight)
    assert f"It goes on after epoch {broken[0].epochs_done}." in rest.err
    made = {line["title"]: line["run"] for line in rest.lines[2:]}
    assert len(made) == 5
    assert not made.keys() & done.keys()
    assert len(store.runs()) == 8
    assert broken[0].name in made.values()
    whole = [name if name != "mine" else "whole" for name in eight]
    assert command(*whole).status == 0
    for one, other in zip(queue().items(), Queue(Home.of_user().sweeps / "whole").items(), strict=True):
        mine, theirs = read_model(one.model).weights, read_model(other.model).weights
        assert all(mine[name].tobytes() == theirs[name].tobytes() for name in theirs)
