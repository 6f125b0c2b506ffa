"""The models there are, those that came with the program apart from the user's, and what can be done with one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.answering.model_words import list_note, list_tip
from lenet_app.gui.kit.line_list import KEY
from lenet_app.gui.kit.section_list import SectionItem, SectionList
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr
from lenet_app.storage.library import Entry

WIDTH = 400
"""Pixels of a usual name and the line below it."""


class ModelList(QWidget):
    """A list of models and buttons for the highlighted one. It asks; whoever listens does."""

    chosen = Signal(object)
    """The Entry that should answer: clicked, or Return was pressed on it."""
    fine_tune_requested = Signal(object)
    rename_requested = Signal(object)
    delete_requested = Signal(object)
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self.list = SectionList(tr("Models"))
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.list.currentItemChanged.connect(self._update)
        self.fine_tune_button = QPushButton(tr("Fine-tune…"))
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
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(self.current))
        for button in (self.fine_tune_button, self.rename_button, self.delete_button, self.open_button):
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
        return next((entry for entry in self._entries if str(entry.path) == key), None)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The models that are listed."""
        return self._entries

    def set_entries(self, entries: Sequence[Entry], in_use: Entry | None) -> None:
        """List these models and highlight the one in use, which is marked, too."""
        self._entries = tuple(entries)
        shipped = [_item(entry, in_use) for entry in entries if entry.shipped]
        own = [_item(entry, in_use) for entry in entries if not entry.shipped]
        if not own:
            own = [
                SectionItem("", tr("None yet"), tr("What you train and use or keep is listed here"), is_usable=False)
            ]
        key = "" if in_use is None else str(in_use.path)
        self.list.set_sections([(tr("Shipped"), shipped), (tr("Yours"), own)], key)
        self._update()

    def select(self, entry: Entry) -> None:
        """Highlight this model, as the arrow keys do."""
        self.list.choose(str(entry.path))
        self._update()

    def _choose(self, item: QListWidgetItem) -> None:
        key = str(item.data(KEY) or "")
        entry = next((entry for entry in self._entries if str(entry.path) == key), None)
        if entry is not None:
            self.chosen.emit(entry)

    def _update(self) -> None:
        entry = self.current
        shipped = tr("It came with the program and stays as it is")
        self.fine_tune_button.setEnabled(entry is not None)
        self.fine_tune_button.setToolTip(tr("Go to Train and go on from this model"))
        for button, tip in (
            (self.rename_button, tr("Give this model another name (F2)")),
            (self.delete_button, tr("Delete this model (Del)")),
        ):
            button.setEnabled(entry is not None and not entry.shipped)
            button.setToolTip(shipped if entry is not None and entry.shipped else tip)


def _item(entry: Entry, in_use: Entry | None) -> SectionItem:
    is_in_use = in_use is not None and entry.path == in_use.path
    note = list_note(entry)
    if is_in_use:
        note = tr("answers now · {facts}").format(facts=note) if note else tr("answers now")
    return SectionItem(str(entry.path), entry.name, note, list_tip(entry), is_marked=is_in_use)
