"""How good a network is at rows that it did not learn."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from lenet_app.data.pictures import PictureSet
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Weights
from lenet_app.networks.row_network import lines_of
from lenet_app.penmanship.rows.apart import edit_distance, rows_apart
from lenet_app.penmanship.rows.composer import Rows
from lenet_app.training.engine.rows.network import RowNetwork, row_loss, texts_read

ROWS = 1000
"""How many are composed to measure with."""
_BATCH = 50


@dataclass(frozen=True)
class RowEvaluation:
    """What was measured so far on `images` rows.

    Args:
        loss: the mean of -log of the texts' probabilities, per digit, in nats.
        accuracy: the share of rows read wholly right, 0 to 1.
        digits: 1 − edit distance / length, over all digits of all rows, at least 0.
    """

    images: int
    loss: float
    accuracy: float
    digits: float


def measuring_rows(pictures: PictureSet, count: int = ROWS) -> Rows:
    """Rows of pictures that are not learned; fewer of few pictures.

    Raises:
        UserError: they lie on the disk and cannot be read.
    """
    return rows_apart(pictures.take(np.arange(len(pictures))), min(count, len(pictures)))


@torch.inference_mode()
def evaluate_rows(architecture: Architecture, weights: Weights, rows: Rows) -> Iterator[RowEvaluation]:
    """Measure weights; yields after each batch, the last yield is the whole."""
    network = RowNetwork(architecture, weights)
    order = np.argsort([picture.shape[1] for picture in rows.pictures], kind="stable")
    loss, right, edits, length, seen = 0.0, 0, 0, 0, 0
    for start in range(0, len(order), _BATCH):
        chosen = order[start : start + _BATCH]
        texts = [rows.texts[k] for k in chosen]
        scores = network(torch.from_numpy(lines_of([rows.pictures[k] for k in chosen])))
        distances = [
            edit_distance(text.tolist(), found.tolist()) for text, found in zip(texts, texts_read(scores), strict=True)
        ]
        loss += float(row_loss(scores, texts)) * len(texts)
        right += distances.count(0)
        edits, length, seen = edits + sum(distances), length + sum(map(len, texts)), seen + len(texts)
        yield RowEvaluation(seen, loss / seen, right / seen, max(0.0, 1 - edits / length))
