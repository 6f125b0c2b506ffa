"""The user's own architectures: one JSON file each, whose name is the architecture's id, made from its title."""

import re
from dataclasses import replace
from pathlib import Path
from zlib import crc32

from lenet_app.errors import UserError
from lenet_app.json_values import is_proper, proper
from lenet_app.language import tr, trn
from lenet_app.networks import family, modernise
from lenet_app.networks.family import Member
from lenet_app.storage.architectures import (
    SUFFIX,
    own_architectures,
    read_architecture,
    write_architecture,
)
from lenet_app.storage.files import Unusable, is_file
from lenet_app.storage.names import is_reserved, is_title

_LONGEST_TITLE = 80
_LONGEST_ID = 60
_NUMBER_LENGTH = 5
"""Characters that a number behind a title takes."""


def own_members(own: Path) -> tuple[tuple[Member, ...], tuple[Unusable, ...]]:
    """The architectures in the folder of the user's own, by their files' names, and the files that cannot be used."""
    members: list[Member] = []
    unusable: list[Unusable] = []
    for path in own_architectures(own):
        try:
            members.append(_named(_read(path), path.stem))
        except UserError as error:
            unusable.append(Unusable(path, str(error)))
    return tuple(members), tuple(unusable)


def _read(path: Path) -> Member:
    if not is_proper(path.name):  # it would be the id, which is shown, kept and looked for
        sentence = tr("{file} cannot be used as an architecture: its name is no text; rename it.")
        raise UserError(sentence.format(file=proper(path.name)))
    return read_architecture(path)


def import_architecture(path: Path, own: Path) -> Member:
    """Copy an architecture file to the folder of the user's own; where its title is taken, a number is put behind it.

    Raises:
        UserError: the file cannot be used, or the copy cannot be written.
    """
    member = read_architecture(path)
    own_title = fitting_title(member.architecture.title)
    title, number = own_title, 1
    while is_file(_path(own, id_of(title))):
        number += 1
        title = f"{own_title} {number}"
    return save_architecture(member, title, own)


def save_architecture(member: Member, title: str, own: Path, *, replaces: str = "") -> Member:
    """Write the architecture under this title; the one that was written, with its id.

    Args:
        member: its own title and id do not count.
        title: what people call it.
        own: the folder of the user's own.
        replaces: the id of the one that it may take the place of; empty for none.

    Raises:
        UserError: the title is impossible or taken, or the file cannot be written.
    """
    title = checked_title(title)
    id_ = id_of(title)
    named = _named(replace(member, architecture=replace(member.architecture, title=title)), id_)
    try:
        write_architecture(named, _path(own, id_), is_new=id_ != replaces)
    except FileExistsError as error:
        raise UserError(tr("There is an architecture {title} already.").format(title=title)) from error
    return named


def rename_architecture(id_: str, title: str, own: Path) -> Member:
    """Give one of the user's architectures another title, and so another id.

    Raises:
        UserError: the title is impossible or taken, or the disk refuses.
    """
    renamed = save_architecture(read_architecture(_path(own, id_)), title, own, replaces=id_)
    if renamed.architecture.id != id_:
        delete_architecture(id_, own)
    return renamed


def delete_architecture(id_: str, own: Path) -> None:
    """Delete one of the user's architectures.

    Raises:
        UserError: the disk refuses.
    """
    try:
        _path(own, id_).unlink(missing_ok=True)
    except OSError as error:
        raise UserError(tr("{name} cannot be deleted: {fault}.").format(name=id_, fault=error.strerror)) from error


def checked_title(title: str) -> str:
    """The title without blanks around it.

    Raises:
        UserError: it is empty or too long.
    """
    title = title.strip()
    if not is_title(title, _LONGEST_TITLE):
        sentence = trn(
            "An architecture's name has 1 to {count} character.",
            "An architecture's name has 1 to {count} characters.",
            _LONGEST_TITLE,
        )
        raise UserError(sentence.format(count=_LONGEST_TITLE))
    return title


def fitting_title(title: str) -> str:
    """A title that `checked_title` takes, and that leaves room for a number, as close to a file's as can be."""
    printable = "".join(one if one.isprintable() and is_proper(one) else " " for one in title)
    return printable[: _LONGEST_TITLE - _NUMBER_LENGTH].strip() or family.member(family.DEFAULT_ID).architecture.title


def id_of(title: str) -> str:
    """The id that a title gives: `LeNet-5, my way` becomes `lenet-5-my-way`; never one of the family's.

    Of a long title only the beginning is taken, and a number that tells it from others that begin alike.
    """
    id_ = re.sub(r"\W+", "-", title.casefold()).strip("-") or "network"
    if len(id_) > _LONGEST_ID:
        id_ = f"{id_[: _LONGEST_ID - 9].strip('-')}-{crc32(id_.encode()):08x}"
    is_taken = id_ in family.ids() or id_ == modernise.ID or is_reserved(id_)
    return f"{id_}-own" if is_taken else id_


def _named(member: Member, id_: str) -> Member:
    """The member with its file's name for an id."""
    return replace(member, architecture=replace(member.architecture, id=id_))


def _path(own: Path, id_: str) -> Path:
    return own / f"{id_}{SUFFIX}"
