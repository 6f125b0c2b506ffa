"""One's own digits as a data set that can be chosen like any other."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.paths import Home

if TYPE_CHECKING:
    from lenet_app.data.pictures import DataSet, Pictures

_DIGITS = tuple("0123456789")


def offer(home: Home) -> None:
    """Have `catalogue.load` know the samples of this person by their name; they are read when they are asked for."""
    file, name = home.samples, name_of(home)
    log = file.with_name(f"{file.name}-wal")
    catalogue.offer_own(home.data, catalogue.OwnDigits((file, log), partial(_read, file, name)), name)


def name_of(home: Home) -> str:
    """The data set's name for the samples of this person."""
    return catalogue.own_name("" if home.person is None else home.person.name)


def _read(file: Path, name: str) -> "DataSet":
    from lenet_app.data.pictures import Pictures  # noqa: PLC0415 - loaded when somebody asks
    from lenet_app.ink.normalise import SIDE  # noqa: PLC0415
    from lenet_app.samples.store import SampleStore  # noqa: PLC0415

    if not file.exists():  # which asking would make
        return as_data_set(Pictures(np.zeros((0, 1, SIDE, SIDE), np.uint8), np.zeros(0, np.uint8)), name)
    store = SampleStore(file)
    try:
        return as_data_set(store.pictures(), name)
    finally:
        store.close()


def as_data_set(pictures: "Pictures", name: str = catalogue.MY_DIGITS) -> "DataSet":
    """Samples, some of each digit set aside to test with.

    Args:
        pictures: uint8 (n, 1, 28, 28) with the labels, 0 to 9.
        name: of the set, as `name_of` tells it.

    Raises:
        UserError: of a digit there are not two that differ.
    """
    from lenet_app.data.pictures import DataSet  # noqa: PLC0415 - as above
    from lenet_app.samples.setting_aside import are_tested  # noqa: PLC0415

    tested = are_tested(pictures)
    few = [digit for digit in _DIGITS if int(digit) not in pictures.labels[tested]]
    if few:
        sentence = tr(
            "My digits are too few for a data set: it takes two different samples of each digit, one to learn and one "
            "to test with, and there are fewer of {digits}."
        )
        raise UserError(sentence.format(digits=", ".join(few)))
    training, test = (pictures.take(np.flatnonzero(part)).locked() for part in (~tested, tested))
    return DataSet(name, catalogue.title_of(name), _DIGITS, training, test)
