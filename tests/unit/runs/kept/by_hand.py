"""A kept run whose files are put there without a training."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import safetensors.numpy

from lenet_app.data.catalogue import MNIST
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import FORMAT_VERSION, HEAD, MODEL, WEIGHTS, Head, State, content_of, weights_file
from lenet_app.runs.kept.machine import Machine
from lenet_app.runs.kept.recording import write_settings
from lenet_app.runs.kept.settings import KeptSettings
from lenet_app.runs.places import InFile
from lenet_app.runs.run import Run
from lenet_app.storage.models import write_model
from lenet_app.training.settings import TrainingSettings
from tests.unit.runs.kept.making import store

MACHINE = Machine("1", "1", "1", "1", "cpu", "cpu", 1, 1, 1, "1")


def put_run(
    name: str, model: Model, kept: Sequence[KeptWeights], *, data_set: str = MNIST, is_done: bool = True
) -> Path:
    """The folder of a run of this model that kept these epochs; one that is not done has no model yet."""
    folder = store().folder / name
    (folder / WEIGHTS).mkdir(parents=True)
    settings = TrainingSettings(model.architecture, model.normalisation, recipe=model.recipe, data_set=data_set)
    run = Run(settings, "mine", InFile(folder / "nowhere.safetensors"), Home.of_user().data, store=store())
    write_settings(folder, KeptSettings.of(run, MACHINE), settings)
    state = State.DONE if is_done else State.STOPPED
    facts = (model.architecture.id, model.architecture.title, "MNIST", 1, "2026-01-02T03:04:05+00:00", len(kept) - 1)
    (folder / HEAD).write_bytes(content_of(Head(FORMAT_VERSION, *facts, state).to_json()))
    for one in kept:
        weights = {key: np.array(weight) for key, weight in one.weights.items()}
        (folder / weights_file(one.epoch)).write_bytes(safetensors.numpy.save(weights))
    if is_done:
        write_model(model, folder / MODEL)
    return folder
