"""Choosing, opening, renaming and deleting models, beside the window's thread."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from lenet_app.errors import UserError
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_selector import ModelSelector
from lenet_app.gui.answering.opening import read_model
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.models import SUFFIX

_Listing = tuple[list[Entry], Entry, Model]


class ModelSwitch(QObject):
    """Wires the model selector to the library. The model in use stays until another one is there."""

    chosen_by_user = Signal()
    """The user chose a model, so one in training should no longer take over."""

    def __init__(
        self,
        selector: ModelSelector,
        library: ModelLibrary,
        in_use: ModelInUse,
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._selector, self._library, self._in_use = selector, library, in_use
        self._background, self._notice = background, selector.notice
        in_use.model_changed.connect(self._show_unlisted)
        selector.chosen.connect(self.choose)
        selector.rename_requested.connect(self._rename)
        selector.delete_requested.connect(self._delete)
        selector.open_requested.connect(self._ask_file)

    def start(self) -> None:
        """Load the model that was last in use, or the default one."""
        name = self._in_use.remembered

        def load() -> _Listing:
            entries = self._library.entries()
            wanted = next((entry for entry in entries if entry.name == name), None) or self._library.default()
            return entries, wanted, read_model(wanted.path)

        self._background.run(load, self._take, self._fall_back)

    def _fall_back(self, sentence: str) -> None:
        """Say what is wrong with the model that was last in use, and take the default one."""
        self._refuse(sentence)

        def load() -> _Listing:
            first = self._library.default()
            return self._library.entries(), first, read_model(first.path)

        self._background.run(load, self._take, self._notice.say)

    def take_saved(self, entry: Entry, model: Model) -> None:
        """Use a model that was just saved."""
        self._background.run(lambda: (self._library.entries(), entry, model), self._take, self._notice.say)

    def list_again(self) -> None:
        """Show what the library holds now; the model in use stays."""
        self._background.run(self._library.entries, self._list, self._notice.say)

    def go_back(self) -> None:
        """Leave a model that was never saved for the one chosen before it."""
        if self._in_use.entry is not None:
            self._choose_entry(self._in_use.entry)

    def use_architecture(self, architecture_id: str) -> None:
        """Answer with a model of this network: the one that came with the program, or else the user's best."""
        self._notice.dismiss()
        self.chosen_by_user.emit()

        def load() -> _Listing:
            entries = self._library.entries()
            fit = [entry for entry in entries if entry.architecture_id == architecture_id]
            if not fit:
                raise UserError(tr("There is no model of {network} yet.").format(network=architecture_id))
            best = max(fit, key=lambda entry: (entry.shipped, entry.accuracy or 0.0))
            return entries, best, read_model(best.path)

        self._background.run(load, self._take, self._refuse)

    def choose(self, entry: Entry) -> None:
        """Answer with this model, as the user wants."""
        self._notice.dismiss()
        self.chosen_by_user.emit()
        self._choose_entry(entry)

    def _choose_entry(self, entry: Entry) -> None:
        def load() -> _Listing:
            return self._library.entries(), entry, read_model(entry.path)

        self._background.run(load, self._take, self._refuse)

    def _take(self, listing: _Listing) -> None:
        entries, entry, model = listing
        self._selector.set_entries(entries, entry.path)
        self._in_use.use(entry, model)

    def _list(self, entries: list[Entry]) -> None:
        self._selector.set_entries(entries, self._in_use.entry.path if self._in_use.entry else None)
        self._show_unlisted()

    def _show_unlisted(self) -> None:
        if self._in_use.unlisted:
            self._selector.show_unlisted(self._in_use.unlisted)

    def _refuse(self, sentence: str) -> None:
        """Say what is wrong and show again which model is in use."""
        self._notice.say(sentence)
        self.list_again()

    def _rename(self, entry: Entry, name: str) -> None:
        self._notice.dismiss()

        def rename() -> _Listing:
            renamed = self._library.rename(entry, name)
            return self._library.entries(), renamed, read_model(renamed.path)

        self._background.run(rename, self._take, self._refuse)

    def _delete(self, entry: Entry) -> None:
        self._notice.dismiss()

        def delete() -> _Listing:
            self._library.delete(entry)
            first = self._library.default()
            return self._library.entries(), first, read_model(first.path)

        self._background.run(delete, self._take, self._refuse)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self._selector, tr("Open a model file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Models (*{suffix})").format(suffix=SUFFIX), tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def open_file(self, path: Path) -> None:
        """Copy a model file into the library and use it."""

        def copy() -> _Listing:
            model = read_model(path)
            entry = self._library.save(model)
            return self._library.entries(), entry, read_model(entry.path)

        self._notice.dismiss()
        self.chosen_by_user.emit()
        self._background.run(copy, self._take, self._refuse)
