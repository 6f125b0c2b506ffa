"""`lenet-app profiles`: the people who share this computer; `--profile` has other commands act for one of them."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lenet_app.commands.output import aligned, answer, complain, json_line
from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.samples.data_set import name_of, offer
from lenet_app.samples.packing import personal_model
from lenet_app.samples.presence import Presence
from lenet_app.samples.profiles import Profile, Profiles, holdings
from lenet_app.samples.unpacking import take_in_new
from lenet_app.storage.library import ModelLibrary

OF_PEOPLE = ("predict", "read", "inspect", "evaluate", "train", "samples", "personalise", "export", "import")
"""The commands that take `--profile`."""
_ANSWERING = ("predict", "read", "inspect", "evaluate", "export")
_ACTIONS = ("list", "add", "import", "rename", "delete")


def add_profile_option(parser: argparse.ArgumentParser) -> None:
    """Let a command be done as one of the people."""
    text = tr("the person whose samples and models are meant, as `lenet-app profiles` lists them (default: the first)")
    parser.add_argument("--profile", metavar="NAME", help=text)


@contextmanager
def as_person(options: argparse.Namespace) -> Iterator[None]:
    """Have the options mean this person's samples and models, and let nobody delete the person meanwhile.

    Where somebody is named and no model is, the newest one that learned their digits answers.

    Raises:
        UserError: nobody is called so.
    """
    name: str | None = getattr(options, "profile", None)
    if name is None:
        offer(options.home)
        yield
        return
    options.home = Profiles(options.home).find(name).home
    offer(options.home)
    presence = Presence(options.home)
    try:
        if getattr(options, "dataset", None) == catalogue.MY_DIGITS:
            options.dataset = name_of(options.home)
        if options.command in _ANSWERING and options.model is None:
            entry = personal_model(ModelLibrary(options.home.models))
            options.model = None if entry is None else entry.name
        yield
    finally:
        presence.end()


def summary() -> str:
    """The command in half a sentence."""
    return tr("list, add, rename or delete the people who share this computer")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    action = tr(
        "list (without an action, too); add NAME; import FILE.zip, as `lenet-app samples export` wrote it, as a new "
        "person; rename NAME NEW; delete NAME with all that is theirs"
    )
    parser.add_argument("action", nargs="?", choices=_ACTIONS, default="list", help=action)
    parser.add_argument("what", nargs="*", metavar="WHAT", help=tr("what the action takes"))
    parser.add_argument("--name", metavar="NAME", help=tr("what the new person is called (default: as the ZIP tells)"))
    parser.add_argument("--yes", action="store_true", help=tr("delete without asking"))


def run(options: argparse.Namespace) -> int:
    """Do what is asked."""
    profiles = Profiles(options.home)
    if options.name is not None and options.action != "import":
        raise UserError(tr("--name is for import."))
    return {"list": _list, "add": _add, "import": _import, "rename": _rename, "delete": _delete}[options.action](
        profiles, options
    )


def _taken(options: argparse.Namespace, count: int, usage: str) -> list[str]:
    """What the action takes, which is so much."""
    if len(options.what) != count:
        raise UserError(tr("It is used so: `lenet-app profiles {usage}`.").format(usage=usage))
    return list(options.what)


def _list(profiles: Profiles, options: argparse.Namespace) -> int:
    _taken(options, 0, "list")
    everyone = profiles.everyone()
    for fault in (*everyone.faults, *(one.fault for one in everyone.people if one.fault)):
        complain(fault)
    facts = [_facts(person) for person in everyone.people]
    if options.json:
        for one in facts:
            answer(json_line(one))
        return 0
    head = (tr("Name"), tr("Samples"), tr("Models"))
    rows = [(one["name"], "?" if one["samples"] is None else str(one["samples"]), str(one["models"])) for one in facts]
    answer(aligned([head, *rows], right=(1, 2)))
    return 0


def _facts(person: Profile) -> dict[str, Any]:
    theirs = holdings(person)
    folder = str(person.home.own)
    return {"name": person.name, "folder": folder, "samples": theirs.samples, "models": theirs.models}


def _add(profiles: Profiles, options: argparse.Namespace) -> int:
    (name,) = _taken(options, 1, "add NAME")
    _tell(profiles.add(name), tr("{name} was added."), options)
    return 0


def _import(profiles: Profiles, options: argparse.Namespace) -> int:
    (file,) = _taken(options, 1, "import FILE.zip")
    if options.name is not None and not options.name.strip():
        profiles.add(options.name)  # which tells what is wrong with it
    person, _, _ = take_in_new(Path(file), profiles, options.name or "")
    _tell(person, tr("{name} was added."), options)
    return 0


def _rename(profiles: Profiles, options: argparse.Namespace) -> int:
    name, new = _taken(options, 2, "rename NAME NEW")
    _tell(profiles.rename(profiles.find(name), new), tr("The person is called {name} now."), options)
    return 0


def _delete(profiles: Profiles, options: argparse.Namespace) -> int:
    (name,) = _taken(options, 1, "delete NAME")
    person = profiles.find(name)
    facts, loss = _facts(person), holdings(person).loss
    if not options.yes:
        if options.json or not sys.stdin.isatty():
            raise UserError(tr("{loss} With --yes {name} is deleted.").format(loss=loss, name=person.name))
        question = tr("{loss} Delete {name}? Type yes:").format(loss=loss, name=person.name)
        if _typed(f"{question} ") != tr("yes"):
            complain(tr("Nobody was deleted."))
            return 1
    profiles.delete(person)
    answer(json_line(facts) if options.json else tr("{name} was deleted.").format(name=person.name))
    return 0


def _typed(question: str) -> str:
    try:
        return input(question).strip().casefold()
    except EOFError:
        return ""


def _tell(person: Profile, text: str, options: argparse.Namespace) -> None:
    answer(json_line(_facts(person)) if options.json else text.format(name=person.name))
