"""Runs that wait, in a folder: what each was asked for, their order, and what became of them. All is written whole."""

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.json_values import made, parsed, plain
from lenet_app.language import tr
from lenet_app.runs.kept.kept_run import content_of
from lenet_app.runs.kept.machine import Machine
from lenet_app.runs.kept.recording import write_settings
from lenet_app.runs.kept.settings import KeptSettings
from lenet_app.runs.run import Run
from lenet_app.storage.files import read_bytes, write_whole
from lenet_app.storage.models import SUFFIX

_ORDER, _SETTINGS, _FACTS = "order.json", "settings.json", "item.json"
_MOST_BYTES = 20_000_000


class Turn(StrEnum):
    """How far a run of the queue is."""

    WAITING = "waiting"
    BEGUN = "begun"
    """It is at work, or was broken off and goes on."""
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Facts:
    """What is known of a run of the queue.

    Args:
        title: what tells it from the others.
        estimate: seconds that it takes, as measured before; None while it is not.
        turn: how far it is.
        run: the kept run, once it has begun.
        seconds: that it took; `accuracy` of its model on the test pictures, 0 to 1.
        fault: why it failed, as a sentence.
    """

    title: str
    estimate: float | None = None
    turn: Turn = Turn.WAITING
    run: str = ""
    seconds: float | None = None
    accuracy: float | None = None
    fault: str = ""


@dataclass(frozen=True)
class _Order:
    names: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Item:
    """A run of the queue, in its folder, as it was when it was looked at."""

    folder: Path
    facts: Facts

    @property
    def name(self) -> str:
        """What tells it from all others."""
        return self.folder.name

    @property
    def model(self) -> Path:
        """Where the model of a sweep's run goes."""
        return self.folder / f"model{SUFFIX}"

    def settings(self) -> KeptSettings:
        """What it was asked for.

        Raises:
            UserError: it cannot be read.
        """
        return KeptSettings.from_json(_read(self.folder / _SETTINGS))


class Queue:
    """A folder with a folder for each run that waits.

    Args:
        folder: made when something is lined up.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def is_there(self) -> bool:
        """Whether something was ever lined up."""
        return (self.folder / _ORDER).is_file()

    def items(self) -> tuple[Item, ...]:
        """All of them, in their order; one whose files are damaged is left out."""
        found = []
        for name in self._names():
            with suppress(UserError, OSError):
                facts = made(_read(self.folder / name / _FACTS), Facts, "{fault}.")
                found.append(Item(self.folder / name, facts))
        return tuple(found)

    def add(self, runs: Iterable[tuple[str, Run]]) -> tuple[Item, ...]:
        """Line these up behind the others, each with its title.

        Raises:
            UserError: they cannot be written.
        """
        names, added = list(self._names()), []
        number = max((int(name) for name in names if name.isdecimal()), default=0)
        for title, run in runs:
            number += 1
            folder = self.folder / f"{number:04d}"
            write_settings(folder, KeptSettings.of(run, Machine.unknown()), run.settings)
            item = Item(folder, Facts(title))
            self._write_facts(item)
            added.append(item)
            names.append(folder.name)
        self._write_order(names)
        return tuple(added)

    def remove(self, item: Item) -> None:
        """Take it out of the line.

        Raises:
            UserError: that cannot be written.
        """
        self._write_order([name for name in self._names() if name != item.name])
        shutil.rmtree(item.folder, ignore_errors=True)

    def move_up(self, item: Item) -> None:
        """Put it before the one that it follows.

        Raises:
            UserError: that cannot be written.
        """
        names = list(self._names())
        place = names.index(item.name) if item.name in names else 0
        if place:
            names[place - 1], names[place] = names[place], names[place - 1]
            self._write_order(names)

    def take(self, item: Item, **facts: object) -> Item:
        """The item with other facts, which are kept.

        Raises:
            UserError: they cannot be written.
        """
        changed = Item(item.folder, replace(item.facts, **facts))  # type: ignore[arg-type]
        self._write_facts(changed)
        return changed

    def _names(self) -> Sequence[str]:
        try:
            names = made(_read(self.folder / _ORDER), _Order, "{fault}.").names
        except (OSError, UserError):
            return ()
        return [name for name in names if Path(name).name == name and name not in ("", ".", "..")]

    def _write_order(self, names: Sequence[str]) -> None:
        write_whole(self.folder / _ORDER, content_of(plain(_Order(tuple(names)))))

    def _write_facts(self, item: Item) -> None:
        write_whole(item.folder / _FACTS, content_of(plain(item.facts)))


def _read(path: Path) -> object:
    try:
        return parsed(read_bytes(path, _MOST_BYTES))
    except ValueError as error:
        raise UserError(tr("{file} cannot be used: {fault}.").format(file=path, fault=error)) from error
