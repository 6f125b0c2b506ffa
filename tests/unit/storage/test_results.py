import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.tasks import CurvePoint, Result, Task, tasks
from lenet_app.storage.models import read_model
from lenet_app.storage.results import ReproductionFolder
from tests.unit.closed_folder import closed
from tests.unit.samples import TINY, model, result_of


def task(name: str = "lenet5-deep", seed: int = 1, experiment: int = 0, *, is_quick: bool = False) -> Task:
    member = family.member(name)
    return Task(member, member.experiments[experiment], seed, is_quick)


def keep(folder: ReproductionFolder, one: Task, accuracy: float = 0.75, **changes: Any) -> Result:  # noqa: ANN401
    made = result_of(one, accuracy=accuracy, **changes)
    folder.keep(one, made, model(TINY, name=one.key))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> ReproductionFolder:
    return ReproductionFolder(tmp_path / "new" / "folder")


def rows(folder: ReproductionFolder, title: str) -> dict[str, list[str]]:
    """A table of the report: its columns by the name of the row's network."""
    text = folder.report.read_text(encoding="utf-8")
    (section,) = [part for part in text.split("\n## ") if part.startswith(title + "\n")]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {first: others for first, *others in cells}


def test_nothing_is_there_at_first(folder: ReproductionFolder) -> None:
    assert folder.results() == ()
    assert folder.result(task()) is None
    assert not folder.folder.exists()


def test_what_is_kept_is_found_again(folder: ReproductionFolder) -> None:
    one = task()
    made = keep(folder, one)
    again = ReproductionFolder(folder.folder)
    assert again.result(one) == made
    assert again.results() == (made,)
    kept = sorted(path.name for path in (folder.folder / "results").iterdir())
    assert kept == ["lenet5-deep-seed1.json", "lenet5-deep-seed1.safetensors"]
    assert read_model(folder.folder / "results" / "lenet5-deep-seed1.safetensors").name == one.key
    facts = made.to_json() | {"published": 0.9906, "published_about": False}
    assert json.loads((folder.folder / "REPRODUCTION.json").read_bytes()) == [json.loads(json.dumps(facts))]
    assert Result.from_json(json.loads(json.dumps(facts))) == made


def test_a_network_with_another_input_is_another_task(folder: ReproductionFolder) -> None:
    one = task("lenet-pytorch")
    keep(folder, one, network=one.network)
    other = replace(one, member=replace(one.member, normalisation=InputNormalisation(0.0, 1.0)))
    assert folder.result(one) is not None
    assert folder.result(other) is None


def test_the_report_tells_what_a_publication_leaves_open(folder: ReproductionFolder) -> None:
    keep(folder, task())
    assert "- `lenet5-deep` (the rate chosen here): Adam" in folder.report.read_text(encoding="utf-8")


def test_other_tasks_are_not_done_by_it(folder: ReproductionFolder) -> None:
    keep(folder, task("lenet5-1998"))
    assert folder.result(task("lenet5-1998", seed=2)) is None
    assert folder.result(task("lenet5-1998", experiment=1)) is None
    assert folder.result(task("lenet5-1998", is_quick=True)) is None
    assert folder.result(task("lenet5-1998")) is not None


def test_a_quick_result_does_not_replace_one_that_took_hours(folder: ReproductionFolder) -> None:
    whole = keep(folder, task(), 0.99)
    quick = keep(folder, task(is_quick=True), 0.4)
    assert folder.result(task()) == whole
    assert folder.result(task(is_quick=True)) == quick
    assert rows(folder, "Results")["`lenet5-deep`"][4] == "99.00 %"
    assert rows(folder, "Quick results")["`lenet5-deep`"][4] == "40.00 %"


def test_a_result_of_another_recipe_does_not_count(folder: ReproductionFolder) -> None:
    one = task()
    other = replace(one, experiment=replace(one.experiment, recipe=replace(one.recipe, epochs=3)))
    keep(folder, other)
    assert folder.result(one) is None
    assert folder.result(other) is not None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"id": "lenet5-deep"}'])
