"""Takes the first seed's model of each network out of a reproduction into `models/`, with a card, where it is small.

Run `make models` after `make reproduction`, or `python tests/tools/ship_models.py FOLDER`. The report goes along.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev

from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.networks.recipe_text import recipe_text
from lenet_app.networks.reproduction import SEEDS, Result, Task, tasks
from lenet_app.storage.models import SUFFIX, read_model, write_model
from lenet_app.storage.reproductions import ReproductionFolder

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 5_000_000
"""Bytes of a model that is shipped; larger ones are trained on demand."""


def main() -> int:
    """Write models and cards; 1 where a result is missing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "models" / "reproduction")
    folder = ReproductionFolder(parser.parse_args().folder)
    missing = 0
    for id_ in family.ids():
        if id_ == family.DEFAULT_ID:  # `make model` trains it longer
            continue
        for task in tasks([id_], seeds=1):
            missing += not _ship(task, folder)
    return 1 if missing else 0


def _ship(task: Task, folder: ReproductionFolder) -> bool:
    source = folder.folder / "results" / f"{task.key}{SUFFIX}"
    result = folder.result(task)
    if result is None or not source.is_file():
        print(f"{task.key}: there is no result", file=sys.stderr)
        return False
    name = task.key.removesuffix("-seed1")
    if source.stat().st_size >= LARGEST:
        print(f"{name}: {source.stat().st_size:,} bytes, left out")
        return True
    model = replace(read_model(source), name=task.title)
    runs = [run for seed in range(1, SEEDS + 1) if (run := folder.result(replace(task, seed=seed))) is not None]
    write_model(model, ROOT / "models" / f"{name}{SUFFIX}")
    (ROOT / "models" / f"{name}.md").write_text(_card(task, model, result, runs), encoding="utf-8")
    print(f"{name}: {100 * result.accuracy:.2f} %")
    return True


def _card(task: Task, model: Model, result: Result, runs: list[Result]) -> str:
    architecture, experiment = task.member.architecture, task.experiment
    published = "–" if experiment.accuracy is None else f"{100 * experiment.accuracy:.2f} %"
    if experiment.about:
        published = f"about {published}"
    accuracies = [100 * run.accuracy for run in runs]
    spread = f" ± {stdev(accuracies):.2f} %" if len(accuracies) > 1 else " %"
    name = task.key.removesuffix("-seed1")
    command = f"lenet-app reproduce {architecture.id}"
    return f"""# {task.title}

`{name}{SUFFIX}`, architecture `{architecture.id}`, {architecture.parameters:,} parameters.

| | |
| --- | --- |
| trained on | {result.data_set}'s training pictures, {result.pictures:,} of them |
| recipe, {"as published" if experiment.is_published else "our own"} | {recipe_text(result.recipe)} |
| kept | the last weights |
| made by | `{command}`, seed 1, {result.seconds:,.0f} s on {model.making["device"]} |
| published | {published} |
| this model, {result.test_pictures:,} test pictures | {100 * result.accuracy:.2f} % right (loss {result.loss:.4f}) |
| mean of {len(runs)} seeds | {mean(accuracies):.2f}{spread} |

All results: [REPRODUCTION.md](reproduction/REPRODUCTION.md).
"""


if __name__ == "__main__":
    sys.exit(main())
