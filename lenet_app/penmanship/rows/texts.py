"""What made rows say: amounts, codes and dates, with chains of zeros and repeated digits more often than by chance."""

import numpy as np
import numpy.typing as npt

Text = npt.NDArray[np.intp]

_LENGTHS = np.array([3, 8, 12, 20, 22, 14, 8, 6, 3, 2, 1, 1], np.float64)
"""How often a row has 1, 2, 3 … digits, more or less."""
_ZEROS = 0.35  # of the rows end in zeros
_REPEATED = 0.15  # of the rows have digits that come several times


def texts(count: int, random: np.random.Generator) -> list[Text]:
    """The digits of `count` rows, from the left to the right; one at least in each."""
    lengths = 1 + random.choice(len(_LENGTHS), count, p=_LENGTHS / _LENGTHS.sum())
    return [_text(int(length), random) for length in lengths]


def _text(length: int, random: np.random.Generator) -> Text:
    digits = random.integers(0, 10, length)
    kind = random.random()
    if kind < _ZEROS:
        digits[random.integers(max(0, length - 4), length + 1) :] = 0
    elif kind < _ZEROS + _REPEATED:
        again = random.random(length) < 0.5
        digits[again] = digits[0]
    return digits
