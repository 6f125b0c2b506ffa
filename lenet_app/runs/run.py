"""One run: from settings to the kept model."""

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.data.stored import UnreadableError
from lenet_app.errors import UserError
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Weights
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.networks.tasks import CurvePoint
from lenet_app.runs.curve import Curve
from lenet_app.runs.kept.kept_run import KeptRun
from lenet_app.runs.kept.opening import recording_of
from lenet_app.runs.kept.recording import Unrecorded
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.places import Place
from lenet_app.runs.preparation import prepare
from lenet_app.runs.reports import (
    EpochDone,
    Kept,
    Made,
    Measuring,
    NothingLearned,
    Prepared,
    RunReport,
    Unkept,
    Unmeasured,
    Where,
)
from lenet_app.runs.trained_model import finished_model, unfinished_model
from lenet_app.storage.library import Entry
from lenet_app.storage.models import bytes_of
from lenet_app.training.changes import Change, Wish
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport, ChangeReport, DeviceReport, EndReport, EpochReport
from lenet_app.training.settings import TrainingSettings

if TYPE_CHECKING:
    from lenet_app.training.engine.evaluation import Evaluation
    from lenet_app.training.engine.group import Group
    from lenet_app.training.engine.request import TrainingRequest
    from lenet_app.training.engine.rows.measuring import RowEvaluation

MEASURED_ROWS = 2000
"""Rows that are composed of the test pictures to measure a reader of rows with."""


@dataclass(frozen=True, eq=False)
class Run:
    """A run as it is asked for.

    Args:
        settings: of the training.
        name: what the model is called; any text, such as its network's title.
        place: where the model goes.
        downloads: the folder of downloaded data sets.
        source: the path that the data set is read from; empty where its own name leads to it.
        as_published: whether only a whole run counts, with its last weights: nothing is kept of one that was stopped,
            and a loss that runs away is an error. Else the best weights so far are kept.
        group: the processes that make it together, each with the same run; None makes it alone.
        store: where the run is kept; None keeps nothing but its model.
        resumed: the kept run that this one goes on with; None begins.
        change: of the rest of `resumed`, from where it goes on; None leaves it as it was.
    """

    settings: TrainingSettings
    name: str
    place: Place
    downloads: Path
    source: str = ""
    as_published: bool = False
    group: "Group | None" = None
    store: RunStore | None = None
    resumed: KeptRun | None = None
    change: Change | None = None

    @property
    def is_first(self) -> bool:
        """Whether this process measures, keeps and reports: it is alone, or the first of its group."""
        return self.group is None or self.group.is_first

    @property
    def goes_on_by_itself(self) -> bool:
        """Whether a kept run of the same request that was broken off is gone on with: nobody need name it."""
        return self.as_published or self.group is not None

    @property
    def has_data(self) -> bool:
        """Whether the data set is on this computer; of a path only reading it tells."""
        name = self.settings.data_set
        return bool(self.source) or not catalogue.is_name(name) or catalogue.is_here(name, self.downloads)

    def weights_before(self, epoch: int, architecture: Architecture) -> tuple[KeptWeights, ...]:
        """The network before an epoch: as it began, and after each epoch that is kept of the run which it goes on with.

        Args:
            epoch: the first one of this run, from 1.
            architecture: the settings' own, as the data set changed it.

        Raises:
            UserError: what is kept is damaged.
        """
        if self.resumed is not None:
            return tuple(kept for kept in self.resumed.course() if kept.epoch < epoch)
        settings = self.settings
        if settings.start is not None:
            return (KeptWeights(0, settings.start.weights),)
        return (KeptWeights(0, initial_weights(architecture, settings.recipe, seed=settings.seed)),)

    def check(self) -> None:
        """Find out before the training whether there are a name, a place and room for its model.

        Raises:
            UserError: there are not.
        """
        architecture = (self.settings.start or self.settings).architecture
        self.place.check_writable(self.name, bytes_of(architecture))

    def data_set(self) -> DataSet:
        """The data set, read; however a copy of it was found, it is told by its own name.

        Raises:
            UserError: it is not there or cannot be read.
        """
        name = self.settings.data_set
        if self.source:
            return replace(catalogue.load(self.source, self.downloads), name=name)
        return catalogue.load(name, self.downloads)


