"""All kept runs: listed, found, begun, deleted and brought back."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.json_values import proper
from lenet_app.language import tr
from lenet_app.runs.kept.kept_run import HEAD, LOCK, KeptRun, State
from lenet_app.runs.kept.lock import Lock
from lenet_app.storage.files import Unusable
from lenet_app.storage.names import fitting_name
from lenet_app.temporary import clear_left

TRASH_DAYS = 30
"""So long a deleted run can be brought back."""


@dataclass(frozen=True)
class Claimed:
    """A folder that one run writes to, and the lock that tells so."""

    folder: Path
    lock: Lock


class RunStore:
    """A folder with a folder for each run. A run is called as its folder is.

    Args:
        folder: made when a run begins.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def trash(self) -> Path:
        """The folder that deleted runs go to, for `TRASH_DAYS`."""
        return self.folder / "trash"

    def runs(self) -> tuple[KeptRun, ...]:
        """All runs, the newest first; those whose head cannot be read are left out."""
        return self.sorted_out()[0]

    def unusable(self) -> tuple[Unusable, ...]:
        """What lies among the runs and cannot be read."""
        return self.sorted_out()[1]

    def find(self, name: str) -> KeptRun:
        """The run of this name.

        Raises:
            UserError: there is none, or it cannot be read.
        """
        run = KeptRun.of(self.folder / name) if _is_name(name) else None
        if run is None:
            raise UserError(tr("There is no run {name}; `lenet-app runs` lists them.").format(name=proper(name)))
        return run

    def unfinished(self, request: str) -> KeptRun | None:
        """The newest run that can go on and has this digest of its request."""
        for run in self.runs():
            with suppress(UserError):
                if run.can_go_on and run.digest("request") == request:
                    return run
        return None

    def begin(self, title: str) -> Claimed:
        """A new folder, named after a title and the time.

        Raises:
            OSError: it cannot be made.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        name = fitting_name(title.replace(" ", "-"), f"-{datetime.now():%Y%m%d-%H%M%S}")
        for free in _numbered(name):
            folder = self.folder / free
            if (self.trash / free).exists():  # what is brought back has its name again
                continue
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            lock = Lock.taken(folder / LOCK)
            assert lock is not None  # nobody else knows of it
            return Claimed(folder, lock)
        raise AssertionError

    def go_on(self, run: KeptRun) -> Claimed:
        """The folder of a run that goes on.

        Raises:
            UserError: it is at work already.
            OSError: its folder cannot be written to.
        """
        lock = Lock.taken(run.folder / LOCK)
        if lock is None:
            raise UserError(tr("The run {name} is at work already.").format(name=run.name))
        clear_left([run.folder, *(path for path in run.folder.iterdir() if path.is_dir())])
        return Claimed(run.folder, lock)

    def delete(self, run: KeptRun) -> None:
        """Put a run into the trash; what has been there for long goes.

        Raises:
            UserError: it is at work, or the disk refuses.
        """
        now = KeptRun.of(run.folder)
        if now is not None and now.state is State.RUNNING:
            raise UserError(tr("The run {name} is at work: stop it first.").format(name=run.name))
        self._empty_trash()
        self._move(run.folder, self.trash / run.name)
        with suppress(OSError):
            os.utime(self.trash / run.name)  # from now on it counts the days

    def restore(self, name: str) -> KeptRun:
        """Bring a deleted run back.

        Raises:
            UserError: it is not in the trash, or the disk refuses.
        """
        if not _is_name(name) or not (self.trash / name / HEAD).is_file():
            raise UserError(tr("There is no deleted run {name}.").format(name=proper(name)))
        self._move(self.trash / name, self.folder / name)
        return self.find(name)

    def _move(self, source: Path, target: Path) -> None:
        try:
            target.parent.mkdir(exist_ok=True)
            source.rename(target)
        except OSError as error:
            sentence = tr("{name} cannot be moved: {fault}.")
            raise UserError(sentence.format(name=source.name, fault=error.strerror or error)) from error

    def _empty_trash(self) -> None:
        oldest = time.time() - TRASH_DAYS * 24 * 3600
        for path in _folders(self.trash):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    shutil.rmtree(path)

    def sorted_out(self) -> tuple[tuple[KeptRun, ...], tuple[Unusable, ...]]:
        """Both of `runs` and `unusable`, looked at once."""
        runs: list[KeptRun] = []
        unusable: list[Unusable] = []
        for folder in _folders(self.folder):
            try:
                run = KeptRun.of(folder)
            except UserError as error:
                unusable.append(Unusable(folder, str(error)))
                continue
            if run is not None:
                runs.append(run)
        runs.sort(key=lambda run: (run.head.begun, run.name), reverse=True)
        return tuple(runs), tuple(unusable)


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir()]
    except OSError:
        return []


def _is_name(name: str) -> bool:
    return name not in ("", ".", "..") and Path(name).name == name and "\\" not in name and "\0" not in name


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
