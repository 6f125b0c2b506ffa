"""Pages of real MNIST digits, laid out as a test wants them."""

from collections.abc import Iterable
from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.data import catalogue
from lenet_app.paths import Home
from lenet_app.reading.reader import Reader
from lenet_app.reading.sweep.chosen import ChosenSweep
from lenet_app.reading.sweep.swept import Sweep
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary

SIDE = 56
"""Pixels of a digit's picture; the digit itself is 40 high at most."""

Grey = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]


def shipped() -> Recognizer:
    return Recognizer(ModelLibrary(Home.of_user().models).open(None))


def text_of(pixels: Bytes) -> str:
    """All digits of a picture, uint8 (height, width, 3), as the shipped model reads its pieces."""
    page = Reader(shipped()).read(pixels)
    assert page is not None
    return "".join(page.best_text.split())


@cache
def shipped_sweep() -> Sweep:
    sweep = ChosenSweep(lambda: (ModelLibrary(Home.of_user().models), ""))()
    assert sweep is not None
    return sweep


def well_read(count: int, first: int = 0) -> tuple[list[Grey], str]:
    """Digits of MNIST's test set that the shipped model is sure of, enlarged, ink 1; and what they are."""
    test = catalogue.load(catalogue.MNIST, Home.of_user().data).test
    part = range(first, first + 3 * count + 20)
    answers = shipped().recognise_all([test.images[k] for k in part])
    good = [k for k, found in zip(part, answers, strict=True) if found.confidence > 0.9999][:count]
    assert len(good) == count
    return enlarged(good), "".join(str(test.labels[k]) for k in good)


def enlarged(numbers: Iterable[int]) -> list[Grey]:
    """These of MNIST's test digits, enlarged, ink 1."""
    images = catalogue.load(catalogue.MNIST, Home.of_user().data).test.images
    large = [Image.fromarray(images[k, 0]).resize((SIDE, SIDE), Image.Resampling.BICUBIC) for k in numbers]
    return [np.asarray(one, np.float64) / 255 for one in large]


def cut_to_ink(digit: Grey) -> Grey:
    rows, columns = np.nonzero((digit > 0.3).any(axis=1))[0], np.nonzero((digit > 0.3).any(axis=0))[0]
    return digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def put(page: Grey, digit: Grey, left: int, top: int) -> None:
    """Lay a digit on the page, ink over ink."""
    height, width = digit.shape
    place = page[top : top + height, left : left + width]
    np.maximum(place, digit, out=place)


def picture(ink: Grey, *, paper: float = 235, pen: float = 40, noise: float = 3) -> Bytes:
    """A picture of a page, uint8 (height, width, 3), dark on light where the paper is lighter than the pen."""
    random = np.random.default_rng(1)
    grey = (paper + (pen - paper) * ink + random.normal(0, noise, ink.shape)).clip(0, 255).astype(np.uint8)
    return np.dstack([grey, grey, grey])
