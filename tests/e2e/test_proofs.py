"""Proofs that take minutes: run by `make proofs`."""

import json
from pathlib import Path

import pytest

from lenet_app.cli import main


@pytest.mark.long
def test_three_epochs_from_new_weights_are_right_on_985_of_1000(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "three.safetensors"
    arguments = ["train", "--epochs", "3", "--hold-out", "5000", "--device", "cpu", "--output", str(output), "--json"]
    assert main(arguments) == 0
    _, *epochs, last = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert [facts["epoch"] for facts in epochs] == [1, 2, 3]
    assert epochs[2]["train_loss"] < epochs[1]["train_loss"] < epochs[0]["train_loss"]
    assert last["test_accuracy"] >= 0.985
    assert main(["evaluate", "--json", "--model", str(output)]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == last["test_accuracy"]
