"""What the workers do with pictures: open them, and take their ink as somebody wants it.

Loaded with the first picture: drawings are answered without it, and the first answer is there sooner.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.gui.answering.subjects import OpenedPicture
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.files.decoding import reduced
from lenet_app.ink.files.pixels import LONGEST_SIDE, read_pixels
from lenet_app.ink.paper.picture import PictureInk, picture_ink
from lenet_app.ink.prepared import PreparedPicture, prepared_picture


def opened_file(path: Path) -> OpenedPicture:
    """The first picture of a file.

    Raises:
        UserError: it cannot be read as a picture.
    """
    pixels = read_pixels(path)
    return OpenedPicture(pixels, picture_ink(pixels), path)


def opened_pixels(pixels: npt.NDArray[np.uint8]) -> OpenedPicture:
    """A picture in memory, uint8 (height, width, 4); a large one is kept no larger than a file's would be.

    Raises:
        UserError: it has no pixels.
    """
    if max(pixels.shape[:2]) > LONGEST_SIDE:
        pixels = np.asarray(reduced(Image.fromarray(np.ascontiguousarray(pixels)), LONGEST_SIDE))
    return OpenedPicture(pixels, picture_ink(pixels))


# The same picture is asked for again whenever the model or what is sure changes, and both take a while.
@lru_cache(maxsize=1)
def prepared_opened(picture: OpenedPicture, corrections: Corrections) -> PreparedPicture:
    """The picture on its way to the fitted picture, as it was corrected."""
    return prepared_picture(_ink_of(picture, replace(corrections, deslant=False)), deslant=corrections.deslant)


@lru_cache(maxsize=1)
def _ink_of(picture: OpenedPicture, corrections: Corrections) -> PictureInk:
    return picture.ink if corrections == AUTOMATIC else picture_ink(picture.pixels, corrections)
