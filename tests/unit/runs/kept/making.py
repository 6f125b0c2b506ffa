"""Small runs that are kept, on a small data set of their own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import KeptRun
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.places import InFile
from lenet_app.runs.reports import RunReport
from lenet_app.runs.resuming import resumed
from lenet_app.runs.run import Run, make
from lenet_app.training.settings import TrainingSettings
from tests.unit.data.on_disk import write_idx
from tests.unit.samples import TINY, digits
from tests.unit.training.runs import plain_recipe

PICTURES, HELD_OUT = 150, 30
STEPS = 6
"""Of an epoch."""


def store() -> RunStore:
    return RunStore(Home.of_user().runs)


def small_set(folder: Path) -> Path:
    """Digits of MNIST, few of them."""
    return write_idx(folder, digits(PICTURES), digits(30, first=2000))


def small_run(folder: Path, **changes: Any) -> Run:  # noqa: ANN401 - any of the settings' parts
    """Of three epochs; its model goes into a file."""
    settings = TrainingSettings(
        TINY,
        recipe=plain_recipe(epochs=3, batch_size=20),
        hold_out=HELD_OUT,
        data_set=str(small_set(folder / "set")),
        device_id="cpu",
    )
    settings = replace(settings, **changes)
    return Run(settings, "mine", InFile(folder / "m.safetensors"), Home.of_user().data, store=store())


def taken(reports: Iterator[RunReport], kind: type[RunReport], count: int = 1) -> list[RunReport]:
    """The reports up to one of a kind."""
    found: list[RunReport] = []
    while sum(isinstance(report, kind) for report in found) < count:
        found.append(next(reports))
    return found


def gone_on(run: KeptRun, folder: Path) -> list[RunReport]:
    """The reports of the run that goes on with this one."""
    place = InFile(folder / "other.safetensors")
    return list(make(resumed(store().find(run.name), store(), place, Home.of_user().data)))
