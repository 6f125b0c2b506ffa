"""Whether a page that was read is clearly a number, not one digit that the cuts took apart.

The reader is asked what the digits of a page are, never whether there are several; of a single digit it makes several
when every part looks like one. So more is asked here than that it found them: they stand apart, side by side.
"""

from dataclasses import dataclass
from itertools import pairwise

from lenet_app.reading.page import Page, ReadDigit, Row


@dataclass(frozen=True)
class _Rules:
    """What is clearly a number.

    Args:
        least_digits: in each row: the bows of an 8 are read as two rows of one.
        lowest: of the tallest digit of the row: a 0 may be small, but an accent, a comma or the bar of a 5 is
            lower.
        apart: of the row's height, between two digits: parts of one digit touch or lie over each other.
        mostly_apart: of the gaps of a row: in real numbers some digits touch.
        many_digits: side by side, which may touch: no digit falls apart into so many.
        mostly_sure: of all digits: what else is written is read as doubtful ones.
    """

    least_digits: int = 2
    lowest: float = 0.4
    apart: float = 0.05
    mostly_apart: float = 0.5
    many_digits: int = 4
    mostly_sure: float = 0.75


_RULES = _Rules()


def is_clear_number(page: Page) -> bool:
    """Whether the page shows two or more digits side by side, in each of its rows, most of them sure."""
    digits = [digit for row in page.rows for digit in row.digits]
    sure = sum(digit.sure for digit in digits)
    return sure >= max(_RULES.least_digits, _RULES.mostly_sure * len(digits)) and all(map(_is_clear_row, page.rows))


def _is_clear_row(row: Row) -> bool:
    if len(row.digits) < _RULES.least_digits:
        return False
    heights = [digit.box[3] for digit in row.digits]
    if min(heights) < _RULES.lowest * max(heights):
        return False
    if len(row.digits) >= _RULES.many_digits:
        return True
    room = _RULES.apart * max(heights)
    apart = [_gap(one, other) >= room for one, other in pairwise(row.digits)]
    return sum(apart) > _RULES.mostly_apart * len(apart)


def _gap(one: ReadDigit, other: ReadDigit) -> float:
    """The width of what is blank between two neighbours; negative where their boxes lie over each other."""
    return other.box[0] - (one.box[0] + one.box[2])
