"""The models there are, those that came with the program apart from the user's, and what can be done with one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.answering.model_words import list_note, list_tip
from lenet_app.gui.kit.line_list import KEY
from lenet_app.gui.kit.section_list import SectionItem, SectionList
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr
from lenet_app.storage.files import Unusable
from lenet_app.storage.library import Entry

WIDTH = 400
"""Pixels of a usual name and the line below it."""


class ModelList(QWidget):
    """A list of models and buttons for the highlighted one. It asks; whoever listens does.

    Files that cannot be used stand at the end: they can be highlighted and deleted, but not chosen.
    """

    chosen = Signal(object)
    """The Entry that should answer: clicked, or Return was pressed on it."""
    fine_tune_requested = Signal(object)
    rename_requested = Signal(object)
    delete_requested = Signal(object)
    """An Entry, or an Unusable."""
    folder_requested = Signal(object)
    """The path of a file whose folder is to be shown."""
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._unusable: tuple[Unusable, ...] = ()
        self.list = SectionList(tr("Models"))
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.list.currentItemChanged.connect(self._update)
        self.fine_tune_button = QPushButton(tr("Fine-tune…"))
        self.folder_button = QPushButton(tr("Show folder"))
        self.folder_button.setToolTip(tr("Open the folder that this file lies in"))
        self.folder_button.clicked.connect(self._ask_for_folder)
        # What can be done with a model and what can be done with a file have one place.
        self._first = QStackedWidget()
        self._first.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.rename_button = QPushButton(icon("pencil-line"), tr("Rename…"))
        self.delete_button = QPushButton(icon("trash-2"), tr("Delete…"))
        self.open_button = QPushButton(icon("folder-open"), tr("Open…"))
        self.open_button.setToolTip(tr("Open a model file; a copy of it joins your models"))
        self.open_button.clicked.connect(self.open_requested)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 0, 8, 0)
        buttons.setSpacing(4)
        for button, signal in (
            (self.fine_tune_button, self.fine_tune_requested),
            (self.rename_button, self.rename_requested),
            (self.delete_button, self.delete_requested),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(self.current or self.unusable))
        buttons.addWidget(self._first)
        for button in (self.fine_tune_button, self.folder_button):
            set_kind(button, Kind.SMALL)
            self._first.addWidget(button)
        for button in (self.rename_button, self.delete_button, self.open_button):
            set_kind(button, Kind.SMALL)
            buttons.addWidget(button)
        buttons.addStretch(1)
        for keys, button in (("F2", self.rename_button), ("Del", self.delete_button)):
            shortcut = QShortcut(QKeySequence(keys), self.list, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.setWhatsThis(button.text().removesuffix("…"))
            shortcut.activated.connect(button.click)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self._update()

    @property
    def current(self) -> Entry | None:
        """The highlighted model."""
        key = self.list.current_key
        return next((entry for entry in self._entries if entry.key == key), None)

    @property
    def unusable(self) -> Unusable | None:
        """The highlighted file, if it is one that cannot be used."""
        key = self.list.current_key
        return next((one for one in self._unusable if one.key == key), None)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The models that are listed."""
        return self._entries

    def set_entries(self, entries: Sequence[Entry], in_use: Entry | None, unusable: Sequence[Unusable] = ()) -> None:
        """List these models and highlight the one in use, which is marked; below them files that cannot be used."""
        self._entries, self._unusable = tuple(entries), tuple(unusable)
        shipped = [_item(entry, in_use) for entry in entries if entry.shipped]
        own = [_item(entry, in_use) for entry in entries if not entry.shipped]
        if not own:
            own = [
                SectionItem("", tr("None yet"), tr("What you train and use or keep is listed here"), is_usable=False)
            ]
        key = "" if in_use is None else in_use.key
        sections = [(tr("Shipped"), shipped), (tr("Yours"), own)]
        if unusable:
            sections.append((tr("Cannot be used"), [_unusable_item(one) for one in unusable]))
        self.list.set_sections(sections, key)
        self._update()

    def select(self, one: Entry | Unusable) -> None:
        """Highlight this model or file, as the arrow keys do."""
        self.list.choose(one.key)
        self._update()

    def _ask_for_folder(self) -> None:
        if self.unusable is not None:
            self.folder_requested.emit(self.unusable.path)

    def _choose(self, item: QListWidgetItem) -> None:
        entry = next((entry for entry in self._entries if entry.key == item.data(KEY)), None)
        if entry is not None:
            self.chosen.emit(entry)

    def _update(self) -> None:
        entry, file = self.current, self.unusable
        shipped = tr("It came with the program and stays as it is") if entry is not None and entry.shipped else ""
        is_own = entry is not None and not entry.shipped
        self._first.setCurrentWidget(self.fine_tune_button if file is None else self.folder_button)
        reads_rows = entry is not None and entry.reads_rows
        self.fine_tune_button.setEnabled(entry is not None and not reads_rows)
        tip = (
            tr("Readers of rows are trained from new weights only")
            if reads_rows
            else tr("Go to Train and go on from this model")
        )
        self.fine_tune_button.setToolTip(tip)
        self.rename_button.setEnabled(is_own)
        self.rename_button.setToolTip(shipped or tr("Give this model another name (F2)"))
        self.delete_button.setEnabled(is_own or file is not None)
        delete = tr("Delete this model (Del)") if file is None else tr("Delete this file (Del)")
        self.delete_button.setToolTip(shipped or delete)


def _item(entry: Entry, in_use: Entry | None) -> SectionItem:
    is_in_use = in_use is not None and entry.path == in_use.path
    note = list_note(entry)
    if is_in_use:
        note = tr("answers now · {facts}").format(facts=note) if note else tr("answers now")
    return SectionItem(entry.key, entry.name, note, list_tip(entry), is_marked=is_in_use)


def _unusable_item(one: Unusable) -> SectionItem:
    reason = one.reason or one.fault
    return SectionItem(one.key, one.name, f"{reason[0].upper()}{reason[1:]}", one.fault, is_faint=True)
