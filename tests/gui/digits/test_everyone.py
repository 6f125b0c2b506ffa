"""Several people on My digits: chosen, added, renamed, deleted; what one has begun stays theirs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.digits.everyone import EveryonesDigits
from lenet_app.gui.kit.name_dialog import NameDialog
from lenet_app.gui.labelling.people import People
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.paths import Home
from lenet_app.samples.packing import write_person
from lenet_app.samples.presence import Presence
from lenet_app.samples.profiles import Profile, Profiles
from lenet_app.samples.store import SampleStore
from lenet_app.storage.library import ModelLibrary
from tests.gui.helpers import entry_of, shipped_model
from tests.unit.own_samples.made import sample
from tests.unit.samples import model

TIMEOUT = 60_000


class Family:
    """The page with everybody's digits, as the window has it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self._parent = qtbot, QObject()
        self.settings, self.background = Settings(), Background(self._parent)
        self.people = People(Home.of_user(), self.settings, self._parent)
        in_use = ModelInUse(self.settings)
        self.digits = EveryonesDigits(self.people, in_use, self.background, self.settings)
        in_use.use(entry_of(shipped_model()), shipped_model())
        qtbot.addWidget(self.digits)
        self.digits.resize(1208, 672)
        self.digits.show()

    @property
    def profiles(self) -> Profiles:
        return Profiles(Home.of_user())

    @property
    def names(self) -> list[str]:
        """As the menu lists them."""
        return [action.text() for action in self.digits.page.chooser.people]

    @property
    def told(self) -> str:
        return self.digits.page.samples.notice.text

    def until(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so, timeout=TIMEOUT)

    def choose(self, name: str) -> None:
        self.until(lambda: name in self.names)
        self.digits.page.chooser.people[self.names.index(name)].trigger()
        self.until(lambda: self.digits.page.chooser.name == name)

    def enter(self, name: str) -> NameDialog:
        """Type a name into the dialog that is open."""
        dialog = [one for one in self.digits.findChildren(NameDialog) if one.isVisible()][-1]
        dialog.field.setText(name)
        dialog.buttons.accepted.emit()
        return dialog

    def add(self, name: str) -> None:
        self.digits.page.chooser.add_action.trigger()
        self.enter(name)
        self.until(lambda: self.digits.page.chooser.name == name)

    def keep(self, *numbers: int) -> None:
        """Samples of whoever is chosen, as if they had been written."""
        page = self.digits.page
        self.people.desk.keep(lambda: [sample(number) for number in numbers], page.changes.remember_added)
        self.until(lambda: page.samples.undo_button.isEnabled() and page.samples.told == str(len(numbers)))

    def answer_box(self, text: str) -> str:
        """Press this button of the question; what it says will be lost."""
        self.until(lambda: bool(self.digits.findChildren(QMessageBox)))
        (box,) = self.digits.findChildren(QMessageBox)
        told = box.informativeText()
        (button,) = [one for one in box.buttons() if one.text() == text]
        with self.qtbot.waitSignal(box.destroyed, timeout=TIMEOUT):
            button.click()
        return told

    def finish(self) -> None:
        self.digits.finish()
        self.people.finish()
        self.background.finish()


def stored(person: Profile) -> list[int]:
    if not person.home.samples.exists():
        return []
    store = SampleStore(person.home.samples)
    found = sorted(one.label for one in store.all())
    store.close()
    return found


@pytest.fixture
def family(qtbot: QtBot, qapp: QApplication) -> Iterator[Family]:
    ThemeSwitch(qapp, Theme.LIGHT)
    family = Family(qtbot)
    yield family
    family.finish()


def test_whoever_is_added_is_chosen_and_remembered(family: Family, qtbot: QtBot) -> None:
    assert family.digits.page.chooser.name == "Me"
    family.keep(1, 2)
    family.add("Zoë")
    family.until(lambda: family.names == ["Me", "Zoë"])
    family.keep(5)
    assert (stored(family.profiles.first), stored(family.profiles.find("Zoë"))) == ([1, 2], [5])
    assert family.digits.page.place.text() == str(Home.of_user().people / "Zoë" / "samples.sqlite3")
    family.settings.write()
    again = Family(qtbot)
    assert again.digits.page.chooser.name == "Zoë"
    again.finish()
    family.choose("Me")
    assert family.digits.page.samples.told == "2"
    family.settings.write()
    assert Settings().person == ""


def test_each_takes_back_what_they_did_themselves(family: Family) -> None:
    """Their samples have the same numbers."""
    family.keep(1, 2)
    family.add("Anna")
    assert not family.digits.page.samples.undo_button.isEnabled()
    family.keep(5, 6)
    family.choose("Me")
    family.digits.page.samples.undo_button.click()
    family.until(lambda: stored(family.profiles.first) == [])
    assert stored(family.profiles.find("Anna")) == [5, 6]
    family.choose("Anna")
    family.digits.page.samples.undo_button.click()
    family.until(lambda: stored(family.profiles.find("Anna")) == [])


