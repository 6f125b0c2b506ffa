"""Chooses the model that answers; the user's own models are renamed and deleted here."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMessageBox, QToolButton, QWidget

from lenet_app.gui.answering.widgets.answer_view import percent
from lenet_app.gui.kit.fields import ListBox, widen_list
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.kit.name_dialog import Answer, NameDialog
from lenet_app.gui.kit.notice import Notice, Where
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr
from lenet_app.storage.library import Entry

_WIDTH = 400
"""Pixels of the list: a usual name with its accuracy."""


class ModelSelector(QWidget):
    """A list of models and a menu for the chosen one. It asks; whoever listens does."""

    chosen = Signal(object)
    """The Entry that the user chose."""
    rename_requested = Signal(object, str, object)
    """The Entry, its new name, and the Answer that says why that is refused."""
    delete_requested = Signal(object)
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        # Cut in the middle: how good a model is stands at the end, and so does what tells two trainings apart.
        self.combo = ListBox(_WIDTH, Qt.TextElideMode.ElideMiddle)
        self.combo.setFont(with_tabular_figures(self.combo.font()))
        self.combo.setFixedWidth(_WIDTH)
        self.combo.currentTextChanged.connect(self._describe)
        self._describe("")
        self.combo.setAccessibleName(tr("Model"))
        self.combo.activated.connect(self._on_activated)
        self.menu_button = QToolButton()
        self.menu_button.setIcon(icon("ellipsis"))
        self.menu_button.setToolTip(tr("Rename, delete or open a model"))
        self.menu_button.setAccessibleName(tr("Model menu"))
        set_kind(self.menu_button, Kind.FLAT)
        self.rename_action = QAction(icon("pencil-line"), tr("Rename…"), self)
        self.rename_action.triggered.connect(self._ask_name)
        self.delete_action = QAction(icon("trash-2"), tr("Delete…"), self)
        self.delete_action.triggered.connect(self._ask_delete)
        self.open_action = QAction(icon("folder-open"), tr("Open a model file…"), self)
        self.open_action.triggered.connect(self.open_requested)
        menu = QMenu(self.menu_button)
        menu.addActions([self.rename_action, self.delete_action])
        menu.addSeparator()
        menu.addAction(self.open_action)
        give_menu(self.menu_button, menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.combo)
        layout.addWidget(self.menu_button)
        self.notice = Notice(self, Where.BELOW)

    def _describe(self, model: str) -> None:
        """The whole of what may be cut short."""
        self.combo.setToolTip(plain("\n".join(filter(None, [model, tr("The model that answers (Ctrl+M)")]))))

    @property
    def current(self) -> Entry | None:
        """The entry that is shown as chosen; None for a model that is not in the list, such as one in training."""
        index = self.combo.currentData()
        return self._entries[index] if isinstance(index, int) and 0 <= index < len(self._entries) else None

    def set_entries(self, entries: list[Entry], chosen: Path | None) -> None:
        """List these models and show the one at `chosen` as the one in use."""
        self._entries = list(entries)
        self.combo.clear()
        for index, entry in enumerate(entries):
            self.combo.addItem(entry_text(entry), index)
        self.combo.setCurrentIndex(next((n for n, entry in enumerate(entries) if entry.path == chosen), -1))
        widen_list(self.combo)
        self._update_actions()

    def show_unlisted(self, text: str) -> None:
        """Show a model that is not in the list, such as one in training."""
        index = self.combo.findData(-1)
        if index < 0:
            self.combo.insertItem(0, text, -1)
            index = 0
        self.combo.setItemText(index, text)
        self.combo.setCurrentIndex(index)
        self._update_actions()

    def _on_activated(self) -> None:
        self._update_actions()
        if (entry := self.current) is not None:
            self.chosen.emit(entry)

    def _update_actions(self) -> None:
        own = self.current is not None and not self.current.shipped
        self.rename_action.setEnabled(own)
        self.delete_action.setEnabled(own)

    def _ask_name(self) -> None:
        entry = self.current
        if entry is None:
            return
        question = tr("New name of {name}:").format(name=entry.name)

        def give(name: str, answer: Answer) -> None:
            self.rename_requested.emit(entry, name, answer)

        NameDialog(tr("Rename the model"), question, entry.name, give, self).open()

    def _ask_delete(self) -> None:
        entry = self.current
        if entry is None:
            return
        box = QMessageBox(QMessageBox.Icon.Question, tr("Delete the model"), "", parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setText(tr("Delete {name}? It cannot be brought back.").format(name=entry.name))
        delete = box.addButton(tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        # What cannot be brought back should not go at the first press of Return.
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(lambda: self.delete_requested.emit(entry))
        box.open()


def entry_text(entry: Entry) -> str:
    """A model as the list shows it: its name and how good it is."""
    if entry.accuracy is None:
        return entry.name
    return f"{entry.name} · {percent(entry.accuracy, decimals=2)} %"
