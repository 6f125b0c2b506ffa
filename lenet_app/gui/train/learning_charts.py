"""The curves of a run as charts: loss and accuracy, of training and hold-out, by step, epoch or second."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from lenet_app.charts.chart import NEUTRAL, Axis, Chart, Curve, Points, Series, floats
from lenet_app.gui.train.watched import Watched
from lenet_app.language import tr, trn

if TYPE_CHECKING:
    from lenet_app.runs.kept.figures import EpochFigures, StepFigures

_SETTLED = 0.1
"""The share of a run after which the accuracy's axis begins to count: what comes before is far below all else."""
_LOWS = (0.0, 50.0, 80.0, 90.0, 95.0, 98.0)
"""Where that axis may begin, in percent: few places, so that it stays."""


class Along(StrEnum):
    """What the curves go along."""

    STEP = "step"
    EPOCH = "epoch"
    SECOND = "second"

    @property
    def label(self) -> str:
        """As people read it."""
        return {Along.STEP: tr("Step"), Along.EPOCH: tr("Epoch"), Along.SECOND: tr("Seconds")}[self]


def loss_chart(run: Watched, along: Along) -> Chart:
    """What the training makes small."""
    best, epochs = run.best, [row for row in run.epochs if row.validation_loss is not None]
    held_out = [row.validation_loss or 0.0 for row in epochs]
    series = _series(run, along, [row.loss for row in run.steps], epochs, held_out, best and best.validation_loss)
    return Chart(tr("Loss"), _axis(along), Axis(tr("Loss"), is_log=True), series)


def accuracy_chart(run: Watched, along: Along) -> Chart:
    """How many answers are right, in percent."""
    best, epochs = run.best, [row for row in run.epochs if row.validation_accuracy is not None]
    training = [100 * row.accuracy for row in run.steps]
    held_out = [100 * (row.validation_accuracy or 0.0) for row in epochs]
    mark = None if best is None else 100 * (best.validation_accuracy or 0.0)
    settled = training[round(_SETTLED * len(training)) :] + held_out
    low = max(low for low in _LOWS if low <= min(settled, default=0.0))
    axis = Axis(tr("Right answers"), "%", low=low, high=100.0)
    return Chart(tr("Right answers"), _axis(along), axis, _series(run, along, training, epochs, held_out, mark))


def _axis(along: Along) -> Axis:
    return Axis(along.label)


def _series(
    run: Watched,
    along: Along,
    training: Sequence[float],
    epochs: "Sequence[EpochFigures]",
    held_out: Sequence[float],
    best: float | None,
) -> tuple[Series, ...]:
    series: list[Series] = [
        Curve(tr("training"), floats([_place(run, row, along) for row in run.steps]), floats(training), colour=NEUTRAL)
    ]
    if epochs:
        ends = floats([_end(run, row, along) for row in epochs])
        series.append(Curve(tr("hold-out"), ends, floats(held_out), colour=0))
        series.append(Points("", ends, floats(held_out), colour=0))
    if run.best is not None and best is not None:
        place = floats([_end(run, run.best, along)])
        series.append(Points(tr("best"), place, floats([best]), colour=1))
    values = [*training, *held_out]
    for change in run.changes if values else ():
        at = _changed_at(run, change.step, along)
        ends = floats([min(values), max(values)])
        text = _change_text(change.learning_rate, change.epochs)
        series.append(Curve(text, floats([at, at]), ends, colour=NEUTRAL, is_dashed=True))
    return tuple(series)


def _change_text(rate: float | None, epochs: int) -> str:
    if rate is not None:
        return tr("rate {rate}").format(rate=f"{rate:g}")
    return trn("+{count} epoch", "+{count} epochs", epochs).format(count=epochs)


def _place(run: Watched, row: "StepFigures", along: Along) -> float:
    match along:
        case Along.STEP:
            return row.step
        case Along.EPOCH:
            return row.step / max(1, run.per_epoch)
        case Along.SECOND:
            return row.seconds


def _end(run: Watched, row: "EpochFigures", along: Along) -> float:
    """Where an epoch ends."""
    match along:
        case Along.STEP:
            return row.epoch * max(1, run.per_epoch)
        case Along.EPOCH:
            return row.epoch
        case Along.SECOND:
            return row.total_seconds


def _changed_at(run: Watched, step: int, along: Along) -> float:
    """Where a step is; its second is that of the row before it."""
    match along:
        case Along.STEP:
            return step
        case Along.EPOCH:
            return step / max(1, run.per_epoch)
        case Along.SECOND:
            return max((row.seconds for row in run.steps if row.step <= step), default=0.0)
