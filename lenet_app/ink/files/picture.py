"""Pictures from files and the clipboard to ink, whatever their kind, or a sentence that says why not."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from lenet_app.errors import UserError
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.files.decoding import halvings_of, reduced, upright_pixels
from lenet_app.ink.files.foreign import refuse_documents
from lenet_app.ink.files.markers import scans_in
from lenet_app.ink.normalise import Ink
from lenet_app.ink.paper.extraction import LUMINANCE, USUAL_THRESHOLD, Marks, marks_of, marks_of_coverage
from lenet_app.language import tr

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

LONGEST_SIDE = 1024
"""Pixels; larger pictures are averaged down to it before anything else is done."""

MOST_PIXELS = 50_000_000
MOST_SCANS = 50
"""Of a JPEG; progressive ones have about ten, and a file of a few bytes can have any number."""

_MOST_AT_ONCE = 12_000_000  # pixels of a JPEG 2000 picture that are decoded: nothing else goes on meanwhile

# Formats whose decoders are part of Pillow; EPS and WMF would start other programs.
_FORMATS = ("PNG", "JPEG", "BMP", "DIB", "GIF", "TIFF", "WEBP", "AVIF", "JPEG2000", "PPM", "TGA", "PCX")
_FILLED = 0.75  # of its box: what is opaque and fills so much is paper, not strokes
_WHITE = np.ones(3, np.float32)
_ONE_COLOUR = 0.2  # of black to white: a wider range of colours is a picture, not one pen


@dataclass(frozen=True, eq=False)
class PictureInk:
    """The ink of a picture and the picture itself.

    Args:
        ink: its marks, of the shape of `shown`; all 0 where the picture is blank.
        inverted: whether the marks were dark on light.
        shown: uint8 (height, width, 3), upright, at most `LONGEST_SIDE` pixels on the longer side; what is transparent
            lies over the ground that the ink was read on.
        whole: the same over white, for networks that take the whole picture; where nothing is transparent it is `shown`
            itself.
        threshold: the least part of the marks' contrast that counted as ink, chosen or found, from 0 to 1.
    """

    ink: Ink
    inverted: bool
    shown: Bytes
    whole: Bytes
    threshold: float = USUAL_THRESHOLD


def read_picture(path: Path, corrections: Corrections = AUTOMATIC) -> PictureInk:
    """The first picture of a file, with its ink.

    Raises:
        UserError: see `read_pixels`.
    """
    return picture_ink(read_pixels(path), corrections)


def read_pixels(path: Path) -> Bytes:
    """Read the first picture of a file.

    Returns:
        uint8 (height, width, 4), upright: red, green, blue and opacity; the longer side is at most `LONGEST_SIDE`.

    Raises:
        UserError: it cannot be read, is not a picture, is a document (`foreign.py`), is damaged, has more than
            `MOST_PIXELS` pixels, or takes too long to decode.
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
                _check_size(image, name)
                _check_work(image, file, name)
                return upright_pixels(image, LONGEST_SIDE)


def picture_ink(pixels: Bytes, corrections: Corrections = AUTOMATIC) -> PictureInk:
    """The ink of a picture that is in memory already, such as a pasted one.

    Args:
        pixels: uint8 (height, width, 4), red, green, blue and opacity, not premultiplied.
        corrections: what a person chose; `deslant` is for `normalise.fit` to heed.

    Raises:
        UserError: it has no pixels.
    """
    marks, shown, whole = extracted(pixels, corrections)
    return PictureInk(Ink(marks.ink, level=corrections.level), marks.dark_on_light, shown, whole, marks.threshold)


def extracted(pixels: Bytes, corrections: Corrections = AUTOMATIC) -> tuple[Marks, Bytes, Bytes]:
    """The marks of a picture with all that was found on the way, and its `PictureInk.shown` and `PictureInk.whole`.

    Raises:
        UserError: it has no pixels.
    """
    colours = _colours(pixels)
    if _shape_is_in_opacity(colours):
        return _from_opacity(colours, corrections)
    opaque = _over(colours, _paper_colour(colours))
    shown = _as_bytes(opaque)
    whole = shown if colours[..., 3].min() == 1 else _as_bytes(_over(colours, _WHITE))
    return marks_of(opaque, corrections), shown, whole


def over_white(pixels: Bytes) -> Bytes:
    """`PictureInk.whole` alone, of pixels as `picture_ink` takes them.

    Raises:
        UserError: there are none.
    """
    return _as_bytes(_over(_colours(pixels), _WHITE))


