"""The people who share a home: each has a name, samples, models and a queue of their own.

The first person's things lie in the home itself, as they did before there were others; each of the others has a folder
below `Home.people`, whose name never changes. What somebody is called stands in `person.json` there: no list could
disagree with the folders.
"""

import json
import os
import shutil
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.json_values import is_proper, parsed, proper, told
from lenet_app.language import tr, trn
from lenet_app.paths import Home
from lenet_app.samples.presence import Presence, gone
from lenet_app.storage.files import files_in, is_file, read_bytes, write_whole
from lenet_app.storage.models import SUFFIX
from lenet_app.storage.names import fitting_name, numbered

MOST_CHARACTERS = 60
"""Of a person's name."""
_JOINERS = "\u200c\u200d"
"""Letters of many scripts are joined or parted by these."""
_USUAL_FOLDER = "person"
_MOST_BYTES = 100_000
_DELETED = ".deleted"


@dataclass(frozen=True)
class Profile:
    """A person.

    Args:
        name: free text in any script.
        home: theirs.
        fault: why the name is not the one that they were given, as a sentence; empty where all is well.
        is_named: whether somebody gave the name.
    """

    name: str
    home: Home
    fault: str = ""
    is_named: bool = True

    @property
    def key(self) -> str:
        """What tells them from all others, whatever they are called; empty for the first person."""
        return "" if self.home.person is None else self.home.person.name


