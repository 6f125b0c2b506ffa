"""Writes the card of the shipped reader of rows: `python -m tests.tools.row_card [MODEL]`.

What its file tells is told, and what it reads of composed rows is measured here; below `## Real rows` all stays as it
was written by hand.
"""

import argparse
import sys
from pathlib import Path

from lenet_app.data import catalogue
from lenet_app.data.mnist_writers import writers_last
from lenet_app.data.pictures import PictureSet, hold_out_last
from lenet_app.networks.model import Model
from lenet_app.networks.recipe_text import recipe_text
from lenet_app.paths import Home
from lenet_app.runs.run import MEASURED_ROWS
from lenet_app.storage.files import write_whole
from lenet_app.storage.models import read_model
from lenet_app.training.engine.rows.measuring import RowEvaluation, evaluate_rows, measuring_rows

SHIPPED = Path(__file__).resolve().parents[2] / "models" / "lenet5-row.safetensors"
BY_HAND = "## Real rows"
_HELD_OUT = 5000
_NOTHING = "–"


def main(arguments: list[str] | None = None) -> int:
    """Measure the model, write its card beside it."""
    parser = argparse.ArgumentParser(description="Write the card of a reader of rows.")
    parser.add_argument("model", type=Path, nargs="?", default=SHIPPED, metavar="FILE")
    options = parser.parse_args(arguments)
    model, mnist = read_model(options.model), catalogue.load(catalogue.MNIST, Home.of_user().data)
    _, held_out = hold_out_last(writers_last(mnist.training), model.making.hold_out or _HELD_OUT)
    figures = {
        f"{len(held_out):,} training pictures of MNIST, held out with their writers": measured(model, held_out, 1000),
        "MNIST's test pictures": measured(model, mnist.test, MEASURED_ROWS),
    }
    path = options.model.with_suffix(".md")
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    write_whole(path, (card(model, options.model.name, figures) + by_hand(before)).encode())
    return 0


def measured(model: Model, pictures: PictureSet, count: int) -> RowEvaluation:
    """How many of so many rows of these pictures, and of a penman apart, are right."""
    *_, whole = evaluate_rows(model.architecture, model.weights, measuring_rows(pictures, count))
    return whole


def card(model: Model, file: str, figures: dict[str, RowEvaluation]) -> str:
    """What the file and the measuring tell."""
    making, architecture = model.making, model.architecture
    recipe = recipe_text(model.recipe) if model.recipe.learns_rows else _NOTHING
    minutes = _NOTHING if making.seconds is None else f"{making.seconds / 60:.0f} minutes on {making.device}"
    kept = f"epoch {making.epoch}, by rows of the pictures held out" if making.epoch else "the last weights"
    lines = [
        f"# {architecture.title}",
        "",
        f"The model that sweeps over rows on Read: `{file}`, architecture `{architecture.id}`,"
        f" {architecture.parameters:,} parameters. LeNet-5 swept over a line (LeCun et al. 1998, section VII), trained"
        " with connectionist temporal classification (Graves et al. 2006).",
        "",
        "| | |",
        "| --- | --- |",
        f"| trained on | rows composed of {making.pictures or 0:,} of MNIST's training pictures and, half of them,"
        " of digits that the program's penman writes, never on a real row |",
        f"| recipe, our own | {recipe} |",
        f"| kept | {kept} |",
        f"| made by | `make model-row`, seed {making.seed}, {minutes} |",
        "",
        "| composed rows of | wholly right | digits right |",
        "| --- | ---: | ---: |",
    ]
    lines += [f"| {name} | {100 * one.accuracy:.2f} % | {100 * one.digits:.2f} % |" for name, one in figures.items()]
    return "\n".join([*lines, "", ""])


def by_hand(before: str) -> str:
    """What was written below; of a new card the heading."""
    _, heading, text = before.partition(BY_HAND)
    return heading + text if heading else f"{BY_HAND}\n"


if __name__ == "__main__":
    sys.exit(main())
