"""What is learned in one step."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures
from lenet_app.networks.forward import Array
from lenet_app.penmanship.rows.texts import Text
from lenet_app.training.engine.dealing import Order


@dataclass(frozen=True, eq=False)
class Lines:
    """Rows of digits.

    Args:
        lines: float32 (n, 1, 32, width), a network input.
        texts: the digits of each.
    """

    lines: Array
    texts: tuple[Text, ...]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.texts)


@dataclass(frozen=True, eq=False)
class Batch:
    """What is learned in one step.

    Args:
        epoch: from 1.
        number: within the epoch, from 0.
        content: the places in the training set of pictures that are learned as they are, pictures that were varied, or
            rows that were composed of them.
        undamaged: uint8 like the varied pictures, as they were before some of them suffered; None where none did.
    """

    epoch: int
    number: int
    content: Order | Pictures | Lines
    undamaged: npt.NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        """How many pictures or rows it has."""
        return len(self.content)
