"""In which order pictures are learned, and how they are varied: the recipe's augmentation, batch by batch."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures, PictureSet
from lenet_app.networks.recipe import Augmentation, Recipe
from lenet_app.randomness import Purpose, random_for
from lenet_app.training.engine.augmentation import AffineRange, mirrored, random_affine
from lenet_app.training.engine.batch import Batch
from lenet_app.training.engine.damage import damaged
from lenet_app.training.engine.dealing import Order, make_dealer
from lenet_app.training.engine.made_pictures import Supply
from lenet_app.training.engine.no_digits import SHARE, VARIATION, NoDigits
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.engine.rows.sampling import RowSampler
from lenet_app.training.engine.variation import Variation, vary


class Batches(Protocol):
    """Deals out the batches of a training; each can be had by itself."""

    def batch(self, epoch: int, number: int) -> Batch:
        """The batch `number`, from 0, of an epoch, from 1.

        Raises:
            UserError: the pictures lie on the disk and cannot be read.
        """


def batches_of(request: TrainingRequest, batch_size: int) -> Batches:
    """Rows where the recipe learns these, else pictures; the last batches of an epoch may be smaller."""
    if request.recipe.learns_rows:
        return RowSampler(request.training, request.seed, batch_size)
    return Sampler(request.training, request.recipe, request.seed, batch_size)


class Sampler:
    """Deals out the training pictures, each epoch as many as there are; every batch can be had by itself.

    Args:
        pictures: the training set.
        recipe: its augmentation and its optimiser are used.
        seed: of the orders and the variations.
        batch_size: pictures of a batch; the last one of an epoch may be smaller.
    """

    def __init__(self, pictures: PictureSet, recipe: Recipe, seed: int, batch_size: int) -> None:
        self._pictures, self._recipe, self._seed, self._batch_size = pictures, recipe, seed, batch_size
        self._dealer = make_dealer(pictures, recipe, seed)
        is_mixed = recipe.augmentation is Augmentation.HANDWRITING
        self._supply = Supply(seed) if is_mixed else None
        has_no_digits = recipe.no_digits and not is_mixed
        self._no_digits = NoDigits(len(pictures), seed, batch_size) if has_no_digits else None

    def batch(self, epoch: int, number: int) -> Batch:
        """The batch `number`, from 0, of an epoch, from 1.

        Raises:
            UserError: the pictures lie on the disk and cannot be read.
        """
        first = number * self._batch_size
        stop = min(first + self._batch_size, len(self._pictures))
        content = self._taken(epoch, number, first, stop)
        if not self._recipe.damages or not isinstance(content, Pictures):
            return Batch(epoch, number, content)
        random = random_for(self._seed, Purpose.DAMAGE, epoch, number)
        images = damaged(content.images, self._recipe.damage, random)
        return Batch(epoch, number, Pictures(images, content.labels), content.images)

    def _taken(self, epoch: int, number: int, first: int, stop: int) -> Order | Pictures:
        if self._supply is not None:
            learned = (epoch - 1) * len(self._pictures) + first
            random = random_for(self._seed, Purpose.AUGMENTATION, epoch, number)
            return self._mixed(epoch, first, stop, self._supply, learned, random)
        if self._no_digits is None:
            return self._varied(epoch, number, first, stop)
        rubbish = self._no_digits.of(epoch, number, stop - first)
        own = self._read(self._varied(epoch, number, first + len(rubbish), stop))
        return _joined([own.images, rubbish.images], [own, rubbish])

    def _varied(self, epoch: int, number: int, first: int, stop: int) -> Order | Pictures:
        """What is dealt as the augmentation has it, or its places where it has it as it is."""
        if first >= stop:
            return np.zeros(0, np.intp)
        dealt = self._dealer.deal(epoch, first, stop)
        if self._recipe.augmentation in (Augmentation.NONE, Augmentation.DISTORTED_COPIES):
            return dealt
        random = random_for(self._seed, Purpose.AUGMENTATION, epoch, number)
        batch = self._read(dealt)
        if self._recipe.augmentation is Augmentation.AFFINE:
            limits = AffineRange().times(self._recipe.variation)
            return Pictures(random_affine(batch.images, random, limits), batch.labels)
        return Pictures(mirrored(batch.images, random), batch.labels)

    def _read(self, dealt: Order | Pictures) -> Pictures:
        return dealt if isinstance(dealt, Pictures) else self._pictures.take(dealt)

    def _mixed(
        self, epoch: int, first: int, stop: int, supply: Supply, learned: int, random: np.random.Generator
    ) -> Pictures:
        """Some of what is dealt, the rest replaced by made digits and by what is no digit."""
        share = self._recipe.made
        made = random.binomial(stop - first, share)
        rubbish = random.binomial(stop - first - made, SHARE / (1 - share))
        first += made + rubbish
        own = self._read(self._dealer.deal(epoch, first, stop) if first < stop else np.zeros(0, np.intp))
        made_digits = supply.digits(made, int(share * learned), random)
        parts = (own, made_digits, supply.rubbish(rubbish, int(SHARE * learned), random))
        far = (Variation().times(self._recipe.variation), VARIATION, VARIATION)
        return _joined([vary(part.images, random, limits) for part, limits in zip(parts, far, strict=True)], parts)


def _joined(images: Sequence[npt.NDArray[np.uint8]], parts: Sequence[Pictures]) -> Pictures:
    """These pictures with the labels of those that they are made of."""
    return Pictures(np.concatenate(images), np.concatenate([part.labels for part in parts]))
