"""People who share a home: listed, added, renamed, deleted; what is broken among their folders is told."""

import json
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.paths import Home
from lenet_app.samples.presence import Presence
from lenet_app.samples.profiles import MOST_CHARACTERS, Holdings, Profile, Profiles, holdings
from lenet_app.samples.store import SampleStore
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.names import is_reserved
from tests.unit.closed_folder import closed
from tests.unit.own_samples.made import sample
from tests.unit.samples import model

NAMES = (
    "Zoë",
    "अन्\u200dना",
    "محمد",
    "李小龍",
    "CON",
    "nul.txt",
    "a/b\\c",
    "..",
    "C:",
    "x.",
    "~",
    "*?",
    "é" * MOST_CHARACTERS,
)


def names(profiles: Profiles) -> list[str]:
    return [one.name for one in profiles.everyone().people]


def keep(person: Profile, *numbers: int) -> None:
    store = SampleStore(person.home.samples)
    store.add(sample(number) for number in numbers)
    store.close()


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_who_was_there_before_is_the_first_and_nothing_is_moved(tmp_path: Path) -> None:
    home = Home(tmp_path)
    keep(Profile("whoever", home), 1, 2)
    ModelLibrary(home.models).save(model())
    before = content(tmp_path)
    (first,) = Profiles(home).everyone().people
    assert (first.name, first.key, first.home, first.is_named) == ("Me", "", home, False)
    assert holdings(first) == Holdings(2, 1)
    assert content(tmp_path) == before


