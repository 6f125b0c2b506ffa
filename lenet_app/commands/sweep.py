"""`lenet-app sweep`: the same training over a grid of networks, rates and seeds; broken off, it goes on."""

import argparse
import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from lenet_app.commands.interrupt import Stop, interrupt
from lenet_app.commands.output import aligned, complain, json_line, say
from lenet_app.commands.progress import RunBar
from lenet_app.commands.recipe_options import add_recipe_arguments, changed_recipe, names_of
from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.faults import sentence_for
from lenet_app.language import tr, trn
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.family import Member
from lenet_app.networks.recipe import Recipe
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.places import InFile
from lenet_app.runs.queue.estimate import estimate_items
from lenet_app.runs.queue.queue import Item, Queue, Turn
from lenet_app.runs.queue.sweep import Grid, Planned
from lenet_app.runs.queue.working import Share, work
from lenet_app.runs.reports import Begun, Done, Failed, Note
from lenet_app.runs.run import Run
from lenet_app.runs.stepping import stepped
from lenet_app.storage.architectures import find_architecture
from lenet_app.storage.names import checked_name
from lenet_app.storage.recipes import read_recipe
from lenet_app.training.presets import Preset
from lenet_app.training.settings import MOST_THREADS, TrainingSettings, refusing, usual_recipe

_PAUSE, _MOST_WAITING = 0.1, 120
"""Seconds between two looks for what the first process writes, and of all of them."""


def summary() -> str:
    """The command in half a sentence."""
    return tr("train a network over a grid of variants, rates and seeds")


def json_summary() -> str:
    """What `--json` prints."""
    return tr("print one JSON object for the sweep and then one for each run that is over")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: what is varied, what all runs have alike, and a recipe's parts."""
    named = tr("what the sweep is called; the same name, or the same command, goes on with it")
    parser.add_argument("--name", metavar="NAME", help=named)
    networks = tr("networks, see `lenet-app architectures`")
    parser.add_argument("--architectures", nargs="+", default=[family.DEFAULT_ID], metavar="A", help=networks)
    activations = tr("activations of all layers that have one")
    parser.add_argument("--activations", nargs="+", default=[], choices=names_of(Activation), help=activations)
    kernels = tr("numbers of kernels of the convolutions, such as 6-16 32-64")
    parser.add_argument("--kernels", nargs="+", type=_counts, default=[], metavar="K-K", help=kernels)
    hidden = tr("numbers of units of the hidden fully connected layers, such as 120-84")
    parser.add_argument("--hidden", nargs="+", type=_counts, default=[], metavar="U-U", help=hidden)
    parser.add_argument("--rates", nargs="+", type=float, default=[], metavar="R", help=tr("learning rates"))
    parser.add_argument("--seeds", nargs="+", type=int, default=[1], metavar="S", help=tr("seeds (default: 1)"))
    only = tr("tell how long all of it will take, and train nothing")
    parser.add_argument("--only-estimate", action="store_true", help=only)
    preset = tr("begin with this recipe in place of the network's own")
    parser.add_argument("--preset", choices=names_of(Preset), help=preset)
    add_recipe_arguments(parser)
    refuse = tr("learn what is no digit, too, so as to refuse it (default: for digits, where the loss can)")
    parser.add_argument("--refuse", action=argparse.BooleanOptionalAction, help=refuse)
    parser.add_argument("--dataset", metavar="D", help=tr("a data set's name, file or folder (default: MNIST)"))
    parser.add_argument("--device", metavar="D", help=tr("cpu, cuda, cuda:N or mps (default: the best there is)"))
    threads = tr("that compute on the processor, 1 to {most} (default: one a core, up to 4)").format(most=MOST_THREADS)
    parser.add_argument("--threads", type=int, metavar="N", help=threads)
    parser.add_argument("--subset", type=int, metavar="N", help=tr("use only so many of the training pictures"))
    parser.add_argument("--hold-out", type=int, metavar="N", help=tr("pictures that choose the best epoch"))


