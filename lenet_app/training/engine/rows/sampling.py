"""The batches of rows that a training learns, composed beside it."""

from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from lenet_app.data.mnist_writers import writers_of
from lenet_app.data.pictures import PictureSet
from lenet_app.networks.row_network import PAPER, lines_of
from lenet_app.penmanship.rows.composer import Rows, composed
from lenet_app.penmanship.rows.pool import Pool, pool_of_pictures, written_pool
from lenet_app.randomness import Purpose, random_for
from lenet_app.training.engine.batch import Batch, Lines

_TOGETHER = 4  # batches are composed at once, so that rows of a like length can be put together
_LESS, _MORE = 4, 9  # pixels, by which the paper before a line varies
_WRITTEN = 0.27  # of as many digits as there are pictures the penman writes anew for every epoch
_FEWEST_WRITTEN = 20  # of each digit


class RowSampler:
    """Composes as many rows for an epoch as there are pictures; every batch can be had by itself.

    While one group of batches is learned the next one is composed.

    Args:
        pictures: fitted digits, such as MNIST's, whose rows are of one writer each; beside these are as many rows of
            the penman's.
        seed: of everything random.
        batch_size: rows of a batch; some of an epoch's last ones may be smaller.
    """

    def __init__(self, pictures: PictureSet, seed: int, batch_size: int) -> None:
        self._pictures, self._seed, self._batch_size = pictures, seed, batch_size
        self._groups = -(-len(pictures) // (batch_size * _TOGETHER))
        self._pool: Pool | None = None
        self._written: tuple[int, Pool] | None = None
        self._made: tuple[tuple[int, int], list[Lines]] | None = None
        self._coming: tuple[tuple[int, int], Future[list[Lines]]] | None = None
        self._beside = ThreadPoolExecutor(1, "rows")

    def batch(self, epoch: int, number: int) -> Batch:
        """The batch `number`, from 0, of an epoch, from 1.

        Raises:
            UserError: the pictures lie on the disk and cannot be read.
        """
        key = epoch, number // _TOGETHER
        if self._made is None or self._made[0] != key:
            self._made = key, self._taken(key)
        return Batch(epoch, number, self._made[1][number % _TOGETHER])

    def _taken(self, key: tuple[int, int]) -> list[Lines]:
        """A group of batches; the one after it is begun."""
        coming = self._coming
        if coming is None or coming[0] != key:
            coming = key, self._beside.submit(self._group, *key)
        group = coming[1].result()
        epoch, number = key
        following = (epoch, number + 1) if number + 1 < self._groups else (epoch + 1, 0)
        self._coming = following, self._beside.submit(self._group, *following)
        return group

    def _group(self, epoch: int, number: int) -> list[Lines]:
        random = random_for(self._seed, Purpose.ROWS, epoch, number)
        size = self._batch_size * _TOGETHER
        count = min(size, len(self._pictures) - number * size)
        rows = composed(((self._of_pictures(), True), (self._of_epoch(epoch), False)), count, random)
        order = np.argsort([picture.shape[1] for picture in rows.pictures], kind="stable")
        parts = [order[start : start + self._batch_size] for start in range(0, count, self._batch_size)]
        return [_lines(rows, parts[k], random) for k in random.permutation(len(parts))]

    def _of_pictures(self) -> Pool:
        if self._pool is None:
            pictures = self._pictures.take(np.arange(len(self._pictures)))
            self._pool = pool_of_pictures(pictures, writers_of(pictures.images))
        return self._pool

    def _of_epoch(self, epoch: int) -> Pool:
        if self._written is None or self._written[0] != epoch:
            each = max(_FEWEST_WRITTEN, round(_WRITTEN * len(self._pictures) / 10))
            self._written = epoch, written_pool(each, random_for(self._seed, Purpose.ROW_DIGITS, epoch))
        return self._written[1]


def _lines(rows: Rows, chosen: npt.NDArray[np.intp], random: np.random.Generator) -> Lines:
    before = random.integers(PAPER - _LESS, PAPER + _MORE, len(chosen)).tolist()
    return Lines(lines_of([rows.pictures[k] for k in chosen], before), tuple(rows.texts[k] for k in chosen))
