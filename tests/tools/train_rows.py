"""Trains the network that reads rows in one sweep: `python -m tests.tools.train_rows FILE [--steps N] [--seed N]`.

Rows are composed of MNIST's training pictures, without those of a tenth of its writers, and of the penman's digits.
Rows of that tenth and of a penman with another seed tell how it goes on.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import torch

from lenet_app.data import catalogue
from lenet_app.data.mnist_writers import held_out_writers, mnist_writers
from lenet_app.data.pictures import Pictures
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Array, Weights
from lenet_app.networks.making import Making
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.row_network import CLASS_NAMES, NORMALISATION, frame_scores, row_network
from lenet_app.paths import Home
from lenet_app.penmanship.rows.composer import Rows, composed
from lenet_app.penmanship.rows.pool import pool_of_pictures, written_pool
from lenet_app.randomness import Purpose, random_for
from lenet_app.reading.sweep.decoding import best_path
from lenet_app.storage.models import write_model
from lenet_app.training.engine.rows import RowProgress, RowRecipe, train_rows
from tests.tools.handwriting_measure.figures import digits_right

_APART = 999_983  # the seed of what measures


def main(arguments: list[str] | None = None) -> int:
    """Train, tell how it goes, write the model."""
    options = _options(arguments)
    torch.set_num_threads(1)
    architecture = row_network(*options.maps)
    pictures = catalogue.load(catalogue.MNIST, Home.of_user().data).training
    held_out = held_out_writers()
    learned = Pictures(pictures.images[~held_out], pictures.labels[~held_out])
    recipe = RowRecipe(steps=options.steps, batch=options.batch, learning_rate=options.rate, seed=options.seed)
    measuring = rows_apart(options.measured)
    start = time.monotonic()
    print(f"{architecture.parameters:,} parameters, {recipe}", flush=True)

    def write(weights: Weights) -> None:
        created = datetime.now(UTC).isoformat(timespec="seconds")
        making = Making(data_set=catalogue.MNIST, pictures=len(learned), hold_out=int(held_out.sum()), seed=recipe.seed)
        model = Model("lenet5-row", architecture, weights, NORMALISATION, Recipe(), CLASS_NAMES, created, making=making)
        write_model(model, options.file)

    def report(progress: RowProgress, weights_now: Callable[[], dict[str, Array]]) -> None:
        text = f"{progress.step:>6} loss {progress.loss:.4f} after {time.monotonic() - start:,.0f} s"
        if progress.step % (options.every * 5) == 0 or progress.step == recipe.steps:
            weights = weights_now()
            figures = measured(architecture, weights, measuring)
            text += "".join(f", {name} {value:.2%}" for name, value in figures.items())
            write(weights)
        print(text, flush=True)

    writers = mnist_writers().training
    weights = train_rows(architecture, learned, recipe, report, options.every, writers[~held_out])
    write(weights)
    return 0


def rows_apart(count: int) -> Rows:
    """Rows of MNIST's writers and of a penman that no training sees."""
    pictures, held_out = catalogue.load(catalogue.MNIST, Home.of_user().data).training, held_out_writers()
    apart = Pictures(pictures.images[held_out], pictures.labels[held_out])
    known = pool_of_pictures(apart, mnist_writers().training[held_out])
    pools = ((known, True), (written_pool(300, random_for(_APART, Purpose.ROW_DIGITS)), False))
    return composed(pools, count, random_for(_APART, Purpose.ROWS))


def measured(architecture: Architecture, weights: Weights, rows: Rows) -> dict[str, float]:
    """The shares of rows read wholly right and of their digits."""
    texts = ["".join(map(str, text)) for text in rows.texts]
    found = ["".join(map(str, best_path(frame_scores(architecture, weights, picture)))) for picture in rows.pictures]
    whole = sum(one == other for one, other in zip(texts, found, strict=True))
    return {"rows": whole / len(rows), "digits": digits_right(texts, found)}


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the network that reads rows in one sweep.")
    parser.add_argument("file", type=Path, metavar="FILE", help="the model file to write")
    parser.add_argument("--steps", type=int, default=RowRecipe.steps, metavar="N")
    parser.add_argument("--batch", type=int, default=RowRecipe.batch, metavar="N")
    parser.add_argument("--rate", type=float, default=RowRecipe.learning_rate, metavar="R")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--maps", type=int, nargs=4, default=(16, 32, 96, 70), metavar="N")
    parser.add_argument("--every", type=int, default=200, metavar="N")
    parser.add_argument("--measured", type=int, default=1000, metavar="N")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