def test_each_has_samples_models_and_a_queue_of_their_own_and_shares_the_rest(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    anna = profiles.add("Anna")
    keep(anna, 1, 2, 3)
    first = profiles.first
    for part in ("samples", "models", "undecided", "queue"):
        assert getattr(anna.home, part) == tmp_path / "people" / "Anna" / getattr(first.home, part).name
    for part in ("data", "architectures", "runs", "evaluations", "sweeps", "reproduction", "log", "settings"):
        assert getattr(anna.home, part) == getattr(first.home, part)
    assert (holdings(anna).samples, holdings(first).samples) == (3, 0)
    assert names(profiles) == ["Me", "Anna"]
    assert profiles.of(anna.key) == profiles.find("ANNA") == anna


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_becomes_a_folder_that_every_system_takes(tmp_path: Path, name: str) -> None:
    profiles = Profiles(Home(tmp_path))
    made = profiles.add(f"  {name} ")
    assert made.name == name
    assert made.home.own.parent == tmp_path / "people"
    folder = made.key
    assert folder
    assert not set(folder) & set('<>:"/\\|?*')
    assert folder[-1] not in ". "
    assert folder[0] != "."
    assert not is_reserved(folder)
    assert len(folder.encode()) <= 255
    assert [one.name for one in profiles.everyone().people[1:]] == [name]
    assert profiles.of(folder) == made


@pytest.mark.parametrize(
    "name", ["", "  ", "\u200d", "a\nb", "a\x00", "x" * (MOST_CHARACTERS + 1), "\ud800", "a\u202eb"]
)
def test_an_impossible_name_is_refused_and_nothing_is_made(tmp_path: Path, name: str) -> None:
    profiles = Profiles(Home(tmp_path))
    with pytest.raises(UserError, match="A person's name has 1 to 60 characters, in one line"):
        profiles.add(name)
    assert not any(tmp_path.iterdir())
    anna = profiles.add("Anna")
    with pytest.raises(UserError, match="A person's name has"):
        profiles.rename(anna, name)


@pytest.mark.parametrize("name", ["ANNA", "anna ", "Anna"])
def test_two_names_that_differ_in_letter_case_alone_are_one(tmp_path: Path, name: str) -> None:
    profiles = Profiles(Home(tmp_path))
    anna, ben = profiles.add("Anna"), profiles.add("Ben")
    with pytest.raises(UserError, match="Somebody is called Anna already"):
        profiles.add(name)
    with pytest.raises(UserError, match="Somebody is called Anna already"):
        profiles.rename(ben, name)
    assert profiles.rename(anna, name).name == name.strip()
    with pytest.raises(UserError, match="Somebody is called Me already"):
        profiles.add("me")


def test_letters_that_are_written_in_two_ways_are_the_same(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    profiles.add(unicodedata.normalize("NFD", "Zoë"))
    with pytest.raises(UserError, match="Somebody is called Zoë already"):
        profiles.add("ZOË")


def test_whoever_is_renamed_keeps_the_folder_and_the_first_can_be_too(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    anna = profiles.add("Anna")
    keep(anna, 1)
    anne = profiles.rename(anna, "Anne / née Ó")
    assert (anne.home, holdings(anne).samples) == (anna.home, 1)
    profiles.rename(profiles.first, "Zoë")
    assert names(profiles) == ["Zoë", "Anne / née Ó"]
    assert profiles.find("zoë").key == ""
    with pytest.raises(UserError, match="Nobody here is called Anna; there are Zoë, Anne / née Ó"):
        profiles.find("Anna")


def test_deleting_somebody_leaves_the_others_byte_for_byte(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    anna, ben = profiles.add("Anna"), profiles.add("Ben")
    for person in (profiles.first, anna, ben):
        keep(person, 1, 2)
        ModelLibrary(person.home.models).save(model())
    before = {name: one for name, one in content(tmp_path).items() if not name.startswith("people/Anna/")}
    profiles.delete(anna)
    assert content(tmp_path) == before
    assert not anna.home.own.exists()
    assert names(profiles) == ["Me", "Ben"]


def test_the_first_stays_with_nothing(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    ben, first = profiles.add("Ben"), profiles.rename(profiles.first, "Zoë")
    for person in (first, ben):
        keep(person, 1, 2)
        ModelLibrary(person.home.models).save(model())
        ModelLibrary(person.home.undecided).save(model())
    (first.home.architectures).mkdir()
    before = content(ben.home.own)
    profiles.delete(first)
    assert (holdings(profiles.first), profiles.first.name) == (Holdings(0, 0), "Me")
    assert content(ben.home.own) == before
    assert first.home.architectures.is_dir()


def test_nobody_is_deleted_while_another_program_has_them_open(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    anna = profiles.add("Anna")
    keep(anna, 1)
    code = "import sys; from pathlib import Path; from lenet_app.paths import Home\n"
    code += "from lenet_app.samples.presence import Presence\n"
    code += f"p = Presence(Home(Path({str(tmp_path)!r}), person=Path({str(anna.home.own)!r})))\n"
    code += "print(p.is_alone, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "True\n"
        mine = Presence(anna.home)
        assert not mine.is_alone
        mine.end()
        with pytest.raises(UserError, match="Anna is open in another window or program: close it there first"):
            profiles.delete(anna)
        assert holdings(anna).samples == 1
        other.stdin.close()
    profiles.delete(anna)
    with pytest.raises(UserError, match="of this person is not there any more"):
        Presence(anna.home)


def test_what_a_broken_off_deletion_left_goes(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    anna = profiles.add("Anna")
    keep(anna, 1)
    left = anna.home.own.with_name(".0123.deleted")
    anna.home.own.rename(left)
    assert names(profiles) == ["Me"]
    assert not left.exists()


def test_broken_names_and_strange_folders_are_told_and_the_others_are_there(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    anna, ben, dora = profiles.add("Anna"), profiles.add("Ben"), profiles.add("Dora")
    anna.home.person_facts.write_bytes(b"{\x80")
    ben.home.person_facts.write_text(json.dumps({"name": ["x"]}), encoding="utf-8")
    dora.home.person_facts.unlink()
    profiles.first.home.person_facts.mkdir()
    (tmp_path / "people" / "Emil").write_bytes(b"")
    everyone = profiles.everyone()
    assert [one.name for one in everyone.people] == ["Me", "Anna", "Ben", "Dora"]
    me, broken, nameless, bare = (one.fault for one in everyone.people)
    assert me == f"{tmp_path / 'person.json'} cannot be read: Is a directory; the person is called Me."
    assert broken.endswith("person.json cannot be read: it is not JSON; the person is called Anna.")
    assert nameless.endswith("person.json cannot be read: it names nobody; the person is called Ben.")
    assert not bare
    assert everyone.faults == (f"{tmp_path / 'people' / 'Emil'} is not a person's folder; it was left as it is.",)
    assert profiles.rename(broken_one := everyone.people[1], "Anna Maria").name == "Anna Maria"
    assert not profiles.of(broken_one.key).fault


def test_a_folder_that_was_copied_is_somebody_else_of_a_name_with_a_number(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    anna = profiles.add("Anna")
    copied = replace(anna, home=replace(anna.home, person=tmp_path / "people" / "copy"))
    copied.home.own.mkdir()
    copied.home.person_facts.write_bytes(anna.home.person_facts.read_bytes())
    assert names(profiles) == ["Me", "Anna", "Anna (2)"]
    assert profiles.find("anna (2)").home == copied.home


def test_folders_that_vanished_are_closed_or_files_are_told(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    anna = profiles.add("Anna")
    gone = "The folder .* of this person is not there any more"
    for key in ("Ben", "../models", ".deleted", "Anna/", "a\ud800"):
        with pytest.raises(UserError, match=gone):
            profiles.of(key)
    with closed(anna.home.own), pytest.raises(UserError, match="cannot be read: Permission denied"):
        profiles.of("Anna")
    (tmp_path / "people" / "Emil").write_bytes(b"")
    with pytest.raises(UserError, match="Emil is not a person's folder"):
        profiles.of("Emil")


def test_a_file_where_the_people_should_be_is_told_and_the_first_is_there(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.people.write_bytes(b"")
    everyone = Profiles(home).everyone()
    assert [one.name for one in everyone.people] == ["Me"]
    assert everyone.faults == (f"The folder {home.people} cannot be read: Not a directory.",)
    assert home.fault == everyone.faults[0]
    with pytest.raises(UserError, match="people cannot be written: "):
        Profiles(home).add("Anna")


def test_samples_that_cannot_be_read_are_told_as_lost_too(tmp_path: Path) -> None:
    profiles = Profiles(Home(tmp_path))
    anna = profiles.add("Anna")
    anna.home.samples.write_bytes(b"no database at all" * 100)
    assert holdings(anna) == Holdings(None, 0)
    assert holdings(anna).loss == "digits that cannot be read and 0 models will be lost for good."
    profiles.delete(anna)
    assert names(profiles) == ["Me"]
