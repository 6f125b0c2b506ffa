"""Networks: choose one, read its layers and results, train it, change it, compare it, reproduce what was published."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_panel import ModelPanel
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.kit.file_dialogs import Folders
from lenet_app.gui.kit.page_notice import PageNotice
from lenet_app.gui.kit.section_list import SectionList
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.networks.drafts import Drafts
from lenet_app.gui.networks.files import NetworkFiles
from lenet_app.gui.networks.listing import network_facts, sections, title_of
from lenet_app.gui.networks.shelf import (
    Shelf,
    is_reproducible,
    read_shelf,
    reproduction_seconds,
    with_experiment,
)
from lenet_app.gui.networks.texts import experiment_name, reproduction_time_text
from lenet_app.gui.networks.widgets.actions import NetworkActions
from lenet_app.gui.networks.widgets.architecture_editor import ArchitectureEditor
from lenet_app.gui.networks.widgets.comparison_view import ComparisonDialog
from lenet_app.gui.networks.widgets.facts import NetworkFactsView
from lenet_app.gui.networks.widgets.layer_table_view import LayerTableView
from lenet_app.gui.networks.widgets.modernise_switches import ModerniseSwitches
from lenet_app.gui.networks.widgets.reproduce_dialog import ReproduceDialog
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks import family, modernise
from lenet_app.networks.family import Member
from lenet_app.networks.modernise import Parts
from lenet_app.paths import Home
from lenet_app.storage.own_architectures import id_of

_WIDE, _NARROW = 232, 216
"""Pixels that the list is wide, in windows from 1160 pixels on and in narrower ones."""
_EDITOR_SHARE, _TABLE_SHARE = 19, 13
"""Of the height: both show seven layers, as LeNet-5 has, in a window of 1280 × 720."""


class NetworksPage(QWidget, WindowPage):
    """Every architecture: the family's and the user's own."""

    train_requested = Signal(object)
    """The Member to train; the recipe to use is that of its first experiment."""
    fine_tune_requested = Signal(object)
    """The Entry of a model to go on from."""
    reproduce_requested = Signal(object, bool)
    """The ids of the networks whose results are to be reproduced, as a tuple, and whether quickly."""

    def __init__(
        self,
        home: Home,
        background: Background,
        in_use: ModelInUse,
        models: ModelSwitch,
        folders: Folders,
    ) -> None:
        super().__init__()
        self._switch, self._home, self._background = models, home, background
        self._shelf = Shelf()
        self._drafts = Drafts()
        self._key, self._parts = family.DEFAULT_ID, Parts()
        self._told: frozenset[str] = frozenset()
        self.list = SectionList(tr("Networks"))
        self.new_button = QPushButton(tr("New variant"))
        self.open_button = QPushButton(tr("Open JSON…"))
        self.open_button.setToolTip(tr("Open an architecture file; a copy of it joins your networks"))
        self.facts = NetworkFactsView()
        self.switches = ModerniseSwitches()
        self.editor = ArchitectureEditor()
        self.actions_bar = NetworkActions()
        self.models = ModelPanel(self.actions_bar.models_button, in_use, models, folders)
        self.table = LayerTableView()
        self._lay_out()
        self.notice = PageNotice(self._below)
        self.files = NetworkFiles(self, home.architectures, background, self.notice, folders)
        self._wire()
        self._list()
        self._show()

    def _lay_out(self) -> None:
        card = _card(self.list, (0, 4, 0, 4))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.new_button)
        buttons.addWidget(self.open_button)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        # Above the list, where no notice of the training lies over them.
        column.addLayout(buttons)
        column.addWidget(card, 1)
        self._right = QWidget()
        sheet = QVBoxLayout(self._right)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.setSpacing(8)
        # Above all that is longer or shorter with every network: what is clicked stays where it is.
        sheet.addWidget(self.actions_bar)
        sheet.addWidget(self.facts)
        sheet.addWidget(self.switches)
        # Shares of the height, not what either would like: nothing moves when a layer is added.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        sheet.addWidget(self.editor, _EDITOR_SHARE)
        self._below = QWidget()
        self._below.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(_card(self.table, (4, 4, 4, 4)))
        sheet.addWidget(self._below, _TABLE_SHARE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self._left)
        layout.addWidget(self._right, 1)
        for before, after in ((self.list, self.new_button), (self.new_button, self.open_button)):
            self.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the layer table more room in a narrow window."""
        width = _NARROW if event.size().width() < 1160 else _WIDE
        self._left.setFixedWidth(max(width, self._left.minimumSizeHint().width()))  # its buttons have words
        super().resizeEvent(event)

    def _wire(self) -> None:
        self.list.chosen.connect(self._choose)
        self.new_button.clicked.connect(self._make_variant)
        self.open_button.clicked.connect(self.files.ask_file)
        self.files.done.connect(self._read)
        self.switches.changed.connect(self._change_parts)
        self.editor.changed.connect(self._on_edited)
        bar = self.actions_bar
        bar.train_requested.connect(lambda number: self.train_requested.emit(with_experiment(self.current, number)))
        bar.models_requested.connect(lambda: self.models.open_with(self._shelf.models_of(self.current.architecture.id)))
        self.models.fine_tune_requested.connect(self.fine_tune_requested)
        bar.change_requested.connect(self._change)
        bar.save_requested.connect(self._save)
        bar.discard_requested.connect(self._discard)
        bar.export_requested.connect(lambda: self.files.ask_export(self.current))
        bar.compare_requested.connect(self._compare)
        bar.reproduce_requested.connect(self._ask_reproduce)
        bar.table_requested.connect(lambda: self.files.ask_table(self.current.architecture.id, self.table.as_csv()))
        bar.rename_requested.connect(lambda: self.files.ask_title(self.current))
        bar.delete_requested.connect(lambda: self.files.ask_delete(self.current))
        for keys, action in ((QKeySequence("F2"), bar.rename_action), (QKeySequence("Del"), bar.delete_action)):
            shortcut = QShortcut(keys, self.list, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.setWhatsThis(action.text().removesuffix("…"))
            shortcut.activated.connect(action.trigger)
        undo = QShortcut(self.facts)  # which is shown where the editor, that has these keys itself, is not
        undo.setKeys(QKeySequence.StandardKey.Undo)
        undo.setWhatsThis(tr("Undo the last change"))
        undo.activated.connect(self._take_back)

    def take_focus(self) -> None:
        """One begins with the list."""
        self.list.setFocus()

    @property
    def current(self) -> Member:
        """The network that is shown; of one that is being changed the last state that could be built."""
        if (variant := self._drafts.get(self._key)) is not None:
            return variant.member
        if self._key == modernise.ID:
            return family.member(self._parts.id)
        return self._shelf.own_member(self._key) or family.member(self._key)

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The titles of changed networks that are not saved."""
        return self._drafts.unsaved

    @property
    def losses(self) -> tuple[str, ...]:
        """Changed networks that are not saved."""
        sentence = tr("Changes that are not saved get lost: {names}.")
        return (sentence.format(names=", ".join(self.unsaved)),) if self.unsaved else ()

    def refresh(self) -> None:
        """Read models, own networks and the report anew."""
        self._read("")

    def select(self, id_: str) -> None:
        """Show the network with this id; one between 1998 and today sets the switches."""
        key = id_.partition("+")[0]
        if key not in self._keys(self._shelf):
            self._read(id_)
            return
        if key == modernise.ID:
            self._parts = Parts.from_id(id_) or Parts()
        self._choose(key)
        self.list.choose(key)

    def _keys(self, shelf: Shelf) -> set[str]:
        return {*family.ids(), *(member.architecture.id for member in shelf.own), *self._drafts.listed}

    def set_busy(self, is_busy: bool) -> None:
        """Whether a training runs, which allows no other."""
        self.actions_bar.set_busy(is_busy)

    def _read(self, chosen: str) -> None:
        def take(shelf: Shelf) -> None:
            if chosen and chosen != self._key:
                self.notice.dismiss()
            self._take(shelf, chosen)

        self._background.run(partial(read_shelf, self._switch.library, self._home), take, self.notice.say)

    def _take(self, shelf: Shelf, chosen: str) -> None:
        self._shelf = shelf
        keys = self._keys(shelf)
        self._key = next(key for key in (chosen, self._key, family.DEFAULT_ID) if key in keys)
        self._list()
        self._show()
        faults = frozenset(broken.fault for broken in shelf.unusable)
        if new := sorted(faults - self._told):
            self.notice.say(new[0])
        self._told = faults

    def _list(self) -> None:
        self.list.set_sections(sections(self._shelf, self._drafts.listed), self._key)

    def _choose(self, key: str) -> None:
        self.notice.dismiss()
        if self._key != key and self._drafts.forget_unchanged(self._key):
            # The list tells of a choice while it makes it; only then may it be filled anew.
            QTimer.singleShot(0, self, self._list)
        self._key = key
        self._show()

    def _show(self) -> None:
        member, variant = self.current, self._drafts.get(self._key)
        architecture = member.architecture
        is_editing = variant is not None
        is_own = not is_editing and self._shelf.own_member(self._key) is not None
        parts = {self.facts: not is_editing, self.editor: is_editing, self.switches: self._key == modernise.ID}
        # What goes before what comes: both at once would for a moment need, and get, a larger window.
        for part in (part for part, is_shown in parts.items() if not is_shown):
            part.hide()
        self.actions_bar.set_editing(is_editing=is_editing)
        if variant is not None:
            self.editor.edit(variant.history, variant.member)
        else:
            self.facts.show_facts(network_facts(self._shelf, member))
        self.switches.set_parts(self._parts)
        for part in (part for part, is_shown in parts.items() if is_shown):
            part.show()
        self.table.set_architecture(architecture)
        published = member.experiments[0].is_published
        self.actions_bar.set_network(
            is_own=is_own,
            models=0 if is_editing else len(self._shelf.models_of(architecture.id)),
            can_reproduce=not is_editing and is_reproducible(architecture.id) and not is_own,
            is_published=published,
        )
        names = [experiment_name(experiment) for experiment in member.experiments]
        tip = (
            tr("Go to Train with this network and its published recipe")
            if published
            else tr("Go to Train with this network and its own recipe")
        )
        self.actions_bar.show_experiments(names, tip)
        self._show_fault(self.editor.fault if is_editing else "")

    def _show_fault(self, fault: str) -> None:
        """While the form cannot be built nothing takes what it does not show."""
        self.actions_bar.set_fault(fault)
        self.new_button.setEnabled(not fault)
        self.new_button.setToolTip(fault or tr("Make a variant of the network that is shown and change that"))
        self.table.set_stale(is_stale=bool(fault))

    def _change_parts(self, parts: Parts) -> None:
        self.notice.dismiss()
        self._parts = parts
        self._show()

    def _change(self) -> None:
        """Change an own network itself, and a variant of any other."""
        member = self._shelf.own_member(self._key)
        if member is None:
            self._make_variant()
            return
        self._drafts.change(member)
        self._begin_editing()

    def _make_variant(self) -> None:
        self._key = self._drafts.add(self.current, {member.architecture.id for member in self._shelf.own})
        self._begin_editing()

    def _begin_editing(self) -> None:
        self.notice.dismiss()
        self._list()
        self._show()
        self.editor.title.setFocus()
        self.editor.title.selectAll()

    def _on_edited(self) -> None:
        variant, member = self._drafts[self._key], self.editor.member
        assert member is not None
        variant.take(member)
        title = title_of(variant.draft)
        if self.list.title_of(self._key) != title:
            self._list()
        if self.table.architecture != variant.member.architecture:
            self.table.set_architecture(variant.member.architecture)
        self._show_fault(self.editor.fault)

    def _save(self) -> None:
        key, variant = self._key, self._drafts[self._key]
        draft, id_ = variant.draft, id_of(variant.draft.title)

        def on_saved(saved: str) -> None:
            self._drafts.forget_saved(key, draft)
            self._read(saved)

        is_taken = id_ != variant.own_id and self._shelf.own_member(id_) is not None
        member = replace(variant.member, architecture=replace(variant.member.architecture, title=draft.title))
        self.files.save(member, variant.own_id, is_taken=is_taken, on_saved=on_saved)

    def _discard(self) -> None:
        self.notice.dismiss()
        variant = self._drafts.discard(self._key)
        origin = variant.draft.origin.architecture.id
        key = variant.own_id or origin.partition("+")[0]
        self._key = key if key in self._keys(self._shelf) else family.DEFAULT_ID
        self._list()
        self._show()
        self.list.setFocus()
        if variant.is_changed:
            text = tr("The changes of {title} are discarded.")
            self.notice.offer(text.format(title=title_of(variant.draft)), self._take_back)

    def _take_back(self) -> None:
        """Go on with what was discarded last."""
        if key := self._drafts.take_back():
            self._key = key
            self._begin_editing()

    def _compare(self) -> None:
        members = [*(family.member(id_) for id_ in family.ids()), *self._shelf.own]
        if (variant := self._drafts.get(self._key)) is not None:
            members.insert(0, variant.draft.origin)
        elif self._parts.steps and self._key == modernise.ID:
            members.insert(0, family.member(modernise.ID))
        shown = self.current.architecture
        others = dict.fromkeys(member.architecture for member in members if member.architecture != shown)
        dialog = ComparisonDialog(shown, tuple(others), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_reproduce(self) -> None:
        architecture = self.current.architecture
        ids = {False: (architecture.id,), True: family.reproducible_ids()}
        times = {
            (is_all, is_quick): reproduction_time_text(
                *reproduction_seconds(self._shelf, ids[is_all], is_quick=is_quick)
            )
            for is_all in (False, True)
            for is_quick in (False, True)
        }
        is_published = self.current.experiments[0].is_published
        dialog = ReproduceDialog(architecture.title, times, self, is_published=is_published)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda is_all, is_quick: self.reproduce_requested.emit(ids[is_all], is_quick))
        dialog.open()


def _card(inner: QWidget, margins: tuple[int, int, int, int]) -> QFrame:
    card = QFrame()
    set_kind(card, Kind.CARD)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(*margins)
    layout.addWidget(inner)
    return card