def _counts(text: str) -> tuple[int, ...]:
    parts = text.split("-")
    if not all(part.isdecimal() and len(part) < 9 for part in parts):
        sentence = tr("it must be whole numbers with - between them, not {value}")
        raise argparse.ArgumentTypeError(sentence.format(value=text))
    return tuple(int(part) for part in parts)


def run(options: argparse.Namespace) -> int:
    """Train what is not done yet, print a line for each run; 1 where one failed.

    Where torchrun started several processes, each makes its share of the runs, by itself.
    """
    share = _share()
    runs = _planned(options, share)
    queue = Queue(options.home.sweeps / _name(options, runs))
    _line_up(queue, runs, share, options)
    if [item.facts.title for item in queue.items()] != [one.title for one in runs]:
        raise UserError(
            tr("The sweep {name} is another one: give this one another name.").format(name=queue.folder.name)
        )
    if options.json:
        say(json_line({"sweep": queue.folder.name, "runs": len(runs)}))
    with interrupt() as stop, closing(RunBar()) as bar:
        _estimate(queue, runs, share, options, stop)
        if options.only_estimate or stop.is_set():
            return stop.status
        _work(queue, share, options, bar, stop)
        if stop.is_set():
            complain(tr("Stopped; a second call goes on from here."))
            return stop.status or 1
    items = queue.items()
    if not options.json and share.rank == 0:
        say(_table(items))
    return 1 if any(item.facts.turn is Turn.FAILED for item in items) else 0


def _line_up(queue: Queue, runs: Sequence[Planned], share: Share, options: argparse.Namespace) -> None:
    """Line the runs up, unless an earlier call has; of several processes the first does, and the others wait for it."""
    if share.rank == 0:
        if not queue.is_there:
            queue.add((one.title, _run(one, options)) for one in runs)
        return
    end = time.monotonic() + _MOST_WAITING
    while not queue.is_there:
        if time.monotonic() > end:
            sentence = tr("The first process has not lined up the runs in {folder}: all need the same user's folder.")
            raise UserError(sentence.format(folder=queue.folder))
        time.sleep(_PAUSE)


def _share() -> Share:
    try:
        return Share(int(os.environ.get("RANK", "0")), max(1, int(os.environ.get("WORLD_SIZE", "1"))))
    except ValueError as error:
        raise UserError(tr("RANK and WORLD_SIZE must be whole numbers, as torchrun sets them.")) from error


def _planned(options: argparse.Namespace, share: Share) -> tuple[Planned, ...]:
    members = tuple(find_architecture(name, options.home.architectures) for name in options.architectures)
    usual = TrainingSettings(
        hold_out=options.hold_out,
        subset=options.subset,
        no_digits=options.refuse,
        data_set=options.dataset or members[0].data_set,
        device_id=options.device,
        threads=_threads(options.threads, share),
        fills_batches=options.batch_size is not None,
    )
    grid = Grid(
        members,
        tuple(Activation(name) for name in options.activations),
        tuple(options.kernels),
        tuple(options.hidden),
        tuple(options.rates),
        tuple(options.seeds),
    )
    return grid.runs(usual, [_recipe(member, options) for member in members])


