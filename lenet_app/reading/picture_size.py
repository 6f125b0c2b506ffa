"""How large a picture's file is, for boxes in its own pixels."""

from pathlib import Path

from lenet_app.ink.files.pixels import Bytes, opened_picture


def upright_size(path: Path, shown: Bytes, page: int = 1) -> tuple[int, int]:
    """Width and height of a picture in its file's pixels, turned as `shown` is.

    Args:
        path: a file that was read already.
        shown: its pixels, uint8 (height, width, 3 or 4), upright and perhaps smaller.
        page: which of the file's pictures, from 1 on.

    Raises:
        UserError: the file went away meanwhile.
    """
    with opened_picture(path, page) as image:
        width, height = image.size
    # Some formats tell the size as it is stored, others as it is shown; the sides' order tells which it was.
    turned = (width - height) * (shown.shape[1] - shown.shape[0]) < 0
    return (height, width) if turned else (width, height)
