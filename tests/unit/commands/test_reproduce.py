"""`lenet-app reproduce`, quick: real networks, 3,000 real pictures, fifty steps."""

import json
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import lenet_app
from lenet_app.networks import family
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.tasks import tasks
from lenet_app.paths import Home
from lenet_app.storage.models import read_model
from lenet_app.storage.results import ReproductionFolder
from tests.unit.commands.running import Command, Result, started
from tests.unit.data.sample_files import cifar_files, write_files
from tests.unit.samples import model, result_of
from tests.unit.training.runs import after_step, run_away

RELU, DROPOUT = "lenet5-relu-same", "lenet5-dropout"
RELU_KEY, DROPOUT_KEY = f"{RELU}-quick-seed1", f"{DROPOUT}-quick-seed1"
NOT_HERE = "CIFAR-10 is not on this computer: `lenet-app download cifar10` fetches it, `--cifar10 PATH` names a copy."


def quick(command: Command, output: Path, *arguments: str) -> Result:
    return command("reproduce", "--quick", "--device", "cpu", "--output", output, *arguments)


def faults(result: Result) -> list[str]:
    """What was told on standard error, without the progress bars."""
    lines = [line.rpartition("\r")[2] for line in result.err.splitlines()]
    return [line.removeprefix("lenet-app: ") for line in lines if line.startswith("lenet-app: ")]


def state(output: Path) -> dict[str, tuple[int, bytes]]:
    """When each result was written, and what it says."""
    return {path.stem: (path.stat().st_mtime_ns, path.read_bytes()) for path in (output / "results").glob("*.json")}


def test_what_is_done_is_not_trained_again(command: Command, tmp_path: Path) -> None:
    first = quick(command, tmp_path, RELU, DROPOUT)
    assert first.status == 0
    *lines, last = first.out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [RELU_KEY, DROPOUT_KEY]
    for line in lines:
        assert " % right on the test pictures (nothing published), 50 steps, " in line
    assert last == f"The report is in {tmp_path / 'REPRODUCTION.md'}."
    before = state(tmp_path)
    assert set(before) == {RELU_KEY, DROPOUT_KEY}
    made = read_model(tmp_path / "results" / f"{RELU_KEY}.safetensors")
    assert made.making.pictures == 3000

    second = quick(command, tmp_path, "--json", RELU, DROPOUT)
    assert second.status == 0
    assert state(tmp_path) == before
    assert [line["key"] for line in second.lines] == [RELU_KEY, DROPOUT_KEY]
    assert second.lines[0]["accuracy"] == made.metrics.test_accuracy
    assert "%|" not in second.err, "no bar: nothing was trained"


def test_a_damaged_result_and_one_of_another_recipe_are_trained_again(command: Command, tmp_path: Path) -> None:
    (one,) = tasks([DROPOUT], seeds=1, is_quick=True)
    slower = replace(one, experiment=replace(one.experiment, recipe=replace(one.experiment.recipe, learning_rate=1e-9)))
    ReproductionFolder(tmp_path).keep(slower, result_of(slower, accuracy=0.125), model(name="Of another recipe"))
    (tmp_path / "results" / f"{RELU_KEY}.json").write_bytes(b'{"id": "lenet5-rel')
    before = state(tmp_path)
    result = quick(command, tmp_path, "--json", DROPOUT, RELU)
    assert result.status == 0
    assert faults(result) == [f"{RELU_KEY}.json cannot be used as a result: it is not JSON."]
    assert [line["key"] for line in result.lines] == [DROPOUT_KEY, RELU_KEY]
    after = state(tmp_path)
    for line in result.lines:
        assert after[line["key"]][0] > before[line["key"]][0]
        assert json.loads(after[line["key"]][1])["accuracy"] == line["accuracy"] != 0.125
    assert result.lines[0]["recipe"] == json.loads(json.dumps(one.recipe.to_json()))
    assert read_model(tmp_path / "results" / f"{DROPOUT_KEY}.safetensors").name != "Of another recipe"


