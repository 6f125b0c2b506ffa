"""How far a training had come along the way."""

from dataclasses import InitVar, dataclass, field

from lenet_app.networks.tasks import CurvePoint
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport


@dataclass
class Curve:
    """Gathers a point at each mark of a run from the reports of its batches, whose accuracy is that of an epoch so far.

    Args:
        length: of the run.
        one_by_one: whether every picture is a step of its own, though a report tells of many.
        begun: pictures that were learned before the first report, in whole epochs.
    """

    length: Length
    one_by_one: bool
    begun: InitVar[int] = 0
    points: list[CurvePoint] = field(default_factory=list)
    _epochs: tuple[float, int] = field(init=False)
    """Right answers and pictures of the whole epochs before."""
    _mark: tuple[float, int] = field(init=False)
    """The same at the last mark."""

    def __post_init__(self, begun: int) -> None:
        """Begin where the reports do."""
        self._epochs = self._mark = (0.0, begun)

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
