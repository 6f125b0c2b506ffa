import json
from pathlib import Path

import pytest

from lenet_app.storage.models import read_model
from tests.unit.commands.running import Command
from tests.unit.own_samples.made import SEVEN
from tests.unit.samples import shipped

STROKES = [[list(point) for point in stroke.points] for stroke in SEVEN.strokes]


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    lines = [json.dumps({"label": label, "strokes": STROKES[:parts]}) for label, parts in ((7, 2), (7, 1), (1, 1))]
    path = tmp_path / "samples.jsonl"
    path.write_text("\n".join(lines))
    return path


def test_a_model_is_written_and_the_figures_are_told(command: Command, samples: Path, tmp_path: Path) -> None:
    output = tmp_path / "mine.safetensors"
    (facts,) = command("personalise", samples, "--output", output, "--seed", "3", "--json").lines
    assert set(facts) == {"model", "from", "seconds", "own", "mnist", "refused", "more"}
    assert (facts["model"], facts["from"]) == (str(output), "LeNet-5")
    assert (facts["own"]["samples"], facts["own"]["parts"]) == (3, 3)
    assert [one["samples"] for one in facts["own"]["digits"]] == [0, 1, 0, 0, 0, 0, 0, 2, 0, 0]
    assert facts["own"]["digits"][0]["before"] is None
    assert facts["mnist"]["pictures"] == 10_000
    assert facts["mnist"]["before"] == pytest.approx(shipped().metrics.test_accuracy, abs=2e-4)
    assert facts["mnist"]["after"] > 0.98
    assert (facts["more"]["digits"], facts["more"]["too_few"]) == ([], list(range(10)))
    assert facts["more"]["sentence"].startswith("Too few samples to tell")
    model = read_model(output)
    assert (model.making.own_digits, model.making.seed) == (3, 3)
    assert model.metrics.test_accuracy == facts["mnist"]["after"]


def test_what_cannot_be_is_told_before_anything_is_learned(command: Command, samples: Path, tmp_path: Path) -> None:
    output = tmp_path / "mine.safetensors"
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n")
    for given, sentence in (
        ((empty, "--output", output), f"There is no sample in {empty}."),
        ((samples, "--output", tmp_path), f"{tmp_path} cannot be written: Is a directory."),
        ((samples, "--output", output, "--seed", "-1"), "The seed must be 0 or more, not -1."),
        ((samples, "--output", output, "--model", "lenet-cifar"), "does not tell the ten digits apart"),
    ):
        assert sentence in command("personalise", *given).sentence
    assert not output.exists()
