"""Many pictures through a network, a few at a time, so that their numbers stay in the processor's cache."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from lenet_app.networks.forward import Array
from lenet_app.networks.model import Model

BATCH = 32
"""Pictures at once: of more, what one layer leaves is out of the cache before the next one needs it."""


def inputs_of(
    model: Model, pictures: npt.NDArray[np.uint8] | Sequence[npt.NDArray[np.uint8]]
) -> Iterator[tuple[slice, Array]]:
    """The network inputs of pictures (n, channels, height, width), a few at a time, and which of them these are."""
    for start in range(0, len(pictures), BATCH):
        chosen = slice(start, min(start + BATCH, len(pictures)))
        yield chosen, model.normalisation.network_input(np.asarray(pictures[chosen]), model.architecture.input_shape)
