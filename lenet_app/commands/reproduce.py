"""`lenet-app reproduce`: train every network as it was published, and report what came of it."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lenet_app.commands.interrupt import Stop, interrupt
from lenet_app.commands.output import complain, say
from lenet_app.commands.progress import progress_bar
from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.tasks import SEEDS, Result, Task, tasks
from lenet_app.paths import user_data
from lenet_app.storage.results import ReproductionFolder

if TYPE_CHECKING:
    from lenet_app.data.pictures import DataSet

_CIFAR = "cifar10"

HELP = "train networks as they were published and report the results"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("ids", nargs="*", default=[], metavar="ID", help="; ".join(family.ids()))
    parser.add_argument("--quick", action="store_true", help="a few steps each, one seed, to see that everything runs")
    parser.add_argument("--seeds", type=int, metavar="N", help=f"trainings of each network (default: {SEEDS})")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="where results and report go")
    parser.add_argument("--cifar10", metavar="PATH", help="CIFAR-10, where it was not downloaded")
    parser.add_argument("--device", metavar="D", help="cpu, cuda, cuda:N or mps (default: the best there is)")


def run(options: argparse.Namespace) -> int:
    """Train what is not done yet, keep each result as it comes, say where the report is; 1 where something failed."""
    seeds = options.seeds if options.seeds is not None else (1 if options.quick else SEEDS)
    if seeds < 1:
        raise UserError(tr("There must be at least 1 seed, not {count}.").format(count=seeds))
    folder = ReproductionFolder(options.output or user_data() / "reproduction")
    folder.check_writable()
    from lenet_app.training.engine.devices import limit_threads  # noqa: PLC0415 - loads torch

    limit_threads()
    faults = 0
    with interrupt() as stop:
        for task in tasks(options.ids, seeds=seeds, is_quick=options.quick):
            faults += not _is_done(task, folder, options, stop)
            if stop.is_set():
                complain(tr("Stopped; a second call goes on from here."))
                return stop.status or 1
    folder.write_report()
    if not options.json:
        say(tr("The report is in {path}.").format(path=folder.report))
    return 1 if faults else 0


def _is_done(task: Task, folder: ReproductionFolder, options: argparse.Namespace, stop: Stop) -> bool:
    """Train the task unless it is done already; a fault is told, and the next task goes on."""
    try:
        result = folder.result(task) or _trained(task, folder, options, stop)
    except UserError as error:
        complain(f"{task.key}: {error}")
        return False
    if result is not None:
        say(json.dumps(_facts(task, result)) if options.json else _text(task, result))
    return result is not None


def _trained(task: Task, folder: ReproductionFolder, options: argparse.Namespace, stop: Stop) -> Result | None:
    """The result of a training, which is kept; None where it was stopped.

    Raises:
        UserError: the data set is not there, the loss ran away, or the result cannot be kept.
    """
    from lenet_app.runs.reproduction import Reproduction, reproduce  # noqa: PLC0415 - loads torch
    from lenet_app.training.reports import BatchReport, EndReport  # noqa: PLC0415

    data_set = _data_set(task, options)
    steps = reproduce(task, data_set, options.device)
    with progress_bar(_pictures(task, data_set), task.key) as bar:
        report = next(steps)
        while True:
            if isinstance(report, Reproduction):
                folder.keep(task, report.result, report.model)
                return report.result
            if isinstance(report, BatchReport):
                bar.set_postfix_str(f"{tr('loss')} {report.loss:.3f}", refresh=False)
                bar.update(report.images - bar.n)
            if isinstance(report, EndReport) and report.fault:
                raise UserError(report.fault)
            try:
                report = steps.send(stop.is_set())
            except StopIteration:
                return None


def _data_set(task: Task, options: argparse.Namespace) -> "DataSet":
    name = task.member.data_set
    if name != _CIFAR:
        return catalogue.load(name)
    if options.cifar10 is None and not catalogue.is_here(name):
        sentence = tr(
            "CIFAR-10 is not on this computer: `lenet-app download {name}` fetches it, `--cifar10 PATH` names a copy."
        )
        raise UserError(sentence.format(name=name))
    return catalogue.load(options.cifar10 or name)


def _pictures(task: Task, data_set: "DataSet") -> int:
    """How many pictures the whole training learns."""
    from lenet_app.training.length import Length  # noqa: PLC0415

    given = task.subset or len(data_set.training)
    return Length.of(task.recipe, given - round(task.recipe.hold_out * given)).images


def _facts(task: Task, result: Result) -> dict[str, Any]:
    facts = result.to_json()
    del facts["curve"]
    return {"key": task.key, "published": task.experiment.accuracy, **facts}


def _text(task: Task, result: Result) -> str:
    published = task.experiment.accuracy
    beside = tr("nothing published")
    if published:
        about = tr("published about {right:.2f} %") if task.experiment.about else tr("published {right:.2f} %")
        beside = about.format(right=100 * published)
    if result.recipe.steps:
        text = tr("{key}: {right:.2f} % right on the test pictures ({published}), {steps:,} steps, {seconds:.0f} s")
    else:
        text = tr("{key}: {right:.2f} % right on the test pictures ({published}), {epochs} epochs, {seconds:.0f} s")
    return text.format(
        key=task.key,
        right=100 * result.accuracy,
        published=beside,
        epochs=result.epochs,
        steps=result.steps,
        seconds=result.seconds,
    )
