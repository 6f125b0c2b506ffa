"""Whether a page that was read is clearly a number, not one digit that the cuts took apart.

The reader is asked what the digits of a page are, never whether there are several; of a single digit it makes several
when every part looks like one. So more is asked here than that it found them: they stand apart, side by side.
"""

from itertools import pairwise

from lenet_app.reading.page import Page, ReadDigit, Row

_LEAST = 2  # digits of each row: the bows of an 8 are read as two rows of one
_LOWEST = 0.4  # of the tallest digit of the row: a 0 may be small, but the bar of a 5, an accent or a comma is lower
_APART = 0.05  # of the row's height, between two digits: parts of one digit touch or lie over each other
_MOSTLY_APART = 0.5  # of the gaps of a row: in real numbers some digits touch
_MANY = 4  # side by side: no digit falls apart into so many, so they may touch or lean over each other
_MOSTLY_SURE = 0.75  # of all digits: what else is written is read as doubtful ones


def is_clear_number(page: Page) -> bool:
    """Whether the page shows two or more digits side by side, in each of its rows, most of them sure."""
    digits = [digit for row in page.rows for digit in row.digits]
    sure = sum(digit.sure for digit in digits)
    return sure >= max(_LEAST, _MOSTLY_SURE * len(digits)) and all(map(_is_clear_row, page.rows))


def _is_clear_row(row: Row) -> bool:
    if len(row.digits) < _LEAST:
        return False
    heights = [digit.box[3] for digit in row.digits]
    if min(heights) < _LOWEST * max(heights):
        return False
    if len(row.digits) >= _MANY:
        return True
    room = _APART * max(heights)
    apart = [_gap(one, other) >= room for one, other in pairwise(row.digits)]
    return sum(apart) > _MOSTLY_APART * len(apart)


def _gap(one: ReadDigit, other: ReadDigit) -> float:
    """The width of what is blank between two neighbours; negative where their boxes lie over each other."""
    return other.box[0] - (one.box[0] + one.box[2])
