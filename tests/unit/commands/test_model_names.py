"""A model has one name, its file's, wherever it is told; whose name was written into the file does not matter."""

import csv
import shutil
from io import StringIO
from pathlib import Path

import pytest

from lenet_app.paths import Home, bundled
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model, write_model
from tests.unit.commands.running import Command
from tests.unit.commands.test_predict import save_digit


@pytest.fixture
def models() -> Path:
    """The user's model folder with one model, "18.51"."""
    folder = Home.of_user().models
    write_model(read_model(bundled("models", "lenet5.safetensors")), folder / "18.51.safetensors")
    return folder


def test_a_copy_is_told_under_its_own_name(command: Command, models: Path, tmp_path: Path) -> None:
    shutil.copy(models / "18.51.safetensors", models / "18.51 (2).safetensors")
    names = [entry.name for entry in ModelLibrary(models).entries() if not entry.shipped]
    assert sorted(names) == ["18.51", "18.51 (2)"]
    picture, table = save_digit(tmp_path / "digit.png", 0), tmp_path / "table.csv"
    for model in ("18.51", "18.51 (2)", models / "18.51 (2).safetensors"):
        name = Path(model).stem if isinstance(model, Path) else model
        (predicted,) = command("predict", "--json", "--model", model, picture).lines
        (read,) = command("read", "--json", "--model", model, picture, "--csv", table).lines
        (row,) = csv.DictReader(StringIO(table.read_text(encoding="utf-8")))
        assert (predicted["model"], read["model"], row["model"]) == (name, name, name)
    told = command("evaluate", "--model", "18.51 (2)").out
    assert told.startswith("18.51 (2) on 10,000 test pictures of mnist: ")


def test_provenance_is_told_by_the_name_that_it_was_opened_by(command: Command, models: Path) -> None:
    (models / "18.51.safetensors").rename(models / "My first.safetensors")
    options = ("--epochs", "1", "--subset", "100", "--hold-out", "20", "--device", "cpu", "--augmentation", "none")
    made = Path(command("train", "--json", "--from", "My first", *options, "--name", "18.51").lines[-1]["model"])
    assert made.name == "18.51.safetensors"
    made.rename(models / "My second.safetensors")
    entries = {entry.name: entry for entry in ModelLibrary(models).entries() if not entry.shipped}
    assert set(entries) == {"My first", "My second"}
    assert entries["My second"].parent == "My first"


def test_a_shipped_model_is_found_by_its_name_and_by_its_file(command: Command, models: Path, tmp_path: Path) -> None:
    picture = save_digit(tmp_path / "digit.png", 0)
    for model in ("LeNet-5", "lenet5"):
        assert command("predict", "--json", "--model", model, picture).lines[0]["model"] == "LeNet-5"
    (models / "18.51.safetensors").rename(models / "lenet5.safetensors")
    assert command("predict", "--json", "--model", "lenet5", picture).lines[0]["model"] == "lenet5", "the user's own"
