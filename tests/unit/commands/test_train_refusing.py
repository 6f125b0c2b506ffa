"""Learning what is no digit, and what the certainty of a trained model was measured on, through the command."""

from pathlib import Path

import pytest

from lenet_app.networks.making import Calibration
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.unit.commands.running import Command
from tests.unit.data.sample_files import write_small_set

QUICK = ("--epochs", "1", "--subset", "200", "--device", "cpu")

REFUSING = [
    ((), True),
    (("--no-refuse",), False),
    (("--architecture", "lenet5-deep", "--refuse"), True),
    (("--architecture", "lenet5-dropout", "--steps", "2"), False),  # its loss cannot learn it
    (("--loss", "squared error"), False),
    (("--augmentation", "handwriting"), True),
]


@pytest.mark.parametrize(("options", "refuses"), REFUSING)
def test_digits_are_learned_with_what_is_no_digit(
    command: Command, tmp_path: Path, options: tuple[str, ...], refuses: bool
) -> None:
    output = tmp_path / "made.safetensors"
    assert command("train", *QUICK, *options, "--output", output).status == 0
    assert read_model(output).refuses is refuses
    (again,) = ModelLibrary(tmp_path).entries()[-1:]
    assert again.refuses is refuses


def test_what_is_no_digit_is_learned_beside_digits_only(command: Command, tmp_path: Path) -> None:
    write_small_set(tmp_path / "own", labels=4)
    given = ("train", "--json", "--dataset", tmp_path / "own", *QUICK[:2], "--output", tmp_path / "made.safetensors")
    assert command(*given).status == 0
    assert not read_model(tmp_path / "made.safetensors").recipe.no_digits
    sentence = "What is no digit can be learned beside digits of 28 × 28 pixels only, not "
    assert command(*given, "--refuse").sentence.startswith(sentence)
    clash = command("train", *QUICK, "--no-refuse", "--augmentation", "handwriting")
    assert clash.sentence == "Where pictures are varied as handwriting, what is no digit is always learned, too."
    clash = command("train", *QUICK, "--loss", "squared error", "--refuse")
    assert clash.sentence == "What is no digit can be learned only with a cross-entropy or the loss of eq. (9)."


def test_fine_tuning_goes_on_refusing_and_holds_out_the_same(command: Command, tmp_path: Path) -> None:
    first, second = tmp_path / "first.safetensors", tmp_path / "second.safetensors"
    given = ("--subset", "1000", "--epochs", "1", "--device", "cpu", "--hold-out", "250")
    assert command("train", *given, "--seed", "5", "--output", first).status == 0
    assert read_model(first).making.calibrated_on is Calibration.HOLD_OUT
    assert command("train", "--from", first, *given, "--output", second).status == 0
    made = read_model(second)
    assert made.refuses
    assert (made.making.seed, made.making.calibrated_on) == (5, Calibration.HOLD_OUT)
    for changes in (("--seed", "6"), ("--hold-out", "0"), ("--subset", "900"), ("--hold-out", "251")):
        assert command("train", "--from", first, *given, *changes, "--output", second).status == 0
        assert read_model(second).making.calibrated_on is Calibration.VARIED, changes
