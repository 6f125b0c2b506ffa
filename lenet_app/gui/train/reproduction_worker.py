"""A row of trainings that reproduce what was published, on a thread of its own; each result is kept as it comes."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.faults import sentence_for
from lenet_app.gui.workers.stepping import SteppingThread
from lenet_app.gui.workers.torch_loading import load_torch
from lenet_app.language import tr
from lenet_app.networks.tasks import Task
from lenet_app.paths import Home

if TYPE_CHECKING:
    from lenet_app.storage.results import ReproductionFolder


class ReproductionThread(SteppingThread):
    """Trains what is not done yet, one task after the other.

    Args:
        tasks: in their order.
        folder: where results and report go; tasks whose result lies there are not trained again.
        home: where downloaded data sets lie, and where runs are kept.
        places: by the name of a data set the path to read it from in its place.
        device_id: see `training.devices.choose`.
    """

    task_begun = Signal(object, int)
    """A Task that is trained now, and its number, from 1."""
    epoch_done = Signal(object)
    """An EpochReport."""
    task_done = Signal(object, object)
    """A Task and its Result, also of one that was done before."""

    def __init__(
        self,
        tasks: Sequence[Task],
        folder: "ReproductionFolder",
        home: Home,
        places: Mapping[str, str],
        device_id: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reproduction")
        self.tasks, self.folder = tuple(tasks), folder
        self._home = home
        self._places, self._device_id = dict(places), device_id
        self._skipped: set[str] = set()

    def work(self) -> None:
        """Train every task; what cannot be trained is told, and the next one goes on.

        Raises:
            UserError: a result cannot be kept in its folder; where it is kept is told, and nothing is trained any more.
        """
        load_torch()
        from lenet_app.runs.keeping import kept_elsewhere_text  # noqa: PLC0415 - as below
        from lenet_app.runs.kept.store import RunStore  # noqa: PLC0415 - as below
        from lenet_app.runs.reports import Begun, Done, EpochDone, Failed, Missing, Unkept  # noqa: PLC0415 - as below
        from lenet_app.runs.reproduction import reproduce  # noqa: PLC0415 - the window is there sooner

        home, store = self._home, RunStore(self._home.runs)
        reports = reproduce(self.tasks, self.folder, home.data, self._places, self._device_id, store)
        for report in self.steps(reports):
            match report:
                case Begun(number=number):
                    self.task_begun.emit(self.tasks[number - 1], number)
                case Done(number=number):
                    self.task_done.emit(self.tasks[number - 1], report.where)
                case Missing(number=number):
                    self._tell_missing(self.tasks[number - 1])
                case Failed(number=number):
                    sentence = tr("{task}: {fault}")
                    fault = sentence_for(report.error)
                    self.failed.emit(sentence.format(task=self.tasks[number - 1].key, fault=fault))
                case Unkept():
                    raise UserError(kept_elsewhere_text(report))
                case EpochDone():
                    self.epoch_done.emit(report.report)
                case _:
                    self.tell(report)

    def _tell_missing(self, task: Task) -> None:
        """Tell once of each network that its data set is not here."""
        network = task.member.architecture
        if network.id in self._skipped:
            return
        self._skipped.add(network.id)
        sentence = tr("{network} is skipped: its data set {data_set} is not on this computer.")
        self.failed.emit(sentence.format(network=network.title, data_set=catalogue.title_of(task.member.data_set)))