def _threads(wanted: int | None, share: Share) -> int | None:
    """Of several processes on a machine each leaves the others their cores."""
    if wanted is not None or share.size == 1:
        return wanted
    neighbours = os.environ.get("LOCAL_WORLD_SIZE", "1")
    return max(1, (os.cpu_count() or 1) // max(1, int(neighbours) if neighbours.isdecimal() else 1))


def _recipe(member: Member, options: argparse.Namespace) -> Recipe:
    recipe = usual_recipe(member)
    if options.recipe is not None:
        recipe = read_recipe(options.recipe)
    elif options.preset is not None:
        found = Preset(options.preset).recipe(member)
        if found is None:
            sentence = tr("The recipe “{preset}” is for networks of single digits without an RBF layer, not {network}.")
            raise UserError(sentence.format(preset=options.preset, network=member.architecture.title))
        recipe = found
    changed = changed_recipe(replace(recipe, no_digits=False), options)
    return refusing(changed) if recipe.no_digits else changed


def _name(options: argparse.Namespace, runs: Sequence[Planned]) -> str:
    """The given name, or one that the same command has each time."""
    if options.name is not None:
        return checked_name(options.name)
    facts: list[Any] = [
        [one.title, one.settings.architecture.to_json(), one.settings.recipe.to_json(), one.settings.seed]
        for one in runs
    ]
    facts += [options.dataset, options.subset, options.hold_out, options.refuse]
    return f"sweep-{hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:8]}"


def _run(one: Planned, options: argparse.Namespace) -> Run:
    title, home = one.settings.title, options.home
    return Run(one.settings, f"{title} {one.title}", InFile(home.sweeps), home.data, store=RunStore(home.runs))


def _estimate(queue: Queue, runs: Sequence[Planned], share: Share, options: argparse.Namespace, stop: Stop) -> None:
    """Measure what has not begun, once for each setting whatever its seed, and tell what all of it will take."""
    names = {one.settings.data_set for one in runs}
    for name in sorted(names):
        if any(share.has(number) and _is_unmeasured(item) for number, item in enumerate(queue.items(), start=1)):
            data_set = catalogue.load(name, options.home.data)
            estimate_items(queue, replace(data_set, name=name), share.has, stop.is_set)
    own = [item for number, item in enumerate(queue.items(), start=1) if share.has(number)]
    left = [item for item in own if item.facts.turn in (Turn.WAITING, Turn.BEGUN)]
    seconds = sum(item.facts.estimate or 0.0 for item in left)
    if options.json:
        say(json_line({"estimated_seconds": round(seconds, 1), "left": len(left)}))
        return
    text = trn("{count} run is left: about {seconds:.0f} s", "{count} runs are left: about {seconds:.0f} s", len(left))
    say(text.format(count=len(left), seconds=seconds))


def _is_unmeasured(item: Item) -> bool:
    return item.facts.turn is Turn.WAITING and item.facts.estimate is None


def _work(queue: Queue, share: Share, options: argparse.Namespace, bar: RunBar, stop: Stop) -> None:
    title = ""
    for report in stepped(work(queue, RunStore(options.home.runs), options.home.data, share), stop.is_set):
        bar.show(report, title)
        match report:
            case Begun(number=number):
                title = queue.items()[number - 1].facts.title
            case Note(text=text):
                complain(text)
            case Done(number=number) | Failed(number=number):
                item = queue.items()[number - 1]
                bar.close()
                if isinstance(report, Failed):
                    complain(f"{item.facts.title}: {sentence_for(report.error)}")
                elif item.facts.turn is Turn.DONE:
                    say(json_line(_facts(item)) if options.json else _text(item))


def _facts(item: Item) -> dict[str, Any]:
    facts = item.facts
    return {
        **{"title": facts.title, "run": facts.run or None, "accuracy": facts.accuracy, "seconds": facts.seconds},
        **{"estimated_seconds": facts.estimate, "model": str(item.model)},
    }


def _text(item: Item) -> str:
    text = tr("{title}: {right} right on the test pictures, {seconds} s (estimated {estimate} s)")
    return text.format(title=item.facts.title, right=_right(item), **_seconds(item))


def _right(item: Item) -> str:
    return tr("–") if item.facts.accuracy is None else f"{100 * item.facts.accuracy:.2f} %"


def _seconds(item: Item) -> dict[str, str]:
    facts = item.facts
    texts = {"seconds": facts.seconds, "estimate": facts.estimate}
    return {name: tr("–") if value is None else f"{value:.1f}" for name, value in texts.items()}


def _table(items: Sequence[Item]) -> str:
    rows: list[tuple[str, ...]] = [(tr("Run"), tr("Right"), tr("Seconds"), tr("Estimated"), tr("Kept as"))]
    for item in items:
        told = _seconds(item)
        rows.append((item.facts.title, _right(item), told["seconds"], told["estimate"], item.facts.run))
    sums: list[Callable[[Item], float | None]] = [lambda i: i.facts.seconds, lambda i: i.facts.estimate]
    both = [f"{sum(of(item) or 0.0 for item in items):.1f}" for of in sums]
    rows.append((tr("Together"), "", *both, ""))
    return aligned(rows, right=(1, 2, 3))