Reports = Generator[RunReport, Wish, None]


class _Wishes:
    """What was asked for, until the training hears of it."""

    def __init__(self) -> None:
        self._is_stop, self._changes = False, deque[Change]()

    def hear(self, wish: Wish) -> None:
        if isinstance(wish, Change):
            self._changes.append(wish)
        elif wish:
            self._is_stop = True

    def next(self) -> Wish:
        return self._is_stop or (self._changes.popleft() if self._changes else None)


def make(run: Run) -> Reports:
    """Prepare, train, measure and keep, yielding a report after every step; torch is loaded on the way.

    To stop, send True in place of taking the next report. The training then ends at once, and what it has learned is
    measured and kept, unless the run is to be `as_published`. In a group the first process does so, while the others
    wait; all stop once one is to. Send a Change to have the rest of the training changed; that is kept with the run
    before a step follows it.

    Raises:
        UserError: the place cannot be written to, the settings are impossible, the loss ran away with nothing to keep,
            or the model cannot be kept; then `Unkept` was told before. Or another process of the group is gone.
    """
    # Not after the training: its model must have a place.
    if run.is_first:
        run.check()
    data_set = run.data_set()
    request = prepare(run.settings, data_set)
    if run.resumed is not None:
        request = replace(request, changes=_changes(run.resumed, run.change, request))
    recording = recording_of(run, request, data_set)
    with recording.lasting():
        end, curve = yield from _trained(run, request, data_set, recording)
        if run.as_published and end.fault:
            raise UserError(end.fault)
        if run.is_first and end.epoch and not (run.as_published and end.stopped):
            made = yield from _measured(run, request, data_set, end, tuple(curve.points))
            yield from _kept(run.place, made, recording)
        else:
            yield from recording.over(end)
            if run.is_first and not end.epoch:
                yield NothingLearned()
        if run.group is not None:
            run.group.wait()


def _changes(resumed: KeptRun, change: Change | None, request: "TrainingRequest") -> tuple[Change, ...]:
    """Those that are kept of a run, and one from where it goes on, which takes the place of what was to come later.

    Raises:
        UserError: they, or where it goes on, cannot be read.
    """
    kept = resumed.changes()
    if change is None:
        return kept
    state, length = resumed.going_on(), Length.of(request.recipe, len(request.training))
    step = 0 if state is None else (state.progress.epoch - 1) * length.per_epoch + state.progress.batch
    later = sum(one.epochs for one in kept if one.step > step)
    return *(one for one in kept if one.step <= step), replace(change, step=step, epochs=change.epochs + later)


def _trained(
    run: Run, request: "TrainingRequest", data_set: DataSet, recording: Unrecorded
) -> Generator[RunReport, Wish, tuple[EndReport, Curve]]:
    from lenet_app.training.engine.loop import Training  # noqa: PLC0415 - loads torch

    state = recording.state
    length = Length.of(request.recipe, len(request.training))
    begun = 0 if state is None else state.progress.images
    curve = Curve(length, one_by_one=request.recipe.batch_size == 1, begun=begun)
    wishes = _Wishes()
    yield from _told((*recording.opening, Prepared(length)), wishes)
    training = Training(request, state, run.group)
    reports = training.reports()
    report = next(reports)
    while True:
        match report:
            case EndReport():
                yield from _told(recording.told(whole=True), wishes)
                yield report
                return report, curve
            case EpochReport():
                done = EpochDone(report, unfinished_model(request, report.weights, run.name, data_set))
                recording.epoch(done, training.state)
            case BatchReport():
                curve.add(report)
                recording.batch(report)
                wishes.hear((yield report))
            case ChangeReport():
                recording.changed(report)
                wishes.hear((yield report))
            case DeviceReport():
                wishes.hear((yield report))
        yield from _told(recording.told(), wishes)
        try:
            report = reports.send(wishes.next())
        except UserError:
            yield from _told(recording.told(whole=True), wishes)  # epochs that are kept all the same
            raise


