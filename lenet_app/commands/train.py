"""`lenet-app train`: a training without the window."""

import argparse
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from lenet_app.commands.interrupt import interrupt
from lenet_app.commands.output import complain, json_line, say
from lenet_app.commands.progress import RunBar
from lenet_app.commands.recipe_options import add_recipe_arguments, changed_recipe, names_of
from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.dropout import with_dropout
from lenet_app.networks.family import Member
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe
from lenet_app.recognition.soundness import tried
from lenet_app.runs.board import BoardOfRun
from lenet_app.runs.keeping import kept_elsewhere_text
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.places import InFile, InLibrary
from lenet_app.runs.reports import EpochDone, Kept, Note, Recorded, RunReport, Unkept, Unmeasured
from lenet_app.runs.resuming import resumed
from lenet_app.runs.run import Run, make
from lenet_app.runs.stepping import stepped
from lenet_app.runs.together import group_of_this_process
from lenet_app.storage.architectures import find_architecture
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.names import checked_name
from lenet_app.storage.recipes import read_recipe
from lenet_app.training.changes import Change
from lenet_app.training.presets import Preset
from lenet_app.training.reports import ChangeReport, EndReport, EpochReport, speed_text
from lenet_app.training.settings import MOST_THREADS, TrainingSettings, refusing, seed_of, usual_recipe

_LARGEST_SEED = 2**63 - 1
"""Of 64 bits, as every reader of a model's JSON takes it."""
_OF_RESUMED = ("resume", "more_epochs", "learning_rate", "tensorboard")
"""What may be given together with --resume."""


def summary() -> str:
    """The command in half a sentence."""
    return tr("train a network from new weights, or a model further")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes; a recipe's parts default to the network's own recipe."""
    resume = tr(
        "go on with this run, as `lenet-app runs` calls it, after its last whole epoch; of the other options only "
        "--more-epochs and --learning-rate are taken"
    )
    parser.add_argument("--resume", metavar="RUN", help=resume)
    more = tr("give the run that goes on so many epochs more, even if it is done")
    parser.add_argument("--more-epochs", type=int, metavar="N", help=more)
    origin = parser.add_mutually_exclusive_group()
    origin.add_argument(
        "--architecture", default=family.DEFAULT_ID, metavar="A", help=tr("see `lenet-app architectures`")
    )
    origin.add_argument("--from", dest="start", metavar="M", help=tr("fine-tune this model (its name or file)"))
    teacher = tr("learn the answers of this model (its name or file) as well; of several the mean")
    parser.add_argument("--teacher", action="append", default=[], metavar="M", help=teacher)
    parser.add_argument("--teacher-share", type=float, default=0.7, metavar="S", help=tr("of the loss (default: 0.7)"))
    preset = tr("begin with this recipe in place of the network's own")
    parser.add_argument("--preset", choices=names_of(Preset), help=preset)
    dropout = tr("drop this share behind the fully connected layers, 0 to below 1 (default: as the network does)")
    parser.add_argument("--dropout", type=float, metavar="S", help=dropout)
    add_recipe_arguments(parser)
    refuse = tr("learn what is no digit, too, so as to refuse it (default: for digits, where the loss can)")
    parser.add_argument("--refuse", action=argparse.BooleanOptionalAction, help=refuse)
    parser.add_argument(
        "--dataset", metavar="D", help=tr("a data set's name, file or folder (default: the network's own)")
    )
    seed = tr("of everything random (default: the model's own, which holds out the same pictures, or 1)")
    parser.add_argument("--seed", type=_natural, metavar="S", help=seed)
    parser.add_argument("--device", metavar="D", help=tr("cpu, cuda, cuda:N or mps (default: the best there is)"))
    threads = tr("that compute on the processor, 1 to {most} (default: one a core, up to 4)").format(most=MOST_THREADS)
    parser.add_argument("--threads", type=int, metavar="N", help=threads)
    parser.add_argument("--subset", type=int, metavar="N", help=tr("use only so many of the training pictures"))
    parser.add_argument("--hold-out", type=int, metavar="N", help=tr("pictures that choose the best epoch"))
    parser.add_argument("--name", metavar="NAME", help=tr("what the model is called (default: as its network)"))
    output = tr("the model file, whose name the model has (default: the user's model folder)")
    parser.add_argument("--output", type=Path, metavar="FILE", help=output)
    board = tr("write what TensorBoard shows of the training into this folder, too")
    parser.add_argument("--tensorboard", type=Path, metavar="DIR", help=board)


def _natural(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(tr("it must be a whole number, 0 or more, not {value}").format(value=text))
    if len(text) > len(str(_LARGEST_SEED)) or int(text) > _LARGEST_SEED:
        raise argparse.ArgumentTypeError(tr("it must be at most {most}").format(most=_LARGEST_SEED))
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Train, print a line for each epoch, save the model, print where it is and how good.

    Of several processes the first one does all but train.
    """
    if options.more_epochs is not None and options.resume is None:
        raise UserError(tr("More epochs are given to a run that goes on: name it with --resume."))
    asked = _asked(options) if options.resume is None else _resumed(options)
    board = None if options.tensorboard is None else BoardOfRun(options.tensorboard)
    with interrupt() as stop, closing(RunBar()) as bar, group_of_this_process() as group:
        if group is not None:
            if asked.resumed is not None:
                raise UserError(tr("Several processes go on by themselves: start them as they were started before."))
            settings = replace(asked.settings, device_id=group.device_id(asked.settings.device_id))
            asked = replace(asked, settings=settings, group=group)
        run = ""
        for report in stepped(make(asked), stop.is_set):
            if asked.is_first:
                bar.show(report, tr("Training"))
                run = report.run if isinstance(report, Recorded) else run
                if board is not None and (fault := board.take(report)):
                    complain(fault)
                _tell(report, asked, run, as_json=options.json)
    # What started several processes would start them again after any other status.
    return stop.status if asked.group is None else 0


