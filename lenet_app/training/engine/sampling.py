"""In which order pictures are learned, and how they are varied: the recipe's augmentation, batch by batch."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe
from lenet_app.training.engine.augmentation import COPIES, AffineRange, DistortedCopies, mirrored, random_affine
from lenet_app.training.engine.made_pictures import Supply
from lenet_app.training.engine.variation import Variation, vary

Order = npt.NDArray[np.intp]

MADE, RUBBISH = 0.27, 0.08
"""The shares of a batch that are made digits and no digits where the recipe mixes them in."""
_MADE = Variation(AffineRange(rotation=4, shear=0.05, scale=0.06, shift=1), bend=0.6, thickness=0.15, unevenness=0.1)
"""Of what was drawn with much variety already."""


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
        is_mixed = recipe.augmentation is Augmentation.HANDWRITING
        self._supply = Supply(random) if is_mixed else None

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
        if self._supply is not None:
            return self._mixed(indices, self._supply)
        batch = self._pictures.take(indices)
        if self._recipe.augmentation is Augmentation.AFFINE:
            limits = AffineRange().times(self._recipe.variation)
            return Pictures(random_affine(batch.images, self._random, limits), batch.labels)
        if self._recipe.augmentation is Augmentation.MIRRORED:
            return Pictures(mirrored(batch.images, self._random), batch.labels)
        return batch

    def _mixed(self, indices: Order, supply: Supply) -> Pictures:
        """Some of the pictures at `indices`, the others replaced by made digits and by what is no digit."""
        made = self._random.binomial(len(indices), MADE)
        rubbish = self._random.binomial(len(indices) - made, RUBBISH / (1 - MADE))
        own = self._pictures.take(indices[made + rubbish :])
        parts = (own, supply.digits(made), supply.rubbish(rubbish))
        far = (Variation().times(self._recipe.variation), _MADE, _MADE)
        varied = [vary(part.images, self._random, limits) for part, limits in zip(parts, far, strict=True)]
        return Pictures(np.concatenate(varied), np.concatenate([part.labels for part in parts]))
