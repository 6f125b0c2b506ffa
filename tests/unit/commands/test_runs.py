"""`lenet-app runs`, `lenet-app compare`, and `lenet-app train --resume`."""

import csv
import json
import signal
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lenet_app.paths import Home
from lenet_app.runs.kept.store import RunStore
from lenet_app.storage.models import read_model, write_model
from tests.unit.commands.running import Command, started
from tests.unit.runs.kept.making import HELD_OUT, small_set
from tests.unit.samples import TINY, model


def listed(command: Command) -> list[dict[str, Any]]:
    """What `runs --json` prints: one array."""
    found: list[dict[str, Any]] = json.loads(command("runs", "--json").out)
    return found


@pytest.fixture
def train(tmp_path: Path) -> list[str]:
    """What trains a small network on a small set."""
    start = tmp_path / "tiny.safetensors"
    write_model(model(TINY, name="Tiny one"), start)
    options = {"--from": start, "--dataset": small_set(tmp_path / "set"), "--hold-out": HELD_OUT, "--batch-size": 20}
    given = [str(part) for option in options.items() for part in option]
    return ["train", "--json", *given, "--no-refuse", "--device", "cpu"]


def test_the_list(command: Command, train: list[str]) -> None:
    assert command("runs").out == "No training is kept yet: `lenet-app train` makes one.\n"
    assert listed(command) == []
    first, *_, last = command(*train, "--epochs", "2").lines
    again = command(*train, "--epochs", "1").lines
    newest, oldest = listed(command)
    assert oldest == {
        **{"run": first["run"], "state": "done", "epochs_done": 2, "epochs": 2},
        **{"accuracy": last["test_accuracy"], "model": last["model"]},
    }
    assert newest["run"] == again[0]["run"]
    titles, one, other, together = command("runs").out.splitlines()
    assert titles.split() == ["Run", "State", "Epochs", "Right", "Data", "set", "Size"]
    assert one.split()[:5] == [newest["run"], "done", "1", "of", "1"]
    assert other.split()[:5] == [oldest["run"], "done", "2", "of", "2"]
    assert together.endswith(str(Home.of_user().runs))


def test_a_model_that_went_elsewhere_is_told_from_the_runs_own_copy(command: Command, train: list[str]) -> None:
    *_, last = command(*train, "--epochs", "1").lines
    Path(last["model"]).unlink()
    (run,) = listed(command)
    assert Path(run["model"]).parent == Home.of_user().runs / run["run"]
    assert read_model(Path(run["model"])).architecture == TINY


def test_one_run_in_full(command: Command, train: list[str]) -> None:
    first, *epochs, last = command(*train, "--epochs", "2", "--seed", "5").lines
    (facts,) = command("runs", "show", first["run"], "--json").lines
    assert (facts["run"], facts["settings"]["seed"], facts["model"]) == (first["run"], 5, last["model"])
    assert [{**epoch} for epoch in facts["metrics"]] == [
        {**epoch, "total_seconds": row["total_seconds"]} for epoch, row in zip(epochs, facts["metrics"], strict=True)
    ]
    assert facts["kept_epochs"] == [0, 1, 2]
    text = command("runs", "show", first["run"]).out
    for part in (first["run"], "done", "Tiny", "5", str(Home.of_user().runs / first["run"])):
        assert part in text
    assert len(text.partition("Epoch ")[2].splitlines()) == 3


def test_deleted_and_brought_back(command: Command, train: list[str]) -> None:
    name = command(*train, "--epochs", "1").lines[0]["run"]
    result = command("runs", "delete", name)
    assert f"`lenet-app runs restore {name}` brings it back within 30 days." in result.out
    assert listed(command) == []
    assert command("runs", "show", name).sentence == f"There is no run {name}; `lenet-app runs` lists them."
    assert command("runs", "restore", name).status == 0
    (run,) = listed(command)
    assert run["run"] == name


@pytest.mark.parametrize("action", ["show", "delete", "restore"])
def test_an_action_needs_a_run(command: Command, action: str) -> None:
    assert command("runs", action).sentence == "Name a run: `lenet-app runs` lists them."
    assert command("runs", action, "none").sentence.startswith("There is no ")


def test_two_runs_compared(command: Command, train: list[str], tmp_path: Path) -> None:
    names = []
    for seed, epochs in (("1", "1"), ("2", "2")):
        names.append(command(*train, "--epochs", epochs, "--seed", seed).lines[0]["run"])
    table = tmp_path / "folder" / "runs.csv"
    one, other = command("compare", *names, "--csv", table, "--json").lines
    assert [one["settings"], other["settings"]] == [{"seed": 1, "epochs": 1}, {"seed": 2, "epochs": 2}]
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["run"], row["epoch"]) for row in rows] == [(names[0], "1"), (names[1], "1"), (names[1], "2")]
    store = RunStore(Home.of_user().runs)
    losses = [epoch.train_loss for name in names for epoch in store.find(name).epochs()]
    assert [float(row["train_loss"]) for row in rows] == losses
    titles, *lines = command("compare", *names).out.splitlines()
    assert titles.split() == ["Run", "State", "Epochs", "Right", "Seconds", "seed", "epochs"]
    assert [line.split()[0] for line in lines] == names


@pytest.mark.skipif(sys.platform == "win32", reason="a kill is POSIX's")
def test_a_training_that_is_killed_goes_on_to_the_same_weights(
    command: Command, train: list[str], tmp_path: Path
) -> None:
    options = [*train, "--epochs", "40", "--output"]
    with started([*options, tmp_path / "m.safetensors"]) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    confirmed = len([line for line in lines if line.endswith("}\n")]) - 1
    (run,) = listed(command)
    assert run["state"] == "cut off"
    assert confirmed <= run["epochs_done"] < 40
    result = command("train", "--resume", run["run"], "--json")
    assert result.lines[0] == {"run": run["run"]}
    assert [line["epoch"] for line in result.trained[:-1]] == list(range(run["epochs_done"] + 1, 41))
    assert f"lenet-app: It goes on after epoch {run['epochs_done']}.\n" in result.err
    assert command(*options, tmp_path / "whole.safetensors").status == 0
    resumed, whole = (read_model(tmp_path / f"{name}.safetensors").weights for name in ("m", "whole"))
    for name, weight in whole.items():
        np.testing.assert_array_equal(resumed[name], weight)


def test_going_on_takes_the_runs_own_settings(command: Command, train: list[str]) -> None:
    name = command(*train, "--epochs", "1").lines[0]["run"]
    assert command("train", "--resume", name).sentence == f"The run {name} is done: nothing is left to go on with."
    fault = (
        "A run goes on with its own settings: with --resume only --more-epochs, --learning-rate, --tensorboard may be"
        " given."
    )
    assert command("train", "--resume", name, "--epochs", "3").sentence == fault
    assert command("train", "--resume", "none").sentence == "There is no run none; `lenet-app runs` lists them."
