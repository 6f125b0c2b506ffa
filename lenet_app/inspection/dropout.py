"""What dropout does in training: some of a layer's numbers are left out by chance, the others made larger."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.inspection.passage import Passage
from lenet_app.networks.forward import Array
from lenet_app.networks.layers import Dropout
from lenet_app.randomness import Purpose, random_for


@dataclass(frozen=True, eq=False)
class Dropped:
    """A dropout layer at work on one picture, as in one step of a training.

    Args:
        layer: the dropout.
        values: that come to it, as the network answers.
        kept: which of them are kept, bool of their shape.
    """

    layer: Dropout
    values: Array
    kept: npt.NDArray[np.bool_]

    @property
    def factor(self) -> float:
        """What a number that is kept is multiplied by, 1 / (1 - p): so their mean stays as it is."""
        return 1 / (1 - self.layer.rate)

    @property
    def factors(self) -> npt.NDArray[np.float64]:
        """What each is multiplied by: 0 or the factor."""
        return np.where(self.kept, self.factor, 0.0)


def dropped(passage: Passage, layer: Dropout, draw: int) -> Dropped:
    """One of the ways in which a dropout layer may fall out.

    Args:
        passage: the picture's way through the network.
        layer: one of the network's dropout layers.
        draw: the number of the draw: the same number gives the same mask.
    """
    values = passage.activations[layer.name]  # it passes them on when the network answers
    random = random_for(0, Purpose.DROPOUT, draw, passage.numbers[layer.name])
    return Dropped(layer, values, random.random(values.shape) >= layer.rate)


def dropouts_after(passage: Passage, layer: str) -> tuple[Dropout, ...]:
    """The dropout layers that work on a layer's output at once; of a dropout layer itself, it alone."""
    own = passage.plan(layer).layer
    if isinstance(own, Dropout):
        return (own,)
    found = []
    for plan in passage.architecture.plans[passage.numbers[layer] + 1 :]:
        if not isinstance(plan.layer, Dropout):
            break
        found.append(plan.layer)
    return tuple(found)
