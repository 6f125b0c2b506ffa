"""`lenet-app compare`: kept runs beside each other, what they have otherwise, and the figures of all their epochs."""

import argparse
import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lenet_app.commands.output import aligned, answer, json_line
from lenet_app.json_values import told
from lenet_app.language import tr
from lenet_app.runs.kept.figures import EpochFigures
from lenet_app.runs.kept.kept_run import KeptRun
from lenet_app.runs.kept.store import RunStore
from lenet_app.storage.files import check_writable, write_whole

_OF_RUN = ("run", "state", "network", "data_set", "seed", "accuracy")


def summary() -> str:
    """The command in half a sentence."""
    return tr("compare kept trainings: their results, their settings, and the figures of their epochs")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("runs", nargs="+", metavar="RUN", help=tr("what `lenet-app runs` calls them"))
    parser.add_argument("--csv", type=Path, metavar="FILE", help=tr("save a row for each epoch of each run"))


def run(options: argparse.Namespace) -> int:
    """Print a line for each run with what differs, and save what is to be saved."""
    store = RunStore(options.home.runs)
    if options.csv is not None:
        check_writable(options.csv)
    runs = [store.find(name) for name in dict.fromkeys(options.runs)]
    if options.csv is not None:
        write_whole(options.csv, _table(runs))
    settings = _differing([_settings(one) for one in runs])
    if options.json:
        for one, differing in zip(runs, settings, strict=True):
            facts = {name: value for name, value in _facts(one).items() if name in _OF_RUN}
            answer(json_line({**facts, "seconds": one.head.seconds, "settings": differing}))
        return 0
    titles = [tr("Run"), tr("State"), tr("Epochs"), tr("Right"), tr("Seconds"), *settings[0]]
    rows = [
        (*_cells(one), *(told(value) for value in differing.values()))
        for one, differing in zip(runs, settings, strict=True)
    ]
    answer(aligned([tuple(titles), *rows], right=(2, 3, 4)))
    return 0


def _cells(one: KeptRun) -> tuple[str, ...]:
    head = one.head
    right = "" if head.accuracy is None else f"{100 * head.accuracy:.2f} %"
    seconds = "" if head.seconds is None else f"{head.seconds:.1f}"
    return one.name, one.state.label, str(one.epochs_done), right, seconds


def _facts(one: KeptRun) -> dict[str, Any]:
    head = one.head
    return {
        "run": one.name,
        "state": str(one.state),
        "network": head.network,
        "data_set": head.data_set,
        "seed": head.seed,
        "accuracy": head.accuracy,
    }


def _settings(one: KeptRun) -> dict[str, Any]:
    """What can differ between two runs, by name."""
    settings = one.settings()
    own = {name: getattr(settings, name) for name in ("hold_out", "subset", "no_digits", "start", "teachers")}
    facts = _facts(one)
    of_run = {name: facts[name] for name in ("network", "data_set", "seed")}
    return {**of_run, **settings.recipe, **own, "device": settings.machine.device}


def _differing(settings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each those that are not the same in all."""
    names = [name for name in settings[0] if any(one.get(name) != settings[0][name] for one in settings)]
    return [{name: one.get(name) for name in names} for one in settings]


def _table(runs: Sequence[KeptRun]) -> bytes:
    """A row for each epoch of each run; runs without one have a row of their own."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*_OF_RUN, *EpochFigures._fields))
    for one in runs:
        facts = _facts(one).values()
        writer.writerows((*facts, *row) for row in one.epochs() or ((None,) * len(EpochFigures._fields),))
    return text.getvalue().encode()
