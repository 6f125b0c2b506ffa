"""Progress bars on standard error, so that standard output holds the results alone."""

import sys
from typing import NoReturn

from tqdm import tqdm

from lenet_app.language import tr


def progress_bar(pictures: int, title: str) -> "tqdm[NoReturn]":
    """A bar with the time left over so many pictures; it is wiped away at its end."""
    return tqdm(total=pictures, desc=title, unit=" " + tr("pictures"), file=sys.stderr, leave=False, dynamic_ncols=True)
