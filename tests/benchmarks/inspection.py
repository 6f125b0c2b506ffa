"""How long it takes to look into a network, at one picture and over many.

Run `make benchmark`, or `python tests/benchmarks/inspection.py [--rounds N]`. The networks and what is asked of them
take turns; medians are told. Weights are those that come with the program, or first ones.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median

# As in the program, whose package does so before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.inspection.ablation import measure_without, without
from lenet_app.inspection.arithmetic import arithmetic
from lenet_app.inspection.attribution import grad_cam, integrated_gradients, occlusion, saliency
from lenet_app.inspection.epochs import seen_by
from lenet_app.inspection.fields import fed, receptive_field
from lenet_app.inspection.looking import Part, Wanted, look
from lenet_app.inspection.loss_gradients import learned_by, loss_gradients, paths
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.smallest_change import smallest_change
from lenet_app.inspection.training_digits import exciting, hidden_table, nearest
from lenet_app.inspection.units import Unit
from lenet_app.networks import family
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.networks.model import Model
from lenet_app.paths import Home, bundled
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.models import read_model

NAMES = ("lenet5", "lenet5-1998", "lenet5-wide")
UNIT = Unit("C3", (4, 2, 7))
EVERYTHING = Wanted(frozenset(Part), UNIT, label=3)
OVER = 2000
"""Pictures of a measurement over many."""


def opened(name: str) -> Model:
    path = bundled("models") / f"{name}.safetensors"
    if path.exists():
        return read_model(path)
    member = family.member(name)
    weights = initial_weights(member.architecture, member.recipe, seed=1)
    names = tuple("0123456789")
    return Model(name, member.architecture, weights, member.normalisation, member.recipe, names, "2026-01-01T00:00:00Z")


def at_one_picture(made: Model, pictures: Pictures) -> dict[str, Callable[[], object]]:
    """What can be asked, by its name."""
    recognizer, picture = Recognizer(made), pictures.images[7]
    in_doubt = Recognizer(replace(made, certainty=Certainty(temperature=10_000)))  # of everything
    insight = recognizer.look_into(picture)
    passage, architecture, recipe = Passage.of(made, insight), made.architecture, made.recipe
    back, background = loss_gradients(passage, recipe, 3), made.normalisation.background
    *_, last = hidden_table(made, pictures)
    assert last.table is not None
    table, kept = last.table, KeptWeights(1, made.weights)
    return {
        "answer with every activation": lambda: recognizer.look_into(picture),
        "the same of a doubtful digit, read again": lambda: in_doubt.look_into(picture),
        "receptive field, and what is fed": lambda: (receptive_field(architecture, UNIT), fed(architecture, UNIT)),
        "arithmetic of a unit of C3": lambda: arithmetic(passage, UNIT),
        "backward pass": lambda: loss_gradients(passage, recipe, 3),
        "paths and weights' gradients": lambda: (paths(back, UNIT), learned_by(back, UNIT)),
        "all four together": lambda: look(passage, recipe, EVERYTHING),
        "one map switched off, answered": lambda: without(passage, [Unit("C3", (4,))]),
        "one of the epochs of a run": lambda: seen_by(recognizer, kept, insight.network_input),
        "saliency": lambda: saliency(passage, 3),
        "Grad-CAM": lambda: grad_cam(passage, 3),
        "integrated gradients, 50 steps": lambda: integrated_gradients(passage, 3, baseline=background),
        "occlusion": lambda: list(occlusion(passage, 3, cover=background)),
        f"nearest of {OVER:,} digits": lambda: nearest(table, passage),
    }


def over_many(made: Model, pictures: Pictures) -> Iterator[tuple[str, float]]:
    """Pictures a second."""
    questions: dict[str, Callable[[], object]] = {
        "table of the last hidden layer": lambda: list(hidden_table(made, pictures)),
        "digits that excite a unit of C3": lambda: list(exciting(made, UNIT, pictures)),
        "accuracy with and without a map": lambda: list(measure_without(made, [Unit("C3", (4,))], pictures)),
    }
    for question, ask in questions.items():
        began = time.perf_counter()
        ask()
        yield question, len(pictures) / (time.perf_counter() - began)


def rows(times: dict[str, dict[str, float]], unit: str) -> None:
    print(f"\n| {unit} | {' | '.join(NAMES)} |\n| --- |{' ---: |' * len(NAMES)}")
    for question, found in times.items():
        print(f"| {question} | {' | '.join(f'{found[name]:,.3g}' for name in NAMES)} |", flush=True)


def main() -> int:
    """Print two tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=25, help="of each measurement (default: 25)")
    rounds = parser.parse_args().rounds
    pictures = catalogue.load("mnist", Home.of_user().data).training.take(np.arange(OVER, dtype=np.intp))
    models = {name: opened(name) for name in NAMES}
    asked = {name: at_one_picture(made, pictures) for name, made in models.items()}
    times: dict[str, dict[str, list[float]]] = {question: {name: [] for name in NAMES} for question in asked[NAMES[0]]}
    for _ in range(rounds):
        for name in NAMES:
            for question, ask in asked[name].items():
                began = time.perf_counter()
                ask()
                times[question][name].append(1000 * (time.perf_counter() - began))
    rows({question: {name: median(each) for name, each in found.items()} for question, found in times.items()}, "ms")
    speeds: dict[str, dict[str, float]] = {}
    for name, made in models.items():
        for question, speed in over_many(made, pictures):
            speeds.setdefault(question, {})[name] = speed
    changes = {name: Recognizer(made) for name, made in models.items()}
    for name, recognizer in changes.items():
        began = time.perf_counter()
        for picture in pictures.images[:5]:
            smallest_change(recognizer, picture)
        speeds.setdefault("smallest change to the runner-up", {})[name] = 5 / (time.perf_counter() - began)
    rows(speeds, "pictures a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
