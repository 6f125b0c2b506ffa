"""What the view of a run shows: the run that goes on in this window, or a kept one that somebody chose."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.watched import Watched, chosen_epochs, first_kernels, steps_of_an_epoch
from lenet_app.gui.train.widgets.learning_view import LearningView
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.networks.model import Model
from lenet_app.training.changes import Change
from lenet_app.training.reports import BatchReport, ChangeReport, EpochReport, speed_text

if TYPE_CHECKING:
    from lenet_app.runs.kept.figures import Figures, StepFigures
    from lenet_app.runs.kept.kept_run import KeptRun
    from lenet_app.training.length import Length

_PAUSE = 500
"""Milliseconds between two drawings of a run that goes on."""


class Watching(QObject):
    """Gathers what the training tells, and draws it now and then while somebody sees it.

    Args:
        view: shows it.
        training: what runs.
        background: where kept runs are read.
    """

    def __init__(self, view: LearningView, training: TrainingControl, background: Background) -> None:
        super().__init__(view)
        self._view, self._training, self._background = view, training, background
        self._live, self._name = Watched(""), ""
        self._kernels: dict[int, KeptWeights] = {}
        self._architecture: Architecture | None = None
        self._seconds = 0.0
        self._chosen: KeptRun | None = None
        """The run that is shown in place of the live one."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._draw)
        view.seen.connect(self._touch)
        view.more_requested.connect(self._add_epoch)
        view.rate_requested.connect(lambda rate: training.change(Change(learning_rate=rate)))
        view.slow_requested.connect(training.set_slow)
        for signal, slot in (
            (training.begun, self._begin),
            (training.recorded, self._on_recorded),
            (training.prepared, self._on_prepared),
            (training.step_logged, self._on_step),
            (training.batch_done, self._on_batch),
            (training.epoch_done, self._on_epoch),
            (training.weights_kept, self._on_weights),
            (training.changed, self._on_change),
            (training.ended, self._on_end),
        ):
            signal.connect(slot)

    @property
    def shown(self) -> Watched:
        """What the view shows, drawn or not."""
        return self._view.run if self._chosen is not None else self._with_kernels()

    def show_live(self) -> None:
        """Show the run that goes on, or went on last."""
        self._chosen = None
        self._draw()

    def show_kept(self, run: "KeptRun") -> None:
        """Show a kept run; the one that goes on is shown as it does."""
        if run is self._chosen:
            return
        if run.name == self._name and self._live.is_live:
            self.show_live()
            return
        self._chosen = run

        def show(found: Watched) -> None:
            if self._chosen is run:
                self._view.show_run(found)

        def refuse(sentence: str) -> None:
            if self._chosen is run:
                self._view.show_run(Watched(sentence))

        self._background.run(lambda: _read(run), show, refuse)

    def _begin(self) -> None:
        self._live, self._name = Watched(self._training.title, is_live=True), ""
        self._kernels, self._architecture, self._seconds = {}, None, 0.0
        self._view.speed.setCurrentIndex(0)
        self.show_live()

    def _on_recorded(self, name: str) -> None:
        self._name = name

    def _on_prepared(self, before: "Figures", length: "Length", rate: float) -> None:
        self._live = replace(
            self._live,
            steps=before.steps,
            epochs=before.epochs,
            changes=before.changes,
            per_epoch=length.per_epoch,
            can_be_longer=True,
        )
        self._view.show_rate(rate)
        self._touch()

    def _on_step(self, row: "StepFigures") -> None:
        self._live = replace(self._live, steps=(*self._live.steps, row))
        self._touch()

    def _on_batch(self, report: BatchReport) -> None:
        from lenet_app.runs.kept.figures import LayerRow  # noqa: PLC0415 - loaded with the first training

        self._seconds = report.seconds
        layers = self._live.layers
        if report.layers:
            counted = {row.layer: (row.dead, row.units) for row in layers}
            layers = tuple(
                LayerRow(report.epoch, one.name, one.weight, one.gradient, *counted.get(one.name, (0, 0)))
                for one in report.layers
            )
        speed = speed_text(report.images_per_second, of_rows=report.of_rows)
        self._live = replace(self._live, layers=layers, speed=speed, rate=report.learning_rate)
        self._touch()

    def _on_epoch(self, report: EpochReport) -> None:
        from lenet_app.runs.kept.figures import EpochFigures, LayerRow  # noqa: PLC0415 - as above

        row = EpochFigures.of(report, self._seconds)
        layers = tuple(LayerRow.of(report)) or self._live.layers
        self._live = replace(self._live, epochs=(*self._live.epochs, row), layers=layers)
        self._touch()

    def _on_weights(self, kept: KeptWeights, model: Model) -> None:
        self._kernels[kept.epoch], self._architecture = kept, model.architecture
        for epoch in set(self._kernels) - set(chosen_epochs(sorted(self._kernels))):
            del self._kernels[epoch]
        self._touch()

    def _on_change(self, report: ChangeReport) -> None:
        self._live = replace(self._live, changes=(*self._live.changes, report.change))
        if report.change.learning_rate is not None:
            self._view.show_rate(report.change.learning_rate)
        self._touch()

    def _on_end(self) -> None:
        self._live = replace(self._live, is_live=False, can_be_longer=False)
        self._touch()

    def _add_epoch(self) -> None:
        change = Change(epochs=1)
        if self._chosen is not None:
            self._training.go_on(self._chosen, change)
        else:
            self._training.change(change)

    def _touch(self) -> None:
        if self._chosen is None and self._view.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _draw(self) -> None:
        if self._chosen is None and self._view.isVisible():
            self._view.show_run(self._with_kernels())

    def _with_kernels(self) -> Watched:
        if self._architecture is None:
            return self._live
        return _with_kernels(self._live, self._architecture, [self._kernels[epoch] for epoch in sorted(self._kernels)])


def _with_kernels(run: Watched, architecture: Architecture, kept: list[KeptWeights]) -> Watched:
    found = [(one.epoch, first_kernels(architecture, one.weights)) for one in kept]
    kernels = tuple((epoch, named[1]) for epoch, named in found if named is not None)
    names = [named[0] for _, named in found if named is not None]
    return replace(run, kernels=kernels, kernels_name=names[0] if names else "")


def _read(run: "KeptRun") -> Watched:
    """A kept run.

    Raises:
        UserError: a part of it cannot be read.
    """
    figures, architecture = run.figures(), Architecture.from_json(run.settings().architecture)
    last = max((row.epoch for row in figures.layers), default=0)
    head = run.head
    title = tr("{network} on {data_set}, seed {seed}")
    watched = Watched(
        title.format(network=head.task or head.network_title, data_set=head.data_set, seed=head.seed),
        figures.steps,
        figures.epochs,
        tuple(row for row in figures.layers if row.epoch == last),
        figures.changes,
        steps_of_an_epoch(figures.steps),
        can_be_longer=run.can_be_longer,
    )
    epochs = chosen_epochs(list(run.kept_epochs))
    return _with_kernels(watched, architecture, [KeptWeights(epoch, run.weights(epoch)) for epoch in epochs])
