"""What if some of a network were not there, or some pixels of its picture were others: values that cross threads."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.inspection.units import Unit

Picture = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Edit:
    """A fitted picture whose pixels somebody changed. It counts for that fitted picture only, not for other drawings.

    Args:
        before: (channels, height, width) as a Recognizer takes it, uint8 or ink in [0, 1].
        picture: float32 of the same shape in [0, 1].
    """

    before: Picture
    picture: npt.NDArray[np.float32]

    @property
    def changed(self) -> int:
        """How many pixels are others."""
        return int((self.picture != in_floats(self.before)).any(axis=0).sum())

    def is_of(self, picture: Picture) -> bool:
        """Whether this is the picture that was changed."""
        before = self.before
        return before is picture or (before.dtype == picture.dtype and np.array_equal(before, picture))


@dataclass(frozen=True, eq=False)
class WhatIf:
    """What is other than it is.

    Args:
        off: units, and by the index (map,) alone whole maps, that are switched off.
        edit: of the fitted picture.
    """

    off: frozenset[Unit] = frozenset()
    edit: Edit | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it is."""
        return not self.off and self.edit is None


AS_IT_IS = WhatIf()


def in_floats(picture: Picture) -> npt.NDArray[np.float32]:
    """A picture as a Recognizer takes it, with float32 in [0, 1] whatever it had."""
    if picture.dtype == np.uint8:
        return picture.astype(np.float32) / np.float32(255)
    return np.asarray(picture, np.float32)
