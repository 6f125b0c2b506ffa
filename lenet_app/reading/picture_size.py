"""How large a picture's file is, for boxes in its own pixels."""

import warnings
from pathlib import Path

from PIL import Image

from lenet_app.errors import UserError
from lenet_app.ink.files.pixels import Bytes
from lenet_app.language import tr


def upright_size(path: Path, shown: Bytes) -> tuple[int, int]:
    """Width and height of a picture in its file's pixels, turned as `shown` is.

    Args:
        path: a file that was read already.
        shown: its pixels, uint8 (height, width, 3 or 4), upright and perhaps smaller.

    Raises:
        UserError: the file went away meanwhile.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with path.open("rb") as file, Image.open(file) as image:
                width, height = image.size
    except OSError as error:
        sentence = tr("{file} cannot be read: {fault}.")
        raise UserError(sentence.format(file=path.name, fault=error.strerror or error)) from error
    # Some formats tell the size as it is stored, others as it is shown; the sides' order tells which it was.
    turned = (width - height) * (shown.shape[1] - shown.shape[0]) < 0
    return (height, width) if turned else (width, height)