def test_a_damaged_result_does_not_count(folder: ReproductionFolder, damage: bytes) -> None:
    one, other = task(), task(seed=2)
    keep(folder, one)
    made = keep(folder, other)
    path = folder.folder / "results" / f"{one.key}.json"
    path.write_bytes(damage)
    assert folder.result(one) is None
    assert folder.results() == (made,)
    again = keep(folder, one)
    assert folder.result(one) == again


def test_results_of_networks_that_are_no_more_are_left_out_of_the_report(folder: ReproductionFolder) -> None:
    keep(folder, task())
    lost = result_of(task("lenet5"), id="lenet6").to_json()
    (folder.folder / "results" / "lenet6-seed1.json").write_text(json.dumps(lost))
    folder.write_report()
    assert list(rows(folder, "Results")) == ["`lenet5-deep`"]


def test_mean_and_spread_of_the_seeds(folder: ReproductionFolder) -> None:
    """0.98, 0.985 and 0.993: the mean is 98.6, the deviation √((0.6² + 0.1² + 0.7²) / 2)."""
    for seed, accuracy in ((1, 0.98), (2, 0.985), (3, 0.993)):
        keep(folder, task(seed=seed), accuracy, seconds=100.0 * seed)
    (cells,) = rows(folder, "Results").values()
    counts = ["MNIST", "222,106", f"{family.member('lenet5-deep').architecture.connections:,}"]
    ours = "98.60 ± 0.66 (98.00 – 99.30) %"
    assert cells == [*counts, "99.06 %", ours, "3", "20", "7,500", "200"]


def test_published_results_stand_beside_ours(folder: ReproductionFolder) -> None:
    for name, experiment in (("lenet5-1998", 0), ("lenet5-1998", 1), ("lenet-pytorch", 0), ("lenet-rgb", 0)):
        keep(folder, task(name, experiment=experiment), 0.5)
    table = rows(folder, "Results")
    assert {name: (cells[3], cells[4]) for name, cells in table.items()} == {
        "`lenet5-1998`": ("99.05 %", "50.00 %"),
        "`lenet5-1998`, distorted": ("99.20 %", "50.00 %"),
        "`lenet-rgb`": ("–", "50.00 %"),
        "`lenet-pytorch`": ("about 99.20 %", "50.00 %"),
    }
    assert table["`lenet5-1998`"][1:3] == ["60,000", "340,908"]


def test_the_rows_have_the_order_of_the_family(folder: ReproductionFolder) -> None:
    for one in reversed(tasks(seeds=1)):
        keep(folder, one)
    expected = [
        f"`{name}`" + (f", {one.name}" if one.name else "")
        for name in family.reproducible_ids()
        for one in family.member(name).experiments
    ]
    assert list(rows(folder, "Results")) == list(rows(folder, "How fast each learns")) == expected


def test_passes_of_a_run_by_steps(folder: ReproductionFolder) -> None:
    """In two figures: 10,000 steps of 64 pictures are 10.7 passes over 60,000."""
    keep(folder, task("lenet-caffe"), pictures=60_000, steps=10_000, epochs=11)
    assert rows(folder, "Results")["`lenet-caffe`"][6:8] == ["11", "10,000"]
    keep(folder, task("lenet5-relu-same"), pictures=60_000, steps=300, epochs=1)
    keep(folder, task("lenet5-dropout"), pictures=60_000, steps=200, epochs=1)
    assert rows(folder, "Results")["`lenet5-relu-same`"][6:8] == ["1", "300"]
    assert rows(folder, "Results")["`lenet5-dropout`"][6:8] == ["0.17", "200"]


