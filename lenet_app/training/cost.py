"""What parts of a training cost in time, told before it begins; readable without torch."""

import math

_SECONDS = 22e-6
"""For each picture of an epoch, measured on one core: 1.0 to 1.3 s for 60,000 (`python -m tests.tools.no_digits`)."""


def no_digits_seconds(pictures: int) -> int:
    """How many seconds more an epoch takes in which what is no digit is learned, too; rounded up.

    It takes the place of pictures, so that no step is added. What is added is making it: of the 8 % of an epoch that it
    takes, a fifth is drawn anew, and all of it is varied. A run begins with a second of drawing whatever its length.
    A faster core, or a busy one, takes another time: this is to choose by, no promise.

    Args:
        pictures: that an epoch learns.
    """
    return max(1, math.ceil(pictures * _SECONDS))
