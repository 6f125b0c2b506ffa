"""Takes what `make reproduction` made into `models/`: the report, and each network's first model with a card.

Run `make models`, or `python tests/tools/ship_models.py`. Models that are too large are left out; those whose weights
are not in the folder stay as they are, and their cards tell the results of all seeds. `--restore` goes the other way:
what the report in `models/` tells is put back into the folder, so that a reproduction goes on from there.
"""

import argparse
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev

from lenet_app.networks import family
from lenet_app.networks.family import Experiment
from lenet_app.networks.model import Model
from lenet_app.networks.recipe_text import chosen_text, recipe_text
from lenet_app.networks.tasks import Result, Task, tasks
from lenet_app.storage.models import SUFFIX, read_model, write_model
from lenet_app.storage.results import NOTES, REPORT, ReproductionFolder, bundled_results

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "models"
_LEFT_OUT = ("constant",)
"""Experiments that are there for comparison only."""
LARGEST = 5_000_000
"""Bytes of a model that is shipped; larger ones are trained on demand."""


def main() -> int:
    """Write report, models and cards; 1 where a result is missing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "reproduction")
    parser.add_argument("--restore", action="store_true", help="put the report's results back into the folder")
    options = parser.parse_args()
    folder = ReproductionFolder(options.folder)
    if options.restore:
        _restore(folder)
        return 0
    missing = 0
    for id_ in family.reproducible_ids():
        if id_ == family.DEFAULT_ID:  # `make model` trains it longer
            continue
        for task in tasks([id_], seeds=1):
            if task.experiment.name not in _LEFT_OUT:
                missing += not _ship(task, folder)
    folder.write_report()
    for name in (f"{REPORT}.md", f"{REPORT}.json"):
        shutil.copy(folder.folder / name, MODELS / name)
    return 1 if missing else 0


def _restore(folder: ReproductionFolder) -> None:
    """Results that are in the report and not in the folder; their models are not there, then."""
    notes = MODELS / "reproduction_notes.md"
    folder.folder.mkdir(parents=True, exist_ok=True)
    if notes.is_file():
        shutil.copy(notes, folder.folder / NOTES)
    for result in bundled_results():
        for task in tasks([result.id], seeds=result.seed):
            if result.answers(task) and folder.result(task) is None:
                folder.write_result(task, result)


def _ship(task: Task, folder: ReproductionFolder) -> bool:
    source = folder.folder / "results" / f"{task.key}{SUFFIX}"
    result = folder.result(task)
    if result is None:
        print(f"{task.key}: there is no result", file=sys.stderr)
        return False
    name = task.key.removesuffix("-seed1")
    shipped = MODELS / f"{name}{SUFFIX}"
    if not source.is_file():
        print(f"{task.key}: its weights are not here")
        if not shipped.is_file():
            return True
    elif source.stat().st_size >= LARGEST:
        print(f"{name}: {source.stat().st_size:,} bytes, left out")
        return True
    else:
        model = replace(read_model(source), name=task.title, architecture=task.member.architecture)
        write_model(model, shipped)
    runs = [run for run in folder.results() if run.answers(replace(task, seed=run.seed))]
    (MODELS / f"{name}.md").write_text(_card(task, read_model(shipped), result, runs), encoding="utf-8")
    print(f"{name}: {100 * result.accuracy:.2f} %")
    return True


def _origin(experiment: Experiment) -> str:
    if experiment.chosen_here is not None:
        return f"as published, {chosen_text(experiment.chosen_here)} chosen here"
    return "as published" if experiment.is_published else "our own"


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
| recipe, {_origin(experiment)} | {recipe_text(result.recipe)} |
| kept | the last weights |
| made by | `{command}`, seed 1, {result.seconds:,.0f} s on {model.making.device} |
| published | {published} |
| this model, {result.test_pictures:,} test pictures | {100 * result.accuracy:.2f} % right (loss {result.loss:.4f}) |
| mean of {len(runs)} seed{"s" if len(runs) > 1 else ""} | {mean(accuracies):.2f}{spread} |

All results: [REPRODUCTION.md](REPRODUCTION.md).
"""


if __name__ == "__main__":
    sys.exit(main())
