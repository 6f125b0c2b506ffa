"""A training as the window runs it: begins, follows, pauses and stops the thread, and tells what came of it."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.settings import Settings
from lenet_app.gui.widgets.training_bar import TrainingBar
from lenet_app.gui.workers.training import TrainingThread
from lenet_app.networks.model import Model
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.training.reports import DeviceReport, EpochReport
from lenet_app.training.settings import TrainingSettings

_HOLD_OUT = 5000
"""Of MNIST's 60,000 training pictures, so many choose the best epoch."""


class TrainingControl(QObject):
    """Wires the training bar to a training thread, one at a time."""

    model_trained = Signal(object, str)
    """The Model as it stands after an epoch, and what to call it meanwhile."""
    model_saved = Signal(object, object)
    """The library's Entry and the finished Model."""
    model_unsaved = Signal(object, str)
    """The finished Model that could not be saved, and what to call it."""
    ended = Signal()
    """The thread is gone, whatever came of it."""

    def __init__(self, bar: TrainingBar, library: ModelLibrary, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._bar, self._library, self._settings = bar, library, settings
        self._thread: TrainingThread | None = None
        self._summary = ""
        bar.stop_requested.connect(self.stop)
        bar.pause_toggled.connect(self._pause)
        if (recipe := settings.recipe) is not None:
            bar.controls.set_recipe(recipe)

    @property
    def is_running(self) -> bool:
        """Whether a training thread is at work."""
        return self._thread is not None

    def begin(self, start: Model | None) -> None:
        """Train from new weights, or fine-tune `start`; nothing happens while a training runs."""
        if self._thread is not None:
            return
        controls = self._bar.controls
        self._settings.recipe = controls.recipe
        self._settings.device = controls.device_id
        settings = TrainingSettings(
            start=start,
            recipe=controls.recipe,
            seed=_seed_of(start),
            hold_out=_HOLD_OUT,
            device_id=controls.device_id,
        )
        name = f"{settings.title} {datetime.now():%Y-%m-%d %H.%M}"
        text = self.tr("Fine-tuning {title}") if start else self.tr("Training {title}")
        self._summary = ""
        self._bar.begin(text.format(title=settings.title))
        self._thread = self._started(TrainingThread(settings, self._library, name, self))

    def _started(self, thread: TrainingThread) -> TrainingThread:
        progress = self._bar.progress
        thread.device_chosen.connect(self._on_device)
        thread.batch_done.connect(progress.show_batch)
        thread.epoch_done.connect(self._on_epoch)
        thread.measuring.connect(progress.show_measuring)
        thread.model_saved.connect(self._on_saved)
        thread.model_unsaved.connect(self._on_unsaved)
        thread.nothing_learned.connect(self._on_nothing_learned)
        thread.failed.connect(self._on_failed)
        thread.finished.connect(self._on_finished)
        thread.start()
        return thread

    def stop(self) -> None:
        """Ask the training to end within one batch; the best weights so far are kept."""
        if self._thread is not None:
            self._thread.stop()
            self._bar.progress.show_stopping()

    def _pause(self, paused: bool) -> None:
        if self._thread is not None:
            self._thread.set_paused(paused)

    def _on_device(self, report: DeviceReport) -> None:
        self._bar.progress.show_device(report.device)
        if report.reason:
            self._bar.notice.say(report.reason)

    def _on_epoch(self, report: EpochReport, model: Model) -> None:
        self._bar.progress.show_epoch(report)
        text = self.tr("{title} in training, epoch {epoch}")
        self.model_trained.emit(model, text.format(title=model.architecture.title, epoch=report.epoch))

    def _on_saved(self, entry: Entry, model: Model) -> None:
        right = f"{100 * model.metrics['test_accuracy']:.2f}"
        self._summary = self.tr("{name}: {right} % right on the test pictures").format(name=entry.name, right=right)
        self.model_saved.emit(entry, model)

    def _on_unsaved(self, model: Model) -> None:
        self._summary = self.tr("{name} is not saved").format(name=model.name)
        self.model_unsaved.emit(model, self.tr("{name}, not saved").format(name=model.name))

    def _on_nothing_learned(self) -> None:
        self._summary = self.tr("Stopped before anything was learned")

    def _on_failed(self, sentence: str) -> None:
        self._bar.notice.say(sentence)

    def _on_finished(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.deleteLater()
        self._bar.end(self._summary)
        self.ended.emit()


def _seed_of(start: Model | None) -> int:
    """The seed that a model was made with, so that fine-tuning holds out the same pictures, which it never learned."""
    seed = start.making.get("seed") if start else None
    return seed if isinstance(seed, int) and seed >= 0 else TrainingSettings.seed
