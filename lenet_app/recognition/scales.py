"""How large a layer's values usually are, so that the colours of two drawings can be compared."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from lenet_app.recognition.recognizer import Recognizer

PICTURES = 24
"""How many pictures are enough to know."""


def usual_scales(recognizer: Recognizer, pictures: npt.NDArray[np.uint8]) -> Mapping[str, float]:
    """The largest absolute value of each layer, by its name, over the first `PICTURES` of these.

    Args:
        recognizer: whose model is looked into.
        pictures: uint8 (n, channels, height, width), one at least, that suit the model.
    """
    largest: dict[str, float] = {}
    for picture in pictures[:PICTURES]:
        for name, values in recognizer.once.look_into(picture).activations.items():
            largest[name] = max(largest.get(name, 0.0), float(np.abs(values).max()))
    return largest
