"""Trains one network as it was published and measures its last weights."""

from collections.abc import Generator
from dataclasses import dataclass, field, replace

import lenet_app
from lenet_app.data.pictures import DataSet
from lenet_app.networks.model import Model
from lenet_app.networks.tasks import CurvePoint, Result, Task
from lenet_app.runs.preparation import finished_model, prepare
from lenet_app.training.engine.evaluation import evaluate_weights
from lenet_app.training.engine.loop import train
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport, EndReport, Report
from lenet_app.training.settings import TrainingSettings

_POINTS = 30


@dataclass(frozen=True, eq=False)
class Reproduction:
    """A task is done: its result, and the model of its last weights."""

    result: Result
    model: Model


def reproduce(
    task: Task, data_set: DataSet, device_id: str | None = None
) -> Generator[Report | Reproduction, bool | None, None]:
    """Train, yielding the reports of the training loop, and a `Reproduction` last.

    To stop, send True in place of taking the next report; nothing but the `EndReport` follows then.

    Raises:
        UserError: the loss ran away at once, or the pictures do not fit the network.
    """
    # However a copy of it was found: the model is told by the set's own name.
    data_set = replace(data_set, name=task.member.data_set)
    settings = TrainingSettings(
        architecture=task.member.architecture,
        normalisation=task.member.normalisation,
        recipe=task.recipe,
        seed=task.seed,
        subset=task.subset,
        data_set=data_set.name,
        device_id=device_id,
    )
    request = prepare(settings, data_set)
    curve = _Curve(Length.of(request.recipe, len(request.training)).steps, one_by_one=request.recipe.batch_size == 1)
    reports = train(request)
    report = next(reports)
    while not isinstance(report, EndReport):
        if isinstance(report, BatchReport):
            curve.add(report)
        report = reports.send((yield report))
    yield report
    if not report.stopped:
        yield _measured(task, settings, request, report, data_set, tuple(curve.points))


def _measured(
    task: Task,
    settings: TrainingSettings,
    request: TrainingRequest,
    end: EndReport,
    data_set: DataSet,
    curve: tuple[CurvePoint, ...],
) -> Reproduction:
    *_, test = evaluate_weights(request.architecture, end.last, request.normalisation, data_set.test)
    length = Length.of(request.recipe, len(request.training))
    result = Result(
        id=task.member.architecture.id,
        experiment=task.experiment.name,
        seed=task.seed,
        is_quick=task.is_quick,
        accuracy=test.accuracy,
        loss=test.loss,
        pictures=len(request.training),
        test_pictures=len(data_set.test),
        epochs=length.epochs,
        steps=length.images if request.recipe.batch_size == 1 else length.steps,
        seconds=round(end.seconds, 1),
        device=end.device.title,
        data_set=data_set.title,
        program=f"lenet-app {lenet_app.__version__}",
        recipe=task.recipe,
        curve=curve,
        network=task.network,
    )
    last = replace(end, weights=end.last, epoch=length.epochs)
    return Reproduction(result, finished_model(settings, request, last, test, task.title, data_set))


@dataclass
class _Curve:
    """Gathers the points of a curve from the reports, whose accuracy is that of the epoch so far."""

    steps: int
    one_by_one: bool
    """Whether every picture is a step of its own, though a report tells of many."""
    points: list[CurvePoint] = field(default_factory=list)
    _seen: int = 0
    _right: float = 0.0
    _before: tuple[int, float, int] = (0, 0.0, 0)
    """Of the report before: its epoch, right answers and pictures within the epoch."""
    _images: int = 0
    _step: int = 0

    def add(self, report: BatchReport) -> None:
        pictures = report.images - self._images
        epoch, right, seen = self._before if self._before[0] == report.epoch else (report.epoch, 0.0, 0)
        now = report.accuracy * (seen + pictures)
        self._seen += pictures
        self._right += now - right
        self._before = (epoch, now, seen + pictures)
        self._images, self._step = report.images, self._step + 1
        if self._step % max(1, self.steps // _POINTS) == 0:
            step = report.images if self.one_by_one else self._step
            self.points.append(CurvePoint(step, round(report.seconds, 2), round(self._right / self._seen, 4)))
            self._seen, self._right = 0, 0.0