def _asked(options: argparse.Namespace) -> Run:
    settings = _settings(options)
    name = settings.title if options.name is None else checked_name(options.name)
    place = InLibrary(ModelLibrary(options.home.models)) if options.output is None else InFile(options.output)
    return Run(settings, name, place, options.home.data, store=RunStore(options.home.runs))


def _resumed(options: argparse.Namespace) -> Run:
    usual = argparse.ArgumentParser()
    add_arguments(usual)
    for name, value in vars(usual.parse_args([])).items():
        if name not in _OF_RESUMED and getattr(options, name) != value:
            also = ", ".join(f"--{name.replace('_', '-')}" for name in _OF_RESUMED[1:])
            sentence = tr("A run goes on with its own settings: with --resume only {options} may be given.")
            raise UserError(sentence.format(options=also))
    store = RunStore(options.home.runs)
    place = InLibrary(ModelLibrary(options.home.models))
    change = Change(options.learning_rate, options.more_epochs or 0)
    found = store.find(options.resume)
    return resumed(found, store, place, options.home.data, None if change == Change() else change)


def _tell(report: RunReport, asked: Run, run: str, *, as_json: bool) -> None:
    match report:
        case Recorded() if as_json:
            say(json_line({"run": report.run or None}))
        case Note(text=text):
            complain(text)
        case EpochDone(report=epoch):
            say(json_line(_epoch_facts(epoch)) if as_json else _epoch_text(epoch))
        case ChangeReport(change=change):
            complain(change.text)
        case EndReport() if report.reason:
            complain(report.reason)
        case EndReport() if report.fault:
            complain(report.fault)
        case EndReport() if report.stopped and asked.group is not None:
            complain(tr("Stopped; the best weights are kept, and the same command goes on after the last whole epoch."))
        case EndReport() if report.stopped:
            complain(tr("Stopped; the best weights so far are kept."))
            if run:
                complain(tr("`lenet-app train --resume {run}` goes on after the last whole epoch.").format(run=run))
        case Unmeasured():
            complain(report.fault)
        case Unkept():
            raise UserError(kept_elsewhere_text(report))
        case Kept():
            say(_kept_text(report, as_json=as_json))