@dataclass(frozen=True)
class Everyone:
    """Who shares a home.

    Args:
        people: the first person, then the others by name; no two have one name.
        faults: what lies among their folders and is none, or cannot be read; a sentence each.
    """

    people: tuple[Profile, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Holdings:
    """What is somebody's.

    Args:
        samples: how many; None where they cannot be read.
        models: how many, those included that nobody has decided about.
    """

    samples: int | None
    models: int

    @property
    def loss(self) -> str:
        """What a deletion would lose, as a sentence."""
        digits = tr("digits that cannot be read")
        if self.samples is not None:
            digits = trn("{count} digit", "{count} digits", self.samples).format(count=self.samples)
        models = trn("{count} model", "{count} models", self.models).format(count=self.models)
        return tr("{digits} and {models} will be lost for good.").format(digits=digits, models=models)


class Profiles:
    """Lists, finds, adds, renames and deletes people.

    Args:
        home: which they share.
    """

    def __init__(self, home: Home) -> None:
        self._home = replace(home, person=None)

    @property
    def first(self) -> Profile:
        """The person who was there before all others."""
        return profile_of(self._home)

    def everyone(self) -> Everyone:
        """Who is there; what a deletion that was broken off has left goes."""
        try:
            found = sorted(self._home.people.iterdir())
        except FileNotFoundError:
            return Everyone((self.first,))
        except OSError as error:
            return Everyone((self.first,), (_unreadable(self._home.people, error),))
        others, faults = list[Profile](), list[str]()
        for path in found:
            if path.name.startswith("."):
                if path.name.endswith(_DELETED):
                    shutil.rmtree(path, ignore_errors=True)
            elif fault := _folder_fault(path):
                faults.append(fault)
            else:
                others.append(profile_of(replace(self._home, person=path)))
        others.sort(key=lambda one: (_folded(one.name), one.key))
        return Everyone(_apart([self.first, *others]), tuple(faults))

    def of(self, key: str) -> Profile:
        """The person whose folder is called so; the first one for an empty key.

        Raises:
            UserError: there is no such folder, or it cannot be read.
        """
        if not key:
            return self.first
        path = self._home.people / proper(key)
        is_key = Path(key).name == key and not key.startswith(".")
        if fault := _folder_fault(path) if is_key else gone(path):
            raise UserError(fault)
        return profile_of(replace(self._home, person=path))

    def find(self, name: str) -> Profile:
        """The person who is called so, letter case aside.

        Raises:
            UserError: nobody is.
        """
        people = self.everyone().people
        for person in people:
            if _folded(person.name) == _folded(name):
                return person
        sentence = tr("Nobody here is called {name}; there are {known}.")
        raise UserError(sentence.format(name=told(name), known=", ".join(one.name for one in people)))

    def add(self, name: str) -> Profile:
        """One more person, with nothing yet.

        Raises:
            UserError: the name is impossible or taken, or the disk refuses.
        """
        name = self._free(name)
        home = replace(self._home, person=self._new_folder(name))
        try:
            _write_name(home, name)
        except UserError:
            with suppress(OSError):
                home.own.rmdir()
            raise
        return Profile(name, home)

    def add_like(self, name: str) -> Profile:
        """The same under a name as close to this one as can be: that and a number where it is taken.

        Raises:
            UserError: the disk refuses.
        """
        taken = {_folded(one.name) for one in self.everyone().people}
        room = MOST_CHARACTERS - len(" (999)")
        fitting = _tidied(name)[:room].strip()
        if not _is_name(fitting):
            fitting = _usual_name()
        return self.add(next(one for one in numbered(fitting) if _folded(one) not in taken))

    def rename(self, person: Profile, name: str) -> Profile:
        """Call somebody otherwise; the folder stays.

        Raises:
            UserError: the name is impossible or somebody else's, or the disk refuses.
        """
        name = self._free(name, person)
        _write_name(person.home, name)
        return Profile(name, person.home)

    def delete(self, person: Profile) -> None:
        """Delete somebody with all that is theirs; the first person stays, with nothing.

        Raises:
            UserError: a program has them open, or the disk refuses.
        """
        if person.home.person is None:
            self._empty_first()
            return
        presence, folder = Presence(person.home), person.home.person
        if not presence.claimed():
            presence.end()
            raise UserError(in_use(person))
        # By one step nobody finds them any more, whatever ends this program then.
        left = folder.with_name(f".{os.urandom(4).hex()}{_DELETED}")
        try:
            if os.name == "nt":  # where a folder with an open file keeps its name
                presence.end()
            folder.rename(left)
            if left.is_symlink():
                left.unlink()
                return
            shutil.rmtree(left)
        except OSError as error:
            raise UserError(_not_deleted(person, error)) from error
        finally:
            presence.end()

    def _empty_first(self) -> None:
        from lenet_app.samples.store import SampleStore  # noqa: PLC0415 - the window is there sooner

        first = self.first
        if first.home.samples.exists():
            store = SampleStore(first.home.samples)
            try:
                store.erase_all()  # other programs may have the file open
            finally:
                store.close()
        try:
            for folder in (first.home.models, first.home.undecided, first.home.queue):
                if folder.is_dir():
                    shutil.rmtree(folder)
            first.home.person_facts.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(_not_deleted(first, error)) from error

    def _free(self, name: str, person: Profile | None = None) -> str:
        """The name without blanks around it, which is possible and nobody's but this person's."""
        name = _tidied(name)
        if not _is_name(name):
            sentence = trn(
                "A person's name has 1 to {count} character, in one line.",
                "A person's name has 1 to {count} characters, in one line.",
                MOST_CHARACTERS,
            )
            raise UserError(sentence.format(count=MOST_CHARACTERS))
        for other in self.everyone().people:
            if (person is None or other.key != person.key) and _folded(other.name) == _folded(name):
                raise UserError(tr("Somebody is called {name} already.").format(name=other.name))
        return name

    def _new_folder(self, name: str) -> Path:
        # No system keeps dots and blanks at the end of a folder's name for itself but Windows, which drops them.
        fitting = fitting_name(name, usual=_USUAL_FOLDER).rstrip(". ") or _USUAL_FOLDER
        try:
            self._home.people.mkdir(parents=True, exist_ok=True)
            for free in numbered(fitting):
                with suppress(FileExistsError):
                    path = self._home.people / free
                    path.mkdir()
                    return path
        except OSError as error:
            sentence = tr("{file} cannot be written: {fault}.")
            raise UserError(sentence.format(file=self._home.people, fault=error.strerror or error)) from error
        raise AssertionError  # there are numbers without end


def holdings(person: Profile) -> Holdings:
    """What is somebody's."""
    models = sum(len(files_in(folder, SUFFIX)) for folder in (person.home.models, person.home.undecided))
    return Holdings(_sample_count(person), models)


def in_use(person: Profile) -> str:
    """Why somebody cannot be deleted while another program has them open."""
    return tr("{name} is open in another window or program: close it there first.").format(name=person.name)


def _sample_count(person: Profile) -> int | None:
    from lenet_app.samples.store import SampleStore  # noqa: PLC0415 - the window is there sooner

    if not is_file(person.home.samples):
        return 0
    store = SampleStore(person.home.samples)
    try:
        return sum(store.counts())
    except UserError:
        return None
    finally:
        store.close()


def profile_of(home: Home) -> Profile:
    """The person whose home this is."""
    usual = _usual_name() if home.person is None else proper(home.person.name)
    try:
        facts = parsed(read_bytes(home.person_facts, _MOST_BYTES))
        name = facts.get("name") if isinstance(facts, dict) else None
        if isinstance(name, str) and _is_name(name):
            return Profile(name, home)
        fault = tr("it names nobody")
    except FileNotFoundError:
        return Profile(usual, home, is_named=False)
    except OSError as error:
        fault = error.strerror or str(error)
    except ValueError as error:
        fault = str(error)
    sentence = tr("{file} cannot be read: {fault}; the person is called {name}.")
    sentence = sentence.format(file=home.person_facts, fault=fault, name=usual)
    return Profile(usual, home, sentence, is_named=False)


def _usual_name() -> str:
    """What the first person is called until somebody says otherwise."""
    return tr("Me")


def _apart(people: list[Profile]) -> tuple[Profile, ...]:
    """The same, those who have an earlier one's name with a number: folders may be copied."""
    taken, apart = set[str](), list[Profile]()
    for person in people:
        name = next(one for one in numbered(person.name) if _folded(one) not in taken)
        taken.add(_folded(name))
        apart.append(person if name == person.name else replace(person, name=name))
    return tuple(apart)


def _write_name(home: Home, name: str) -> None:
    write_whole(home.person_facts, f"{json.dumps({'name': name}, ensure_ascii=False)}\n".encode())


def _tidied(name: str) -> str:
    """One way to write the same letters, without blanks around them."""
    return unicodedata.normalize("NFC", name).strip()


def _is_name(name: str) -> bool:
    letters = name.translate(dict.fromkeys(map(ord, _JOINERS)))
    is_fit = 0 < len(name) <= MOST_CHARACTERS and name == name.strip()
    return is_fit and bool(letters.strip()) and letters.isprintable() and is_proper(name)


def _folded(name: str) -> str:
    """The same for names that differ in letter case alone."""
    return unicodedata.normalize("NFC", _tidied(name).casefold())


def _folder_fault(path: Path) -> str:
    """Why nobody's things can lie there, as a sentence; empty where they can."""
    try:
        with os.scandir(f"{path}/."):
            return ""
    except FileNotFoundError:
        return gone(path)
    except NotADirectoryError:
        return tr("{file} is not a person's folder; it was left as it is.").format(file=path)
    except OSError as error:
        return _unreadable(path, error)


def _unreadable(path: Path, error: OSError) -> str:
    return tr("The folder {folder} cannot be read: {fault}.").format(folder=path, fault=error.strerror or error)


def _not_deleted(person: Profile, error: OSError) -> str:
    sentence = tr("Not all that is {name}’s could be deleted: {fault}.")
    return sentence.format(name=person.name, fault=error.strerror or error)
