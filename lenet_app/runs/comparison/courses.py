"""How runs went, as charts: curves by epoch, step or second with the spread of seeds, and results against cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from lenet_app.charts.chart import NEUTRAL, Axis, Chart, Curve, Floats, Points, Series, floats
from lenet_app.language import tr
from lenet_app.runs.comparison.groups import Group
from lenet_app.runs.kept.figures import EpochFigures, StepFigures
from lenet_app.runs.kept.kept_run import KeptRun

_ROOM = 0.06
_FAR = 2.0
"""So many times the range of the better nine tenths: the first steps of a curve are cut off beyond that."""


class Measure(StrEnum):
    """What a curve shows."""

    HOLD_OUT = "hold-out"
    TRAINING = "training"
    HOLD_OUT_LOSS = "hold-out-loss"
    TRAINING_LOSS = "training-loss"

    @property
    def label(self) -> str:
        """As people read it."""
        texts = {
            Measure.HOLD_OUT: tr("Accuracy, hold-out"),
            Measure.TRAINING: tr("Accuracy, training"),
            Measure.HOLD_OUT_LOSS: tr("Loss, hold-out"),
            Measure.TRAINING_LOSS: tr("Loss, training"),
        }
        return texts[self]

    @property
    def is_accuracy(self) -> bool:
        """Whether it is a share, which is told in percent."""
        return self in (Measure.HOLD_OUT, Measure.TRAINING)

    def of_epoch(self, row: EpochFigures) -> float | None:
        """Its value after an epoch."""
        values = {
            Measure.HOLD_OUT: row.validation_accuracy,
            Measure.TRAINING: row.train_accuracy,
            Measure.HOLD_OUT_LOSS: row.validation_loss,
            Measure.TRAINING_LOSS: row.train_loss,
        }
        return values[self]

    def of_step(self, row: StepFigures) -> float | None:
        """Its value since the step before, where it is measured so often."""
        return {Measure.TRAINING: row.accuracy, Measure.TRAINING_LOSS: row.loss}.get(self)


class Along(StrEnum):
    """What a curve is drawn along."""

    EPOCH = "epoch"
    STEP = "step"
    SECONDS = "seconds"

    @property
    def axis(self) -> Axis:
        """The axis below."""
        axes = {
            Along.EPOCH: Axis(tr("epoch"), is_whole=True),
            Along.STEP: Axis(tr("step"), low=0, is_whole=True),
            Along.SECONDS: Axis(tr("training time"), tr("s"), low=0),
        }
        return axes[self]


class Cost(StrEnum):
    """What results are held against."""

    SECONDS = "seconds"
    PARAMETERS = "parameters"


@dataclass(frozen=True, eq=False)
class Course:
    """How one run went.

    Args:
        epochs, steps: the rows of its tables.
    """

    epochs: tuple[EpochFigures, ...]
    steps: tuple[StepFigures, ...]

    @staticmethod
    def of(run: KeptRun) -> "Course":
        """That of a kept run.

        Raises:
            UserError: its tables cannot be read.
        """
        return Course(run.epochs(), run.steps())

    @property
    def has_hold_out(self) -> bool:
        """Whether pictures were held out."""
        return any(row.validation_accuracy is not None for row in self.epochs)

    def points(self, measure: Measure, along: Along) -> tuple[Floats, Floats]:
        """(points,) where they stand and their values, accuracies in percent."""
        scale = 100.0 if measure.is_accuracy else 1.0
        if along is not Along.EPOCH and measure in (Measure.TRAINING, Measure.TRAINING_LOSS) and self.steps:
            places = [float(row.step) if along is Along.STEP else row.seconds for row in self.steps]
            found = [measure.of_step(row) for row in self.steps]
        else:
            factor = 1.0 if along is Along.EPOCH else self._steps_each
            places = [row.total_seconds if along is Along.SECONDS else factor * row.epoch for row in self.epochs]
            found = [measure.of_epoch(row) for row in self.epochs]
        there = [(place, value) for place, value in zip(places, found, strict=True) if value is not None]
        return floats([place for place, _ in there]), floats([scale * value for _, value in there])

    @property
    def _steps_each(self) -> float:
        """Of an epoch; of a last row it is known to the step."""
        return max((row.step / row.epoch for row in self.steps), default=1.0)


Courses = Sequence[Course]


def learning_chart(
    groups: Iterable[tuple[str, Courses, int | None]], measure: Measure, along: Along, shared: str = ""
) -> Chart:
    """Curves of several groups of seeds.

    Args:
        groups: of each its name, the courses of its runs, and the number of its colour.
        measure: what they show.
        along: what they are drawn along.
        shared: what all of them are, beside their names; empty for nothing.
    """
    curves = []
    for name, courses, colour in groups:
        curve = _mean(name, [course.points(measure, along) for course in courses], colour)
        if curve is not None:
            curves.append(curve)
    values = np.concatenate([curve.y for curve in curves]) if curves else np.zeros(0)
    unit = "%" if measure.is_accuracy else ""
    low, high = _ends(values, measure)
    name = tr("right answers") if measure.is_accuracy else tr("loss")
    note = tr("Bands: from the least to the most of all seeds") if any(curve.band for curve in curves) else ""
    title = f"{measure.label} · {shared}" if shared else measure.label
    return Chart(title, along.axis, Axis(name, unit, low=low, high=high), tuple(curves), note)


def _mean(name: str, points: list[tuple[Floats, Floats]], colour: int | None) -> Curve | None:
    """The mean of several runs point by point, as far as all of them went, and from their least to their most."""
    points = [(x, y) for x, y in points if len(x)]
    if not points:
        return None
    if len(points) == 1:
        return Curve(name, *points[0], colour=colour)
    count = min(len(x) for x, _ in points)
    x, y = (np.stack([both[part][:count] for both in points]) for part in (0, 1))
    band = floats(y.min(axis=0)), floats(y.max(axis=0))
    return Curve(name, floats(x.mean(axis=0)), floats(y.mean(axis=0)), band, colour)


def _ends(values: Floats, measure: Measure) -> tuple[float | None, float | None]:
    """Where the axis ends: what is far from all else, as the first steps are, would press the rest together."""
    if len(values) < 2:
        return None, None
    worse, better = (10, 100) if measure.is_accuracy else (90, 0)
    usual, best = np.percentile(values, worse), np.percentile(values, better)
    worst = values.min() if measure.is_accuracy else values.max()
    reach = abs(best - usual)
    if reach == 0 or abs(worst - best) <= (1 + _FAR) * reach:
        return None, None
    if measure.is_accuracy:
        return float(usual - _ROOM * reach), None
    return None, float(usual + _ROOM * reach)


def results_chart(groups: Sequence[tuple[str, Group, int | None]], cost: Cost) -> Chart:
    """What groups of seeds came to, against what that took: those without a colour are grey.

    Args:
        groups: each with its name and the number of its colour; None for none.
        cost: the axis below.
    """
    axes = {
        Cost.SECONDS: Axis(tr("training time"), tr("s"), is_log=True),
        Cost.PARAMETERS: Axis(tr("parameters"), is_log=True),
    }
    titles = {Cost.SECONDS: tr("Accuracy against seconds"), Cost.PARAMETERS: tr("Accuracy against parameters")}
    series: list[Series] = []
    quiet = [(name, group) for name, group, colour in groups if colour is None]
    seen = [([(name, group)], colour) for name, group, colour in groups if colour is not None]
    for shown, colour in ((quiet, NEUTRAL), *seen):
        points = _results(shown, cost, colour)
        if len(points.x):
            series.append(points)
    note = tr("Lines: ± one standard deviation over seeds") if any(_has_spread(one) for one in series) else ""
    y = Axis(tr("right answers on the test pictures"), "%")
    return Chart(titles[cost], replace(axes[cost]), y, tuple(series), note)


def _results(groups: Iterable[tuple[str, Group]], cost: Cost, colour: int) -> Points:
    found = []
    for name, group in groups:
        place = (group.seconds and group.seconds.mean) if cost is Cost.SECONDS else group.parameters
        if group.accuracy is not None and place:
            deviation = group.accuracy.deviation or 0.0
            found.append((place, 100 * group.accuracy.mean, 100 * deviation, name, group.key))
    x, y, spread = (floats([one[part] for one in found]) for part in range(3))
    return Points("", x, y, tuple(one[3] for one in found), spread, colour, keys=tuple(one[4] for one in found))


def _has_spread(one: Series) -> bool:
    return isinstance(one, Points) and one.spread is not None and bool(one.spread.any())
