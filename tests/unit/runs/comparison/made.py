"""Kept runs whose files are written without a training: settings, epochs and steps of any number of them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lenet_app.networks.family import member
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.runs.kept.figures import EpochFigures, StepFigures, as_csv
from lenet_app.runs.kept.kept_run import EPOCHS, FORMAT_VERSION, HEAD, SETTINGS, STEPS, Head, State, content_of
from lenet_app.runs.kept.machine import Machine
from lenet_app.runs.kept.settings import KeptSettings
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.places import InFile
from lenet_app.runs.run import Run
from lenet_app.training.settings import TrainingSettings

MACHINE = Machine("1", "1", "1", "1", "cpu", "cpu", 1, 1, 1, "1")
EACH = 10
"""Steps of an epoch."""


def store() -> RunStore:
    return RunStore(Home.of_user().runs)


def put(  # noqa: PLR0913 - any part of a run
    name: str,
    *,
    network: str = "lenet5",
    seed: int = 1,
    accuracy: float | None = 0.99,
    shares: Sequence[float] = (0.97, 0.985, 0.98),
    is_held_out: bool = True,
    into: Path | None = None,
    seconds: float = 10.0,
    begun: str = "2026-01-02T03:04:05+00:00",
    task: str = "",
    called: str = "",
    recipe: Recipe | None = None,
    **changes: object,
) -> Path:
    """The folder of a run that is done.

    Args:
        shares: of right answers after each epoch, on the hold-out or else on the training pictures.
        seconds: that each epoch took.
        recipe: how it was trained; None for the network's own, with these changes.
    """
    folder = (into or store().folder) / name
    folder.mkdir(parents=True)
    made = member(network)
    asked = recipe or replace(made.recipe, epochs=max(1, len(shares)), **changes)  # type: ignore[arg-type]
    settings = TrainingSettings(made.architecture, made.normalisation, recipe=asked, seed=seed)
    run = Run(settings, called or made.architecture.title, InFile(folder / "m"), Home.of_user().data)
    (folder / SETTINGS).write_bytes(content_of(KeptSettings.of(run, MACHINE).to_json()))
    head = Head(
        FORMAT_VERSION,
        network,
        made.architecture.title,
        "MNIST",
        seed,
        begun,
        len(shares),
        State.DONE,
        epochs_done=len(shares),
        accuracy=accuracy,
        seconds=len(shares) * seconds,
        task=task,
    )
    (folder / HEAD).write_bytes(content_of(head.to_json()))
    put_tables(folder, shares, is_held_out=is_held_out, seconds=seconds)
    return folder


def put_tables(folder: Path, shares: Sequence[float], *, is_held_out: bool, seconds: float) -> None:
    """The figures of epochs, and of two steps in each."""
    epochs, steps = [], []
    for epoch, share in enumerate(shares, start=1):
        loss, right = (1 - share, share) if is_held_out else (None, None)
        epochs.append(EpochFigures(epoch, 1.1 - share, share - 0.01, loss, right, seconds, 100.0, epoch * seconds))
        for step in (EACH // 2, EACH):
            at = (epoch - 1) * EACH + step
            steps.append(StepFigures(at, epoch, at * 64, at * seconds / EACH, 1.2 - share, share - 0.02, 0.001))
    (folder / EPOCHS).write_bytes(as_csv(EpochFigures, epochs))
    (folder / STEPS).write_bytes(as_csv(StepFigures, steps))


def put_many(count: int, into: Path | None = None, seeds: int = 5) -> None:
    """So many runs: some seeds of each setting, of four networks."""
    networks = ("lenet5", "lenet5-1998", "lenet-caffe", "lenet5-deep")
    for number in range(count):
        setting, seed = divmod(number, seeds)
        put(
            f"run-{number:05d}",
            network=networks[setting % len(networks)],
            seed=seed,
            accuracy=0.98 + 0.0001 * ((37 * number) % 180),
            shares=[0.97 + 0.0005 * epoch + 0.00001 * seed for epoch in range(20)],
            seconds=1 + setting % 7,
            into=into,
            begun=f"2026-01-{1 + number % 28:02d}T{number % 24:02d}:00:00+00:00",
            weight_decay=0.0001 * (setting // 4),
        )
