"""Who wrote each picture of MNIST, as QMNIST's makers found out (Yadav and Bottou, 2019)."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file

from lenet_app.data.pictures import PictureSet
from lenet_app.paths import bundled

Integers = npt.NDArray[np.intp]

_TENTH = 10


@dataclass(frozen=True, eq=False)
class MnistWriters:
    """NIST's numbers of the writers, in MNIST's order; nobody wrote pictures of both parts.

    Args:
        training: intp (60000,).
        test: intp (10000,).
    """

    training: Integers
    test: Integers


@cache
def mnist_writers() -> MnistWriters:
    """The writers of all of MNIST; its arrays are not to be written to."""
    found = _file()
    return MnistWriters(*(np.asarray(found[part], np.intp) for part in ("training", "test")))


def writers_of(images: npt.NDArray[np.uint8]) -> Integers | None:
    """The writers of some of MNIST's training pictures in any order, (n,); None where others are among them.

    Args:
        images: uint8 (n, 1, 28, 28).
    """
    found = _file()
    order = np.argsort(found["training_crc32"], kind="stable")
    known = found["training_crc32"][order]
    sums = np.array([crc32(image.tobytes()) for image in images], np.uint32)
    places = np.searchsorted(known, sums).clip(max=len(known) - 1)
    return np.asarray(found["training"][order][places], np.intp) if (known[places] == sums).all() else None


def writers_last(pictures: PictureSet) -> PictureSet:
    """The same pictures, those of a tenth of MNIST's writers last, so that who is held out is not learned from.

    Other pictures than all of these are as they were.
    """
    if len(pictures) != len(mnist_writers().training):
        return pictures
    writers = writers_of(pictures.take(np.arange(len(pictures))).images)
    if writers is None:
        return pictures
    numbers = np.searchsorted(np.unique(mnist_writers().training), writers)
    return pictures.part(np.lexsort((numbers, -(numbers % _TENTH))))


@cache
def _file() -> dict[str, npt.NDArray[np.unsignedinteger[Any]]]:
    return load_file(bundled("assets", "mnist", "writers", "writers.safetensors"))
