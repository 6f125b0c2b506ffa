"""A kept run as it is read: its head, which a list tells, and what lies in its folder."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import safetensors
import safetensors.numpy

from lenet_app.errors import UserError
from lenet_app.json_values import made, parsed, plain
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Weights
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.runs.kept.figures import (
    EpochFigures,
    Figures,
    LayerRow,
    Row,
    StepFigures,
    columns_from_csv,
    from_csv,
)
from lenet_app.runs.kept.lock import is_held
from lenet_app.runs.kept.settings import KeptSettings
from lenet_app.storage.files import files_in, is_file, read_bytes
from lenet_app.storage.models import SUFFIX, bytes_of
from lenet_app.training.changes import Change, from_json
from lenet_app.training.state import Progress, RunState

Table = TypeVar("Table")

HEAD, SETTINGS, DIGESTS, LOCK = "run.json", "settings.json", "digests.json", "lock"
EPOCHS, STEPS, LAYERS, LOG = "epochs.csv", "steps.csv", "layers.csv", "log.txt"
CHANGES = "changes.json"
STATE, MODEL, WEIGHTS = f"state{SUFFIX}", f"model{SUFFIX}", "weights"
_MOST_BYTES = 20_000_000
"""Of any of these but weights; a larger file is none of this program's."""
_COPIES = 10
"""More sets of weights than a state has: the network, its average, the kept epoch, and what optimisers remember."""
_STATE_HEAD = 1 << 16


