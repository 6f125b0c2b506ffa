"""The user's samples in the window: every question and every change goes to a thread of its own."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.workers.background import Background

if TYPE_CHECKING:
    from lenet_app.samples.sample import Sample
    from lenet_app.samples.store import SampleStore

Result = TypeVar("Result")


class SampleDesk(QObject):
    """Keeps, changes and finds samples beside the window; what is done is on the disk before it is told.

    Args:
        file: of the database.
        parent: the owner.
    """

    changed = Signal()
    """There are other samples than before, or some have other labels."""
    failed = Signal(str)
    """One sentence: something could not be kept, changed or found."""

    def __init__(self, file: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.file = file
        self._background = Background(self)

    @cached_property
    def _store(self) -> "SampleStore":
        from lenet_app.samples.store import SampleStore  # noqa: PLC0415 - the window is there sooner

        return SampleStore(self.file)

    def ask(
        self,
        work: "Callable[[SampleStore], Result]",
        then: Callable[[Result], object],
        otherwise: Callable[[str], object] | None = None,
    ) -> None:
        """Have something found out on the thread.

        Args:
            work: takes the store; called on the thread.
            then: takes what came of it.
            otherwise: takes a sentence where it failed; without one it is told by `failed`.
        """
        fail = otherwise or self.failed.emit
        self._background.run(lambda: work(self._store), lambda found: _end(then(found)), lambda text: _end(fail(text)))

    def _change(
        self,
        work: "Callable[[SampleStore], Result]",
        then: Callable[[Result], object],
        otherwise: Callable[[str], object] | None = None,
    ) -> None:
        def done(found: Result) -> None:
            then(found)
            self.changed.emit()

        self.ask(work, done, otherwise)

    def keep(
        self,
        make: "Callable[[], Iterable[Sample]]",
        then: Callable[[list[int]], object],
        otherwise: Callable[[str], object] | None = None,
    ) -> None:
        """Make samples on the thread, and keep them; `then` takes their numbers."""
        self._change(lambda store: store.add(make()), then, otherwise)

    def take_in(
        self,
        work: "Callable[[SampleStore], Result]",
        then: Callable[[Result], object],
        otherwise: Callable[[str], object],
    ) -> None:
        """Have something on the thread add samples to the store; takes what `ask` takes."""
        self._change(work, then, otherwise)

    def relabel(
        self, labels: Mapping[int, int], then: Callable[[dict[int, int]], object] = lambda _before: None
    ) -> None:
        """Give samples other labels; `then` takes those before."""
        self._change(lambda store: store.relabel(labels), then)

    def delete(self, ids: Iterable[int], then: Callable[[None], object] = lambda _none: None) -> None:
        """Take samples out of sight."""
        gone = list(ids)
        self._change(lambda store: store.delete(gone), then)

    def restore(self, ids: Iterable[int], then: Callable[[None], object] = lambda _none: None) -> None:
        """Bring back samples that were deleted."""
        back = list(ids)
        self._change(lambda store: store.restore(back), then)

    def finish(self) -> None:
        """Do what was asked for, and end the thread; this is the end."""
        self._background.finish(drop=False)
        if "_store" in vars(self):
            self._store.close()


def _end(_result: object) -> None:
    """A handler gives nothing."""
