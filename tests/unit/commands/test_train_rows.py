"""`lenet-app train --architecture lenet5-row`: by the program's own runs: told, kept, gone on with, or refused."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from lenet_app.networks import family
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.row_network import CLASS_NAMES, NORMALISATION, row_network
from lenet_app.paths import Home
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.places import InFile
from lenet_app.runs.reports import EpochDone, Recorded
from lenet_app.runs.run import Run, make
from lenet_app.storage.architectures import write_architecture
from lenet_app.storage.models import read_model, write_model
from tests.unit.commands.running import Command
from tests.unit.samples import model
from tests.unit.training.runs import same

SMALL = row_network(4, 8, 16, 12)
SHORT = ("--batch-size", "24", "--subset", "420", "--hold-out", "120", "--seed", "5")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The architecture, smaller."""
    path = tmp_path / "small.json"
    recipe = family.member("lenet5-row").recipe
    write_architecture(Member(SMALL, NORMALISATION, (Experiment(recipe, is_published=False),)), path)
    return path


def test_a_training_tells_rows_and_digits_and_its_model_reads_rows(
    command: Command, small: Path, tmp_path: Path
) -> None:
    output = tmp_path / "rows.safetensors"
    result = command("train", "--json", "--architecture", small, *SHORT, "--epochs", "1", "--output", output)
    assert result.status == 0, result.err
    epoch, last = result.trained
    assert 0 <= epoch["validation_accuracy"] <= epoch["validation_digits"] <= 1
    assert list(last) == ["model", "test_accuracy", "test_digits", "seconds"]
    made = read_model(output)
    assert made.reads_rows
    assert made.class_names == CLASS_NAMES
    assert made.recipe.learns_rows
    assert (made.metrics.test_accuracy, made.metrics.test_digits) == (last["test_accuracy"], last["test_digits"])
    facts = (made.making.data_set, made.making.pictures, made.making.hold_out, made.making.seed)
    assert facts == ("mnist", 300, 120, 5)


def test_a_run_that_was_broken_off_goes_on_to_the_same_weights(command: Command, small: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.safetensors"
    told = command("train", "--architecture", small, *SHORT, "--epochs", "2", "--output", whole)
    assert told.status == 0
    assert " rows/s" in told.out
    assert "pictures/s" not in told.out
    (kept,) = RunStore(Home.of_user().runs).runs()
    assert "% of the test rows" in command("runs", "show", kept.name).out
    home, settings = Home.of_user(), RunStore(Home.of_user().runs).runs()[0].settings()
    broken = tmp_path / "broken.safetensors"
    run = Run(settings.training_settings(home.runs), "Rows", InFile(broken), home.data, store=RunStore(home.runs))
    name = ""
    with closing(make(run)) as reports:
        for report in reports:
            name = report.run if isinstance(report, Recorded) else name
            if isinstance(report, EpochDone):
                break
    result = command("train", "--json", "--resume", name)
    assert result.status == 0, result.err
    assert [line["epoch"] for line in result.lines if "epoch" in line] == [2]
    assert same(read_model(whole).weights, read_model(broken).weights)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--architecture", "lenet5-row", "--dropout", "0.5"), "cannot learn rows"),
        (("--architecture", "lenet5-row", "--augmentation", "affine"), "Rows are composed anew"),
        (("--architecture", "lenet5-row", "--refuse"), "What is no digit can be learned only with"),
        (("--architecture", "lenet5-row", "--preset", "quick"), "networks of single digits"),
        (("--architecture", "lenet5-row", "--device", "cuda"), "learned on the processor"),
        (("--architecture", "lenet5", "--loss", "connectionist temporal classification"), "Rows are composed anew"),
    ],
)
def test_what_does_not_apply_to_rows_is_refused_in_a_sentence(
    command: Command, options: tuple[str, ...], sentence: str
) -> None:
    result = command("train", *options, "--subset", "300", "--epochs", "1")
    assert result.status == 1
    assert sentence in result.err
    assert "Traceback" not in result.err


def test_a_reader_of_rows_is_not_trained_further_nor_taught_single_digits(command: Command, tmp_path: Path) -> None:
    rows = model(
        SMALL,
        name="Rows",
        class_names=CLASS_NAMES,
        normalisation=NORMALISATION,
        recipe=family.member("lenet5-row").recipe,
    )
    path = tmp_path / "rows.safetensors"
    write_model(rows, path)
    result = command("train", "--from", path, "--subset", "300", "--epochs", "1")
    assert (result.status, "cannot be trained further" in result.err) == (1, True)


def test_single_pictures_are_answered_as_one_window(command: Command, tmp_path: Path) -> None:
    rows = model(SMALL, name="Rows", class_names=CLASS_NAMES, normalisation=NORMALISATION)
    path = tmp_path / "rows.safetensors"
    write_model(rows, path)
    drawing = tmp_path / "drawings.jsonl"
    drawing.write_text('{"strokes": [[[0.5, 0.2], [0.5, 0.8]]]}\n')
    (line,) = command("predict", "--json", "--model", path, "--strokes", drawing).lines
    assert line["label"] in CLASS_NAMES
    assert np.isclose(sum(line["probabilities"]), 1, atol=1e-4)
    (measured,) = command("evaluate", "--json", "--model", path).lines
    assert 0 <= measured["accuracy"] <= 1
