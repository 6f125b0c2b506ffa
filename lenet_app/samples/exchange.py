"""Samples as other programs take them: IDX files as MNIST's, or a folder of pictures for each digit."""

import io
import struct
from pathlib import Path

from PIL import Image

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.samples.setting_aside import are_tested
from lenet_app.storage.files import write_whole

_UNSIGNED_BYTES = 8
"""What IDX calls the kind of its numbers."""


def write_idx(folder: Path, pictures: Pictures) -> None:
    """Four IDX files as MNIST has them; of each digit some are set aside to test with, as `setting_aside` tells.

    Args:
        folder: a new or an empty one.
        pictures: uint8 (n, 1, 28, 28) with the labels.

    Raises:
        UserError: there is something in the folder, it cannot be written, or no digit has two different samples.
    """
    _refuse_full(folder)
    tested = are_tested(pictures)
    if not tested.any():
        raise UserError(tr("A data set needs two samples of a digit at least: one to learn, one to test with."))
    for name, part in (("train", ~tested), ("t10k", tested)):
        images, labels = pictures.images[part, 0], pictures.labels[part]
        write_whole(folder / f"{name}-images-idx3-ubyte", _header(images.shape) + images.tobytes())
        write_whole(folder / f"{name}-labels-idx1-ubyte", _header(labels.shape) + labels.tobytes())


def write_pictures(folder: Path, pictures: Pictures) -> None:
    """A folder for each digit with its pictures as grey PNG, ink white, 28 × 28.

    Args:
        folder: a new or an empty one.
        pictures: uint8 (n, 1, 28, 28) with the labels.

    Raises:
        UserError: there is something in the folder, or it cannot be written.
    """
    _refuse_full(folder)
    for number, (image, label) in enumerate(zip(pictures.images, pictures.labels.tolist(), strict=True), 1):
        content = io.BytesIO()
        Image.fromarray(image[0]).save(content, "PNG")
        write_whole(folder / str(label) / f"{number:05d}.png", content.getvalue())


def _header(shape: tuple[int, ...]) -> bytes:
    return struct.pack(f">BBBB{len(shape)}I", 0, 0, _UNSIGNED_BYTES, len(shape), *shape)


def _refuse_full(folder: Path) -> None:
    try:
        is_full = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        sentence = tr("{file} cannot be read: {fault}.")
        raise UserError(sentence.format(file=folder, fault=error.strerror or error)) from error
    if is_full:
        raise UserError(tr("{folder} is not an empty folder: name a new one.").format(folder=folder))
