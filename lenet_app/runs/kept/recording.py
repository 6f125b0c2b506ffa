"""Keeping a run while it is made.

Files are written on a thread of their own, so that the training need not wait for the disk; an epoch is told once it is
in its files.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import safetensors.numpy

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.forward import Weights
from lenet_app.runs.kept import kept_run as files
from lenet_app.runs.kept.digests import Digests
from lenet_app.runs.kept.figures import EpochFigures, Figures, LayerRow, StepFigures, StepLog, as_csv
from lenet_app.runs.kept.kept_run import Head, State, content_of, weights_file
from lenet_app.runs.kept.settings import KeptSettings, models_of
from lenet_app.runs.reports import EpochDone, Made, Note, Recorded, RunReport
from lenet_app.storage.files import write_whole
from lenet_app.storage.models import bytes_of, write_model
from lenet_app.training.changes import to_json
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport, ChangeReport, EndReport
from lenet_app.training.state import RunState

if TYPE_CHECKING:
    from lenet_app.runs.kept.store import Claimed
    from lenet_app.training.engine.request import TrainingRequest
    from lenet_app.training.settings import TrainingSettings

_MOST_EPOCHS, _MOST_WEIGHTS = 500, 256 << 20
"""Of a run whose weights are all kept: epochs, and bytes; of a longer one those of every second epoch are, or fewer."""


@dataclass(frozen=True)
class Before:
    """What a run that goes on has kept so far: the rows of its tables, and its log."""

    figures: Figures = field(default_factory=Figures)
    log: str = ""


class Unrecorded:
    """A run that is not kept: its epochs are told at once.

    Args:
        state: where it goes on; None where it begins.
        opening: what there is to be told before it begins.
    """

    def __init__(self, state: RunState | None = None, opening: tuple[RunReport, ...] = ()) -> None:
        self.state, self.opening = state, opening
        self._pending: list[RunReport] = []

    def batch(self, report: BatchReport) -> None:
        """Take the figures of a step."""

    def epoch(self, done: EpochDone, _state: Callable[[], RunState]) -> None:
        """Take an epoch, and ask for the state after it."""
        self._pending.append(done)

    def changed(self, report: ChangeReport) -> None:
        """Take a change of the run, before a step follows it."""

    def told(self, *, whole: bool = False) -> list[RunReport]:
        """The epochs that are kept and not told yet, and why something could not be; `whole` waits for all."""
        del whole
        told, self._pending = self._pending, []
        return told

    def over(self, end: EndReport, made: Made | None = None, model: Path | None = None) -> list[RunReport]:
        """The run is over: it is stopped, or done where it came to its end.

        Args:
            end: of the training.
            made: what came of it, if there is something.
            model: where that lies.

        Returns:
            What there is to be told of it.
        """
        del end, made, model
        return []

    @contextmanager
    def lasting(self) -> Iterator[None]:
        """As long as the run lasts."""
        yield


class Recording(Unrecorded):
    """A run that is kept in a folder. What cannot be written is told once, and the run goes on.

    Args:
        claimed: the folder.
        head: of the run; it is written, so that the run is listed from now on.
        request: what it trains.
        state: where it goes on; None where it begins.
        notes: to be told of it.
        before: the rows of its tables, and the lines of its log, so far.
    """

    def __init__(
        self,
        claimed: "Claimed",
        head: Head,
        request: "TrainingRequest",
        *,
        state: RunState | None,
        notes: tuple[Note, ...],
        before: "Before",
    ) -> None:
        super().__init__(state, (Recorded(claimed.folder.name), *notes))
        self._folder, self._lock, self._head, self._request = claimed.folder, claimed.lock, head, request
        self._planned = Length.of(request.recipe, len(request.training))
        self._changes = request.changes
        self._done, images = (0, 0) if state is None else (state.progress.epochs_done, state.progress.images)
        kept = before.figures.until(self._done, images)
        self._epochs, self._layers = list(kept.epochs), list(kept.layers)
        self._steps = StepLog(self._planned, kept.steps, images)
        self._log = before.log.splitlines()
        self._waiting: EpochDone | None = None
        self._known_faults: set[str] = set()
        self._is_over = False
        self._pool = ThreadPoolExecutor(1, "keeping")
        self._job: Future[str] | None = None
        for note in notes or (Note(tr("The training begins.")),):
            self._note(note.text)

    def begin(self, digests: Digests | None) -> None:
        """Write what is known before the first epoch; the digests of the request take a moment.

        Raises:
            UserError: the head cannot be written.
        """
        self._write_changes()
        self._job = self._pool.submit(_fault_of, lambda: self._write_first(digests))

    def batch(self, report: BatchReport) -> None:
        """Add it to the curve of the steps."""
        self._steps.add(report)

    def changed(self, report: ChangeReport) -> None:
        """Write it at once: who resumes takes it over."""
        self._settle()
        self._changes = (*self._changes, report.change)
        self._note(report.change.text)
        self._take(_fault_of(self._write_changes))
        self._take(_fault_of(self._write_log))

    def epoch(self, done: EpochDone, state: Callable[[], RunState]) -> None:
        """Write it beside the training, once the one before is written."""
        self._settle()
        at = state()
        self._waiting = done
        self._done = done.report.epoch
        self._epochs.append(EpochFigures.of(done.report, round(at.progress.seconds, 3)))
        self._layers += LayerRow.of(done.report)
        tables = {
            files.EPOCHS: as_csv(EpochFigures, self._epochs),
            files.LAYERS: as_csv(LayerRow, self._layers),
            files.STEPS: as_csv(StepFigures, self._steps.rows),
        }
        weights, number = done.report.weights, self._done
        self._job = self._pool.submit(_fault_of, lambda: self._write_epoch(number, weights, at, tables))

    def told(self, *, whole: bool = False) -> list[RunReport]:
        """Epochs that are in their files."""
        if self._job is not None and (whole or self._job.done()):
            self._settle()
        return super().told()

    def over(self, end: EndReport, made: Made | None = None, model: Path | None = None) -> list[RunReport]:
        """Write the rest, and last the head."""
        self._settle()
        self._is_over = True
        is_done = not end.stopped and not end.fault
        accuracy = made.model.metrics.test_accuracy if made is not None else None
        head = replace(
            self._head,
            state=State.DONE if is_done else State.STOPPED,
            epochs_done=self._done,
            accuracy=accuracy,
            model=None if model is None else str(model),
            seconds=round(end.seconds, 3),
            fault=end.fault,
        )
        self._note(f"{head.state.label} {end.fault or end.reason}".strip())
        self._take(_fault_of(lambda: self._write_last(head, end, made)))
        return self.told()

    @contextmanager
    def lasting(self) -> Iterator[None]:
        """A fault that is told stops the run; whatever else breaks it off leaves it cut off, as a kill does."""
        try:
            yield
        except UserError as error:
            if not self._is_over:
                self._settle()
                head = replace(self._head, state=State.STOPPED, epochs_done=self._done, fault=str(error))
                self._note(head.fault)
                _fault_of(lambda: self._write_end(head))
            raise
        finally:
            self._pool.shutdown()
            self._lock.release()

    def _settle(self) -> None:
        """Wait until what was to be written is; then its epoch can be told."""
        if self._job is not None:
            fault, self._job = self._job.result(), None
            self._take(fault)
        if self._waiting is not None:
            self._pending.append(self._waiting)
            self._waiting = None

    def _take(self, fault: str) -> None:
        """Tell it once."""
        if fault and fault not in self._known_faults:
            self._known_faults.add(fault)
            self._pending.append(Note(fault, is_fault=True))

    def _write_first(self, digests: Digests | None) -> None:
        found = digests or Digests.of(self._request)
        self._write(files.DIGESTS, content_of({"request": found.request, "data": found.data}))
        self._write_weights(0, self._request.weights)
        self._write_log()

    def _write_epoch(self, epoch: int, weights: Weights, state: RunState, tables: dict[str, bytes]) -> None:
        """The state comes last: whoever finds it finds the rest as well."""
        if epoch % self._every == 0 or epoch == self._head.epochs:
            self._write_weights(epoch, weights)
        for name, table in tables.items():
            self._write(name, table)
        self._write(files.STATE, state.to_bytes())

    def _write_last(self, head: Head, end: EndReport, made: Made | None) -> None:
        if made is not None:
            write_model(made.model, self._folder / files.MODEL)
        self._write(files.STEPS, as_csv(StepFigures, self._steps.rows))
        if end.epoch and end.epoch <= head.epochs_done and not (self._folder / weights_file(end.epoch)).exists():
            self._write_weights(end.epoch, end.weights)
        self._write_end(head)

    def _write_changes(self) -> None:
        """The changes, and the head with the epochs that there are with them."""
        if self._changes:
            self._write(files.CHANGES, content_of(to_json(self._changes)))
        added = sum(change.epochs for change in self._changes)
        self._head = replace(self._head, epochs=self._planned.longer(added).epochs)
        self._write(files.HEAD, content_of(self._head.to_json()))

    def _write_end(self, head: Head) -> None:
        self._write_log()
        self._write(files.HEAD, content_of(head.to_json()))

    @property
    def _every(self) -> int:
        """Of how many epochs one's weights are kept."""
        epochs, size = self._head.epochs, bytes_of(self._request.architecture)
        return max(1, -(-epochs // _MOST_EPOCHS), -(-epochs * size // _MOST_WEIGHTS))

    def _write_weights(self, epoch: int, weights: Weights) -> None:
        self._write(str(weights_file(epoch)), safetensors.numpy.save(dict(weights)))

    def _write(self, name: str, content: bytes) -> None:
        write_whole(self._folder / name, content)

    def _note(self, sentence: str) -> None:
        self._log.append(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {sentence}")

    def _write_log(self) -> None:
        self._write(files.LOG, ("\n".join(self._log) + "\n").encode(errors="replace"))


def _fault_of(write: Callable[[], None]) -> str:
    """Why something could not be written, as a sentence; empty where it was."""
    try:
        write()
    except UserError as error:
        return str(error)
    return ""


def write_settings(folder: Path, kept: KeptSettings, settings: "TrainingSettings") -> None:
    """Put what a run is asked for into its folder, the models that it begins with among it.

    Raises:
        UserError: it cannot be written.
    """
    for name, model in models_of(settings):
        write_model(model, folder / name)
    write_whole(folder / files.SETTINGS, content_of(kept.to_json()))