def test_lines_of_json_and_the_report(command: Command) -> None:
    """In the user's own folder, where none is named."""
    result = command("reproduce", "--quick", "--device", "cpu", "--json", "--seeds", "2", DROPOUT)
    folder = Home.of_user().reproduction
    assert result.status == 0
    assert [(line["key"], line["seed"]) for line in result.lines] == [
        (f"{DROPOUT}-quick-seed1", 1),
        (f"{DROPOUT}-quick-seed2", 2),
    ]
    for line in result.lines:
        assert list(line) == [
            *("key", "published", "id", "experiment", "seed", "is_quick", "accuracy", "loss", "pictures"),
            *("test_pictures", "epochs", "steps", "seconds", "device", "data_set", "program", "recipe", "network"),
        ]
        assert line["published"] is None
        assert (line["id"], line["experiment"], line["is_quick"]) == (DROPOUT, "", True)
        assert (line["pictures"], line["test_pictures"], line["steps"], line["epochs"]) == (3000, 10_000, 50, 1)
        assert (line["device"], line["data_set"]) == ("CPU", "MNIST")
        assert line["program"] == f"lenet-app {lenet_app.__version__}"
        recipe = Recipe.from_json(line["recipe"])
        assert (recipe.steps, recipe.learning_rate) == (50, family.member(DROPOUT).recipe.learning_rate)
    one, other = (line["accuracy"] for line in result.lines)
    assert one != other
    written = json.loads((folder / "REPRODUCTION.json").read_bytes())
    assert [document["accuracy"] for document in written] == [one, other]
    assert all(len(document["curve"]) == 50 for document in written)
    (row,) = [line for line in (folder / "REPRODUCTION.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    mean, spread = 50 * (one + other), 100 * abs(one - other) / 2**0.5
    low, high = sorted((100 * one, 100 * other))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[:6] == [
        *(f"`{DROPOUT}`", "MNIST", "44,426", f"{family.member(DROPOUT).architecture.connections:,}", "–"),
        f"{mean:.2f} ± {spread:.2f} ({low:.2f} – {high:.2f}) %",
    ]
    assert cells[6:9] == ["2", "0.83", "50"]
    seconds = sum(line["seconds"] for line in result.lines) / 2
    assert cells[9] == f"{seconds:,.0f}"


def test_a_published_result_stands_beside_ours(command: Command, tmp_path: Path) -> None:
    result = quick(command, tmp_path, "lenet5-deep")
    assert "% right on the test pictures (published 99.06 %), 50 steps, " in result.out
    assert "| 99.06 % |" in (tmp_path / "REPRODUCTION.md").read_text(encoding="utf-8")
    line, _constant = quick(command, tmp_path, "--json", "lenet5-deep").lines
    assert (line["published"], line["pictures"]) == (0.9906, 2400)  # a fifth was held out


def test_the_network_of_1998_one_picture_at_a_time(command: Command, tmp_path: Path) -> None:
    result = quick(command, tmp_path, "--json", "lenet5-1998")
    assert result.status == 0
    plain, distorted = result.lines
    assert (plain["published"], distorted["published"]) == (0.9905, 0.992)
    for line in (plain, distorted):
        assert (line["epochs"], line["steps"], line["device"]) == (1, 3000, "CPU")
        assert line["accuracy"] > 0.3
    assert distorted["experiment"] == "distorted"


def test_without_cifar_10_the_others_go_on(command: Command, tmp_path: Path) -> None:
    result = quick(command, tmp_path, "--json", "lenet-cifar", DROPOUT)
    assert result.status == 1
    assert faults(result) == [f"lenet-cifar-quick-seed1: {NOT_HERE}"]
    assert [line["key"] for line in result.lines] == [DROPOUT_KEY]
    assert set(state(tmp_path)) == {DROPOUT_KEY}
    assert f"| `{DROPOUT}` |" in (tmp_path / "REPRODUCTION.md").read_text(encoding="utf-8")


def test_a_copy_of_cifar_10(command: Command, tmp_path: Path) -> None:
    copy = write_files(tmp_path / "copy", cifar_files(600))
    result = quick(command, tmp_path / "results", "--json", "--cifar10", str(copy), "lenet-cifar")
    (line,) = result.lines
    assert (line["data_set"], line["pictures"], line["test_pictures"]) == ("CIFAR-10", 3000, 600)
    assert line["published"] == 0.6605
    made = read_model(tmp_path / "results" / "results" / "lenet-cifar-quick-seed1.safetensors")
    assert made.class_names[:2] == ("airplane", "automobile")
    assert made.normalisation.fits_ink is False


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--quick", "lenet6"), "There is no architecture lenet6; known are lenet5, lenet5-1998, "),
        (("--quick", RELU, "alexnet"), "There is no architecture alexnet; known are lenet5, lenet5-1998, "),
        (("--quick", "--seeds", "0", RELU), "There must be at least 1 seed, not 0."),
        (("--quick", "--device", "tpu", RELU), f"{RELU_KEY}: There is no device tpu here; "),
    ],
)
def test_impossible_wishes(command: Command, tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    result = command("reproduce", *arguments, "--output", tmp_path / "new")
    assert result.sentence.startswith(sentence)
    assert not list((tmp_path / "new").rglob("*.safetensors"))


def test_a_folder_that_cannot_be_is_told_at_once(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    result = quick(command, tmp_path / "file", RELU)
    assert "cannot be written" in result.sentence
    assert result.out == ""


def test_a_loss_that_runs_away_is_told_and_nothing_is_kept(command: Command, tmp_path: Path) -> None:
    """After a whole epoch of 15 steps: the run could end with it, but that is not the recipe."""
    with after_step(20, run_away):
        result = quick(command, tmp_path, "--json", RELU, DROPOUT)
    sentence = "The loss is no longer a number in epoch 2: the learning rate 0.0001 is too high."
    assert result.status == 1
    assert faults(result) == [f"{RELU_KEY}: {sentence}"]
    assert [line["key"] for line in result.lines] == [DROPOUT_KEY]
    assert set(state(tmp_path)) == {DROPOUT_KEY}


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    """The second training would take minutes."""
    arguments = ["--json", "--seeds", "1", "--device", "cpu", "--output", str(tmp_path), DROPOUT, "lenet5"]
    with started(["reproduce", *arguments]) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=300)
    assert (first["key"], first["steps"], first["is_quick"]) == (f"{DROPOUT}-seed1", 200, False)
    assert process.returncode == 1
    assert rest == ""
    assert "Traceback" not in errors
    assert errors.rstrip().endswith("lenet-app: Stopped; a second call goes on from here.")
    assert {path.name for path in (tmp_path / "results").iterdir()} == {
        f"{DROPOUT}-seed1.json",
        f"{DROPOUT}-seed1.safetensors",
    }
    assert f"| `{DROPOUT}` | MNIST | 44,426 |" in (tmp_path / "REPRODUCTION.md").read_text(encoding="utf-8")
