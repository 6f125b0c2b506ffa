"""The checks that need no window: the two ways to compute an answer, learning, and model files."""

import tempfile
from pathlib import Path

import numpy as np

from lenet_app.data import catalogue
from lenet_app.gui.self_test.report import Check, require, run_check
from lenet_app.inspection.arithmetic import arithmetic
from lenet_app.inspection.loss_gradients import loss_gradients, paths
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.networks import family
from lenet_app.networks.activation import activate
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Weights, activations, scores
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import SUFFIX, read_model, write_model
from lenet_app.training.reports import BatchReport
from lenet_app.training.settings import TrainingSettings

_PICTURES = 16
_STEPS = 50
_WINDOW = 10
"""How many steps' losses are averaged at the start and at the end."""


def core_checks(home: Home) -> list[Check]:
    """Run them all."""
    return [
        run_check("NumPy and torch agree", lambda: _ways_agree(home)),
        run_check("a unit's arithmetic gives its number", lambda: _arithmetic_holds(home)),
        run_check("training lowers the loss", lambda: _training_learns(home)),
        run_check("a model is saved and loaded", lambda: _model_file_holds(home)),
    ]


def _ways_agree(home: Home) -> str:
    """Every network of the family for grey pictures, both ways; float32 rounds differently in each."""
    from lenet_app.training.engine.evaluation import scores_of  # noqa: PLC0415 - loads torch

    model = ModelLibrary(home.models).open(None)
    images = catalogue.load(catalogue.MNIST, home.data).test.images[:_PICTURES]
    cases: list[tuple[str, Architecture, Weights, InputNormalisation]] = [
        ("shipped", model.architecture, model.weights, model.normalisation)
    ]
    for id_ in family.ids():
        member = family.member(id_)
        if member.architecture.input_shape[0] == 1:
            fresh = initial_weights(member.architecture, member.recipe, seed=1)
            cases.append((id_, member.architecture, fresh, member.normalisation))
    largest = 0.0
    for name, architecture, weights, normalisation in cases:
        by_torch = scores_of(architecture, weights, normalisation, images)
        outputs = activations(architecture, weights, normalisation.network_input(images, architecture.input_shape))
        by_numpy = scores(architecture, outputs[architecture.layers[-1].name])
        difference = float(np.abs(by_torch - by_numpy).max() / max(1.0, float(np.abs(by_torch).max())))
        require(difference < 1e-4, f"{name}: the scores differ by {difference:.1e} of the largest.")
        largest = max(largest, difference)
    return f"{len(cases)} networks, {_PICTURES} pictures; largest difference {largest:.1e} of the largest score"


def _arithmetic_holds(home: Home) -> str:
    """A unit in the middle of every layer of every network for grey pictures, forward and back."""
    image = catalogue.load(catalogue.MNIST, home.data).test.images[:1]
    count, largest = 0, 0.0
    for id_ in family.ids():
        member = family.member(id_)
        architecture, recipe = member.architecture, member.recipe
        if architecture.input_shape[0] != 1:
            continue
        network_input = member.normalisation.network_input(image, architecture.input_shape)[0]
        passage = Passage.through(architecture, initial_weights(architecture, recipe, seed=1), network_input)
        back = loss_gradients(passage, recipe, label=7)
        for plan in architecture.plans:
            unit = Unit(plan.name, tuple(size // 2 for size in plan.output_shape))
            found, way = arithmetic(passage, unit), paths(back, unit)
            value = float(activate(found.activation, np.array(found.sum)))
            difference = abs(value - found.value) / max(1.0, abs(value))
            require(difference < 1e-4, f"{id_}: the arithmetic of {unit} gives {value}.")
            if way is not None:
                missing = abs(float(way.shares.sum()) - back.of_value(unit))
                require(missing < 1e-4, f"{id_}: of the gradient of {unit} {missing:.1e} is missing.")
            count, largest = count + 1, max(largest, difference)
    return f"{count} units; largest difference {largest:.1e}"


def _training_learns(home: Home) -> str:
    from lenet_app.runs.preparation import prepare  # noqa: PLC0415 - loads torch
    from lenet_app.training.engine.loop import train  # noqa: PLC0415 - loads torch

    recipe = Recipe(steps=_STEPS, batch_size=32, learning_rate=0.002)
    settings = TrainingSettings(recipe=recipe, hold_out=0, device_id="cpu")
    request = prepare(settings, catalogue.load(catalogue.MNIST, home.data))
    # A report's loss is the mean since the epoch began.
    means = [report.loss for report in train(request) if isinstance(report, BatchReport)]
    require(len(means) == _STEPS, f"There were {len(means)} steps in place of {_STEPS}.")
    losses = np.diff(np.array(means) * np.arange(1, _STEPS + 1), prepend=0.0)
    first, last = float(losses[:_WINDOW].mean()), float(losses[-_WINDOW:].mean())
    require(last < 0.9 * first, f"The loss went from {first:.2f} to {last:.2f}.")
    return f"{_STEPS} steps from random weights: the loss fell from {first:.2f} to {last:.2f}"


def _model_file_holds(home: Home) -> str:
    model = ModelLibrary(home.models).open(None)
    images = catalogue.load(catalogue.MNIST, home.data).test.images[:_PICTURES]
    with tempfile.TemporaryDirectory(prefix="lenet-app-") as folder:
        path = Path(folder, f"saved{SUFFIX}")
        write_model(model, path)
        size, loaded = path.stat().st_size, read_model(path)
    same = loaded.architecture == model.architecture and loaded.weights.keys() == model.weights.keys()
    require(
        same and all(np.array_equal(loaded.weights[name], weight) for name, weight in model.weights.items()),
        "What was read is not what was written.",
    )
    answers = [[found.label for found in Recognizer(one).recognise_all(images)] for one in (model, loaded)]
    require(answers[0] == answers[1], "The loaded model answers differently.")
    return f"{size:,} bytes; the same answers to {_PICTURES} pictures"
