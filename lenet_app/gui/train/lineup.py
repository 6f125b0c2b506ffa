"""The trainings that are lined up: kept in files, estimated, begun one after the other, also after a restart."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.data.pictures import DataSet
from lenet_app.errors import UserError
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.workers.background import Background
from lenet_app.gui.workers.torch_loading import load_torch
from lenet_app.language import tr
from lenet_app.paths import Home

if TYPE_CHECKING:
    from lenet_app.runs.queue.queue import Item, Queue
    from lenet_app.runs.run import Run
    from lenet_app.training.settings import TrainingSettings


class LineUp(QObject):
    """Knows the queue, and has the next of its trainings begin when one has come to its end by itself.

    Args:
        training: what runs.
        background: where its files are read and written, and steps are measured.
        say: tells a fault.
    """

    changed = Signal()
    """There are other items, or more is known of one."""

    def __init__(self, training: TrainingControl, background: Background, say: Callable[[str], None]) -> None:
        super().__init__(training)
        self._training, self._background, self._say = training, background, say
        self._home = training.home
        """Of whoever began the item that runs."""
        self.items: tuple[Item, ...] = ()
        """As they were when they were last read."""
        self._at_work = ""
        """The name of the item that runs."""
        self._is_going = False
        training.recorded.connect(self._on_recorded)
        training.ended.connect(self._on_ended)
        training.person_changed.connect(self._turn)

    @property
    def at_work(self) -> str:
        """The name of the item that runs; empty where none does."""
        return self._at_work

    @property
    def is_going(self) -> bool:
        """Whether the next one begins once the one that runs is over."""
        return self._is_going

    def refresh(self) -> None:
        """Read it anew."""
        self._do(lambda _queue: None)

    def _turn(self) -> None:
        """What somebody else has lined up is listed; what the one before has lined up waits until it is begun again."""
        self._is_going, self.items = False, ()
        self.refresh()

    def add(self, asked: "Sequence[tuple[str, TrainingSettings]]", data_set: DataSet) -> None:
        """Line trainings up, each with its title, and find out how long each will take.

        They go on by themselves where something runs.
        """
        training = self._training
        self._is_going = self._is_going or training.is_running

        def add(queue: "Queue") -> None:
            queue.add((title, training.new_run(settings)) for title, settings in asked)

        self._do(add, lambda: self._estimate(data_set))

    def remove(self, name: str) -> None:
        """Take one out of the line, unless it is at work."""
        if name != self._at_work:
            self._do(lambda queue: queue.remove(_item(queue, name)))

    def move_up(self, name: str) -> None:
        """Put one before the one that it follows."""
        self._do(lambda queue: queue.move_up(_item(queue, name)))

    def start(self) -> None:
        """Begin with the first that is not done, unless something runs; then it comes next."""
        self._is_going = True
        self.changed.emit()
        self._next()

    @property
    def left(self) -> "tuple[Item, ...]":
        """Those that are not done."""
        from lenet_app.runs.queue.queue import Turn  # noqa: PLC0415 - the page is there sooner

        return tuple(item for item in self.items if item.facts.turn in (Turn.WAITING, Turn.BEGUN))

    def _next(self) -> None:
        waiting = self.left
        if not waiting:
            self._is_going = False
            self.changed.emit()
        if not self._is_going or self._training.is_running:
            return
        item, home, made = waiting[0], self._training.home, self._training.made

        def ask() -> "Run":
            from lenet_app.runs.kept.store import RunStore  # noqa: PLC0415 - on the thread
            from lenet_app.runs.places import InLibrary  # noqa: PLC0415
            from lenet_app.runs.queue.working import run_of  # noqa: PLC0415

            return run_of(item, RunStore(home.runs), InLibrary(made), home.data)

        self._at_work, self._home = item.name, home
        self._training.begin_run(tr("Training {title}").format(title=item.facts.title), ask)

    def _on_recorded(self, run: str) -> None:
        from lenet_app.runs.queue.queue import Turn  # noqa: PLC0415 - the page is there sooner

        name = self._at_work
        if name and run:
            self._do(lambda queue: queue.take(_item(queue, name), turn=Turn.BEGUN, run=run), home=self._home)

    def _on_ended(self) -> None:
        """Keep what became of it; where it was stopped by somebody, the line stops as well."""
        name, self._at_work = self._at_work, ""
        if self._training.was_stopped:
            self._is_going = False
        fault, home = self._training.fault, self._home

        def finish(queue: "Queue") -> None:
            from lenet_app.runs.kept.store import RunStore  # noqa: PLC0415
            from lenet_app.runs.queue.working import finish as keep  # noqa: PLC0415

            if name:
                keep(queue, _item(queue, name), RunStore(home.runs), fault)

        self._do(finish, self._next, home)

    def _estimate(self, data_set: DataSet) -> None:
        """Measure a few steps of each setting that has none yet, one after the other; those of another set wait."""

        def estimate(queue: "Queue") -> None:
            load_torch()
            from lenet_app.runs.queue.estimate import estimate_items  # noqa: PLC0415 - loads torch

            estimate_items(queue, data_set)

        self._do(estimate)

    def _do(
        self, work: "Callable[[Queue], object]", then: Callable[[], None] | None = None, home: Home | None = None
    ) -> None:
        """Do something beside the window with the chosen person's queue or another; read theirs, and go on here."""
        chosen = self._training.home
        folder = (home or chosen).queue

        def done() -> "tuple[tuple[Item, ...], str]":
            from lenet_app.runs.queue.queue import Queue  # noqa: PLC0415 - the page is there sooner

            queue, fault = Queue(folder), ""
            try:
                work(queue)
            except UserError as error:
                fault = str(error)
            return Queue(chosen.queue).items(), fault

        def take(found: "tuple[tuple[Item, ...], str]") -> None:
            items, fault = found
            if fault:
                self._say(fault)
            if self._training.home != chosen:  # somebody else is chosen by now, whose items were asked for since
                return
            self.items = items
            self.changed.emit()
            if then is not None:
                then()

        self._background.run(done, take, self._say)


def _item(queue: "Queue", name: str) -> "Item":
    """The item of this name, as it is now.

    Raises:
        UserError: it is gone.
    """
    for item in queue.items():
        if item.name == name:
            return item
    raise UserError(tr("This training is no longer in the queue."))
