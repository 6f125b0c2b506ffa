"""Train: the one place where a training is made up. What is visible there is what runs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QWidget

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.errors import UserError
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.settings import Settings
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.fitting import data_fault, mismatch, pictures_text
from lenet_app.gui.train.lineup import LineUp
from lenet_app.gui.train.plan import Plan
from lenet_app.gui.train.previewing import Previewing
from lenet_app.gui.train.queueing import Queueing
from lenet_app.gui.train.recipe_files import RecipeFiles
from lenet_app.gui.train.run_shelf import Asked, RunShelf
from lenet_app.gui.train.watching import Watching
from lenet_app.gui.train.widgets.choices import LARGEST_SEED, TrainingChoices
from lenet_app.gui.train.widgets.learning_view import LearningView
from lenet_app.gui.train.widgets.recipe_card import RecipeCard
from lenet_app.gui.train.widgets.views import Views
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.dropout import dropout_of, with_dropout
from lenet_app.networks.family import Member
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.storage.architectures import SUFFIX
from lenet_app.storage.library import Entry
from lenet_app.storage.models import read_model
from lenet_app.storage.own_architectures import own_members
from lenet_app.training.presets import first_recipe
from lenet_app.training.settings import fine_tuning_recipe, seed_of, usual_recipe

if TYPE_CHECKING:
    from lenet_app.runs.kept.kept_run import KeptRun

_WIDE, _NARROW = 288, 248
"""Pixels that the left column is wide, in windows from 1160 pixels on and in narrower ones."""


class TrainPage(QWidget, WindowPage):
    """Network, data set, start, device and recipe; the training itself is told in the window's strip.

    Args:
        training: what runs, and on what.
        settings: what was chosen last.
        home: where the user's own networks lie.
        background: where files are read.
    """

    def __init__(
        self,
        training: TrainingControl,
        settings: Settings,
        home: Home,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._training, self._settings, self._home, self._background = training, settings, home, background
        self._data_sets = training.data_sets
        self._recipes: dict[str, Recipe] = {}
        """The recipes as they were left in this session, by the architecture's id."""
        self._start: Model | None = None
        self._proposed = Recipe()
        """The recipe that was filled in, whatever has been changed since."""
        self._is_reading_start = False
        self.choices, self.card, self.learning = TrainingChoices(), RecipeCard(), LearningView()
        self.views = Views(
            (
                (tr("Recipe"), tr("How the network is to be trained"), self.card),
                (tr("Learning"), tr("How a run learns or has learned: curves, kernels, gradients"), self.learning),
            ),
            beside=self.choices.sweep_button,
        )
        self._watching = Watching(self.learning, training, background)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self.choices)
        layout.addWidget(self.views, 1000)
        self.notice = Notice(self)
        self._member = self.choices.network.member
        runs = self.choices.runs
        self._preview = Previewing(self.card.form.preview, background, lambda: self.card.recipe)
        self._files = RecipeFiles(self, self.card, settings, background, self._take_file, self.notice.say)
        self._runs = RunShelf(
            runs, training, home, background, take=self._take_asked, show=self._show_kept, say=self.notice.say
        )
        self._lineup = LineUp(training, background, self.notice.say)
        self._queueing = Queueing(self.choices, training, self._lineup, lambda: self.plan, self.notice.say)
        self._restore(settings.network)
        self._wire()
        self.list_networks()

    def _wire(self) -> None:
        choices, data_sets, training = self.choices, self._data_sets, self._training
        choices.network_chosen.connect(self._on_network)
        choices.data_set_chosen.connect(data_sets.choose)
        choices.data_set.open_file_requested.connect(data_sets.ask_file)
        choices.data_set.open_folder_requested.connect(data_sets.ask_folder)
        choices.data_set.download_requested.connect(data_sets.show_downloads)
        choices.start_chosen.connect(self.fine_tune)
        choices.train_requested.connect(self._train)
        choices.dropout_chosen.connect(self._on_dropout)
        self.card.changed.connect(self._check)
        self.card.changed.connect(self._preview.refresh)
        data_sets.listed.connect(self._list_data_sets)
        data_sets.note_changed.connect(choices.show_data_note)
        training.running_changed.connect(self._check)
        training.begun.connect(lambda: self.views.show_view(self.learning))
        training.devices_changed.connect(self._list_devices)
        for changed in (training.recorded, training.ended):
            changed.connect(self._list_runs)
        self._list_data_sets()
        self._list_devices()

    def take_focus(self) -> None:
        """Begin with the button: all else has a value."""
        self.choices.train_button.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """List the runs, which are not read while nobody sees them; the same holds for the preview."""
        super().showEvent(event)
        self._runs.refresh()
        self._lineup.refresh()
        self._preview.refresh()

    def _list_runs(self) -> None:
        if self.isVisible():
            self._runs.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the recipe more room in a narrow window."""
        self.choices.setFixedWidth(_NARROW if event.size().width() < 1160 else _WIDE)
        super().resizeEvent(event)

    def set_data_set(self, data_set: DataSet) -> None:
        """Another data set is trained on from now on: what suits a model to go on from may be another recipe."""
        self.card.form.set_digits(len(data_set.training) if data_set.has_digits else 0)
        self._preview.set_data_set(data_set)
        if self._start is not None and self.card.recipe == self._proposed:
            self._show_recipe()
        self._check()

    def set_models(self, entries: Sequence[Entry]) -> None:
        """These are the models to go on from."""
        self.choices.set_models(entries)
        if self.choices.chosen_start is None and self._start is not None:
            self._begin_anew()

    @property
    def plan(self) -> Plan:
        """What is visible."""
        choices, start = self.choices, self._start
        seed: int | None = choices.seed.value()
        if start is not None and seed == min(seed_of(start), LARGEST_SEED):
            seed = None
        return Plan(self._member, self.card.recipe, start, choices.device_id, seed, choices.threads.value() or None)

    def show_member(self, member: Member) -> None:
        """Choose this network with the first of its recipes, its own data set, and new weights."""
        recipe = member.recipe if member.experiments[0].is_published else usual_recipe(member)
        self._take_recipe(member, member.data_set, recipe)

    def _show_kept(self, run: "KeptRun") -> None:
        """Show how a kept run learned."""
        self.views.show_view(self.learning)
        self._watching.show_kept(run)

    def _take_asked(self, asked: Asked) -> None:
        """Choose what a run was asked for."""
        self._take_recipe(asked.member, asked.data_set, asked.recipe)
        self.choices.seed.setValue(min(asked.seed, LARGEST_SEED))
        self.choices.threads.setValue(asked.threads or 0)

    def _take_file(self, recipe: Recipe) -> None:
        """Fill in the recipe of a file."""
        self.notice.dismiss()
        self.card.set_recipe(self._member, recipe)

    def _on_dropout(self, share: float) -> None:
        """The network that is chosen, with another dropout."""
        member = self.choices.network.member
        try:
            if share != dropout_of(member.architecture):
                member = replace(member, architecture=with_dropout(member.architecture, share))
        except UserError as error:
            self.notice.say(str(error))
        self._member = member
        self._show_dropout()
        self._check()

    def _show_dropout(self) -> None:
        self.choices.show_dropout(dropout_of(self._member.architecture), is_fixed=self._start is not None)

    def _take_recipe(self, member: Member, data_set: str, recipe: Recipe) -> None:
        """Choose all of this, and new weights."""
        self.notice.dismiss()
        self.choices.network.show_member(member)
        self._begin_anew()
        self._adopt(member)
        self.card.set_recipe(member, recipe)
        self._take_data_set(data_set, member)

    def fine_tune(self, entry: Entry | None) -> None:
        """Go on from this model; None for new weights."""
        self.notice.dismiss()
        self.choices.show_start(entry)
        self._start = None
        if entry is None:
            self._begin_anew()
            self._show_recipe()
            return
        self._is_reading_start = True
        self._check()
        self._background.run(lambda: read_model(entry.path), lambda model: self._go_on_from(entry, model), self._refuse)

    def _go_on_from(self, entry: Entry, model: Model) -> None:
        if self.choices.chosen_start != entry:  # another one was chosen meanwhile
            return
        self._is_reading_start, self._start = False, model
        own = model.making.data_set or catalogue.MNIST
        member = family.member_of(model.architecture, model.normalisation, model.recipe, own)
        self.choices.network.show_member(member)
        self._adopt(member)
        self.choices.seed.setValue(min(seed_of(model), LARGEST_SEED))
        self._take_data_set(model.making.data_set or member.data_set, member)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence)
        self._begin_anew()

    def _begin_anew(self) -> None:
        """From new weights."""
        self._start, self._is_reading_start = None, False
        self.choices.show_start(None)
        self._show_dropout()
        self._check()

    def _on_network(self, member: Member) -> None:
        """Another network is chosen: its recipe, and the data set that it is meant for."""
        self.notice.dismiss()
        self._begin_anew()
        self._adopt(member)
        self._data_sets.suit(member)

    def _take_data_set(self, name: str, member: Member) -> None:
        place = self._data_sets.place_of(name)
        if place is None:
            self._data_sets.tell_missing(member)
        elif place != self._data_sets.name:
            self._data_sets.choose(place)

    def _adopt(self, member: Member) -> None:
        """Show the recipe that the network was last trained with, or else its own."""
        if self._start is None and not self.card.fault:
            self._recipes[self._member.architecture.id] = self.card.recipe
        self._member = member
        self._show_dropout()
        self._settings.network = self.choices.network.key
        self._show_recipe()

    def _show_recipe(self) -> None:
        id_, member = self._member.architecture.id, self._member
        recipe = self._recipes.get(id_) or self._settings.recipe(id_) or first_recipe(member)
        if self._start is not None:
            own = usual_recipe(member) if recipe == first_recipe(member) else recipe
            recipe = fine_tuning_recipe(own, member.recipe, self._start, self._data_sets.name)
        self._proposed = recipe
        self.card.set_recipe(member, recipe)

    def _restore(self, key: str) -> None:
        """Choose the network that was last trained, where the program knows it without reading a file."""
        try:
            member = family.member(key)
        except UserError:
            member = family.member(family.DEFAULT_ID)
        self.choices.network.show_member(member)
        self._member = member
        self._show_dropout()
        self._show_recipe()

    def list_networks(self) -> None:
        """List the user's own networks anew, for example after one was saved."""
        wanted = self._settings.network

        def show(own: Sequence[tuple[str, Member]]) -> None:
            choice = self.choices.network
            is_untouched = choice.key == family.DEFAULT_ID
            choice.set_own(own)
            if is_untouched and wanted in dict(own) and choice.show_key(wanted):
                self._adopt(choice.member)

        self._background.run(self._own_networks, show, self.notice.say)

    def _own_networks(self) -> list[tuple[str, Member]]:
        """The user's own architectures by their paths; those that cannot be used are left out."""
        folder = self._home.architectures
        own, _ = own_members(folder)
        return [(str(folder / f"{member.architecture.id}{SUFFIX}"), member) for member in own]

    def _list_data_sets(self) -> None:
        data_sets, choice = self._data_sets, self.choices.data_set
        choice.set_sets(data_sets.sets, data_sets.name_in_use)
        choice.set_busy(tr("Reading…") if data_sets.is_reading else "")
        self._check()

    def _list_devices(self) -> None:
        if self._training.devices:
            self.choices.set_devices(self._training.devices, self._settings.device)
            self._preview.refresh()

    def _check(self) -> None:
        """Say what is chosen, what does not fit together, and whether it can be trained."""
        architecture, data_set = self._member.architecture, self._data_sets.data_set
        shape = " × ".join(map(str, architecture.input_shape))
        network = tr("{parameters} parameters · input {shape}").format(
            parameters=f"{architecture.parameters:,}", shape=shape
        )
        self.choices.show_facts(network, "" if data_set is None else pictures_text(data_set))
        self.choices.show_note(self._mismatch())
        impossible = self._impossible()
        self.choices.set_trainable(self._running_reason() or impossible, impossible)
        self.choices.runs.set_startable(self._running_reason())

    def _mismatch(self) -> str:
        """Why network and data set do not belong together, in a sentence; empty where they do, or one is being read."""
        data_set = self._data_sets.data_set
        return "" if data_set is None or self._data_sets.is_reading else mismatch(self._member.architecture, data_set)

    def _impossible(self) -> str:
        """Why what is shown cannot be trained, whatever runs."""
        if self._data_sets.is_reading or self._data_sets.data_set is None:
            return tr("The data set is being read")
        if self._is_reading_start:
            return tr("The model is being read")
        architecture, recipe = self._member.architecture, self.card.recipe
        return self.card.fault or data_fault(architecture, self._data_sets.data_set, recipe)

    def _running_reason(self) -> str:
        return tr("A training runs; wait for its end or stop it first") if self._training.is_running else ""

    def _train(self) -> None:
        mismatch = self._mismatch()
        if not mismatch:
            self._begin()
        elif self._start is not None:
            self.notice.say(mismatch)  # a model that is trained further keeps its input
        else:
            self._ask(mismatch)

    def _ask(self, mismatch: str) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, tr("Train"), mismatch, parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        data_set = self._data_sets.data_set
        assert data_set is not None
        box.setInformativeText(
            tr("It can be trained with one input channel all the same.")
            if data_set.channels == 1
            else tr("It can be trained with three input channels all the same.")
        )
        train = box.addButton(tr("Train all the same"), QMessageBox.ButtonRole.AcceptRole)
        train.clicked.connect(self._begin)
        place = self._data_sets.place_of(self._member.data_set)
        if place is not None and place != self._data_sets.name:
            use = box.addButton(tr("Use its own data set"), QMessageBox.ButtonRole.ActionRole)
            use.clicked.connect(lambda: self._data_sets.choose(place))
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.open()

    def _begin(self) -> None:
        plan = self.plan
        if plan.start is None:
            self._settings.set_recipe(plan.member.architecture.id, plan.recipe)
        self._settings.device = plan.device_id
        self.notice.dismiss()
        self._training.begin(plan)
