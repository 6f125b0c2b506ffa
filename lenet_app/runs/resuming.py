"""A kept run, asked for again."""

from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.runs.kept.kept_run import KeptRun, State
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.places import InFile, Place
from lenet_app.runs.run import Run
from lenet_app.training.changes import Change


def resumed(kept: KeptRun, store: RunStore, place: Place, downloads: Path, change: Change | None = None) -> Run:
    """The run that goes on with a kept one.

    Args:
        kept: the run.
        store: where it lies.
        place: where its model goes, unless it was meant for a file.
        downloads: the folder of downloaded data sets.
        change: of the rest, from where it goes on; a run that is done can be given more epochs by it.

    Raises:
        UserError: nothing is left to do, it is at work, or its settings cannot be read.
    """
    if kept.state is State.RUNNING:
        raise UserError(tr("The run {name} is at work already.").format(name=kept.name))
    is_longer = change is not None and change.epochs > 0
    if is_longer and kept.state is State.DONE and not kept.can_be_longer:
        sentence = tr("The run {name} cannot be given more epochs: what it would go on from was not kept.")
        raise UserError(sentence.format(name=kept.name))
    if not kept.can_go_on and not is_longer:
        raise UserError(tr("The run {name} is done: nothing is left to go on with.").format(name=kept.name))
    settings = kept.settings()
    if settings.as_published:
        sentence = tr("The run {name} is a part of a reproduction, which `lenet-app reproduce {network}` goes on with.")
        raise UserError(sentence.format(name=kept.name, network=kept.head.network))
    return Run(
        settings.training_settings(kept.folder),
        settings.name,
        place if settings.output is None else InFile(Path(settings.output)),
        downloads,
        source=settings.source,
        store=store,
        resumed=kept,
        change=change,
    )
