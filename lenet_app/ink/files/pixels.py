"""Pictures from files to pixels, whatever their kind, or a sentence that says why not."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from lenet_app.errors import UserError
from lenet_app.ink.files.decoding import halvings_of, upright_pixels
from lenet_app.ink.files.foreign import refuse_documents
from lenet_app.ink.files.markers import scans_in
from lenet_app.language import tr, trn

Bytes = npt.NDArray[np.uint8]

LONGEST_SIDE = 1024
"""Pixels; larger pictures of digits and numbers are averaged down to it before anything else is done."""

MOST_PIXELS = 100_000_000
"""Of a picture; decoded they take 400 MB."""
MOST_SCANS = 50
"""Of a JPEG; progressive ones have about ten, and a file of a few bytes can have any number."""

_MOST_JPEG2000_PIXELS = 12_000_000
"""That are decoded: nothing else goes on meanwhile."""
_WHOLE_TWICE, _MOST_TWICE = ("WEBP", "AVIF"), 50_000_000
"""Formats of which Pillow holds all pixels twice or more while it decodes them, and how many may be."""

# Formats whose decoders are part of Pillow; EPS and WMF would start other programs.
_FORMATS = ("PNG", "JPEG", "BMP", "DIB", "GIF", "TIFF", "WEBP", "AVIF", "JPEG2000", "PPM", "TGA", "PCX")


def read_pixels(path: Path, page: int = 1, longest_side: int = LONGEST_SIDE) -> Bytes:
    """Read a picture of a file.

    Args:
        path: the file.
        page: which of its pictures, from 1 on.
        longest_side: of the result, in pixels; larger pictures are averaged down to it.

    Returns:
        uint8 (height, width, 4), upright: red, green, blue and opacity; the longer side is at most `longest_side`.

    Raises:
        UserError: it cannot be read, is not a picture, is a document (`foreign.py`), is damaged, has more than
            `MOST_PIXELS` pixels, takes too long to decode, or has no such page.
    """
    with opened_picture(path, page) as image:
        return upright_pixels(image, longest_side)


@contextmanager
def opened_picture(path: Path, page: int = 1) -> Iterator[Image.Image]:
    """A picture of a file, opened and not yet decoded, that is worth being decoded; see `read_pixels`.

    Raises:
        UserError: see `read_pixels`; whatever a decoder raises meanwhile becomes one, too.
    """
    name = path.name or str(path)
    with _told_as_user_error(name), _quiet():
        if path.is_dir():
            raise UserError(tr("{file} is a folder, not a picture.").format(file=name))
        if path.exists() and not path.is_file():  # a pipe or a device could be read for ever
            raise UserError(tr("{file} is not a file.").format(file=name))
        # Given a path, Pillow would map some TIFF files into memory, and then it turns them wrongly.
        with path.open("rb") as file:
            refuse_documents(file, name)
            with Image.open(file, formats=_formats()) as image:
                if page > 1:
                    _go_to_page(image, page, name)
                check_size(*image.size, name)
                _check_work(image, file, name)
                yield image


def _go_to_page(image: Image.Image, page: int, name: str) -> None:
    try:
        image.seek(page - 1)
    except EOFError as error:
        raise UserError(tr("{file} has no page {page}.").format(file=name, page=page)) from error


def _formats() -> tuple[str, ...]:
    Image.init()
    return tuple(name for name in _FORMATS if name in Image.OPEN)  # an older Pillow has no AVIF


def check_size(width: int, height: int, name: str) -> None:
    """Refuse what is too large, or nothing.

    Args:
        width: in pixels.
        height: the same.
        name: what the picture is called.

    Raises:
        UserError: there are no pixels, or more than `MOST_PIXELS`.
    """
    if not width or not height:
        raise UserError(tr("{file} has no pixels.").format(file=name))
    if width * height > MOST_PIXELS:
        _refuse_size(name, None)


def _check_work(image: Image.Image, file: BinaryIO, name: str) -> None:
    """Refuse what would be far more work to decode than its pixels are."""
    if image.format in ("JPEG", "MPO") and scans_in(file, MOST_SCANS) > MOST_SCANS:
        sentence = trn(
            "{file} is built of more than {count} scan, which takes too long to decode.",
            "{file} is built of more than {count} scans, which take too long to decode.",
            MOST_SCANS,
        )
        raise UserError(sentence.format(file=name, count=MOST_SCANS))
    if image.format in _WHOLE_TWICE and image.width * image.height > _MOST_TWICE:
        sentence = tr("{file} is a {kind} picture of more than {size}; save it as PNG or JPEG first.")
        raise UserError(sentence.format(file=name, kind=image.format, size=_megapixels_text(_MOST_TWICE)))
    if image.format == "JPEG2000" and (image.width * image.height) >> 2 * halvings_of(image) > _MOST_JPEG2000_PIXELS:
        sentence = tr(
            "{file} is a JPEG 2000 picture of more than {size} without smaller versions of itself;"
            " save it as PNG or JPEG first."
        )
        raise UserError(sentence.format(file=name, size=_megapixels_text(_MOST_JPEG2000_PIXELS)))


def _refuse_size(name: str, cause: Exception | None) -> None:
    sentence = tr("{file} has more than {size}.")
    raise UserError(sentence.format(file=name, size=_megapixels_text(MOST_PIXELS))) from cause


def _megapixels_text(pixels: int) -> str:
    """A size of a picture in words: `50 million pixels`."""
    millions = pixels // 1_000_000
    return trn("{count} million pixels", "{count} million pixels", millions).format(count=millions)


@contextmanager
def _quiet() -> Iterator[None]:
    """Pillow warns of oddities that are read nevertheless, and of many pixels, of which `check_size` knows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _told_as_user_error(name: str) -> Iterator[None]:
    try:
        yield
    except UserError:
        raise
    except Image.DecompressionBombError as error:
        _refuse_size(name, error)
    except UnidentifiedImageError as error:
        raise UserError(tr("{file} is not a picture this program can read.").format(file=name)) from error
    except MemoryError as error:
        raise UserError(tr("{file} needs more memory than there is.").format(file=name)) from error
    except OSError as error:
        if error.errno is not None:
            sentence = tr("{file} cannot be read: {fault}.")
            raise UserError(sentence.format(file=name, fault=error.strerror or error)) from error
        raise UserError(tr("{file} is damaged: its picture cannot be decoded.").format(file=name)) from error
    except Exception as error:  # a decoder fails in any way it likes on a damaged file
        raise UserError(tr("{file} is damaged: its picture cannot be decoded.").format(file=name)) from error
