"""A run from its settings to the kept model, and a row of them."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from lenet_app.errors import UserError
from lenet_app.networks.recipe import Augmentation, Optimiser
from lenet_app.paths import Home
from lenet_app.runs.places import InFile, InLibrary, Place
from lenet_app.runs.preparation import prepare
from lenet_app.runs.reports import (
    Begun,
    Done,
    EpochDone,
    Failed,
    Kept,
    Made,
    Measuring,
    Missing,
    NothingLearned,
    Prepared,
    RowReport,
    RunReport,
    Unkept,
    Where,
)
from lenet_app.runs.row import make_row
from lenet_app.runs.run import Run, make
from lenet_app.runs.stepping import stepped
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.models import read_model
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport, DeviceReport, EndReport
from lenet_app.training.settings import TrainingSettings
from tests.unit.samples import TINY
from tests.unit.training.runs import plain_recipe, same, whole_run

DOWNLOADS = Path("nowhere")
SETTINGS = TrainingSettings(
    TINY, recipe=plain_recipe(epochs=2, batch_size=100), subset=300, hold_out=50, device_id="cpu"
)


@dataclass
class Shelf:
    """A place that keeps what it is given, unless it refuses."""

    there: Where | None = None
    refuses: bool = False
    is_closed: bool = False
    kept: list[Made] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    closes_after: int | None = None

    def check_writable(self, name: str, size: int) -> None:
        self.asked.append((name, size))
        if self.is_closed or (self.closes_after is not None and len(self.asked) > self.closes_after):
            raise UserError("Closed.")

    def found(self) -> Where | None:
        return self.there

    def keep(self, made: Made) -> Where:
        if self.refuses:
            raise UserError("Full.")
        self.kept.append(made)
        return Path("shelf")

    def elsewhere(self, home: Home) -> Place:
        return InLibrary(ModelLibrary(home.models))


def run(place: Shelf | None = None, **changes: Any) -> Run:  # noqa: ANN401 - any of the settings' parts
    return Run(replace(SETTINGS, **changes), "mine", place or Shelf(), DOWNLOADS)


def kinds(reports: list[RunReport] | list[RowReport]) -> list[type]:
    """Of the reports, those of the same kind after each other once."""
    found = [type(report) for report in reports]
    return [kind for kind, before in zip(found, [None, *found], strict=False) if kind is not before]


def test_a_run_from_start_to_end() -> None:
    shelf = Shelf()
    reports = list(make(run(shelf)))
    steps = [BatchReport, EpochDone, BatchReport, EpochDone]
    assert kinds(reports) == [Prepared, DeviceReport, *steps, EndReport, Measuring, Kept]
    (made,) = shelf.kept
    last = reports[-1]
    assert isinstance(last, Kept)
    assert (last.made.end, last.made.model.name, last.where) == (made.end, "shelf", Path("shelf"))
    assert (made.model.name, made.model.making.pictures, made.model.making.hold_out) == ("mine", 250, 50)
    assert made.test is not None
    assert made.model.metrics.test_accuracy == made.test.accuracy
    assert reports[0] == Prepared(Length.of(made.request.recipe, 250))
    measured = [report.images for report in reports if isinstance(report, Measuring)]
    assert (measured[0], measured[-1]) == (0, 10_000)


def test_it_is_the_training_of_its_settings() -> None:
    shelf = Shelf()
    reports = list(make(run(shelf)))
    (made,) = shelf.kept
    _, end = whole_run(prepare(SETTINGS, run().data_set()))
    assert same(dict(made.model.weights), end.weights)
    told = [report for report in reports if isinstance(report, EpochDone)]
    assert [one.report.epoch for one in told] == [1, 2]
    assert same(dict(told[end.epoch - 1].model.weights), end.weights)


def test_a_run_is_asked_between_any_two_reports_whether_it_is_to_end() -> None:
    before_the_end = 10  # prepared, device, three batches and an epoch twice
    for count in range(1, before_the_end + 1):
        shelf = Shelf()
        reports = make(run(shelf))
        taken = [next(reports) for _ in range(count)]
        rest = [reports.send(True), *reports]
        if any(isinstance(report, BatchReport) for report in taken):
            assert kinds(rest) == [EndReport, Measuring, Kept]
            assert len(shelf.kept) == 1
        else:
            assert kinds(rest)[-2:] == [EndReport, NothingLearned]
            assert not shelf.kept


def test_a_model_that_cannot_be_kept_is_told_before_the_fault() -> None:
    reports = make(run(Shelf(refuses=True)))
    last = next(report for report in reports if isinstance(report, Unkept))
    assert (last.model.name, last.fault) == ("mine", "Full.")
    with pytest.raises(UserError, match=r"^Full\.$"):
        next(reports)


def test_a_place_is_looked_at_before_the_training() -> None:
    """With the name that the model will have and the room that it takes: four bytes for each number and more."""
    shelf = Shelf(is_closed=True)
    with pytest.raises(UserError, match="Closed"):
        next(make(run(shelf)))
    ((name, size),) = shelf.asked
    assert name == "mine"
    assert 4 * TINY.parameters < size < 4 * TINY.parameters + 200_000


@pytest.mark.parametrize("changes", [{"hold_out": 300}, {"device_id": "tpu"}, {"data_set": "/no/such/set"}])
def test_what_is_impossible_is_told_before_anything_is_reported(changes: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        next(make(run(**changes)))


def test_into_the_library_and_into_a_file(tmp_path: Path) -> None:
    library = ModelLibrary(own=tmp_path / "models")
    for number in (1, 2):
        *_, last = make(Run(SETTINGS, "mine", InLibrary(library), DOWNLOADS))
        assert isinstance(last, Kept)
        assert isinstance(last.where, Entry)
        assert last.where.name == last.made.model.name == ("mine", "mine (2)")[number - 1]
        assert last.where in library.entries()
    path = tmp_path / "folder" / "a model.safetensors"
    *_, last = make(Run(SETTINGS, "mine", InFile(path), DOWNLOADS))
    assert isinstance(last, Kept)
    assert (last.where, last.made.model.name) == (path, "a model")
    assert same(dict(read_model(path).weights), dict(last.made.model.weights))


def test_a_row_goes_on_whatever_becomes_of_one() -> None:
    done, kept = Shelf(there=Path("earlier")), [Shelf() for _ in range(4)]
    too_high = plain_recipe(optimiser=Optimiser.SGD, learning_rate=1e30)
    row = [
        *(run(done), run(kept[0], data_set="cifar10"), run(kept[1], recipe=too_high), run(kept[2], data_set="/no/set")),
        run(kept[3]),
    ]
    reports = list(make_row(row))
    told = [report for report in reports if isinstance(report, Begun | Done | Missing | Failed)]
    assert isinstance(told[0], Done)
    assert told[0].where == Path("earlier")
    assert [(type(one), one.number) for one in told] == [
        *((Done, 1), (Missing, 2), (Begun, 3), (Failed, 3), (Begun, 4), (Failed, 4), (Begun, 5), (Done, 5)),
    ]
    assert [len(shelf.kept) for shelf in (done, *kept)] == [0, 0, 0, 0, 1]


def test_a_defect_does_not_end_a_row() -> None:
    reports = list(make_row([run(seed="seven"), run()]))
    faults = [report.error for report in reports if isinstance(report, Failed)]
    assert [type(fault) for fault in faults] == [ValueError]
    assert isinstance(reports[-1], Done)


def test_a_full_disk_ends_a_row_for_nothing_more_could_be_kept() -> None:
    rest, told = Shelf(), list[RowReport]()
    row = make_row([run(Shelf(refuses=True)), run(rest)])
    with pytest.raises(UserError, match="Full"):
        told.extend(row)
    assert len(rest.asked) == 1, "before all of the row, and not again"
    assert not rest.kept


def test_a_place_that_was_closed_meanwhile_ends_a_row_before_the_next_training() -> None:
    closing, told = Shelf(closes_after=1), list[RowReport]()
    row = make_row([run(Shelf()), run(closing)])
    with pytest.raises(UserError, match="Closed"):
        told.extend(row)
    assert [one.number for one in told if isinstance(one, Begun)] == [1]
    assert isinstance(told[-1], Done)


def test_a_row_whose_places_are_closed_begins_nothing() -> None:
    with pytest.raises(UserError, match="Closed"):
        next(make_row([run(), run(Shelf(is_closed=True))]))


def test_a_row_that_is_stopped_begins_no_other_run() -> None:
    shelves = [Shelf(), Shelf()]
    row = make_row([run(shelf) for shelf in shelves])
    reports = [next(row) for _ in range(5)]
    reports += [row.send(True), *row]
    assert kinds(reports)[-3:] == [EndReport, Measuring, Done]
    assert [len(shelf.kept) for shelf in shelves] == [1, 0]
    early = make_row([run(Shelf(there=Path("earlier"))), run()])
    next(early)
    with pytest.raises(StopIteration):
        early.send(True)


def test_stepping_asks_before_each_report_but_the_first() -> None:
    asked: list[int] = []
    whole = list(make(run()))

    def is_stopped() -> bool:
        asked.append(len(taken))
        return False

    taken: list[RunReport] = []
    for report in stepped(make(run()), is_stopped):
        taken.append(report)  # noqa: PERF402 - counted as they come
    assert len(taken) == len(whole)
    assert asked == list(range(1, len(whole) + 1))


def test_made_digits_and_one_picture_at_a_time_are_runs_like_any_other() -> None:
    for changes in (
        {"augmentation": Augmentation.HANDWRITING},
        {"optimiser": Optimiser.LEVENBERG_MARQUARDT, "batch_size": 1, "learning_rate": 0.001},
    ):
        *_, last = make(run(recipe=plain_recipe(epochs=1, **changes)))
        assert isinstance(last, Kept)