def test_how_fast_a_network_learns_is_that_of_its_first_seed(folder: ReproductionFolder) -> None:
    keep(folder, task(seed=2), curve=(CurvePoint(1, 1.0, 0.1),))
    keep(folder, task(seed=1))
    (cells,) = rows(folder, "How fast each learns").values()
    assert cells == [
        "7.50 %, step 750, 7.5 s",
        "20.00 %, step 2,000, 20.0 s",
        "37.50 %, step 3,750, 37.5 s",
        "75.00 %, step 7,500, 75.0 s",
    ]


def test_a_run_without_a_curve_has_no_row_there(folder: ReproductionFolder) -> None:
    keep(folder, task(), curve=())
    assert rows(folder, "How fast each learns") == {}


def test_recipes_and_machines_are_told(folder: ReproductionFolder) -> None:
    keep(folder, task("lenet5-1998"), device="CUDA: one")
    keep(folder, task("lenet-caffe"), device="CPU")
    keep(folder, task("lenet5"))
    text = folder.report.read_text(encoding="utf-8")
    for part in (
        "- `lenet5-1998` (j and the scale of E chosen here): stochastic diagonal Levenberg-Marquardt (µ 0.02, ",
        "500 pictures before each pass), rate 0.0005",
        "falling as in 1998, one picture at a time, 20 epochs, loss of eq. (9) with j = 5 divided by 84, first weights",
        "- `lenet-caffe`: gradient descent with momentum 0.9, rate 0.01, × (1 + 0.0001 · steps)^−0.75, batches of 64, "
        "10,000 steps, cross-entropy, ",
        "weight decay 0.0005, biases at 2 times the rate",
        "- `lenet5` (our own): Adam, ",
        "8.33 % of the training pictures held out",
        "Trained on: CPU, CUDA: one. Program: lenet-app 9.",
    ):
        assert part in text


def test_quick_results_have_no_recipes(folder: ReproductionFolder) -> None:
    keep(folder, task(is_quick=True))
    text = folder.report.read_text(encoding="utf-8")
    assert "## Quick results" in text
    assert "## Results" not in text
    assert "## Recipes" not in text


def test_notes_end_the_report(folder: ReproductionFolder) -> None:
    keep(folder, task())
    (folder.folder / "NOTES.md").write_text("\n## What we saw\n\nMuch.\n", encoding="utf-8")
    folder.write_report()
    assert folder.report.read_text(encoding="utf-8").endswith("\n\n## What we saw\n\nMuch.\n")
    (folder.folder / "NOTES.md").write_bytes(b"\xff\xfe\xfa")
    folder.write_report()
    assert "What we saw" not in folder.report.read_text(encoding="utf-8")


def test_a_report_of_nothing(folder: ReproductionFolder) -> None:
    folder.write_report()
    assert folder.report.read_text(encoding="utf-8").startswith("# Reproduction\n")
    assert json.loads((folder.folder / "REPRODUCTION.json").read_bytes()) == []


def test_a_folder_that_cannot_be_is_told_before_the_training(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(UserError, match="cannot be written"):
        ReproductionFolder(tmp_path / "file").check_writable()
    ReproductionFolder(tmp_path / "new").check_writable()


def test_of_a_folder_that_cannot_be_read_there_are_no_results(tmp_path: Path) -> None:
    with closed(tmp_path / "closed") as folder:
        assert ReproductionFolder(folder).results() == ()


def test_results_of_an_older_recipe_give_way_to_the_newer(folder: ReproductionFolder) -> None:
    one = task("lenet5-conv3")
    older = replace(one.recipe, epochs=one.recipe.epochs + 1)
    keep(folder, task("lenet5-conv3", seed=2), accuracy=0.5, recipe=older)
    assert "50.00 %" in rows(folder, "Results")["`lenet5-conv3`"][4]
    keep(folder, one, accuracy=0.9)
    assert "90.00 %" in rows(folder, "Results")["`lenet5-conv3`"][4]
    assert rows(folder, "Results")["`lenet5-conv3`"][5] == "1"
