"""A kept run, asked for again."""

from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.runs.kept.kept_run import KeptRun, State
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.places import InFile, Place
from lenet_app.runs.run import Run


def resumed(kept: KeptRun, store: RunStore, place: Place, downloads: Path) -> Run:
    """The run that goes on with a kept one.

    Args:
        kept: the run.
        store: where it lies.
        place: where its model goes, unless it was meant for a file.
        downloads: the folder of downloaded data sets.

    Raises:
        UserError: nothing is left to do, it is at work, or its settings cannot be read.
    """
    if kept.state is State.RUNNING:
        raise UserError(tr("The run {name} is at work already.").format(name=kept.name))
    if not kept.can_go_on:
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
    )
