"""Choosing, opening, renaming and deleting models, beside the window's thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from lenet_app.errors import UserError
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.opening import read_model
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.system.links import open_folder
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.storage.files import Unusable
from lenet_app.storage.library import Contents, Entry, ModelLibrary

if TYPE_CHECKING:
    from lenet_app.gui.kit.name_dialog import Answer

Result = TypeVar("Result")
_Choice = tuple[Contents, Entry, Model]


class ModelSwitch(QObject):
    """Knows the models there are, and has another one answer. The model in use stays until another one is there.

    Args:
        library: where models lie.
        in_use: who answers.
        background: where files are read and written.
        notice: where faults are told.
        parent: the owner.
    """

    chosen_by_user = Signal()
    """The user chose a model, so one in training should no longer answer."""
    entries_changed = Signal(object)
    """The models there are, as a tuple of Entry."""

    def __init__(
        self, library: ModelLibrary, in_use: ModelInUse, background: Background, notice: Notice, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._in_use = library, in_use
        self._background, self._notice = background, notice
        self._contents = Contents()

    @property
    def library(self) -> ModelLibrary:
        """Where models lie."""
        return self._library

    @property
    def in_use(self) -> ModelInUse:
        """Who answers."""
        return self._in_use

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The models there are, shipped ones first; empty until they are listed."""
        return self._contents.entries

    @property
    def unusable(self) -> tuple[Unusable, ...]:
        """The files among the user's models that cannot be used."""
        return self._contents.unusable

    def start(self) -> None:
        """Load the model that was last in use, or the default one; after it a reader of rows that answered on Draw."""
        name, library, rows = self._in_use.remembered, self._library, self._in_use.remembers_rows

        def load() -> tuple[Entry, Model]:
            wanted = library.named(name)
            return wanted, read_model(wanted.path)

        def take(first: tuple[Entry, Model]) -> None:
            self._take_first(first)
            if rows:
                self._take_rows()

        self._run(load, take, self._fall_back)

    def _take_rows(self) -> None:
        """Have the reader of rows answer on Draw again; whatever is chosen meanwhile is done after that."""
        name, library = self._in_use.row_model, self._library

        def load() -> tuple[Entry, Model] | None:
            entry = library.row_model(name)
            return None if entry is None else (entry, read_model(entry.path))

        def take(found: tuple[Entry, Model] | None) -> None:
            if found is not None:
                self._in_use.use(*found)

        self._run(load, take)

    def use_library(self, library: ModelLibrary) -> None:
        """Models are somebody else's from now on, and the one that they used last answers; else the default one.

        What was asked for of the other library is done, and changes nothing here.
        """
        self._library, self._contents = library, Contents()
        self._begin_choice()
        self.start()

    def _run(
        self, work: Callable[[], Result], take: Callable[[Result], None], fail: Callable[[str], None] | None = None
    ) -> None:
        """Have something done with the library beside the window; what came of it counts while it is this library."""
        library = self._library

        def take_here(result: Result) -> None:
            if self._library is library:
                take(result)

        self._background.run(work, take_here, fail or self._notice.say)

    def _take_first(self, first: tuple[Entry, Model]) -> None:
        """Answer, and list the others then: what somebody sees first is an answer.

        Until then the one that answers is the list, so that whatever asks for it by its entry finds it.
        """
        self._in_use.use(*first)
        if not self._contents.entries:
            self._list(Contents((first[0],), ()))
        self.list_again()

    def _fall_back(self, sentence: str) -> None:
        """Say what is wrong with the model that was last in use, and take the default one."""
        self._notice.say(sentence)
        self._run(partial(_default, self._library), self._take)

    def take_saved(self, entry: Entry, model: Model) -> None:
        """Use a model that was just saved."""
        library = self._library
        self._run(lambda: (library.contents(), entry, model), self._take)

    def list_again(self) -> None:
        """Show what the library holds now; the model in use stays."""
        self._run(self._library.contents, self._list)

    def use_architecture(self, architecture_id: str) -> None:
        """Answer with a model of this network: the one that came with the program, or else the user's best."""
        library = self._library

        def load() -> _Choice:
            contents = library.contents()
            fit = [entry for entry in contents.entries if entry.architecture_id == architecture_id]
            if not fit:
                raise UserError(tr("There is no model of {network} yet.").format(network=architecture_id))
            best = max(fit, key=lambda entry: (entry.shipped, entry.accuracy or 0.0))
            return contents, best, read_model(best.path)

        self._begin_choice()
        self._run(load, self._take, self._refuse)

    def choose(self, entry: Entry) -> None:
        """Answer with this model, as the user wants."""
        library = self._library
        self._begin_choice()
        self._run(lambda: (library.contents(), entry, read_model(entry.path)), self._take, self._refuse)

    def open_file(self, path: Path) -> None:
        """Copy a model file into the library and use it."""
        library = self._library

        def copy() -> _Choice:
            model = read_model(path)
            entry = library.save(model)
            return library.contents(), entry, read_model(entry.path)

        self._begin_choice()
        self._run(copy, self._take, self._refuse)

    def rename(self, entry: Entry, name: str, answer: "Answer") -> None:
        """Give one of the user's models another name; `answer` is told why it is refused."""
        is_in_use = entry in (self._in_use.entry, self._in_use.row_entry)
        library = self._library

        def rename() -> _Choice | None:
            renamed = library.rename(entry, name)
            return (library.contents(), renamed, read_model(renamed.path)) if is_in_use else None

        def take(choice: _Choice | None) -> None:
            self._take_changed(choice)
            answer("")

        self._notice.dismiss()
        self._run(rename, take, answer)

    def delete(self, one: Entry | Unusable) -> None:
        """Delete one of the user's models or files; where it was in use, the default one answers."""
        is_in_use = one in (self._in_use.entry, self._in_use.row_entry)
        library = self._library

        def delete() -> _Choice | None:
            library.delete(one)
            return _default(library) if is_in_use else None

        self._notice.dismiss()
        self._run(delete, self._take_changed, self._refuse)

    def show_folder(self, file: Path) -> None:
        """Open the folder that a file lies in with the user's program for that."""
        self._notice.dismiss()
        if fault := open_folder(file.parent):
            self._notice.say(fault)

    def _begin_choice(self) -> None:
        self._notice.dismiss()
        self.chosen_by_user.emit()

    def _take(self, choice: _Choice) -> None:
        contents, entry, model = choice
        self._in_use.use(entry, model)
        self._list(contents)

    def _take_changed(self, choice: _Choice | None) -> None:
        """What was renamed or deleted was in use, or else it is only listed anew."""
        if choice is None:
            self.list_again()
        else:
            self._take(choice)

    def _list(self, contents: Contents) -> None:
        self._contents = contents
        self.entries_changed.emit(contents.entries)

    def _refuse(self, sentence: str) -> None:
        """Say what is wrong, and list what there is: it may have changed behind the program's back."""
        self._notice.say(sentence)
        self.list_again()


def _default(library: ModelLibrary) -> _Choice:
    first = library.default()
    return library.contents(), first, read_model(first.path)