def _colours(pixels: Bytes) -> Floats:
    if pixels.size == 0:
        raise UserError(tr("The picture has no pixels."))
    image = reduced(Image.fromarray(np.ascontiguousarray(pixels)), LONGEST_SIDE)
    return np.asarray(np.asarray(image, np.float32) / np.float32(255), np.float32)


def _formats() -> tuple[str, ...]:
    Image.init()
    return tuple(name for name in _FORMATS if name in Image.OPEN)  # an older Pillow has no AVIF


def _shape_is_in_opacity(colours: Floats) -> bool:
    """Whether strokes were drawn on nothing, so that the opacity is the ink; otherwise it is the paper's outline."""
    opacity = colours[..., 3]
    solid = opacity > 0.5 * float(opacity.max())
    if solid.all() or not solid.any():
        return False
    rows, columns = np.nonzero(solid.any(axis=1))[0], np.nonzero(solid.any(axis=0))[0]
    box = (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1)
    low, high = np.quantile(colours[solid][:, :3] @ LUMINANCE, (0.005, 0.995))
    return bool(np.count_nonzero(solid) < _FILLED * box or high - low < _ONE_COLOUR)


def _paper_colour(colours: Floats) -> Floats:
    """The colour of most of what is opaque; black where that does not matter."""
    opacity = colours[..., 3]
    solid = opacity > 0.5 * float(opacity.max())
    if opacity.min() == 1 or not solid.any():
        return np.zeros(3, np.float32)
    return np.asarray(np.median(colours[solid][:, :3], axis=0), np.float32)


def _from_opacity(colours: Floats, corrections: Corrections) -> tuple[Marks, Bytes, Bytes]:
    opacity = np.ascontiguousarray(colours[..., 3])
    weight = max(float(opacity.sum()), 1.0)
    dark = float((colours[..., :3] @ LUMINANCE * opacity).sum()) / weight < 0.5
    ground = _WHITE if dark else 1 - _WHITE
    whole = _as_bytes(_over(colours, _WHITE))
    shown = whole if dark else _as_bytes(_over(colours, ground))
    if corrections.inverted is None or corrections.inverted == dark:
        return marks_of_coverage(opacity, corrections, dark=dark), shown, whole
    # Then what was left transparent has to be the ink.
    return marks_of(_over(colours, ground), corrections), shown, whole


def _over(colours: Floats, ground: Floats) -> Floats:
    """The picture laid over a ground of one colour."""
    opacity = colours[..., 3:]
    if opacity.min() == 1:
        return colours[..., :3]
    return np.asarray(colours[..., :3] * opacity + ground * (1 - opacity), np.float32)


def _as_bytes(colours: Floats) -> Bytes:
    return (colours * 255 + 0.5).astype(np.uint8)


def _check_size(image: Image.Image, name: str) -> None:
    width, height = image.size
    if not width or not height:
        raise UserError(tr("{file} has no pixels.").format(file=name))
    if width * height > MOST_PIXELS:
        _refuse_size(name, None)


def _check_work(image: Image.Image, file: BinaryIO, name: str) -> None:
    """Refuse what would be far more work to decode than its pixels are."""
    if image.format in ("JPEG", "MPO") and scans_in(file, MOST_SCANS) > MOST_SCANS:
        sentence = tr("{file} is built of more than {count} scans, which take too long to decode.")
        raise UserError(sentence.format(file=name, count=MOST_SCANS))
    if image.format == "JPEG2000" and (image.width * image.height) >> 2 * halvings_of(image) > _MOST_AT_ONCE:
        sentence = tr(
            "{file} is a JPEG 2000 picture of more than {count} million pixels without smaller versions of itself;"
            " save it as PNG or JPEG first."
        )
        raise UserError(sentence.format(file=name, count=_MOST_AT_ONCE // 1_000_000))


def _refuse_size(name: str, cause: Exception | None) -> None:
    sentence = tr("{file} has more than {count} million pixels.")
    raise UserError(sentence.format(file=name, count=MOST_PIXELS // 1_000_000)) from cause


@contextmanager
def _quiet() -> Iterator[None]:
    """Pillow warns of oddities that are read nevertheless; only its warning of too many pixels is a refusal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


@contextmanager
def _told_as_user_error(name: str) -> Iterator[None]:
    try:
        yield
    except UserError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
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
