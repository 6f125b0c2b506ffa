"""Keeping what a run made after its place refused it: once more, under another name, or in another place."""

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.paths import APP_NAME, Home
from lenet_app.runs.places import Place
from lenet_app.runs.reports import Unkept, Where
from lenet_app.storage.library import Entry


def keep_again(unkept: Unkept, place: Place | None = None, name: str = "") -> Where:
    """Keep it now.

    Args:
        unkept: what a run told.
        place: another one; None for the one that refused it.
        name: what the model is called from now on; empty for its own name.

    Raises:
        UserError: it cannot be written either.
    """
    made = unkept.made
    if name:
        made = replace(made, model=replace(made.model, name=name))
    return (place or unkept.place).keep(made)


def keep_elsewhere(unkept: Unkept, homes: Iterable[Home]) -> Path:
    """Keep it in the first of these homes that takes it; the file, or the folder of results, that it lies in then.

    Raises:
        UserError: none does.
    """
    for home in homes:
        place = unkept.place.elsewhere(home)
        try:
            if place.found() is not None:  # nothing is written over
                continue
            where = keep_again(unkept, place)
        except UserError:
            continue
        if isinstance(where, Entry):
            return where.path
        return where if isinstance(where, Path) else home.reproduction
    raise UserError(tr("No other folder takes {name} either: it is lost.").format(name=unkept.model.name))


def other_homes() -> tuple[Home, ...]:
    """Where something can go that its own place refuses: the user's home, or one in the current or temporary folder."""
    homes = [Home.of_user()]
    for found in (Path.cwd, tempfile.gettempdir):
        with suppress(OSError):  # the current folder is gone, or there is no temporary one that can be written to
            homes.append(Home(found() / Path(APP_NAME)))
    return tuple(homes)


def kept_elsewhere_text(unkept: Unkept) -> str:
    """Keep it elsewhere, and say why and where, or that it is lost."""
    try:
        path = keep_elsewhere(unkept, other_homes())
    except UserError as error:
        return f"{unkept.fault} {error}"
    return tr("{fault} {name} is kept in {path}.").format(fault=unkept.fault, name=unkept.model.name, path=path)
