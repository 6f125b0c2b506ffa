"""Progress bars on standard error, so that standard output holds the results alone."""

from typing import NoReturn

from tqdm import tqdm

from lenet_app.commands.output import ErrorsOrNothing
from lenet_app.language import tr


def progress_bar(pictures: int, title: str) -> "tqdm[NoReturn]":
    """A bar with the time left over so many pictures; it is wiped away at its end."""
    unit = " " + tr("pictures")
    return tqdm(total=pictures, desc=title, unit=unit, file=ErrorsOrNothing(), leave=False, dynamic_ncols=True)
