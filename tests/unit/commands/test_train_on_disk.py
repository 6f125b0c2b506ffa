"""The commands on sets that stay on the disk."""

import os
from pathlib import Path

import pytest
from PIL import Image

from lenet_app.commands import train
from lenet_app.commands.output import say
from lenet_app.storage.models import read_model
from tests.unit.commands.running import Command
from tests.unit.data.on_disk import limit_memory, write_idx
from tests.unit.samples import digits


def test_a_folder_of_pictures_is_trained_on_and_measured(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_memory(monkeypatch, 100)
    for part, pictures in (("train", digits(1200)), ("test", digits(150, first=2000))):
        for number, (image, label) in enumerate(zip(pictures.images[:, 0], pictures.labels, strict=True)):
            path = tmp_path / "set" / part / str(label) / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image).save(path)
    output = tmp_path / "model.safetensors"
    options = ("--epochs", "5", "--batch-size", "32", "--hold-out", "90", "--device", "cpu", "--output", output)
    *epochs, last = command("train", "--json", "--dataset", tmp_path / "set", *options).trained
    assert len(epochs) == 5
    assert last["test_accuracy"] > 0.6
    (evaluated,) = command("evaluate", "--json", "--model", output, "--dataset", tmp_path / "set").lines
    assert (evaluated["images"], evaluated["accuracy"]) == (150, last["test_accuracy"])
    assert read_model(output).making.pictures == 1110


@pytest.mark.parametrize("part", ["train", "t10k"])
@pytest.mark.parametrize("as_json", [False, True])
def test_files_that_change_meanwhile(
    part: str, as_json: bool, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model is kept; of test pictures that cannot be read nothing is told but that."""
    limit_memory(monkeypatch, 100)
    write_idx(tmp_path / "set", digits(600), digits(150, first=2000))
    path = tmp_path / "set" / f"{part}-images-idx3-ubyte"

    def say_and_cut(line: str) -> None:
        say(line)
        if ("epoch" in line or "Epoch" in line) and path.stat().st_size > 100:
            os.truncate(path, 100)

    monkeypatch.setattr(train, "say", say_and_cut)
    output = tmp_path / "model.safetensors"
    options = ("--epochs", "40", "--hold-out", "60", "--device", "cpu", "--no-refuse", "--output", output)
    result = command("train", *(["--json"] if as_json else []), "--dataset", tmp_path / "set", *options)
    assert result.status == 0
    assert result.err.count(f"{path} was changed while it was in use.") == 1
    model = read_model(output)
    assert model.making.epoch is not None
    last = result.out.splitlines()[-1]
    if part == "t10k":
        assert model.metrics.test_accuracy is None
        assert model.making.epoch >= 1
        assert '"test_accuracy": null' in last if as_json else f"{output}: not measured, after " in last
    else:
        assert model.metrics.test_accuracy is not None
        # An epoch is told once it is kept; by then the next ones may be over.
        assert 1 <= model.making.epoch < 40
        assert model.making.stopped
