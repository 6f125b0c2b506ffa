"""What a person put on a kept run: another title, a note, tags, a folder, a pin; in a file of its own beside the run's.

No other program writes or needs that file, so the run stays what it is, and goes to the trash and comes back with it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lenet_app.errors import UserError
from lenet_app.json_values import made, parsed, plain
from lenet_app.language import tr
from lenet_app.runs.kept.kept_run import content_of, unreadable
from lenet_app.storage.files import read_bytes, write_whole

FILE = "marks.json"
_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Marks:
    """All of them.

    Args:
        title: what people call the run; empty for the name of its model.
        note: any text.
        tags: short words.
        folder: among which it is listed; empty for none.
        pinned: when it was pinned, ISO 8601; empty where it is not.
    """

    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    folder: str = ""
    pinned: str = ""


NONE = Marks()


def read_marks(folder: Path) -> Marks:
    """The marks of the run in this folder; those of a run without any where there is no such file.

    Raises:
        UserError: the file cannot be read.
    """
    value = _parts(folder)
    return made(value, Marks, _sentence(folder)) if value else NONE


def write_marks(folder: Path, marks: Marks) -> None:
    """Keep these marks of the run in this folder; what a newer program keeps there as well stays.

    Raises:
        UserError: they are too long, they cannot be written, or what is there cannot be read and would be lost.
    """
    made(plain(marks), Marks, tr("This cannot be put on a run: {fault}."))
    write_whole(folder / FILE, content_of({**_parts(folder), **plain(marks)}))


def _parts(folder: Path) -> dict[str, Any]:
    try:
        value = parsed(read_bytes(folder / FILE, _MOST_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise unreadable(folder / FILE, error) from error
    if not isinstance(value, dict):
        raise UserError(_sentence(folder).format(fault=tr("it is something else")))
    return value


def _sentence(folder: Path) -> str:
    file = str(folder / FILE).replace("{", "{{").replace("}", "}}")
    return tr("{file} cannot be used: {fault}.").replace("{file}", file)