def _kept_text(report: Kept, *, as_json: bool) -> str:
    path = report.where.path if isinstance(report.where, Entry) else report.where
    metrics, seconds = report.made.model.metrics, report.made.end.seconds
    accuracy, digits = metrics.test_accuracy, metrics.test_digits
    if as_json:
        of_rows = {} if digits is None else {"test_digits": digits}
        return json_line({"model": str(path), "test_accuracy": accuracy, **of_rows, "seconds": seconds})
    if accuracy is None:
        return tr("{path}: not measured, after {seconds:.0f} s").format(path=path, seconds=seconds)
    if digits is not None:
        sentence = tr("{path}: {right:.2f} % of test rows, {digits:.2f} % of their digits right after {seconds:.0f} s")
        return sentence.format(path=path, right=100 * accuracy, digits=100 * digits, seconds=seconds)
    sentence = tr("{path}: {right:.2f} % right on the test pictures after {seconds:.0f} s")
    return sentence.format(path=path, right=100 * accuracy, seconds=seconds)


def _recipe_to_begin_with(options: argparse.Namespace, start: Model | None, member: Member) -> Recipe:
    if options.recipe is not None:
        if options.preset is not None:
            raise UserError(tr("Begin with a recipe's file or with a preset, not with both."))
        return read_recipe(options.recipe)
    if options.preset is None:
        return start.recipe if start else usual_recipe(member)
    if start is not None:
        member = replace(member, architecture=start.architecture, data_set=start.making.data_set or member.data_set)
    recipe = Preset(options.preset).recipe(member)
    if recipe is None:
        sentence = tr("The recipe “{preset}” is for networks of single digits without an RBF layer, not {network}.")
        raise UserError(sentence.format(preset=options.preset, network=member.architecture.title))
    return recipe


def _settings(options: argparse.Namespace) -> TrainingSettings:
    library = ModelLibrary(options.home.models)
    start: Model | None = None if options.start is None else tried(library.open(options.start))
    member = find_architecture(options.architecture, options.home.architectures)
    recipe = _recipe_to_begin_with(options, start, member)
    architecture = member.architecture
    if options.dropout is not None:
        if start is not None:
            raise UserError(tr("A model is trained further as it is: --dropout is for new weights."))
        architecture = with_dropout(architecture, options.dropout)
    refuses = options.recipe is None or recipe.no_digits
    recipe = changed_recipe(replace(recipe, no_digits=False), options)
    return TrainingSettings(
        architecture=architecture,
        normalisation=member.normalisation,
        start=start,
        recipe=refusing(recipe) if refuses else recipe,
        seed=seed_of(start) if options.seed is None else options.seed,
        hold_out=options.hold_out,
        data_set=options.dataset or (catalogue.MNIST if start else member.data_set),
        subset=options.subset,
        no_digits=options.refuse,
        device_id=options.device,
        teachers=tuple(tried(library.open(name)) for name in options.teacher),
        teacher_share=options.teacher_share,
        threads=options.threads,
        fills_batches=options.batch_size is not None,
    )


def _epoch_facts(report: EpochReport) -> dict[str, Any]:
    facts = {
        "epoch": report.epoch,
        "train_loss": report.train_loss,
        "train_accuracy": report.train_accuracy,
        "validation_loss": report.validation_loss,
        "validation_accuracy": report.validation_accuracy,
        "seconds": report.seconds,
        "images_per_second": report.images_per_second,
    }
    return facts if report.validation_digits is None else {**facts, "validation_digits": report.validation_digits}


def _epoch_text(report: EpochReport) -> str:
    text = tr("Epoch {epoch} of {epochs}: loss {loss:.4f}, {right:.2f} % right, {speed}").format(
        epoch=report.epoch,
        epochs=report.epochs,
        loss=report.train_loss,
        right=100 * report.train_accuracy,
        speed=speed_text(report.images_per_second, of_rows=report.of_rows),
    )
    if report.validation_accuracy is not None:
        text += tr(", hold-out {right:.2f} %").format(right=100 * report.validation_accuracy)
    if report.validation_digits is not None:
        text += tr(", {right:.2f} % of its digits").format(right=100 * report.validation_digits)
    return text