class State(StrEnum):
    """What became of a run."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """By somebody, or by a fault that was told."""
    CUT_OFF = "cut off"
    """By a crash, a kill or a loss of power."""

    @property
    def label(self) -> str:
        """As people read it."""
        texts = {
            State.RUNNING: tr("running"),
            State.DONE: tr("done"),
            State.STOPPED: tr("stopped"),
            State.CUT_OFF: tr("cut off"),
        }
        return texts[self]


@dataclass(frozen=True)
class Head:
    """What run.json holds: all that a list tells. It is written when the run begins, and when it is over.

    Args:
        network: its id, and `network_title` what people call it.
        data_set: what people call it.
        begun: date and time, ISO 8601 with the zone.
        epochs: that are planned, the last of which may be a part of one.
        epochs_done: whole ones, once it is over.
        accuracy: of the finished model on the test pictures, 0 to 1; None until it is measured.
        model: the file that the finished model was put into; None for none.
        seconds: of training, once it is over.
        task: of which reproduction it is a part; empty for none.
        fault: why it ended early, as a sentence.
    """

    format_version: int
    network: str
    network_title: str
    data_set: str
    seed: int
    begun: str
    epochs: int
    state: State = State.RUNNING
    epochs_done: int = 0
    accuracy: float | None = None
    model: str | None = None
    seconds: float | None = None
    task: str = ""
    fault: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return plain(self)


FORMAT_VERSION = 1


@dataclass(frozen=True)
class KeptRun:
    """A run in its folder, as it was when it was looked at.

    Args:
        state: what became of it by then.
        epochs_done: whole epochs that it goes on after.
    """

    folder: Path
    head: Head
    state: State
    epochs_done: int

    @staticmethod
    def of(folder: Path) -> "KeptRun | None":
        """The run in a folder; None where there is none.

        Raises:
            UserError: its head cannot be read.
        """
        try:
            value = parsed(read_bytes(folder / HEAD, _MOST_BYTES))
            head = made(value, Head, "{fault}.")
            if head.format_version != FORMAT_VERSION:
                raise UserError(tr("its format version is {version}, not 1").format(version=head.format_version))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UserError, ValueError) as error:
            raise unreadable(folder, error) from error
        if head.state is not State.RUNNING:
            return KeptRun(folder, head, head.state, head.epochs_done)
        state = State.RUNNING if is_held(folder / LOCK) else State.CUT_OFF
        return KeptRun(folder, head, state, _epochs_done(folder))

    @property
    def name(self) -> str:
        """What tells it from all others."""
        return self.folder.name

    @property
    def model(self) -> Path | None:
        """The finished model: where it was put, or the run's own copy of it; None where there is none."""
        copies = (None if self.head.model is None else Path(self.head.model), self.folder / MODEL)
        return next((path for path in copies if path is not None and is_file(path)), None)

    @property
    def can_go_on(self) -> bool:
        """Whether there is something left to do, and nobody does it."""
        return self.state in (State.STOPPED, State.CUT_OFF)

    @property
    def can_be_longer(self) -> bool:
        """Whether it is done, and can be given more epochs: what it goes on from is still there."""
        return self.state is State.DONE and not self.head.task and is_file(self.folder / STATE)

    def changes(self) -> tuple[Change, ...]:
        """What was changed about it while it was under way, in that order.

        Raises:
            UserError: it cannot be read.
        """
        return from_json(self._json(CHANGES)) if is_file(self.folder / CHANGES) else ()

    def settings(self) -> KeptSettings:
        """What it was asked for.

        Raises:
            UserError: it cannot be read.
        """
        return KeptSettings.from_json(self._json(SETTINGS))

    def digest(self, name: str) -> str:
        """One of its `Digests`; empty where it was broken off before they were written."""
        if not is_file(self.folder / DIGESTS):
            return ""
        value = self._json(DIGESTS)
        return str(value.get(name, "")) if isinstance(value, dict) else ""

    def epochs(self) -> tuple[EpochFigures, ...]:
        """The figures of its epochs.

        Raises:
            UserError: they cannot be read.
        """
        return self._table(EpochFigures, EPOCHS)

    def columns_of_epochs(self, names: Sequence[str]) -> list[tuple[float | int | None, ...]]:
        """Some columns of the figures of its epochs.

        Raises:
            UserError: they cannot be read.
        """
        return self._read_table(EPOCHS, lambda content: columns_from_csv(EpochFigures, content, names)) or []

    def steps(self) -> tuple[StepFigures, ...]:
        """The figures of its steps, thinned.

        Raises:
            UserError: they cannot be read.
        """
        return self._table(StepFigures, STEPS)

    def layers(self) -> tuple[LayerRow, ...]:
        """What is known of its layers after each epoch.

        Raises:
            UserError: it cannot be read.
        """
        return self._table(LayerRow, LAYERS)

    def figures(self) -> Figures:
        """All of these.

        Raises:
            UserError: some cannot be read.
        """
        return Figures(self.epochs(), self.steps(), self.layers(), self.changes())

    @property
    def kept_epochs(self) -> tuple[int, ...]:
        """The epochs whose weights are kept, in their order; 0 is before the first."""
        stems = (path.stem for path in files_in(self.folder / WEIGHTS, SUFFIX))
        return tuple(sorted(int(stem) for stem in stems if stem.isdigit()))

    def weights(self, epoch: int) -> Weights:
        """The network after one of the `kept_epochs`.

        Raises:
            UserError: they cannot be read.
        """
        architecture = Architecture.from_json(self.settings().architecture)
        path = self.folder / weights_file(epoch)
        try:
            return safetensors.numpy.load(read_bytes(path, bytes_of(architecture)))
        except (OSError, safetensors.SafetensorError) as error:
            raise unreadable(path, error) from error

    def course(self) -> tuple[KeptWeights, ...]:
        """The network after each of the `kept_epochs`, as `inspection.epochs` looks through them.

        Raises:
            UserError: they cannot be read.
        """
        return tuple(KeptWeights(epoch, self.weights(epoch)) for epoch in self.kept_epochs)

    def going_on(self) -> RunState | None:
        """Where it goes on; None before its first whole epoch.

        Raises:
            UserError: that cannot be read.
        """
        path = self.folder / STATE
        if not is_file(path):
            return None
        try:
            return RunState.from_bytes(self.state_bytes())
        except (OSError, UserError) as error:
            raise unreadable(path, error) from error

    def state_bytes(self) -> bytes:
        """The content of its state's file.

        Raises:
            OSError: it cannot be read.
        """
        architecture = Architecture.from_json(self.settings().architecture)
        return read_bytes(self.folder / STATE, _COPIES * bytes_of(architecture))

    def log(self) -> str:
        """What was told of it, a line each with its time."""
        try:
            return read_bytes(self.folder / LOG, _MOST_BYTES).decode(errors="replace")
        except OSError:
            return ""

    def size(self) -> int:
        """Bytes of its files."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if is_file(path))

    def _json(self, name: str) -> object:
        path = self.folder / name
        try:
            return parsed(read_bytes(path, _MOST_BYTES))
        except (OSError, ValueError) as error:
            raise unreadable(path, error) from error

    def _table(self, kind: type[Row], name: str) -> tuple[Row, ...]:
        return self._read_table(name, lambda content: from_csv(kind, content)) or ()

    def _read_table(self, name: str, read: Callable[[bytes], Table]) -> Table | None:
        path = self.folder / name
        try:
            return read(read_bytes(path, _MOST_BYTES))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, TypeError) as error:
            raise unreadable(path, error) from error


def weights_file(epoch: int) -> Path:
    """Where the weights after an epoch lie within the folder of a run."""
    return Path(WEIGHTS, f"{epoch:04d}{SUFFIX}")


def _epochs_done(folder: Path) -> int:
    """How many whole epochs a state tells of, of which only the beginning is read."""
    try:
        return Progress.from_head(read_bytes(folder / STATE, 1 << 40, _STATE_HEAD)).epochs_done
    except (OSError, UserError):
        return 0


def unreadable(path: Path, error: Exception) -> UserError:
    """What is told of a file of a run that cannot be read."""
    fault = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    return UserError(tr("{file} cannot be used: {fault}.").format(file=path, fault=fault.rstrip(".")))


def content_of(value: object) -> bytes:
    """JSON for people."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode(errors="replace")
