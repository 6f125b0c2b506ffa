"""My digits of everybody who was chosen: a page each, which goes on with its work while somebody else is chosen."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMessageBox, QStackedWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.digits.page import DigitsPage
from lenet_app.gui.kit.file_dialogs import Purpose, file_dialog
from lenet_app.gui.kit.name_dialog import NameDialog
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.labelling.people import People, Person
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.storage.library import Entry

if TYPE_CHECKING:
    from lenet_app.samples.profiles import Holdings


class EveryonesDigits(QStackedWidget, WindowPage):
    """Shows the page of whoever is chosen. What is undone, learned or to be decided stays with the person it concerns.

    Args:
        people: who there is, and who is chosen.
        in_use: whose copy learns.
        background: where models are written.
        settings: where dialogs for files begin.
    """

    model_kept = Signal(object, object)
    """The library's Entry of a model that is to answer from now on, and the Model."""
    model_added = Signal()
    """The chosen person has another model."""

    def __init__(self, people: People, in_use: ModelInUse, background: Background, settings: Settings) -> None:
        super().__init__()
        self._people, self._in_use = people, in_use
        self._background, self._settings = background, settings
        self._pages: dict[str, DigitsPage] = {}
        self._told_faults: tuple[str, ...] = ()
        people.chosen.connect(self._show_chosen)
        people.listed.connect(self._list)
        people.closing.connect(self._drop)
        people.told.connect(self.say)
        self._show_chosen()

    @property
    def page(self) -> DigitsPage:
        """That of whoever is chosen."""
        return self._pages[self._people.person.key]

    def say(self, sentence: str) -> None:
        """Say something on the page that is seen."""
        self.page.samples.notice.say(sentence)

    # What the window asks

    def take_focus(self) -> None:
        """One begins to write."""
        self.page.take_focus()

    def finish(self) -> None:
        """End the threads of every page."""
        for page in self._pages.values():
            page.finish()

    @property
    def losses(self) -> tuple[str, ...]:
        """Models that nobody has decided about, and whose they are where there are several people."""
        told = [(page.chooser.name, loss) for page in self._pages.values() for loss in page.losses]
        if len(self._pages) == 1:
            return tuple(loss for _, loss in told)
        return tuple(tr("{name}: {loss}").format(name=name, loss=loss) for name, loss in told)

    def showEvent(self, event: QShowEvent) -> None:
        """See who is there, which nobody looks for while nobody sees it."""
        super().showEvent(event)
        self._people.refresh()

    # People

    def _show_chosen(self) -> None:
        person, before = self._people.person, self.currentWidget()
        if person.key not in self._pages:
            self._pages[person.key] = self._made(person)
            self.addWidget(self._pages[person.key])
        self.setCurrentWidget(self.page)
        self._list()
        if isinstance(before, DigitsPage) and before is not self.page and before.learn.is_running:
            text = tr("{name}’s digits are still being learned: what comes of it waits there.")
            self.say(text.format(name=before.chooser.name))

    def _made(self, person: Person) -> DigitsPage:
        page = DigitsPage(person.desk, self._in_use, person.library, self._background, self._settings)
        page.model_kept.connect(lambda entry, model: self._keep(person, entry, model))
        page.exchange.model_added.connect(lambda: self._add_model(person))
        page.erase_button.clicked.connect(lambda: self._people.look_at_loss(self._ask_to_delete))
        page.chooser.chosen.connect(self._people.choose)
        page.chooser.add_wanted.connect(self._ask_name)
        page.chooser.import_wanted.connect(self._ask_zip)
        page.chooser.rename_wanted.connect(self._ask_new_name)
        return page

    def _keep(self, person: Person, entry: Entry, model: Model) -> None:
        """Answer with it, or, where somebody else is chosen by now, once that person is chosen again."""
        if person is self._people.person:
            self.model_kept.emit(entry, model)
        else:
            self._settings.set_model_of(person.key, entry.name)

    def _add_model(self, person: Person) -> None:
        if person is self._people.person:
            self.model_added.emit()

    def _list(self) -> None:
        everyone, person = self._people.everyone, self._people.person
        people = [(one.key, one.name) for one in everyone.people] or [(person.key, person.name)]
        if person.key not in dict(people):
            people.append((person.key, person.name))
        self.page.set_people(people, person.key)
        faults = (*everyone.faults, *(one.fault for one in everyone.people if one.fault))
        if faults and faults != self._told_faults:
            self.say(" ".join(faults))
        self._told_faults = faults

    def _drop(self, key: str) -> None:
        if (page := self._pages.pop(key, None)) is not None:
            page.finish()
            self.removeWidget(page)
            page.deleteLater()

    def _ask_name(self) -> None:
        NameDialog(tr("Add a person"), tr("What is the new person called?"), "", self._people.add, self).open()

    def _ask_new_name(self) -> None:
        name = self._people.person.name
        question = tr("New name of {name}:").format(name=name)
        NameDialog(tr("Rename the person"), question, name, self._people.rename, self).open()

    def _ask_zip(self) -> None:
        dialog = file_dialog(self, tr("Add a person from a ZIP"), Purpose.SAMPLES, self._settings)
        dialog.setFileMode(dialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("People (*.zip)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self._people.bring_in(Path(name)))
        dialog.open()

    def _ask_to_delete(self, person: Person, theirs: "Holdings") -> None:
        question = tr("Delete everything of {name}?").format(name=person.name)
        box = QMessageBox(QMessageBox.Icon.Question, tr("My digits"), question, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        stay = tr("Trainings that are kept on Compare stay.")
        box.setInformativeText(" ".join((theirs.loss, *self._pages[person.key].losses, stay)))
        erase = box.addButton(tr("Delete everything"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(tr("Go back"), QMessageBox.ButtonRole.RejectRole))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        erase.clicked.connect(lambda: self._people.delete(person))
        box.open()
