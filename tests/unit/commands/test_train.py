import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lenet_app.networks import family
from lenet_app.networks.recipe import Augmentation, Initialisation, Loss, Optimiser, Recipe, Schedule
from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import State
from lenet_app.runs.kept.store import RunStore
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model, write_model
from tests.unit.commands.running import ROOT, Command, as_process, started
from tests.unit.data.sample_files import write_small_set
from tests.unit.samples import TINY, model

EPOCH_KEYS = [
    *("epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy"),
    *("seconds", "images_per_second"),
]
QUICK = ("--epochs", "1", "--subset", "200", "--device", "cpu", "--no-refuse")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A small model to train further, which is quick."""
    path = tmp_path / "tiny.safetensors"
    write_model(model(TINY, name="Tiny one", recipe=Recipe(epochs=2, batch_size=50)), path)
    return path


def test_lines_of_a_training(command: Command, tmp_path: Path) -> None:
    output = tmp_path / "new folder" / "deeper" / "model.safetensors"
    options = ("--epochs", "2", "--subset", "300", "--hold-out", "60", "--seed", "7", "--device", "cpu")
    result = command("train", "--json", *options, "--output", output)
    assert result.status == 0
    *epochs, last = result.trained
    assert [epoch["epoch"] for epoch in epochs] == [1, 2]
    for epoch in epochs:
        assert list(epoch) == EPOCH_KEYS
        assert all(type(epoch[key]) is float for key in EPOCH_KEYS[1:])
        assert 0 <= epoch["validation_accuracy"] <= 1
    assert list(last) == ["model", "test_accuracy", "seconds"]
    made = read_model(output)
    assert last["model"] == str(output)
    assert last["test_accuracy"] == made.metrics.test_accuracy
    assert last["seconds"] >= sum(epoch["seconds"] for epoch in epochs)
    assert made.recipe == Recipe(epochs=2, learning_rate=0.002, hold_out=60 / 300, no_digits=True)
    assert (made.architecture.id, made.name) == ("lenet5", output.stem)
    facts = {
        key: getattr(made.making, key)
        for key in ("seed", "hold_out", "pictures", "device", "stopped", "fine_tuned_from")
    }
    assert facts == {
        **{"seed": 7, "hold_out": 60, "pictures": 240, "device": "CPU"},
        **{"stopped": False, "fine_tuned_from": None},
    }
    assert "Training on CPU" in result.err
    (evaluated,) = command("evaluate", "--json", "--model", output).lines
    assert evaluated["accuracy"] == last["test_accuracy"]


def test_a_model_has_the_name_that_it_is_given(command: Command, tiny: Path, tmp_path: Path) -> None:
    saved = Path(command("train", "--json", "--from", tiny, *QUICK, "--name", " My first ").lines[-1]["model"])
    assert (saved.stem, read_model(saved).name) == ("My first", "My first")
    output = tmp_path / "my second.safetensors"
    assert command("train", "--from", saved, *QUICK, "--name", "other", "--output", output).status == 0
    assert read_model(output).name == "my second", "as its file"
    assert read_model(output).making.fine_tuned_from == "My first"


@pytest.mark.parametrize("name", ["", " ", "a/b", ".hidden"])
def test_a_name_that_no_file_can_have_is_refused_at_once(command: Command, name: str) -> None:
    result = command("train", "--epochs", "1000", "--name", name)
    assert (result.status, result.out) == (1, "")
    assert "A model's name has 1 to" in result.err


def test_validation_is_null_without_a_hold_out(command: Command, tiny: Path) -> None:
    epoch = command("train", "--json", "--from", tiny, *QUICK).trained[0]
    assert epoch["validation_loss"] is None is epoch["validation_accuracy"]


def test_text_for_people(command: Command, tiny: Path) -> None:
    options = ("--epochs", "2", "--subset", "300", "--device", "cpu", "--hold-out", "50")
    first, second, last = command("train", "--from", tiny, *options).out.splitlines()
    assert first.startswith("Epoch 1 of 2: loss ")
    assert second.startswith("Epoch 2 of 2: loss ")
    assert " % right, " in first
    assert ", hold-out " in first
    path = Home.of_user().models / "Tiny.safetensors"
    assert last.startswith(f"{path}: ")
    assert " % right on the test pictures after " in last


def test_the_same_seed_makes_the_same_model(command: Command, tmp_path: Path) -> None:
    models = []
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        path = tmp_path / name
        assert command("train", *QUICK, "--seed", seed, "--output", path).status == 0
        models.append(read_model(path))
    first, same, other = models
    for name, weight in first.weights.items():
        np.testing.assert_array_equal(weight, same.weights[name])
        assert not np.array_equal(weight, other.weights[name])
    assert first.metrics == same.metrics


def test_every_option_reaches_the_recipe(command: Command, tiny: Path, tmp_path: Path) -> None:
    options = {
        **{"--epochs": "3", "--batch-size": "17", "--learning-rate": "0.125", "--optimizer": "momentum"},
        **{"--schedule": "constant", "--augmentation": "none", "--subset": "60", "--device": "cpu"},
    }
    output = tmp_path / "made.safetensors"
    options |= {"--loss": "squared error", "--initialisation": "glorot"}
    given = [part for option in options.items() for part in option]
    result = command("train", "--json", "--from", tiny, *given, "--output", output)
    assert len(result.trained) == 4
    made = read_model(output)
    assert made.recipe == Recipe(
        *(3, 17, 0.125, Optimiser.MOMENTUM, Schedule.CONSTANT, Augmentation.NONE, Loss.SQUARED_ERROR),
        Initialisation.GLOROT,
    )
    assert made.making.fine_tuned_from == tiny.stem
    assert made.architecture == TINY


def test_some_of_the_pictures_are_damaged(command: Command, tiny: Path, tmp_path: Path) -> None:
    models = []
    for share in ("0", "0.5"):
        path = tmp_path / f"{share}.safetensors"
        given = ("--augmentation", "affine", "--damage", share, *QUICK)
        assert command("train", "--from", tiny, *given, "--output", path).status == 0
        models.append(read_model(path))
    clear, damaged = models
    assert (clear.recipe.damage, damaged.recipe.damage) == (0, 0.5)
    assert any(not np.array_equal(weight, damaged.weights[name]) for name, weight in clear.weights.items())
    refused = command("train", "--from", tiny, "--damage", "2", *QUICK)
    assert "share from 0 to 1, not 2.0" in refused.err


@pytest.mark.parametrize(
    ("options", "epochs", "steps"),
    [
        (("--steps", "3"), 1, 3),  # a part of an epoch
        (("--steps", "7"), 2, 7),
        (("--epochs", "1"), 1, 0),  # the recipe's 300 steps do not hold then
        (("--epochs", "1", "--steps", "6"), 2, 6),
    ],
)
def test_length_of_a_network_that_is_trained_by_steps(
    command: Command, tmp_path: Path, options: tuple[str, ...], epochs: int, steps: int
) -> None:
    output = tmp_path / "made.safetensors"
    given = ("--architecture", "lenet5-relu-same", "--batch-size", "40", *QUICK[2:], "--hold-out", "0")
    result = command("train", "--json", *given, *options, "--output", output)
    assert [line["epoch"] for line in result.trained[:-1]] == list(range(1, epochs + 1))
    made = read_model(output)
    assert made.recipe.steps == steps
    assert made.architecture == family.member("lenet5-relu-same").architecture
    assert (made.making.epoch, made.making.hold_out) == (epochs, 0)


def test_the_recipes_share_is_held_out(command: Command, tmp_path: Path) -> None:
    output = tmp_path / "made.safetensors"
    options = ("--architecture", "lenet5-deep", *QUICK)
    epoch = command("train", "--json", *options, "--output", output).trained[0]
    assert epoch["validation_accuracy"] is not None
    making = read_model(output).making
    assert (making.pictures, making.hold_out) == (160, 40)
    command("train", "--json", *options, "--hold-out", "0", "--output", output)
    assert read_model(output).making.hold_out == 0


def test_the_network_of_1998_is_trained_and_measured(command: Command, tmp_path: Path) -> None:
    output = tmp_path / "paper.safetensors"
    options = ("--architecture", "lenet5-1998", "--epochs", "1", "--subset", "2000", "--device", "cpu")
    result = command("train", "--json", *options, "--output", output)
    accuracy = result.lines[-1]["test_accuracy"]
    assert accuracy > 0.3
    (evaluated,) = command("evaluate", "--json", "--model", output).lines
    assert evaluated["accuracy"] == accuracy


def test_a_small_set_of_ones_own_with_other_classes(command: Command, tmp_path: Path) -> None:
    write_small_set(tmp_path / "own", labels=4)
    output = tmp_path / "made.safetensors"
    result = command("train", "--json", "--dataset", tmp_path / "own", *QUICK[:2], "--output", output)
    assert result.status == 0
    made = read_model(output)
    assert made.architecture.classes == len(made.class_names) == 4
    (evaluated,) = command("evaluate", "--json", "--model", output, "--dataset", tmp_path / "own").lines
    assert np.array(evaluated["confusion"]).shape == (4, 4)
    assert evaluated["images"] == 10


def test_fine_tuning_keeps_the_models_own_recipe(command: Command, tiny: Path) -> None:
    result = command("train", "--json", "--from", tiny, "--subset", "60", "--device", "cpu")
    made = read_model(Path(result.lines[-1]["model"]))
    assert made.recipe == Recipe(epochs=2, batch_size=50, no_digits=True)


def test_models_go_to_the_users_folder_under_names_of_their_own(command: Command, tiny: Path) -> None:
    paths = [command("train", "--json", "--from", tiny, *QUICK).lines[-1]["model"] for _ in range(2)]
    assert paths == [
        str(Home.of_user().models / "Tiny.safetensors"),
        str(Home.of_user().models / "Tiny (2).safetensors"),
    ]
    assert {entry.name for entry in ModelLibrary(Home.of_user().models).entries() if not entry.shipped} == {
        "Tiny",
        "Tiny (2)",
    }


def test_an_impossible_output_is_told_before_the_training(command: Command, tiny: Path, tmp_path: Path) -> None:
    for output in (tmp_path, tiny / "below.safetensors"):
        result = command("train", "--json", "--from", tiny, *QUICK, "--output", output)
        assert result.sentence.startswith(f"{output} cannot be written: ")
        assert result.out == ""
    assert read_model(tiny).making.fine_tuned_from is None, "it is as it was"


def test_an_output_that_is_there_is_replaced(command: Command, tiny: Path) -> None:
    assert command("train", "--from", tiny, *QUICK, "--output", tiny).status == 0
    assert read_model(tiny).making.fine_tuned_from == tiny.stem


def test_a_rate_that_is_too_high_is_told(command: Command, tiny: Path) -> None:
    options = ("--optimizer", "sgd", "--learning-rate", "1e30", "--epochs", "3", "--subset", "500", "--device", "cpu")
    result = command("train", "--json", "--from", tiny, *options)
    assert result.sentence == "The loss is no longer a number in epoch 1: the learning rate 1e+30 is too high."
    assert result.trained == []
    (run,) = RunStore(Home.of_user().runs).runs()
    assert (run.state, run.head.fault, run.epochs_done) == (State.STOPPED, result.sentence, 0)
    assert not list(Home.of_user().models.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_ctrl_c_keeps_the_best_so_far(tmp_path: Path) -> None:
    output = tmp_path / "model.safetensors"
    options = ("--subset", "1000", "--hold-out", "100", "--epochs", "1000", "--device", "cpu", "--output", output)
    with started(["train", "--json", *options]) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert list(json.loads(process.stdout.readline())) == ["run"]
        assert json.loads(process.stdout.readline())["epoch"] == 1
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=300)
    assert process.returncode == 0
    assert "Traceback" not in errors
    last = json.loads(rest.splitlines()[-1])
    assert list(last) == ["model", "test_accuracy", "seconds"]
    made = read_model(output)
    assert made.making.stopped is True
    assert made.making.epoch in range(1, 1000)
    assert made.metrics.test_accuracy == last["test_accuracy"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_request_to_end_keeps_the_best_so_far(tmp_path: Path, name: str) -> None:
    output, number = tmp_path / "model.safetensors", getattr(signal, name)
    options = ("--subset", "1000", "--hold-out", "100", "--epochs", "1000", "--device", "cpu", "--output", output)
    with started(["train", "--json", *options]) as process:
        assert process.stdout is not None
        run = json.loads(process.stdout.readline())["run"]
        process.stdout.readline()
        process.send_signal(number)
        _, errors = process.communicate(timeout=300)
    assert process.returncode == 128 + number
    assert "lenet-app: Stopped; the best weights so far are kept.\n" in errors
    assert f"lenet-app: `lenet-app train --resume {run}` goes on after the last whole epoch.\n" in errors
    assert "Traceback" not in errors
    assert read_model(output).making.stopped is True


@pytest.mark.skipif(sys.platform != "linux", reason="a terminal is closed otherwise elsewhere")
def test_a_terminal_that_is_closed_keeps_the_best_so_far(tmp_path: Path) -> None:
    output = tmp_path / "model.safetensors"
    options = ("--subset", "1000", "--hold-out", "100", "--epochs", "1000", "--device", "cpu", "--output", str(output))
    ours, theirs = os.openpty()
    # The first terminal that the leader of a session opens is the session's.
    code = f"import os, sys; os.open({os.ttyname(theirs)!r}, os.O_RDWR); from lenet_app.cli import main; "
    arguments = [sys.executable, "-c", code + "sys.exit(main(sys.argv[1:]))", "train", *options]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        shown = b""
        while b"Epoch 1 of 1000" not in shown:
            shown += os.read(ours, 1000)
        os.close(ours)
        assert process.wait(timeout=300) == 128 + signal.SIGHUP
    assert read_model(output).making.stopped is True


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_ctrl_c_after_the_last_epoch_does_not_lose_the_model(tiny: Path, tmp_path: Path) -> None:
    output = tmp_path / "model.safetensors"
    with started(["train", "--json", "--from", tiny, *QUICK, "--output", output]) as process:
        assert process.stdout is not None
        assert list(json.loads(process.stdout.readline())) == ["run"]
        assert json.loads(process.stdout.readline())["epoch"] == 1
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=300)
    assert "Traceback" not in errors
    assert process.returncode == 0
    assert json.loads(rest)["model"] == str(output)
    assert read_model(output).making.stopped is False


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is told otherwise there")
def test_when_nobody_reads_the_output_the_model_is_saved_all_the_same(tmp_path: Path) -> None:
    output = tmp_path / "model.safetensors"
    options = ("--subset", "500", "--epochs", "2", "--device", "cpu", "--output", output)
    with started(["train", "--json", *options]) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(timeout=120) == 0
    assert read_model(output).making.epoch == 2


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is told otherwise there")
def test_when_nobody_reads_errors_either_the_model_is_saved_all_the_same(tiny: Path, tmp_path: Path) -> None:
    output = tmp_path / "model.safetensors"
    with started(["train", "--from", tiny, *QUICK, "--output", output]) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stderr.close()
        assert process.wait(timeout=120) == 0
    assert output.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="there a file that is open cannot be closed so")
def test_a_training_goes_on_where_standard_error_is_closed(tiny: Path, tmp_path: Path) -> None:
    output = tmp_path / "model.safetensors"
    code = "import os, subprocess, sys; os.close(2); sys.exit(subprocess.call([sys.executable, *sys.argv[1:]]))"
    result = as_process("-m", "lenet_app", "train", "--from", tiny, *QUICK, "--output", output, code=code)
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines()[-1].startswith(f"{output}: ")
    assert read_model(output).making.stopped is False


def test_a_training_leaves_no_folder_for_temporary_files(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.delenv("TORCHINDUCTOR_CACHE_DIR", raising=False)  # which a training in this process may have set
    result = as_process("train", "--from", tiny, *QUICK, "--output", tmp_path / "model.safetensors")
    assert result.status == 0, result.err
    assert not list(temporary.iterdir())


def test_a_training_needs_no_folder_for_temporary_files(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TORCHINDUCTOR_CACHE_DIR", raising=False)
    output = tmp_path / "model.safetensors"
    code = (
        "import sys, tempfile; tempfile._candidate_tempdir_list = lambda: ['/nowhere']; "
        "from lenet_app.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    result = as_process("train", "--from", tiny, *QUICK, "--output", output, code=code)
    assert result.status == 0, result.err
    assert output.is_file()


def test_tensorboard_is_told_of_it(command: Command, tmp_path: Path) -> None:
    quick = ["--subset", "300", "--hold-out", "50", "--epochs", "1", "--device", "cpu", "--no-refuse"]
    result = command(
        "train", *quick, "--output", str(tmp_path / "m.safetensors"), "--tensorboard", str(tmp_path / "board")
    )
    assert result.status == 0
    assert list((tmp_path / "board").glob("events.out.tfevents.*"))
