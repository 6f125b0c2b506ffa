"""Whole runs on sets that stay on the disk, also where their files are cut off meanwhile."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lenet_app.data.stored import StoredPictures, UnreadableError
from lenet_app.networks.making import Calibration
from lenet_app.networks.model import usual_certainty
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.runs.places import InFile
from lenet_app.runs.reports import Kept, Made, Measuring, RunReport, Unmeasured
from lenet_app.runs.run import Run, make
from lenet_app.training.reports import BatchReport, EndReport
from lenet_app.training.settings import TrainingSettings
from tests.unit.data.on_disk import limit_memory, load, write_idx
from tests.unit.samples import TINY, digits
from tests.unit.training.runs import plain_recipe


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_idx(tmp_path / "set", digits(500), digits(260, first=900))
    limit_memory(monkeypatch, 210)
    return tmp_path / "set"


def run(folder: Path, recipe: Recipe | None = None, hold_out: int = 50) -> Run:
    settings = TrainingSettings(
        TINY, recipe=recipe or plain_recipe(), hold_out=hold_out, data_set=str(folder), device_id="cpu"
    )
    return Run(settings, "mine", InFile(folder.parent / "mine.safetensors"), Home.of_user().data)


def cut_off(folder: Path, part: str) -> str:
    path = folder / f"{part}-images-idx3-ubyte"
    os.truncate(path, 100)
    return f"{path} was changed while it was in use."


def reports_with(one: Run, when: Callable[[RunReport], bool], then: Callable[[], object]) -> list[RunReport]:
    """All reports; something happens once, after the first for which `when` holds."""
    reports, has_happened = [], False
    for report in make(one):
        reports.append(report)
        if not has_happened and when(report):
            then()
            has_happened = True
    assert has_happened
    return reports


def made_by(reports: list[RunReport]) -> Made:
    last = reports[-1]
    assert isinstance(last, Kept)
    return last.made


def test_a_run_from_start_to_end(folder: Path) -> None:
    made = made_by(list(make(run(folder))))
    assert isinstance(made.data_set.test, StoredPictures)
    assert made.test is not None
    assert made.test.images == 260
    assert (made.model.making.pictures, made.model.making.hold_out) == (450, 50)
    assert made.model.making.calibrated_on is Calibration.VARIED


def test_cut_off_while_it_trains(folder: Path) -> None:
    """The model is kept as it is then, measured, and told when it is sure by its hold-out."""
    sentence = ""

    def cut() -> None:
        nonlocal sentence
        sentence = cut_off(folder, "train")

    def is_second(report: RunReport) -> bool:
        return isinstance(report, BatchReport) and (report.epoch, report.batch) == (2, 1)

    one = run(folder, plain_recipe(batch_size=16), hold_out=205)
    reports = reports_with(one, is_second, cut)
    (end,) = (report for report in reports if isinstance(report, EndReport))
    assert (end.fault, end.stopped) == (sentence, True)
    made = made_by(reports)
    assert made.model.metrics.test_accuracy is not None
    assert made.model.making.calibrated_on is Calibration.HOLD_OUT
    assert not [report for report in reports if isinstance(report, Unmeasured)]


def test_without_a_hold_out_nothing_tells_how_sure_it_is(folder: Path) -> None:
    def is_second(report: RunReport) -> bool:
        return isinstance(report, BatchReport) and report.batch == 2

    reports = reports_with(run(folder, hold_out=0), is_second, lambda: cut_off(folder, "train"))
    model = made_by(reports).model
    assert model.making.calibrated_on is None
    assert model.certainty == usual_certainty(model.architecture, model.recipe)
    assert model.metrics.refused is None
    assert not [report for report in reports if isinstance(report, Unmeasured)], "it was told at the end already"


def test_test_pictures_cut_off_while_they_are_measured(folder: Path) -> None:
    def begins(report: RunReport) -> bool:
        return isinstance(report, Measuring)

    sentences = []
    reports = reports_with(run(folder), begins, lambda: sentences.append(cut_off(folder, "t10k")))
    assert [report.fault for report in reports if isinstance(report, Unmeasured)] == sentences
    made = made_by(reports)
    assert made.test is None
    assert made.model.metrics.test_accuracy is None
    assert made.model.making.calibrated_on is not None


def test_a_published_run_must_be_measured(folder: Path) -> None:
    def begins(report: RunReport) -> bool:
        return isinstance(report, Measuring)

    with pytest.raises(UnreadableError):
        reports_with(replace(run(folder), as_published=True), begins, lambda: cut_off(folder, "t10k"))


def test_an_earlier_reading_is_not_taken_for_a_file_that_changed(folder: Path) -> None:
    before = load(folder)
    cut_off(folder, "train")
    write_idx(folder, digits(300), digits(260, first=900))
    assert len(load(folder).training) == 300
    assert len(before.training) == 500
