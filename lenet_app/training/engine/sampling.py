"""In which order pictures are learned, and how they are varied: the recipe's augmentation, batch by batch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe
from lenet_app.randomness import Purpose, random_for
from lenet_app.training.engine.augmentation import COPIES, AffineRange, DistortedCopies, mirrored, random_affine
from lenet_app.training.engine.made_pictures import Supply
from lenet_app.training.engine.no_digits import SHARE, VARIATION, NoDigits
from lenet_app.training.engine.variation import Variation, vary

Order = npt.NDArray[np.intp]

MADE = 0.27
"""The share of a batch that are made digits where the recipe mixes them in."""


@dataclass(frozen=True, eq=False)
class Batch:
    """What is learned in one step.

    Args:
        epoch: from 1.
        number: within the epoch, from 0.
        content: the places in the training set of pictures that are learned as they are, or pictures that were varied.
    """

    epoch: int
    number: int
    content: Order | Pictures

    def __len__(self) -> int:
        """How many pictures it has."""
        return len(self.content)


class Sampler:
    """Deals out the training pictures, each epoch as many as there are; every batch can be had by itself.

    Every epoch has a new random order. Levenberg-Marquardt keeps one order, as in LeCun et al. (1998). With distorted
    copies ten epochs deal out every picture and every copy once.

    Args:
        pictures: the training set.
        recipe: its augmentation and its optimiser are used.
        seed: of the orders and the variations.
        batch_size: pictures of a batch; the last one of an epoch may be smaller.
    """

    def __init__(self, pictures: Pictures, recipe: Recipe, seed: int, batch_size: int) -> None:
        self._pictures, self._recipe, self._seed, self._batch_size = pictures, recipe, seed, batch_size
        augmentation = recipe.augmentation
        is_copied = augmentation is Augmentation.DISTORTED_COPIES
        copying = random_for(seed, Purpose.COPIES)
        self._copies = DistortedCopies(pictures.images, copying) if is_copied else None
        is_mixed = augmentation is Augmentation.HANDWRITING
        self._supply = Supply(seed) if is_mixed else None
        has_no_digits = recipe.no_digits and not is_mixed
        self._no_digits = NoDigits(len(pictures), seed, batch_size) if has_no_digits else None
        self._round, self._order = 0, np.zeros(0, np.intp)
        """The order that was last drawn, and its number, from 1."""

    def batch(self, epoch: int, number: int) -> Batch:
        """The batch `number`, from 0, of an epoch, from 1."""
        first = number * self._batch_size
        indices = self._order_of(epoch)[first : first + self._batch_size]
        return Batch(epoch, number, self._taken(indices, epoch, number))

    def _order_of(self, epoch: int) -> Order:
        count = len(self._pictures)
        if self._copies is not None:
            round_, part = divmod(epoch - 1, COPIES)
            return self._permuted(len(self._copies), round_ + 1)[part * count :][:count]
        return self._permuted(count, 1 if self._recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT else epoch)

    def _permuted(self, count: int, round_: int) -> Order:
        if self._round != round_:
            self._order = random_for(self._seed, Purpose.ORDER, round_).permutation(count)
            self._round = round_
        return self._order

    def _taken(self, indices: Order, epoch: int, number: int) -> Order | Pictures:
        if self._supply is not None:
            learned = (epoch - 1) * len(self._pictures) + number * self._batch_size
            return self._mixed(
                indices, self._supply, learned, random_for(self._seed, Purpose.AUGMENTATION, epoch, number)
            )
        if self._no_digits is None:
            return self._varied(indices, epoch, number)
        rubbish = self._no_digits.of(epoch, number, len(indices))
        others = self._varied(indices[len(rubbish) :], epoch, number)
        own = others if isinstance(others, Pictures) else self._pictures.take(others)
        return _joined([own.images, rubbish.images], [own, rubbish])

    def _varied(self, indices: Order, epoch: int, number: int) -> Order | Pictures:
        """The pictures at `indices` as the augmentation has them, or these places where it has them as they are."""
        if self._copies is not None:
            return Pictures(self._copies.take(indices), self._pictures.labels[self._copies.origin(indices)])
        if self._recipe.augmentation is Augmentation.NONE or not len(indices):
            return indices
        random = random_for(self._seed, Purpose.AUGMENTATION, epoch, number)
        batch = self._pictures.take(indices)
        if self._recipe.augmentation is Augmentation.AFFINE:
            limits = AffineRange().times(self._recipe.variation)
            return Pictures(random_affine(batch.images, random, limits), batch.labels)
        return Pictures(mirrored(batch.images, random), batch.labels)

    def _mixed(self, indices: Order, supply: Supply, learned: int, random: np.random.Generator) -> Pictures:
        """Some of the pictures at `indices`, the others replaced by made digits and by what is no digit."""
        made = random.binomial(len(indices), MADE)
        rubbish = random.binomial(len(indices) - made, SHARE / (1 - MADE))
        own = self._pictures.take(indices[made + rubbish :])
        made_digits = supply.digits(made, int(MADE * learned), random)
        parts = (own, made_digits, supply.rubbish(rubbish, int(SHARE * learned), random))
        far = (Variation().times(self._recipe.variation), VARIATION, VARIATION)
        return _joined([vary(part.images, random, limits) for part, limits in zip(parts, far, strict=True)], parts)


def _joined(images: Sequence[npt.NDArray[np.uint8]], parts: Sequence[Pictures]) -> Pictures:
    """These pictures with the labels of those that they are made of."""
    return Pictures(np.concatenate(images), np.concatenate([part.labels for part in parts]))
