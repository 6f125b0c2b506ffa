"""The kept runs on the page Train: read beside the window, gone on with, and taken recipes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lenet_app.gui.answering.confidence import percent
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.widgets.run_list import RunLine, RunList
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.family import Member, member_of
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home

if TYPE_CHECKING:
    from lenet_app.runs.kept.kept_run import KeptRun


@dataclass(frozen=True, eq=False)
class Asked:
    """What a run was asked for: see `TrainingSettings`."""

    member: Member
    data_set: str
    recipe: Recipe
    seed: int
    threads: int | None


_MOST = 30
"""That are listed; `lenet-app runs` lists all."""


class RunShelf(QObject):
    """Fills the list and does what is asked for there.

    Args:
        view: the list.
        training: what runs.
        home: where the runs lie.
        background: where files are read.
        take: shows what a run was asked for.
        show: shows how a run learned.
        say: tells a fault.
    """

    def __init__(
        self,
        view: RunList,
        training: TrainingControl,
        home: Home,
        background: Background,
        *,
        take: Callable[[Asked], None],
        show: "Callable[[KeptRun], None]",
        say: Callable[[str], None],
    ) -> None:
        super().__init__(view)
        self._view, self._training, self._home, self._background = view, training, home, background
        self._take, self._show_run, self._say = take, show, say
        self._runs: dict[str, KeptRun] = {}
        view.go_on_requested.connect(self._go_on)
        view.recipe_requested.connect(self._use_recipe)
        view.chosen.connect(lambda name: self._show_run(self._runs[name]))

    def refresh(self) -> None:
        """Read the list anew."""
        folder = self._home.runs

        def read() -> "tuple[KeptRun, ...]":
            from lenet_app.runs.kept.store import RunStore  # noqa: PLC0415 - the page is there sooner

            return RunStore(folder).runs()[:_MOST]

        self._background.run(read, self._show, self._say)

    def _show(self, runs: "tuple[KeptRun, ...]") -> None:
        self._runs = {run.name: run for run in runs}
        self._view.set_lines([_line(run) for run in runs])

    def _go_on(self, name: str) -> None:
        self._training.go_on(self._runs[name])

    def _use_recipe(self, name: str) -> None:
        run = self._runs[name]

        def read() -> Asked:
            settings = run.settings()
            recipe = settings.training_recipe()
            normalisation = InputNormalisation.from_json(settings.normalisation)
            architecture = Architecture.from_json(settings.architecture)
            member = member_of(architecture, normalisation, recipe, settings.data_set)
            return Asked(member, settings.data_set, recipe, settings.seed, settings.threads)

        self._background.run(read, self._take, self._say)


def _line(run: "KeptRun") -> RunLine:
    head = run.head
    begun = datetime.fromisoformat(head.begun).astimezone()
    epochs = tr("{done} of {epochs} epochs").format(done=run.epochs_done, epochs=head.epochs)
    figure = epochs
    if head.accuracy is not None and not run.can_go_on:
        figure = tr("{right} % right").format(right=percent(head.accuracy, decimals=2))
    note = tr("{state} · {figure}").format(state=run.state.label, figure=figure)
    tip = tr("{run}, begun on {time}: {network} on {data_set}, seed {seed}, {epochs}").format(
        run=run.name,
        time=f"{begun:%Y-%m-%d %H:%M}",
        network=head.network_title,
        data_set=head.data_set,
        seed=head.seed,
        epochs=epochs,
    )
    if head.fault:
        tip = f"{tip}\n{head.fault}"
    return RunLine(run.name, head.task or head.network_title, note, tip, run.can_go_on and not head.task)
