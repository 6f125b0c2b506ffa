"""What the RBF output of LeNet-5 compares F6 with: ten pictures of 7 × 12 pixels.

Figure 3 of LeCun, Bottou, Bengio, Haffner (1998), as it has been digitised: `+` is +1 (ink), `-` is -1. The bars over
0, 2, 4 and 5 are part of it.
"""

import numpy as np
import numpy.typing as npt

COLUMNS, ROWS = 7, 12
UNITS = COLUMNS * ROWS
"""How many values a picture has: the units of F6, row by row."""

_PICTURES = """
-+++++- ---++-- -+++++- +++++++ -+++++- -+++++- --++++- +++++++ -+++++- -+++++-
------- --+++-- ------- -----++ ------- ------- -++---- -----++ ++---++ ++--+++
--+++-- -++++-- -+++++- ----++- ------- +++++++ ++----- -----++ ++---++ ++---++
-++-++- ---++-- ++---++ ---++-- -++--++ ++----- ++----- ----++- ++---++ ++---++
++---++ ---++-- +----++ --++++- -++--++ ++----- ++++++- ---++-- -+++++- ++--+++
++---++ ---++-- ----++- -----++ +++--++ -++++-- +++--++ ---++-- ++---++ -++++++
++---++ ---++-- --+++-- -----++ ++---++ --++++- ++---++ --++--- ++---++ -----++
++---++ ---++-- -++---- -----++ ++---++ -----++ ++---++ --++--- ++---++ -----++
-++-++- ---++-- ++----- ++---++ ++--+++ ++---++ +++--++ --++--- ++---++ ----++-
--+++-- -++++++ +++++++ -+++++- -++++++ -+++++- -+++++- --++--- -+++++- -++++--
------- ------- ------- ------- -----++ ------- ------- ------- ------- -------
------- ------- ------- ------- -----++ ------- ------- ------- ------- -------
"""


def _bitmaps() -> npt.NDArray[np.float32]:
    lines = [line.split() for line in _PICTURES.split("\n") if line]
    pictures = ["".join(rows) for rows in zip(*lines, strict=True)]
    bitmaps = np.array([[1 if mark == "+" else -1 for mark in picture] for picture in pictures], np.float32)
    bitmaps.flags.writeable = False
    return bitmaps


BITMAPS = _bitmaps()
"""float32 (10, 84), ±1: row i is the picture of digit i, in the order of F6's units. Read-only."""
