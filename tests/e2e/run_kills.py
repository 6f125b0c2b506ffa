"""Runs that kill themselves at a random step, and what comes of them: started as a process of its own, which forks.

A child for each training, so that torch is loaded once; the parent only looks at files. Prints a line for each kill.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe
from lenet_app.runs.kept.kept_run import KeptRun, State
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.places import InFile
from lenet_app.runs.reports import EpochDone, NothingLearned
from lenet_app.runs.resuming import resumed
from lenet_app.runs.run import Run, make
from lenet_app.storage.models import read_model
from lenet_app.training.engine import loop
from lenet_app.training.reports import BatchReport
from lenet_app.training.settings import TrainingSettings
from tests.unit.data.on_disk import write_idx
from tests.unit.samples import TINY, digits, model

EPOCHS, PICTURES, BATCH = 3, 120, 20
DOWNLOADS = Path("no downloads")
assert loop, "torch is loaded before anything forks"


def recipe_of(number: int, random: np.random.Generator) -> tuple[str, Recipe, bool]:
    """A network, one after the other, with its own recipe made short; what else there is by chance; with a teacher?"""
    id_ = family.ids()[number % len(family.ids())]
    recipe = family.member(id_).recipe
    alone = recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT
    parts = {"epochs": EPOCHS, "steps": 0, "hold_out": 0.2, "curvature_pictures": 30}
    parts["batch_size"] = 1 if alone else BATCH
    reads_rows = family.member(id_).reads_rows
    if reads_rows:  # of so few pictures those held out would not have all ten digits
        parts["hold_out"] = 0.0
    while True:
        augmentation = random.choice(list(Augmentation))
        average = 0.0 if alone or random.random() < 0.5 else 0.9
        try:
            made = replace(recipe, **parts, augmentation=Augmentation(augmentation), average=average)  # type: ignore[arg-type]
        except UserError:  # not with this loss
            continue
        return id_, made, not (alone or reads_rows) and bool(random.random() < 0.5)


def asked(number: int, random: np.random.Generator, folder: Path) -> Run:
    id_, recipe, is_taught = recipe_of(number, random)
    member = family.member(id_)
    settings = TrainingSettings(
        architecture=member.architecture,
        normalisation=member.normalisation,
        recipe=recipe,
        seed=int(random.integers(1000)),
        data_set=str(folder / "set"),
        device_id="cpu",
        teachers=(model(TINY, name="A teacher"),) if is_taught else (),
        teacher_share=0.5 if is_taught else 0.0,
    )
    return Run(settings, id_, InFile(folder / "resumed.safetensors"), DOWNLOADS, store=RunStore(folder / "runs"))


def in_a_child(work: Callable[[], None]) -> int:
    """The status of a child that did some work."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


def killed(run: Run, at: int) -> int:
    """Make a run that kills itself after so many batches; how many epochs it had told by then."""
    told, tell = os.pipe()

    def work() -> None:
        batches = 0
        for report in make(run):
            if isinstance(report, EpochDone):
                os.write(tell, b".")
            batches += isinstance(report, BatchReport)
            if batches == at:
                os.kill(os.getpid(), signal.SIGKILL)

    status = in_a_child(work)
    assert os.WIFSIGNALED(status), status
    os.close(tell)
    confirmed = len(os.read(told, 1000))
    os.close(told)
    return confirmed


def whole(run: Run) -> None:
    for report in make(run):
        assert not isinstance(report, NothingLearned)


def gone_on(kept: KeptRun, run: Run) -> None:
    assert run.store is not None
    whole(resumed(kept, run.store, run.place, DOWNLOADS))


def check(number: int, random: np.random.Generator, folder: Path) -> dict[str, object]:
    run = asked(number, random, folder)
    assert run.store is not None
    pictures = len(digits(PICTURES)) - round(0.2 * PICTURES)
    batches = EPOCHS * (-(-pictures // (50 if run.settings.recipe.batch_size == 1 else BATCH)))
    at = int(random.integers(1, batches + 1))
    before = {one.name for one in run.store.runs()}
    confirmed = killed(run, at)
    (kept,) = (one for one in run.store.runs() if one.name not in before)
    assert kept.state is State.CUT_OFF
    assert confirmed <= kept.epochs_done <= EPOCHS
    assert in_a_child(lambda: gone_on(kept, run)) == 0
    assert run.store.find(kept.name).state is State.DONE
    alone = replace(run, store=None, place=InFile(folder / "whole.safetensors"))
    assert in_a_child(lambda: whole(alone)) == 0
    one, other = (read_model(folder / f"{name}.safetensors").weights for name in ("resumed", "whole"))
    assert all(one[name].tobytes() == other[name].tobytes() for name in other)
    recipe = run.settings.recipe
    facts = {"network": run.name, "augmentation": recipe.augmentation, "average": recipe.average}
    return {**facts, "taught": bool(run.settings.teachers), "killed_at": at, "of": batches, "epochs": confirmed}


def main(folder: Path, first: int, kills: int) -> None:
    write_idx(folder / "set", digits(PICTURES), digits(20, first=2000))
    random = np.random.default_rng(first + kills)
    for number in range(first, first + kills):
        print(json.dumps(check(number, random, folder)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
