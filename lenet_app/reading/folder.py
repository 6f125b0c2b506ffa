"""The pictures in a folder."""

from pathlib import Path

from PIL import Image

from lenet_app.errors import UserError
from lenet_app.language import tr


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
    return not path.name.startswith(".") and path.suffix.lower() in Image.registered_extensions() and path.is_file()