def test_a_name_that_is_refused_is_told_in_the_dialog(family: Family) -> None:
    family.add("Anna")
    family.digits.page.chooser.add_action.trigger()
    dialog = family.enter(" ANNA ")
    family.until(lambda: bool(dialog.fault))
    assert dialog.fault == "Somebody is called Anna already."
    dialog.reject()
    family.digits.page.chooser.rename_action.trigger()
    family.enter("Anna & Ben")
    family.until(lambda: family.names == ["Me", "Anna && Ben"])
    assert family.digits.page.chooser.name == "Anna & Ben"
    assert family.profiles.find("anna & ben").key == "Anna"


def test_a_person_is_deleted_after_a_question_and_the_others_stay(family: Family) -> None:
    family.keep(1, 2)
    family.add("Anna")
    family.keep(5)
    ModelLibrary(family.people.person.home.models).save(model())
    family.settings.model = "Somebody's"
    family.digits.page.erase_button.click()
    lost = family.answer_box("Go back")
    assert lost == "1 digit and 1 model will be lost for good. Trainings that are kept on Compare stay."
    assert stored(family.profiles.find("Anna")) == [5]
    family.digits.page.erase_button.click()
    family.answer_box("Delete everything")
    family.until(lambda: family.told == "All of Anna’s is deleted.")
    assert (family.digits.page.chooser.name, family.settings.model) == ("Me", "LeNet-5")
    assert not (Home.of_user().people / "Anna").exists()
    family.until(lambda: family.names == ["Me"])
    assert stored(family.profiles.first) == [1, 2]
    family.add("Anna")
    assert family.settings.model == ""


def test_everything_of_the_first_is_deleted_who_stays(family: Family) -> None:
    family.keep(1, 2)
    library = ModelLibrary(Home.of_user().models)
    library.save(model())
    family.digits.page.erase_button.click()
    assert family.answer_box("Delete everything").startswith("2 digits and 1 model will be lost for good.")
    family.until(lambda: family.told == "All of Me’s is deleted.")
    assert (stored(family.profiles.first), library.own_entries()) == ([], [])
    family.keep(3)
    assert stored(family.profiles.first) == [3]


def test_nobody_is_deleted_who_is_open_elsewhere_or_for_whom_something_is_trained(family: Family) -> None:
    family.add("Anna")
    elsewhere = Presence(family.people.person.home)
    family.digits.page.erase_button.click()
    assert family.told == "Anna is open in another window or program: close it there first."
    elsewhere.end()
    family.people.busy = lambda home: "It is busy." if home == family.people.person.home else ""
    family.digits.page.erase_button.click()
    assert family.told == "It is busy."
    assert not family.digits.findChildren(QMessageBox)


def test_somebody_comes_out_of_a_zip(family: Family, tmp_path: Path) -> None:
    archive = tmp_path / "someone.zip"
    write_person(archive, [sample(1), sample(2)], None, "Dora")
    family.digits.page.chooser.import_action.trigger()
    (dialog,) = family.digits.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(archive))
    dialog.reject()
    family.until(lambda: family.digits.page.chooser.name == "Dora")
    family.until(lambda: family.digits.page.samples.told == "2")
    written = tmp_path / "again.zip"
    family.digits.page.exchange.write(written)
    family.until(written.exists)
    (tmp_path / "bad.zip").write_bytes(written.read_bytes()[:50])
    family.people.bring_in(tmp_path / "bad.zip")
    family.until(lambda: family.told == "bad.zip is no ZIP, or it is damaged.")
    family.people.bring_in(written)
    family.until(lambda: family.names == ["Me", "Dora", "Dora (2)"])


@pytest.mark.parametrize("is_file", [True, False])
def test_who_is_not_there_any_more_is_told_and_the_first_is_chosen(
    qtbot: QtBot, qapp: QApplication, *, is_file: bool
) -> None:
    ThemeSwitch(qapp, Theme.LIGHT)
    people, settings = Home.of_user().people, Settings()
    settings.person = "Anna"
    settings.write()
    if is_file:
        people.mkdir(parents=True)
        (people / "Anna").write_bytes(b"")
    family = Family(qtbot)
    told = "is not a person's folder; it was left as it is." if is_file else "is not there any more."
    assert family.people.fault.endswith(told)
    assert (family.digits.page.chooser.name, family.settings.person) == ("Me", "")
    family.finish()


def test_a_broken_name_is_told_and_a_person_who_went_meanwhile(family: Family) -> None:
    family.add("Anna")
    family.add("Ben")
    ben = family.people.person.home.own
    family.choose("Me")
    (Home.of_user().people / "Anna" / "person.json").write_text("{")
    family.people.refresh()
    family.until(lambda: family.told.endswith("person.json cannot be read: it is not JSON; the person is called Anna."))
    other = family.profiles.add("Emil")
    family.people.refresh()
    family.until(lambda: "Emil" in family.names)
    family.profiles.delete(other)
    family.digits.page.chooser.people[family.names.index("Emil")].trigger()
    family.until(lambda: family.told.endswith("of this person is not there any more."))
    family.until(lambda: family.names == ["Me", "Anna", "Ben"])
    assert family.digits.page.chooser.name == "Me"
    assert ben.is_dir()
