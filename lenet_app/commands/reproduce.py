"""`lenet-app reproduce`: train every network as it was published, and report what came of it."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from lenet_app.commands.interrupt import interrupt
from lenet_app.commands.output import complain, json_line, say
from lenet_app.commands.progress import RunBar
from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.faults import sentence_for
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.counts import epochs_text, steps_text
from lenet_app.networks.tasks import SEEDS, Result, Task, tasks
from lenet_app.runs.keeping import kept_elsewhere_text
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.reports import Begun, Done, Failed, Missing, Note, Unkept
from lenet_app.runs.reproduction import reproduce
from lenet_app.runs.stepping import stepped
from lenet_app.storage.results import ReproductionFolder

_CIFAR = "cifar10"
_MOST_SEEDS = 10_000
"""Of a network: more trainings than anybody waits for, and few enough to list."""


def summary() -> str:
    """The command in half a sentence."""
    return tr("train networks as they were published and report the results")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("ids", nargs="*", default=[], metavar="ID", help="; ".join(family.reproducible_ids()))
    parser.add_argument(
        "--quick", action="store_true", help=tr("a few steps each, one seed, to see that everything runs")
    )
    seeds = tr("trainings of each network (default: {seeds})").format(seeds=SEEDS)
    parser.add_argument("--seeds", type=int, metavar="N", help=seeds)
    parser.add_argument("--output", type=Path, metavar="FOLDER", help=tr("where results and report go"))
    parser.add_argument("--cifar10", metavar="PATH", help=tr("CIFAR-10, where it was not downloaded"))
    parser.add_argument("--device", metavar="D", help=tr("cpu, cuda, cuda:N or mps (default: the best there is)"))


def run(options: argparse.Namespace) -> int:
    """Train what is not done yet, keep each result as it comes, say where the report is; 1 where something failed."""
    seeds = options.seeds if options.seeds is not None else (1 if options.quick else SEEDS)
    if seeds < 1:
        raise UserError(tr("There must be at least 1 seed, not {value}.").format(value=seeds))
    if seeds > _MOST_SEEDS:
        raise UserError(tr("There can be {most} seeds at most.").format(most=f"{_MOST_SEEDS:,}"))
    folder = ReproductionFolder(options.output or options.home.reproduction)
    wanted = tasks(options.ids, seeds=seeds, is_quick=options.quick)
    sources = {} if options.cifar10 is None else {_CIFAR: options.cifar10}
    for damaged in folder.unusable():  # its network is trained again
        complain(damaged.fault)
    faults, title = 0, ""
    store = RunStore(options.home.runs)
    reports = reproduce(wanted, folder, options.home.data, sources, options.device, store)
    with interrupt() as stop, closing(RunBar()) as bar:
        for report in stepped(reports, stop.is_set):
            bar.show(report, title)
            match report:
                case Note(text=text):
                    bar.close()
                    complain(text)
                case Begun(number=number):
                    title = wanted[number - 1].key
                case Done(number=number, where=Result() as result):
                    bar.close()
                    task = wanted[number - 1]
                    say(json_line(_facts(task, result)) if options.json else _text(task, result))
                case Unkept():
                    bar.close()
                    raise UserError(kept_elsewhere_text(report))
                case Missing(number=number) | Failed(number=number):
                    bar.close()
                    faults += 1
                    complain(f"{wanted[number - 1].key}: {_fault(report, wanted[number - 1])}")
        if stop.is_set():
            complain(tr("Stopped; a second call goes on from here."))
            return stop.status or 1
    if not options.json:
        say(tr("The report is in {path}.").format(path=folder.report))
    return 1 if faults else 0


def _fault(report: Missing | Failed, task: Task) -> str:
    """What is told of a task that could not be trained."""
    if isinstance(report, Failed):
        return sentence_for(report.error)
    sentence = tr("{title} is not on this computer: `lenet-app download {name}` fetches it.")
    if task.member.data_set == _CIFAR:
        sentence = tr(
            "CIFAR-10 is not on this computer: `lenet-app download {name}` fetches it, `--cifar10 PATH` names a copy."
        )
    return sentence.format(name=task.member.data_set, title=catalogue.title_of(task.member.data_set))


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
    text = tr("{key}: {right:.2f} % right on the test pictures ({published}), {length}, {seconds:.0f} s")
    return text.format(
        key=task.key,
        right=100 * result.accuracy,
        published=beside,
        length=steps_text(result.steps) if result.recipe.steps else epochs_text(result.epochs),
        seconds=result.seconds,
    )
