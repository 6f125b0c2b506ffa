"""How far a training had come along the way."""

from dataclasses import dataclass, field

from lenet_app.networks.tasks import CurvePoint
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport


@dataclass
class Curve:
    """Gathers a point at each mark of a run from the reports of its batches, whose accuracy is that of an epoch so far.

    Args:
        length: of the run.
        one_by_one: whether every picture is a step of its own, though a report tells of many.
    """

    length: Length
    one_by_one: bool
    points: list[CurvePoint] = field(default_factory=list)
    _epochs: tuple[float, int] = (0.0, 0)
    """Right answers and pictures of the whole epochs before."""
    _mark: tuple[float, int] = (0.0, 0)
    """The same at the last mark."""

    def add(self, report: BatchReport) -> None:
        """Take a report; all are to come, one after the other."""
        right, seen = self._epochs
        now = right + report.accuracy * (report.images - seen), report.images
        step = (report.epoch - 1) * self.length.per_epoch + report.batch
        if step % self.length.stretch == 0:
            accuracy = (now[0] - self._mark[0]) / (now[1] - self._mark[1])
            count = report.images if self.one_by_one else step
            self.points.append(CurvePoint(count, round(report.seconds, 2), round(accuracy, 4)))
            self._mark = now
        if report.batch == report.batches:
            self._epochs = now
