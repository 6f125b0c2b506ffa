"""The pictures in a folder."""

from pathlib import Path

from PIL import Image

from lenet_app.errors import UserError
from lenet_app.language import tr

_FOREIGN = (".heic", ".heif")
"""Pictures that cannot be read: each is told, for nobody should think that it had vanished."""


def pictures_in(folder: Path) -> list[Path]:
    """The files whose names end as pictures' do, by their names; those in folders inside are not meant.

    Raises:
        UserError: the folder cannot be read, or has no pictures.
    """
    name = folder.name or str(folder)
    try:
        pictures = sorted(inside for inside in folder.iterdir() if _looks_like_a_picture(inside))
    except OSError as error:
        sentence = tr("{file} cannot be read: {fault}.")
        raise UserError(sentence.format(file=name, fault=error.strerror or error)) from error
    if not pictures:
        raise UserError(tr("{file} is a folder without pictures.").format(file=name))
    return pictures


def _looks_like_a_picture(path: Path) -> bool:
    """Whether the name ends as a picture's does; hidden files are not meant."""
    suffix = path.suffix.lower()
    is_named_so = suffix in Image.registered_extensions() or suffix in _FOREIGN
    return not path.name.startswith(".") and is_named_so and path.is_file()
