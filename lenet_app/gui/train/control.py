"""Trainings as the window runs them: begins, follows, pauses and stops the thread, and tells what came of it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QUrl, Signal

from lenet_app.errors import UserError
from lenet_app.gui.settings import Settings
from lenet_app.gui.system.links import open_link
from lenet_app.gui.train.data_sets import DataSetControl
from lenet_app.gui.train.reproduction_worker import ReproductionThread
from lenet_app.gui.train.widgets.bar import TrainingBar
from lenet_app.gui.train.worker import TrainingThread
from lenet_app.gui.workers.background import Background
from lenet_app.gui.workers.stepping import SteppingThread
from lenet_app.language import tr, trn
from lenet_app.networks import family
from lenet_app.networks.family import Member
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.tasks import SEEDS, Result, Task, tasks
from lenet_app.paths import Home
from lenet_app.storage.architectures import own_architectures, read_architecture
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.names import fitting_name
from lenet_app.training.reports import DeviceReport, EpochReport
from lenet_app.training.settings import TrainingSettings, fine_tuning_recipe


class TrainingControl(QObject):
    """Wires the training bar to a thread that trains one network or reproduces many, one thread at a time."""

    begun = Signal()
    """A training has begun whose models the window can follow; a reproduction is none."""
    model_trained = Signal(object, str)
    """The Model as it stands after an epoch, and what to call it meanwhile."""
    model_saved = Signal(object, object)
    """The library's Entry and the finished Model."""
    model_unsaved = Signal(object, str)
    """The finished Model that could not be saved, and what to call it."""
    ended = Signal()
    """The thread is gone, whatever came of it."""
    running_changed = Signal(bool)
    """Whether a thread is at work now."""
    data_set_changed = Signal(object)
    """The DataSet that is trained on and looked at from now on."""

    def __init__(
        self, bar: TrainingBar, home: Home, library: ModelLibrary, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bar, self._home, self._library, self._settings = bar, home, library, settings
        self._background = Background(self)
        self._thread: SteppingThread | None = None
        self._summary: tuple[str, ...] = ()
        self._faults: list[str] = []
        self._done: set[str] = set()
        self._recipes: dict[str, Recipe] = {}
        """The recipes as they were left in this session, by the architecture's id."""
        self.data_sets = DataSetControl(bar.controls, bar.notice, settings, home.data, self)
        self.data_sets.changed.connect(self.data_set_changed)
        bar.stop_requested.connect(self.stop)
        bar.pause_toggled.connect(self._pause)
        bar.controls.link_activated.connect(self._open_link)
        self._member = bar.controls.member
        self._restore(settings.network)
        bar.controls.network_chosen.connect(self._on_network)

    @property
    def is_running(self) -> bool:
        """Whether a training or a reproduction is at work."""
        return self._thread is not None

    @property
    def closing_question(self) -> tuple[str, str]:
        """What to ask somebody who closes the window meanwhile, and what becomes of the work then."""
        if isinstance(self._thread, ReproductionThread):
            return (
                tr("A reproduction is running. Stop it and close?"),
                tr("The results so far are kept; the next reproduction goes on from there."),
            )
        return (
            tr("A training is running. Stop it and close?"),
            tr("The best weights so far are saved as a model."),
        )

    def start(self) -> None:
        """Read the list of data sets, the one last in use, and the user's own networks, beside the window."""
        self.data_sets.start()
        wanted = self._settings.network

        def show(own: Sequence[tuple[str, Member]]) -> None:
            choice = self._bar.controls.network
            is_untouched = choice.key == family.DEFAULT_ID
            choice.set_own(own)
            if is_untouched and wanted in dict(own) and choice.show_key(wanted):
                self._take(choice.member)

        self._background.run(self._own_networks, show, self._bar.notice.say)

    def list_networks(self) -> None:
        """List the user's own networks anew, for example after one was saved."""
        self._background.run(self._own_networks, self._bar.controls.network.set_own, self._bar.notice.say)

    def _own_networks(self) -> list[tuple[str, Member]]:
        """The user's own architectures by their paths; those that cannot be used are left out."""
        found = []
        for path in own_architectures(self._home.architectures):
            try:
                found.append((str(path), read_architecture(path)))
            except UserError:
                continue
        return found

    def finish(self) -> None:
        """End what runs beside the window, a download included; trainings are stopped by `stop` before."""
        self.data_sets.finish()
        self._background.finish()

    def _restore(self, key: str) -> None:
        """Choose the network that was last trained, where the program knows it without reading a file."""
        try:
            member = family.member(key)
        except UserError:
            member = family.member(family.DEFAULT_ID)
        self._bar.controls.network.show_member(member)
        self._take(member)

    def _on_network(self, member: Member) -> None:
        """Another network is chosen: its recipe, and pictures that it can be trained with."""
        self._adopt(member)
        self.data_sets.suit(member)

    def _adopt(self, member: Member) -> None:
        self._recipes[self._member.architecture.id] = self._bar.controls.recipe
        self._take(member)
        self._settings.network = self._bar.controls.network.key
        self._bar.notice.dismiss()

    def _take(self, member: Member) -> None:
        """Show the recipe that the network was last trained with, or else its own."""
        id_ = member.architecture.id
        self._member = member
        recipe = self._recipes.get(id_) or self._settings.recipe(id_) or member.recipe
        self._bar.controls.set_recipe(recipe)

    def begin(self, start: Model | None) -> None:
        """Train the chosen network from new weights, or fine-tune `start`; nothing happens while something runs."""
        if self._thread is not None:
            return
        controls = self._bar.controls
        member, recipe = controls.member, controls.recipe
        self._settings.set_recipe(member.architecture.id, recipe)
        self._settings.device = controls.device_id
        if start is not None:
            recipe = fine_tuning_recipe(recipe, member.recipe, start, self.data_sets.name)
        settings = TrainingSettings(
            architecture=member.architecture,
            normalisation=member.normalisation,
            start=start,
            recipe=recipe,
            seed=_seed_of(start),
            data_set=self.data_sets.name,
            device_id=controls.device_id,
        )
        text = tr("Fine-tuning {title} on {data_set}") if start else tr("Training {title} on {data_set}")
        self._bar.begin(text.format(title=settings.title, data_set=self.data_sets.title))
        thread = TrainingThread(settings, self._library, self._home.data, _model_name(settings.title), self)
        thread.epoch_done.connect(self._on_epoch)
        thread.measuring.connect(self._bar.progress.show_measuring)
        thread.model_saved.connect(self._on_saved)
        thread.model_unsaved.connect(self._on_unsaved)
        thread.nothing_learned.connect(self._on_nothing_learned)
        self._run(thread)
        self.begun.emit()

    def begin_member(self, member: Member) -> None:
        """Choose this network, the first of its recipes and its own data set, and train it at once."""
        if self._thread is not None:
            return
        controls = self._bar.controls
        controls.network.show_member(member)
        self._adopt(member)
        controls.set_recipe(member.recipe)
        place = self.data_sets.place_of(member.data_set)
        if place is None:
            self.data_sets.tell_missing(member)
            return
        if place != self.data_sets.name:
            self.data_sets.choose(place)
        self.begin(None)

    def reproduce(self, ids: Sequence[str] = (), *, is_quick: bool = False) -> None:
        """Train the named networks as they were published, all of them where none is named, and keep the results.

        What an earlier reproduction has done is not trained again. Nothing happens while something runs.
        """
        if self._thread is not None:
            return
        from lenet_app.storage.results import ReproductionFolder  # noqa: PLC0415 - the window is there sooner

        try:
            wanted = tasks(ids, seeds=1 if is_quick else SEEDS, is_quick=is_quick)
        except UserError as error:
            self._bar.notice.say(str(error))
            return
        controls = self._bar.controls
        self._settings.device = controls.device_id
        sets = {task.member.data_set for task in wanted}
        places = {name: place for name in sets if (place := self.data_sets.place_of(name)) is not None}
        folder = ReproductionFolder(self._home.reproduction)
        thread = ReproductionThread(wanted, folder, self._home.data, places, controls.device_id, self)
        self._done = set()
        self._bar.begin(tr("Reproducing"))
        thread.task_begun.connect(self._on_task)
        thread.task_done.connect(self._on_task_done)
        thread.epoch_done.connect(self._bar.progress.show_epoch)
        self._run(thread)

    def _run(self, thread: SteppingThread) -> None:
        self._summary, self._faults = ("",), []
        thread.device_chosen.connect(self._on_device)
        thread.batch_done.connect(self._bar.progress.show_batch)
        thread.failed.connect(self._on_failed)
        thread.finished.connect(self._on_finished)
        self._thread = thread
        thread.start()
        self.running_changed.emit(True)

    def stop(self) -> None:
        """Ask the thread to end within one batch; the best weights so far, or the results, are kept."""
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
        text = tr("{title} in training, epoch {epoch}")
        self.model_trained.emit(model, text.format(title=model.architecture.title, epoch=report.epoch))

    def _on_saved(self, entry: Entry, model: Model) -> None:
        right = f"{100 * (model.metrics.test_accuracy or 0):.2f}"
        whole = tr("{name}: {right} % right on the test pictures").format(name=entry.name, right=right)
        self._summary = (whole, "", "", tr("Saved, {right} % right on the test pictures").format(right=right))
        self.model_saved.emit(entry, model)

    def _on_unsaved(self, model: Model) -> None:
        self._summary = (tr("{name} is not saved").format(name=model.name),)
        self.model_unsaved.emit(model, tr("{name}, not saved").format(name=model.name))

    def _on_nothing_learned(self) -> None:
        self._summary = (tr("Stopped before anything was learned"),)

    def _on_task(self, task: Task, number: int) -> None:
        thread = self._thread
        if not isinstance(thread, ReproductionThread):
            return
        seeds = max(other.seed for other in thread.tasks)
        text = tr("Reproducing {network}, seed {seed} of {seeds} ({number} of {total})")
        name = task.key.rpartition("-seed")[0]
        facts = {"seed": task.seed, "seeds": seeds, "number": number, "total": len(thread.tasks)}
        self._bar.progress.go_on_with(text.format(network=name, **facts))

    def _on_task_done(self, task: Task, _result: Result) -> None:
        self._done.add(task.key)

    def _on_failed(self, sentence: str) -> None:
        self._faults.append(sentence)
        self._bar.notice.say(" ".join(self._faults))

    def _on_finished(self) -> None:
        thread, self._thread = self._thread, None
        if isinstance(thread, ReproductionThread):
            self._summary = self._reproduced(thread)
        if thread is not None:
            thread.deleteLater()
        self._bar.end(*self._summary)
        self.running_changed.emit(False)
        self.ended.emit()

    def _reproduced(self, thread: ReproductionThread) -> tuple[str, str, str]:
        """What came of a reproduction, and the link to its report."""
        text = trn("{done} of {count} reproduced.", "{done} of {count} reproduced.", len(thread.tasks))
        text = text.format(done=len(self._done), count=len(thread.tasks))
        report = thread.folder.report
        if not report.is_file():
            return text, "", ""
        return text, QUrl.fromLocalFile(str(report)).toString(), report.name

    def _open_link(self, link: str) -> None:
        if not open_link(QUrl(link)):
            text = tr("This computer has no program that opens {file}.")
            self._bar.notice.say(text.format(file=QUrl(link).toLocalFile()))


def _model_name(title: str) -> str:
    """A name for the model's file: the network's title, the date and the time."""
    return fitting_name(title, f" {datetime.now():%Y-%m-%d %H.%M}")


def _seed_of(start: Model | None) -> int:
    """The seed that a model was made with, so that fine-tuning holds out the same pictures, which it never learned."""
    seed = start.making.seed if start else None
    return TrainingSettings.seed if seed is None else seed
