"""Whose samples and models the window works with, and what is done with the people who share this computer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.errors import UserError
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.paths import Home
from lenet_app.samples.data_set import offer
from lenet_app.samples.presence import Presence
from lenet_app.samples.profiles import Everyone, Profile, Profiles, holdings, in_use
from lenet_app.storage.library import ModelLibrary

if TYPE_CHECKING:
    from lenet_app.gui.kit.name_dialog import Answer
    from lenet_app.samples.profiles import Holdings


@dataclass(eq=False)
class Person:
    """Somebody who was chosen in this window, and stays open in it: what is at work for them goes on.

    Args:
        profile: who it is.
        desk: keeps their samples.
        library: their models.
        presence: keeps other programs from deleting them.
    """

    profile: Profile
    desk: SampleDesk
    library: ModelLibrary
    presence: Presence

    @property
    def key(self) -> str:
        """What tells them from all others."""
        return self.profile.key

    @property
    def name(self) -> str:
        """What they are called."""
        return self.profile.name

    @property
    def home(self) -> Home:
        """Theirs."""
        return self.profile.home


class People(QObject):
    """Knows who is chosen; whoever works for one person listens, and nobody keeps a copy.

    Args:
        home: which they share.
        settings: remember who was chosen last.
        parent: the owner.
    """

    chosen = Signal()
    """Somebody else is chosen, or the same one has nothing any more."""
    listed = Signal()
    """There are others than before, or some are called otherwise."""
    closing = Signal(str)
    """The person of this key is about to be deleted: what works for them ends."""
    samples_changed = Signal()
    """The chosen one has other samples than before."""
    told = Signal(str)
    """One sentence: what was done, or why it could not be."""

    def __init__(self, home: Home, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._profiles = settings, Profiles(home)
        self._background = Background(self)
        self._open: dict[str, Person] = {}
        self.busy: Callable[[Home], str] = lambda _home: ""
        """Why the person of a home cannot be deleted now, as a sentence; empty where they can."""
        self.everyone = Everyone(())
        """Who is there, as far as that is known; nobody until it was looked for."""
        self.fault = ""
        """Why it is not who was chosen last, as a sentence."""
        try:
            profile = self._profiles.of(settings.person)
            presence = Presence(profile.home)
        except UserError as error:
            self.fault, settings.person = str(error), ""
            profile = self._profiles.first
            presence = Presence(profile.home)
        self.person = self._opened(profile, presence)
        """Who is chosen."""
        offer(self.person.home)

    @property
    def desk(self) -> SampleDesk:
        """Keeps the samples of the chosen one."""
        return self.person.desk

    def refresh(self) -> None:
        """See who is there."""
        self._background.run(self._profiles.everyone, self._list, self.told.emit)

    def choose(self, key: str) -> None:
        """Work with this person's samples and models from now on."""
        if key == self.person.key:
            return
        if key in self._open:
            self._turn_to(self._open[key])
            return

        def look() -> tuple[Profile, Presence]:
            profile = self._profiles.of(key)
            return profile, Presence(profile.home)

        self._background.run(look, lambda found: self._turn_to(self._opened(*found)), self._refuse)

    def add(self, name: str, answer: "Answer") -> None:
        """Somebody of this name is new, and chosen; `answer` is told why the name is refused."""

        def take(profile: Profile) -> None:
            answer("")
            self._welcome(profile)

        self._background.run(lambda: self._profiles.add(name), take, answer)

    def bring_in(self, path: Path) -> None:
        """Somebody comes out of a ZIP, and is chosen."""
        self._background.run(partial(_brought_in, path, self._profiles), self._welcome, self.told.emit)

    def rename(self, name: str, answer: "Answer") -> None:
        """Call the chosen one otherwise; `answer` is told why the name is refused."""
        person = self.person

        def take(profile: Profile) -> None:
            person.profile = profile
            answer("")
            self.refresh()
            if person is self.person:
                self.listed.emit()

        self._background.run(lambda: self._profiles.rename(person.profile, name), take, answer)

    def look_at_loss(self, ask: "Callable[[Person, Holdings], None]") -> None:
        """Have it asked whether the chosen one is to be deleted, unless that cannot be."""
        person = self.person
        if fault := self.busy(person.home):
            self.told.emit(fault)
        elif not person.presence.is_alone:
            self.told.emit(in_use(person.profile))
        else:
            self._background.run(lambda: holdings(person.profile), partial(ask, person), self.told.emit)

    def delete(self, person: Person) -> None:
        """Delete somebody with all that is theirs, for good; the first one is chosen, who stays with nothing."""
        self._settings.set_model_of(person.key, "")
        self.closing.emit(person.key)
        self._close(self._open.pop(person.key))
        if person is self.person:
            first = self._profiles.first
            self._turn_to(self._open.get("") or self._opened(first, Presence(first.home)))

        def tell(_none: None) -> None:
            self.refresh()
            if not person.key and not self.person.key:
                self._turn_to(self._opened_anew())
            self.told.emit(tr("All of {name}’s is deleted.").format(name=person.name))

        self._background.run(lambda: self._profiles.delete(person.profile), tell, self._refuse)

    def finish(self) -> None:
        """Keep what was asked for, and end all threads; this is the end."""
        self._background.finish()
        for person in self._open.values():
            self._close(person)

    def _list(self, everyone: Everyone) -> None:
        self.everyone = everyone
        for profile in everyone.people:
            if profile.key in self._open:
                self._open[profile.key].profile = profile
        self.listed.emit()

    def _welcome(self, profile: Profile) -> None:
        self.refresh()
        self.choose(profile.key)

    def _refuse(self, sentence: str) -> None:
        """Say what is wrong, and see who is there: it may have changed behind the window's back."""
        self.told.emit(sentence)
        self.refresh()

    def _opened(self, profile: Profile, presence: Presence) -> Person:
        if profile.key in self._open:  # it was chosen twice, and opened meanwhile
            presence.end()
            return self._open[profile.key]
        home = profile.home
        person = Person(profile, SampleDesk(home.samples, self), ModelLibrary(home.models), presence)
        person.desk.changed.connect(lambda: self._pass_on(person))
        self._open[profile.key] = person
        return person

    def _opened_anew(self) -> Person:
        """The first person as they are now."""
        person = self._open[""]
        person.profile = self._profiles.first
        person.desk.changed.emit()
        return person

    def _pass_on(self, person: Person) -> None:
        if person is self.person:
            self.samples_changed.emit()

    def _turn_to(self, person: Person) -> None:
        self.person = person
        self._settings.person = person.key
        offer(person.home)
        self.chosen.emit()
        self.listed.emit()

    @staticmethod
    def _close(person: Person) -> None:
        person.desk.finish()
        person.presence.end()


def _brought_in(path: Path, profiles: Profiles) -> Profile:
    """Called on the thread."""
    from lenet_app.samples.unpacking import take_in_new  # noqa: PLC0415 - loaded when somebody asks

    return take_in_new(path, profiles)[0]
