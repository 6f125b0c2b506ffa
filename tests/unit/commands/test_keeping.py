"""What becomes of a training whose name, place or room is not there, before it and after it."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from lenet_app.paths import Home
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.unit.commands.running import Command, Result, started
from tests.unit.small_disk import fill, small_disk

SHORT = ("--subset", "300", "--hold-out", "50", "--device", "cpu", "--augmentation", "none")
LAYERS = [
    {"kind": "max-pool", "name": "P", "window": 4},
    {"kind": "fully connected", "name": "train", "units": 10, "activation": "none"},
]


def network(path: Path, title: str) -> Path:
    path.write_text(json.dumps({"id": "x", "title": title, "input": [1, 28, 28], "layers": LAYERS}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("title", "name"), [("3/4", "3-4"), ("a:b", "a-b"), ("", "model"), ("\U0001f58b" * 70, "\U0001f58b" * 50)]
)
def test_a_network_of_any_title_is_trained_and_saved(command: Command, tmp_path: Path, title: str, name: str) -> None:
    result = command("train", "--epochs", "1", *SHORT, "--architecture", network(tmp_path / "n.json", title), "--json")
    assert result.status == 0
    assert Path(result.lines[-1]["model"]) == Home.of_user().models / f"{name}.safetensors"
    assert [entry.name for entry in ModelLibrary(Home.of_user().models).entries() if not entry.shipped] == [name]


def test_a_disk_without_room_is_told_before_the_first_batch(command: Command, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2**21) as disk:
        fill(disk, leave=2**16)
        result = command("train", "--epochs", "1", *SHORT, "--output", disk / "m.safetensors", "--json")
        assert result.sentence == f"{disk / 'm.safetensors'} cannot be written: No space left on device."
        assert result.out == ""
        result = command("reproduce", "--quick", "--device", "cpu", "--output", disk / "r", "--json", "lenet5-dropout")
        assert "cannot be written: No space left on device." in result.sentence
        assert result.out == ""


def run_while_the_disk_fills(arguments: Sequence[str | Path], disk: Path) -> Result:
    """Run the program; once it has printed a line there is no room any more."""
    with started(arguments) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        if arguments[0] == "train":  # that names the run; the next tells of an epoch
            first += process.stdout.readline()
        fill(disk)
        rest, errors = process.communicate(timeout=300)
    return Result(process.returncode, first + rest, errors)


@pytest.mark.skipif(sys.platform == "win32", reason="disks are mounted in another way there")
def test_a_model_for_which_there_is_no_room_any_more_is_kept_elsewhere(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2**21) as disk:
        output = disk / "m.safetensors"
        result = run_while_the_disk_fills(["train", "--epochs", "20", *SHORT, "--output", output, "--json"], disk)
        kept = Home.of_user().models / "LeNet-5 (2).safetensors"  # the first came with the program
        fault = f"{output} cannot be written: No space left on device. LeNet-5 is kept in {kept}."
        assert result.sentence == fault
        assert len(result.trained) == 20
        assert read_model(kept).metrics.test_accuracy is not None
        assert [path.name for path in disk.iterdir()] == ["filling"]


@pytest.mark.skipif(sys.platform == "win32", reason="disks are mounted in another way there")
def test_a_reproduction_trains_no_more_when_there_is_no_room_any_more(tmp_path: Path) -> None:
    quick = ["reproduce", "--quick", "--seeds", "4", "--device", "cpu", "--json"]
    with small_disk(tmp_path / "disk", 2**23) as disk:
        result = run_while_the_disk_fills([*quick, "--output", disk, "lenet5-dropout"], disk)
        assert "cannot be written: No space left on device." in result.sentence
        assert 1 <= len(result.lines) < 4
        assert len(list((disk / "results").glob("*.json"))) == len(result.lines)
