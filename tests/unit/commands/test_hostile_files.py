"""The files that once did harm, given to the commands that they harmed."""

import shutil
from pathlib import Path

import pytest

from lenet_app.paths import Home, bundled
from lenet_app.storage.models import read_model
from tests.unit.commands.running import Command
from tests.unit.commands.test_predict import ONE, drawing_line

SHORT = ("--subset", "100", "--hold-out", "0", "--epochs", "1", "--device", "cpu", "--augmentation", "none")


@pytest.mark.parametrize(("file", "name"), [("title-slash", "3-4"), ("layer-name-float", "X")])
def test_networks_that_could_not_be_trained_or_saved(command: Command, hostile: Path, file: str, name: str) -> None:
    assert command("train", "--architecture", hostile / f"{file}.json", *SHORT).status == 0
    assert read_model(Home.of_user().models / f"{name}.safetensors").architecture.classes == 10


def test_a_network_with_half_a_character_is_refused(command: Command, hostile: Path) -> None:
    result = command("train", "--architecture", hostile / "layer-name-surrogate.json", *SHORT)
    fault = "“name” holds half a character."
    assert result.sentence == f"layer-name-surrogate.json cannot be used as an architecture: {fault}"


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        ("poisoned-accuracy", "“test_accuracy” must be from 0 to 1, not 1e+308."),
        ("surrogate-name", "“name” holds half a character."),
        ("nan-answers", "C3 answers with numbers that are not finite."),
    ],
)
def test_a_model_is_refused_and_the_others_answer(
    command: Command, hostile: Path, tmp_path: Path, file: str, fault: str
) -> None:
    own = Home.of_user().models
    own.mkdir(parents=True)
    shutil.copy(hostile / f"{file}.safetensors", own)
    drawing = tmp_path / "one.jsonl"
    drawing.write_text(drawing_line(ONE))
    assert command("predict", "--strokes", drawing, "--model", file).sentence.endswith(fault)
    assert command("predict", "--json", "--strokes", drawing).lines[0]["digit"] == 1


def test_drawings_and_pictures_are_answered(command: Command, hostile: Path, tmp_path: Path) -> None:
    drawings = tmp_path / "drawings.jsonl"
    drawings.write_bytes((hostile / "strokes-zero-division.jsonl").read_bytes() + drawing_line(ONE).encode())
    colour = bundled("models", "lenet-cifar.safetensors")
    result = command("predict", "--json", "--strokes", drawings, "--model", colour)
    assert (result.status, len(result.lines)) == (0, 2)
    assert command("predict", "--json", hostile / "exif-garbage.png").lines[0]["digit"] == 7
