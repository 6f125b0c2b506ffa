"""From pictures of a data set's size to the network input: the border and the scale.

Canvas, imported pictures and data sets all end here, so that a network meets the same numbers in training and in use.
The normalisation travels with the model.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.json_values import made, plain
from lenet_app.language import tr
from lenet_app.networks.kind import Shape, shape_text

Array = npt.NDArray[np.float32]

_FURTHEST = 10_000
"""From 0, of what a picture's values become; usual are -1 to 2, and 255 at most."""


@dataclass(frozen=True)
class InputNormalisation:
    """The values that no ink (0) and full ink (1) have in the network input; what lies between is linear.

    LeCun et al. (1998), section II-B, give -0.1 and 1.175, which make the mean of the input about 0 and its variance
    about 1.

    Args:
        fits_ink: whether a drawing or picture is fitted by its ink, as MNIST's digits were; else it is scaled as a
            whole, with its colours.
        picture_size: height and width that a whole picture is scaled to: those of the data set's, where the network's
            input is larger. None is the size of the input.

    Raises:
        UserError: background and ink are the same or too far from 0, or a picture has no size.
    """

    background: float
    ink: float
    fits_ink: bool = True
    picture_size: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        """Refuse a network input without any contrast, or with one that no computation takes."""
        for value in (self.background, self.ink):
            if not abs(value) <= _FURTHEST:
                sentence = tr("Background and ink must be from -{most} to {most}, not {value}.")
                raise UserError(sentence.format(most=_FURTHEST, value=value))
        if self.background == self.ink:
            raise UserError(tr("Background and ink are both {value}.").format(value=self.ink))
        if self.picture_size is not None and min(self.picture_size) < 1:
            sentence = tr("A picture's height and width must be at least 1, not {shape}.")
            raise UserError(sentence.format(shape=shape_text(self.picture_size)))

    def network_input(self, pictures: npt.NDArray[Any], input_shape: Shape) -> Array:
        """Frame `pictures` with background to the network's input size and scale them.

        Args:
            pictures: (n, channels, height, width), ink as uint8 in 0 to 255 or as floats in [0, 1].
            input_shape: (channels, height, width) of the network.

        Returns:
            float32 (n, channels, height, width) of the network's size.

        Raises:
            UserError: the pictures are larger than the network's input or have other channels.
        """
        top, _, left, _ = frame(pictures.shape[1:], input_shape)
        full = 255 if pictures.dtype == np.uint8 else 1
        framed = np.full((len(pictures), *input_shape), self.background, np.float32)
        window = framed[:, :, top : top + pictures.shape[2], left : left + pictures.shape[3]]
        np.multiply(pictures, self.contrast(full), out=window, casting="unsafe")
        window += np.float32(self.background)
        return framed

    def contrast(self, full: int) -> np.float32:
        """What a picture's value is multiplied by before the background is added; `full` ink becomes `ink`."""
        return np.float32((self.ink - self.background) / full)

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        values = plain(self)
        if self.picture_size is None:
            del values["picture_size"]
        return values

    @staticmethod
    def from_json(value: object) -> "InputNormalisation":
        """The normalisation that `to_json` wrote; what came later than the first two parts may be missing.

        Raises:
            UserError: a part is missing or of another kind, or a number is not finite.
        """
        return made(value, InputNormalisation, tr("The input normalisation cannot be read: {fault}."))


def frame(picture: Shape, input_shape: Shape) -> tuple[int, int, int, int]:
    """How many rows above and below and columns left and right of a picture are background.

    Args:
        picture: (channels, height, width).
        input_shape: the same of the network.

    Raises:
        UserError: the picture is larger than the network's input or has other channels.
    """
    rows, columns = (side - own for side, own in zip(input_shape[1:], picture[1:], strict=True))
    if picture[0] != input_shape[0] or rows < 0 or columns < 0:
        sentence = tr("Pictures of {picture} do not fit a network input of {network}.")
        raise UserError(sentence.format(picture=shape_text(picture), network=shape_text(input_shape)))
    return rows // 2, rows - rows // 2, columns // 2, columns - columns // 2
