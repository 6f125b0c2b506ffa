"""In which order pictures are learned, and how they are varied: the recipe's augmentation, batch by batch."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from lenet_app.data.augmentation import COPIES, DistortedCopies, random_affine
from lenet_app.data.pictures import Pictures
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe

Order = npt.NDArray[np.intp]


class Sampler:
    """Deals out the training pictures, each epoch as many as there are.

    Every epoch has a new random order. Levenberg-Marquardt keeps one order, as in LeCun et al. (1998). With distorted
    copies ten epochs deal out every picture and every copy once.
    """

    def __init__(self, pictures: Pictures, recipe: Recipe, random: np.random.Generator) -> None:
        self._pictures, self._recipe, self._random = pictures, recipe, random
        self._order: Order | None = None
        self._epoch = 0
        is_copied = recipe.augmentation is Augmentation.DISTORTED_COPIES
        self._copies = DistortedCopies(pictures.images, random) if is_copied else None

    def epoch(self, batch_size: int) -> Iterator[Pictures]:
        """The batches of the next epoch; the last one may be smaller."""
        order = self._next_order()
        for start in range(0, len(order), batch_size):
            yield self._taken(order[start : start + batch_size])

    def _next_order(self) -> Order:
        count, epoch = len(self._pictures), self._epoch
        self._epoch += 1
        if self._copies is not None:
            if epoch % COPIES == 0:
                self._order = self._random.permutation(len(self._copies))
            assert self._order is not None
            return self._order[epoch % COPIES * count :][:count]
        if self._order is None or self._recipe.optimiser is not Optimiser.LEVENBERG_MARQUARDT:
            self._order = self._random.permutation(count)
        return self._order

    def _taken(self, indices: Order) -> Pictures:
        if self._copies is not None:
            return Pictures(self._copies.take(indices), self._pictures.labels[self._copies.origin(indices)])
        batch = self._pictures.take(indices)
        if self._recipe.augmentation is Augmentation.AFFINE:
            return Pictures(random_affine(batch.images, self._random), batch.labels)
        return batch
