"""Reproduction: a row of runs, each of a network as it was published, in a folder of results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import lenet_app
from lenet_app.networks.tasks import Result, Task
from lenet_app.paths import Home
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.reports import Made
from lenet_app.runs.row import Reports, make_row
from lenet_app.runs.run import Run
from lenet_app.storage.results import ReproductionFolder
from lenet_app.training.length import Length
from lenet_app.training.settings import TrainingSettings


@dataclass(frozen=True)
class InReproduction:
    """Where the result of a task lies, its model beside it."""

    folder: ReproductionFolder
    task: Task

    def check_writable(self, name: str, size: int) -> None:
        """Whether the folder can be written to."""
        self.folder.check_writable(size)

    def found(self) -> Result | None:
        """The result, if the task is done."""
        return self.folder.result(self.task)

    def keep(self, made: Made) -> Result:
        """Write result, model and report."""
        result = result_of(self.task, made)
        self.folder.keep(self.task, result, made.model)
        return result

    def elsewhere(self, home: Home) -> "InReproduction":
        """The results of that home."""
        return InReproduction(ReproductionFolder(home.reproduction), self.task)


def reproduce(
    tasks: Sequence[Task],
    folder: ReproductionFolder,
    downloads: Path,
    sources: Mapping[str, str],
    device_id: str | None,
    store: RunStore | None = None,
) -> Reports:
    """Make a run of each task, in their order, and write the report at the end; see `make_row`.

    Args:
        tasks: what to train.
        folder: where results and report go; tasks whose result lies there are not trained again.
        downloads: the folder of downloaded data sets.
        sources: by the name of a data set the path to read it from in its place.
        device_id: see `devices.choose`.
        store: where the runs are kept, so that one that was broken off goes on; None keeps none.
    """
    runs = (run_of(task, folder, downloads, sources, device_id) for task in tasks)
    yield from make_row([replace(run, store=store) for run in runs])
    folder.write_report()


def run_of(
    task: Task, folder: ReproductionFolder, downloads: Path, sources: Mapping[str, str], device_id: str | None
) -> Run:
    """The run that is a task; the arguments are those of `reproduce`."""
    member = task.member
    settings = TrainingSettings(
        architecture=member.architecture,
        normalisation=member.normalisation,
        recipe=task.recipe,
        seed=task.seed,
        subset=task.subset,
        data_set=member.data_set,
        device_id=device_id,
    )
    source = sources.get(member.data_set, "")
    return Run(settings, task.title, InReproduction(folder, task), downloads, source, as_published=True)


def result_of(task: Task, made: Made) -> Result:
    """What came of a task."""
    request, end = made.request, made.end
    assert made.test is not None  # a run as published is measured, or fails
    length = Length.of(request.recipe, len(request.training))
    return Result(
        id=task.member.architecture.id,
        experiment=task.experiment.name,
        seed=task.seed,
        is_quick=task.is_quick,
        accuracy=made.test.accuracy,
        loss=made.test.loss,
        pictures=len(request.training),
        test_pictures=len(made.data_set.test),
        epochs=length.epochs,
        steps=length.images if request.recipe.batch_size == 1 else length.steps,
        seconds=round(end.seconds, 1),
        device=end.device.title,
        data_set=made.data_set.title,
        program=f"lenet-app {lenet_app.__version__}",
        recipe=task.recipe,
        curve=made.curve,
        network=task.network,
    )