def _told(reports: Iterable[RunReport], wishes: _Wishes) -> Generator[RunReport, Wish, None]:
    """Tell these, and hear what is asked for meanwhile."""
    for report in reports:
        wishes.hear((yield report))


def _measured(
    run: Run, request: "TrainingRequest", data_set: DataSet, end: EndReport, curve: tuple[CurvePoint, ...]
) -> Generator[RunReport, Wish, Made]:
    """The finished model, measured on the test pictures and calibrated, as far as their files can be read.

    Raises:
        UnreadableError: they cannot, and only a whole run counts.
    """
    from lenet_app.training.engine.calibration import calibrated  # noqa: PLC0415 - loads torch

    if run.as_published:
        end = replace(end, weights=end.last, epoch=Length.of(request.recipe, len(request.training)).epochs)
    total, test, calibration, faults = _to_measure(request, data_set), None, None, []
    yield Measuring(0, total)
    try:
        for test in _evaluated(request, end.weights, data_set):
            yield Measuring(test.images, total)
    except UnreadableError as error:
        test, faults = None, [error]
    try:
        # How sure a row is follows from more than one frame: `reading.sweep` knows.
        calibration = None if request.recipe.learns_rows else calibrated(request, end.weights)
    except UnreadableError as error:
        faults.append(error)
    if faults and run.as_published:
        raise faults[0]
    for sentence in dict.fromkeys(str(error) for error in faults):
        if sentence != end.fault:  # which was told
            yield Unmeasured(sentence)
    model = finished_model(run.settings, request, end, test, calibration, name=run.name, data_set=data_set)
    return Made(request, data_set, end, test, curve, model)


def _to_measure(request: "TrainingRequest", data_set: DataSet) -> int:
    """How many test pictures, or rows of these, there are."""
    return min(MEASURED_ROWS, len(data_set.test)) if request.recipe.learns_rows else len(data_set.test)


def _evaluated(
    request: "TrainingRequest", weights: Weights, data_set: DataSet
) -> "Iterator[Evaluation | RowEvaluation]":
    """How good weights are on the test pictures or on rows of these; the last one is the whole.

    Raises:
        UnreadableError: they cannot be read.
    """
    from lenet_app.training.engine.evaluation import evaluate_weights  # noqa: PLC0415 - loads torch
    from lenet_app.training.engine.rows.measuring import evaluate_rows, measuring_rows  # noqa: PLC0415

    if request.recipe.learns_rows:
        return evaluate_rows(request.architecture, weights, measuring_rows(data_set.test, MEASURED_ROWS))
    return evaluate_weights(request.architecture, weights, request.normalisation, data_set.test)


def _kept(place: Place, made: Made, recording: Unrecorded) -> Reports:
    try:
        where = place.keep(made)
    except UserError as error:
        yield from recording.over(made.end, made)
        yield Unkept(made, place, str(error))
        raise
    yield from recording.over(made.end, made, _path_of(where))
    yield Kept(_called_as_kept(made, where), where)


def _path_of(where: Where) -> Path | None:
    """The model's file."""
    match where:
        case Entry(path=path):
            return path
        case Path():
            return Path(os.path.realpath(where))
    return None


def _called_as_kept(made: Made, where: Where) -> Made:
    """The same with the model under the name that it has where it lies."""
    match where:
        case Entry(name=name) | Path(stem=name) if name != made.model.name:
            return replace(made, model=replace(made.model, name=name))
    return made
