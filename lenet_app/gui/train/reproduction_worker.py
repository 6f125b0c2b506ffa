"""A row of trainings that reproduce what was published, on a thread of its own; each result is kept as it comes."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.data import catalogue
from lenet_app.gui.workers.background import sentence_for
from lenet_app.gui.workers.stepping import SteppingThread
from lenet_app.gui.workers.torch_loading import load_torch
from lenet_app.language import tr
from lenet_app.networks.tasks import Task
from lenet_app.training.reports import EpochReport

if TYPE_CHECKING:
    from lenet_app.runs.reproduction import Reproduction
    from lenet_app.storage.results import ReproductionFolder


class ReproductionThread(SteppingThread):
    """Trains what is not done yet, one task after the other.

    Args:
        tasks: in their order.
        folder: where results and report go; tasks whose result lies there are not trained again.
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
        places: Mapping[str, str],
        device_id: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reproduction")
        self.tasks, self.folder = tuple(tasks), folder
        self._places, self._device_id = dict(places), device_id
        self._skipped: set[str] = set()

    def work(self) -> None:
        """Train every task; what cannot be trained is told, and the next one goes on."""
        self.folder.check_writable()
        load_torch()
        from lenet_app.training.engine.devices import limit_threads  # noqa: PLC0415

        limit_threads()
        for number, task in enumerate(self.tasks, start=1):
            if self._stop.is_set():
                break
            if (done := self.folder.result(task)) is not None:
                self.task_done.emit(task, done)
            elif self._has_data(task):
                self._do(task, number)
        self.folder.write_report()

    def _has_data(self, task: Task) -> bool:
        """Whether the task's data set is here; where it is not, that is told once of each network."""
        name, wanted = task.member.architecture.id, task.member.data_set
        if wanted in self._places or catalogue.is_here(wanted):
            return True
        if name not in self._skipped:
            self._skipped.add(name)
            sentence = tr("{network} is skipped: its data set {data_set} is not on this computer.")
            title = catalogue.title_of(wanted)
            self.failed.emit(sentence.format(network=task.member.architecture.title, data_set=title))
        return False

    def _do(self, task: Task, number: int) -> None:
        """Train the task and keep its result; what goes wrong with the training is told, and the others go on."""
        self.task_begun.emit(task, number)
        try:
            found = self._trained(task)
        except Exception as error:  # noqa: BLE001 - the others can still be trained
            sentence = tr("{task}: {fault}")
            self.failed.emit(sentence.format(task=task.key, fault=sentence_for(error)))
            return
        if found is not None:
            self.folder.keep(task, found.result, found.model)
            self.task_done.emit(task, found.result)

    def _trained(self, task: Task) -> "Reproduction | None":
        """What came of the task; None where it was stopped."""
        from lenet_app.runs.reproduction import Reproduction, reproduce  # noqa: PLC0415 - loads torch

        data_set = catalogue.load(self._places.get(task.member.data_set, task.member.data_set))
        found = None
        for report in self.steps(reproduce(task, data_set, self._device_id or None)):
            match report:
                case Reproduction():
                    found = report
                case EpochReport():
                    self.epoch_done.emit(report)
                case _:
                    self.tell(report)
        return found
