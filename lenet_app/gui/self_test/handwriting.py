"""What somebody wrote, for the checks: bundled with the program, so that there is nothing to download."""

import numpy as np
import numpy.typing as npt

from lenet_app.ink.strokes import Drawing, Stroke

SEVEN_LABEL = "7"

# The centre line of the first test picture of MNIST, in its pixels.
_SEVEN = (
    *((6.0, 8.0), (7.0, 8.0), (8.0, 8.1), (10.0, 8.2), (12.0, 8.5), (14.0, 8.6), (16.0, 8.6), (18.0, 8.5)),
    *((19.5, 9.0), (19.6, 10.0), (19.0, 11.0), (18.5, 12.0), (18.0, 13.0), (17.4, 14.0), (16.8, 15.0), (16.3, 16.0)),
    *((15.8, 17.0), (15.0, 18.0), (14.5, 19.0), (13.6, 20.0), (13.0, 21.0), (12.4, 22.0), (11.7, 23.0), (11.4, 24.0)),
    *((11.2, 25.0), (10.8, 26.0)),
)
_SIDE = 28


def seven() -> Drawing:
    """A handwritten 7 as one stroke."""
    points = tuple((x / _SIDE, y / _SIDE) for x, y in _SEVEN)
    return Drawing((Stroke(points, 0.06),))


def on_paper(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A picture of MNIST, uint8 (28, 28), as somebody would photograph it: dark on light, 10 times as large."""
    return np.pad(255 - np.kron(image, np.ones((10, 10), np.uint8)), 60, constant_values=255)
