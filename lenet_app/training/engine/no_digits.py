"""What is no digit for the batches of a run whose recipe asks for it, beside any augmentation but handwriting."""

import numpy as np

from lenet_app.data.pictures import Pictures
from lenet_app.randomness import Purpose, random_for
from lenet_app.training.engine.augmentation import AffineRange
from lenet_app.training.engine.made_pictures import Supply
from lenet_app.training.engine.variation import Variation, vary

SHARE = 0.08
"""Of the pictures that are learned."""
VARIATION = Variation(AffineRange(rotation=4, shear=0, scale=0.06, shift=1), bend=0.6, thickness=0.15, unevenness=0.1)
"""Of what was drawn with much variety already, its slant by the hand that wrote it: see `penmanship.hand.Looseness`."""

_TOGETHER = 2048
"""Pictures of batches whose share is varied at once: a few take about as long as a hundred."""


class NoDigits:
    """Deals out what takes the place of some pictures of a batch; that of every batch can be had by itself.

    Args:
        pictures: how many are learned in an epoch.
        seed: of everything random.
        batch_size: pictures of a batch.
    """

    def __init__(self, pictures: int, seed: int, batch_size: int) -> None:
        self._pictures, self._seed, self._batch_size = pictures, seed, batch_size
        self._supply = Supply(seed)
        self._batches = max(1, _TOGETHER // batch_size)
        self._stretch, self._parts = (0, 0), list[Pictures]()
        """Epoch and number of the stretch that was dealt from last, and its batches."""

    def of(self, epoch: int, number: int, most: int) -> Pictures:
        """For the batch `number`, from 0, of an epoch, from 1; `most` at most."""
        stretch, place = divmod(number, self._batches)
        if self._stretch != (epoch, stretch):
            self._stretch, self._parts = (epoch, stretch), self._drawn(epoch, stretch)
        part = self._parts[place]
        return Pictures(part.images[:most], part.labels[:most])

    def _drawn(self, epoch: int, stretch: int) -> list[Pictures]:
        """That of all batches of a stretch."""
        random = random_for(self._seed, Purpose.NO_DIGITS, epoch, stretch)
        counts = random.binomial(self._batch_size, SHARE, self._batches)
        learned = (epoch - 1) * self._pictures + stretch * self._batches * self._batch_size
        drawn = self._supply.rubbish(int(counts.sum()), int(SHARE * learned), random)
        ends = np.cumsum(counts)[:-1]
        images, labels = np.split(vary(drawn.images, random, VARIATION), ends), np.split(drawn.labels, ends)
        return [Pictures(*part) for part in zip(images, labels, strict=True)]
