"""Names that every file system takes: a model's name is its file's."""

import re
from collections.abc import Iterator
from itertools import count

from lenet_app.errors import UserError
from lenet_app.json_values import is_proper
from lenet_app.language import tr, trn

MOST_CHARACTERS = 80
MOST_BYTES = 200
"""In UTF-8. File systems take 255; a number, the file's ending and what a temporary name adds need the rest."""
_USUAL = "model"
"""Where nothing of a title is left."""
# What paths, shells, consoles and Windows keep for themselves, and characters that end a line.
_IMPOSSIBLE = re.compile('[\x00-\x1f\x7f-\x9f<>:"/\\\\|?*\u2028\u2029\ud800-\udfff]')
# Windows keeps these for itself, whatever follows a dot.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?", re.IGNORECASE)


def is_reserved(name: str) -> bool:
    """Whether Windows keeps the name for itself, with any ending."""
    return _RESERVED.fullmatch(name) is not None


def checked_name(name: str) -> str:
    """A name that somebody gave to a model, without blanks around it.

    Raises:
        UserError: it could not be a file's name everywhere.
    """
    name = name.strip()
    if not name or len(name) > MOST_CHARACTERS or name.startswith(".") or _IMPOSSIBLE.search(name):
        sentence = trn(
            "A model's name has 1 to {count} character, none of < > : \" / \\ | ? *, and no dot in front.",
            "A model's name has 1 to {count} characters, none of < > : \" / \\ | ? *, and no dot in front.",
            MOST_CHARACTERS,
        )
        raise UserError(sentence.format(count=MOST_CHARACTERS))
    if _bytes(name) > MOST_BYTES:
        sentence = tr("The name {name} is too long for a file: choose one with fewer characters.")
        raise UserError(sentence.format(name=name))
    if is_reserved(name):
        raise UserError(tr("Windows keeps the name {name} for itself: choose another.").format(name=name))
    return name


def fitting_name(title: str, end: str = "", usual: str = _USUAL) -> str:
    """A name that `checked_name` takes, as close to the title as can be.

    Args:
        title: any text, such as a network's title.
        end: what has to follow it, such as a date; short, and itself possible in a name.
        usual: what it is where nothing of the title is left, and what precedes a name that Windows keeps for itself.
    """
    fit = _IMPOSSIBLE.sub("-", title.replace(": ", ", ")).strip().lstrip(". ")[: MOST_CHARACTERS - len(end)]
    fit = fit.encode()[: MOST_BYTES - _bytes(end)].decode(errors="ignore")
    name = f"{fit.strip() or usual}{end}"
    return f"{usual} {name}" if is_reserved(name) else name


def numbered(name: str) -> Iterator[str]:
    """The name, then that and a number: `mine`, `mine (2)`, `mine (3)` and so on."""
    yield name
    for number in count(2):
        yield f"{name} ({number})"


def is_title(title: str, most: int) -> bool:
    """Whether a text can be a title that is shown and kept: not empty, of one line, without half characters."""
    return bool(title) and len(title) <= most and title.isprintable() and is_proper(title)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
