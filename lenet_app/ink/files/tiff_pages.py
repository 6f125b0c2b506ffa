"""The pages of a TIFF file, as scanners and fax programs put them together."""

import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from lenet_app.errors import UserError
from lenet_app.language import trn

MOST_PAGES = 999

_SUFFIXES = (".tif", ".tiff")
_SUBFILE_TYPE = 254  # TIFF 6.0, section 8: bit 0 is a smaller version of another picture, bit 2 a mask
_NO_PAGE = 0b101


@dataclass(frozen=True)
class FilePage:
    """One of several pages of a file.

    Args:
        path: the file.
        number: which of its pictures it is, from 1 on.
    """

    path: Path
    number: int


def pages_of(path: Path) -> list[Path | FilePage]:
    """What there is to read in a picture's file: its pages where it is a TIFF with several, else the file itself.

    Nothing is said here of a file that cannot be read: whoever reads it tells that.

    Raises:
        UserError: it has more than `MOST_PAGES` pages.
    """
    if path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return [path]
    numbers = _numbers(path)
    if len(numbers) > MOST_PAGES:
        sentence = trn("{file} has more than {count} page.", "{file} has more than {count} pages.", MOST_PAGES)
        raise UserError(sentence.format(file=path.name, count=MOST_PAGES))
    return [FilePage(path, number) for number in numbers] if len(numbers) > 1 else [path]


def _numbers(path: Path) -> list[int]:
    """The numbers of the pictures that are pages, one more than `MOST_PAGES` at most, as far as the file is sound."""
    numbers: list[int] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with path.open("rb") as file, Image.open(file, formats=("TIFF",)) as image:
                place = 0
                while isinstance(image, TiffImageFile) and len(numbers) <= MOST_PAGES:
                    if not int(image.tag_v2.get(_SUBFILE_TYPE, 0)) & _NO_PAGE:
                        numbers.append(place + 1)
                    place += 1
                    image.seek(place)
    except Exception:  # noqa: BLE001 - the end, or whatever damaged files raise: what was found before can be read
        return numbers
    return numbers
