"""`lenet-app train`: early ends, recipes in files, dropout, threads, and runs that are gone on with otherwise."""

from pathlib import Path

import numpy as np
import pytest

from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import State
from lenet_app.runs.kept.store import RunStore
from lenet_app.storage.models import read_model, write_model
from lenet_app.storage.recipes import write_recipe
from tests.unit.commands.running import Command
from tests.unit.data.sample_files import write_set, write_some_mnist
from tests.unit.samples import TINY, model


@pytest.fixture
def tiny(tmp_path: Path) -> list[str]:
    """A small model to train further on few digits, which is quick."""
    path = tmp_path / "tiny.safetensors"
    recipe = Recipe(epochs=3, batch_size=50, learning_rate=0.05)
    write_model(model(TINY, name="Tiny one", recipe=recipe), path)
    some = write_some_mnist(tmp_path / "some", 500, 50)
    return ["train", "--json", "--from", str(path), "--dataset", str(some), "--no-refuse", "--device", "cpu"]


def test_a_target_ends_the_training(command: Command, tiny: list[str]) -> None:
    result = command(*tiny, "--epochs", "60", "--hold-out", "100", "--target", "0.3")
    *epochs, last = result.trained
    assert epochs[-1]["validation_accuracy"] >= 0.3
    assert all(line["validation_accuracy"] < 0.3 for line in epochs[:-1])
    assert "reached the target" in result.err
    assert 0 <= last["test_accuracy"] <= 1
    assert RunStore(Home.of_user().runs).runs()[0].state is State.DONE


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--target", "0.9", "--hold-out", "0"],
            "To end early a run needs a hold-out, which tells how good an epoch is.",
        ),
        (["--patience", "2"], "To end early a run needs a hold-out, which tells how good an epoch is."),
        (["--batch-size", "501"], "A batch of 501 is not filled by the 500 pictures to learn: take smaller batches."),
        (["--threads", "0"], "There can be 1 to 64 threads, not 0."),
        (["--dropout", "0.5"], "A model is trained further as it is: --dropout is for new weights."),
        (["--more-epochs", "1"], "More epochs are given to a run that goes on: name it with --resume."),
        (["--recipe", "none.json"], "none.json cannot be used as a recipe: there is no such file."),
    ],
)
def test_what_cannot_be_is_told(options: list[str], sentence: str, command: Command, tiny: list[str]) -> None:
    assert command(*tiny, *options).sentence == sentence


def test_labels_of_one_class_are_told(command: Command, tiny: list[str], tmp_path: Path) -> None:
    pictures = np.zeros((30, 28, 28), np.uint8)
    write_set(tmp_path / "ones", (pictures, [1] * 30), (pictures, [0, 1] * 15))
    sentence = command("train", "--dataset", tmp_path / "ones", "--epochs", "1").sentence
    assert sentence == "All training pictures of ones are labelled 1: there is nothing to tell apart."


def test_a_recipe_of_a_file_with_a_part_changed(command: Command, tiny: list[str], tmp_path: Path) -> None:
    recipe = Recipe(epochs=2, batch_size=25, optimiser=Optimiser.ADAMW, weight_decay=0.01)
    write_recipe(recipe, tmp_path / "mine.json")
    output = tmp_path / "out.safetensors"
    options = ("--recipe", tmp_path / "mine.json", "--epochs", "1", "--momentum", "0.5", "--output", output)
    assert len(command(*tiny, *options).trained) == 2
    kept = RunStore(Home.of_user().runs).runs()[0].settings().training_recipe()
    assert (kept.optimiser, kept.weight_decay, kept.epochs, kept.momentum) == (Optimiser.ADAMW, 0.01, 1, 0.5)
    assert read_model(output).recipe.batch_size == 25
    result = command(*tiny, "--recipe", tmp_path / "mine.json", "--preset", "quick")
    assert result.sentence == "Begin with a recipe's file or with a preset, not with both."


def test_threads_change_no_weight(command: Command, tiny: list[str], tmp_path: Path) -> None:
    for threads in ("1", "2"):
        command(*tiny, "--epochs", "1", "--threads", threads, "--output", tmp_path / f"{threads}.safetensors")
    one, two = (read_model(tmp_path / f"{threads}.safetensors").weights for threads in ("1", "2"))
    assert all(one[name].tobytes() == two[name].tobytes() for name in one)
    machines = [run.settings().machine for run in RunStore(Home.of_user().runs).runs()]
    assert {machine.threads for machine in machines} == {1, 2}


def test_one_more_epoch_at_another_rate(command: Command, tiny: list[str]) -> None:
    name = command(*tiny).lines[0]["run"]
    store = RunStore(Home.of_user().runs)
    assert store.find(name).epochs_done == 3
    result = command("train", "--json", "--resume", name, "--more-epochs", "1", "--learning-rate", "0.001")
    assert [line["epoch"] for line in result.trained[:-1]] == [4]
    kept = store.find(name)
    assert (kept.state, kept.epochs_done, kept.head.epochs) == (State.DONE, 4, 4)
    (change,) = kept.changes()
    assert (change.epochs, change.learning_rate, change.step) == (1, 0.001, 30)
    assert max(row.learning_rate for row in kept.steps() if row.epoch == 4) <= 0.001
    (told,) = command("runs", "show", name, "--json").lines
    assert told["changes"] == [{"learning_rate": 0.001, "epochs": 1, "step": 30}]
    assert {row["epoch"] for row in told["layers"]} == {1, 2, 3, 4}
    assert "learning rate 0.001 from step 30 on; epochs added after step 30: 1" in command("runs", "show", name).out


def test_dropout_of_new_weights(command: Command, tiny: list[str], tmp_path: Path) -> None:
    some = tiny[tiny.index("--dataset") + 1]
    output = tmp_path / "out.safetensors"
    options = ("--dropout", "0.4", "--epochs", "1", "--dataset", some, "--output", output)
    assert command("train", *options).status == 0
    rates = [layer.rate for layer in read_model(output).architecture.layers if layer.kind == "dropout"]  # type: ignore[union-attr]
    assert rates == [0.4, 0.4]
