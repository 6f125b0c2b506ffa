"""Working a queue off: one run after the other, each from where an earlier call was broken off."""

from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.faults import sentence_for
from lenet_app.runs.kept.kept_run import KeptRun, State
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.places import InFile, Place
from lenet_app.runs.queue.queue import Item, Queue, Turn
from lenet_app.runs.reports import Done, Failed, Recorded, RowReport
from lenet_app.runs.resuming import resumed
from lenet_app.runs.row import make_one
from lenet_app.runs.run import Run
from lenet_app.training.changes import Wish


@dataclass(frozen=True)
class Share:
    """Which runs of a queue a process makes: every `size`th from the `rank`th on."""

    rank: int = 0
    size: int = 1

    def has(self, number: int) -> bool:
        """Whether the run of this number, from 1, is among them."""
        return (number - 1) % self.size == self.rank


def work(
    queue: Queue, store: RunStore, downloads: Path, share: Share | None = None
) -> Generator[RowReport, Wish, None]:
    """Make every run of the queue that is not done, yielding its reports; `Begun` tells which by its number in it.

    What was begun and broken off goes on after its last whole epoch. Where one fails the others go on. To stop, send
    True in place of taking the next report.

    Args:
        queue: what is to be done; what becomes of it is kept there.
        store: where the runs are kept.
        downloads: the folder of downloaded data sets.
        share: of it; None for all.

    Raises:
        UserError: what became of a run cannot be written.
    """
    share = share or Share()
    for number, item in enumerate(queue.items(), start=1):
        if not share.has(number) or item.facts.turn in (Turn.DONE, Turn.FAILED):
            continue
        kept = _kept(item, store)
        if kept is not None and kept.state is State.RUNNING:  # another process is at it
            continue
        if kept is not None and kept.state is State.DONE:
            _finish(queue, item, kept)
            continue
        try:
            run = run_of(item, store, InFile(item.model), downloads)
        except UserError as error:
            queue.take(item, turn=Turn.FAILED, fault=str(error))
            is_stopped = (yield Failed(number, error)) is True
        else:
            is_stopped = yield from _made(queue, item, run, number)
        if is_stopped:
            return


def _made(queue: Queue, item: Item, run: Run, number: int) -> Generator[RowReport, Wish, bool]:
    """Make one, and keep what becomes of it; whether all is to end."""
    reports, is_stopped = make_one(run, number), False
    report = next(reports)
    while True:
        match report:
            case Recorded(run=name):
                item = queue.take(item, turn=Turn.BEGUN, run=name)
            case Failed(error=error):
                item = queue.take(item, turn=Turn.FAILED, fault=sentence_for(error))
            case Done():
                assert run.store is not None
                _finish(queue, item, _kept(item, run.store))
        wish = yield report
        is_stopped = wish is True or is_stopped
        try:
            report = reports.send(is_stopped or wish)
        except StopIteration:
            return is_stopped


def finish(queue: Queue, item: Item, store: RunStore, fault: str = "") -> None:
    """Keep what became of an item whose run is over for now: done, failed, or stopped and to be gone on with.

    Args:
        queue: it is in.
        item: as it is kept now.
        store: where its run is.
        fault: why it failed, as a sentence; empty where it did not.

    Raises:
        UserError: that cannot be written.
    """
    kept = _kept(item, store)
    if kept is not None and kept.state is State.DONE:
        _finish(queue, item, kept)
    elif fault:
        queue.take(item, turn=Turn.FAILED, fault=fault)


def _finish(queue: Queue, item: Item, kept: KeptRun | None) -> None:
    """Keep that it is done, unless it was stopped on the way."""
    if kept is None:
        queue.take(item, turn=Turn.DONE)
    elif kept.state is State.DONE:
        queue.take(item, turn=Turn.DONE, seconds=kept.head.seconds, accuracy=kept.head.accuracy)


def _kept(item: Item, store: RunStore) -> KeptRun | None:
    """The kept run that was begun; None where there is none any more."""
    with suppress(UserError):
        return store.find(item.facts.run) if item.facts.run else None
    return None


def run_of(item: Item, store: RunStore, place: Place, downloads: Path) -> Run:
    """The run of an item, from where it was broken off if it was.

    Args:
        item: of a queue.
        store: where runs are kept.
        place: where the model goes.
        downloads: the folder of downloaded data sets.

    Raises:
        UserError: it cannot be read, is at work, or is done.
    """
    kept = _kept(item, store)
    if kept is not None:
        return resumed(kept, store, place, downloads)
    asked = item.settings()
    return Run(asked.training_settings(item.folder), asked.name, place, downloads, source=asked.source, store=store)
