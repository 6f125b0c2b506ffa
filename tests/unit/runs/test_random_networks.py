"""Random networks, recipes and pictures: built, trained, measured, saved, read and answered with, or refused."""

from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.kind import Table
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    Layer,
    MaxPooling,
    RadialBasis,
    Subsampling,
)
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Augmentation, Initialisation, Loss, Optimiser, Recipe, Schedule
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.recognition.soundness import tried
from lenet_app.runs.places import InLibrary
from lenet_app.runs.reports import Kept, NothingLearned
from lenet_app.runs.run import Run, make
from lenet_app.storage.architectures import read_architecture, write_architecture
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.models import read_model
from lenet_app.training.settings import TrainingSettings
from tests.unit.data.sample_files import idx
from tests.unit.mutations.readers import check_sentence
from tests.unit.training.runs import same

QUICK, ALL = 100, 900
ENOUGH = 0.25
"""Of all that are tried, that can be built and trained: else the tries are too wild to tell anything."""
NAMES = ("C1", "float", "train", "×", "a b", "weight", "0", "__init__", "ümlaut", "layers", "\U0001f58b", "forward")
Random = np.random.Generator
NO_TABLE: Table = ()


def one_of(random: Random, values: Any) -> Any:  # noqa: ANN401 - any values
    values = list(values)
    return values[random.integers(len(values))]


def number(random: Random, low: int, high: int) -> int:
    """Small ones more often."""
    return min(high, low + int(random.exponential(max((high - low) / 4, 0.5))))


def layer(random: Random, name: str, maps_before: int) -> Layer:
    activation = one_of(random, Activation)
    kind = one_of(random, (Convolution, Convolution, MaxPooling, AveragePooling, Subsampling, FullyConnected, Dropout))
    if kind is Convolution:
        maps, table = number(random, 1, 12), NO_TABLE
        if random.random() < 0.3:
            sees = [random.random(maps_before) < 0.6 for _ in range(maps)]
            table = tuple(tuple(np.flatnonzero(row).tolist()) or (0,) for row in sees)
        sizes = (number(random, 1, 7), number(random, 0, 3), number(random, 1, 3))
        return Convolution(name, maps, *sizes, activation, table)
    if kind is FullyConnected:
        return FullyConnected(name, number(random, 1, 90), activation)
    if kind is Dropout:
        return Dropout(name, float(random.random()))
    if kind is Subsampling:
        return Subsampling(name, number(random, 1, 4), activation)
    made: Layer = kind(name, number(random, 1, 4))
    return made


def network(random: Random) -> Architecture:
    """Any layers in any order, up to seven and a last one that answers."""
    shape = (one_of(random, (1, 1, 3)), number(random, 4, 40), number(random, 4, 40))
    names = random.permutation(NAMES).tolist()
    layers: list[Layer] = []
    for _ in range(random.integers(0, 7)):
        before = next((one.maps for one in reversed(layers) if isinstance(one, Convolution)), shape[0])
        layers.append(layer(random, names.pop(), before))
    classes = number(random, 1, 30)
    last: tuple[Layer, ...] = (FullyConnected(names.pop(), classes, Activation.NONE),)
    if random.random() < 0.2:
        last = (FullyConnected(names.pop(), 84, Activation.SCALED_TANH), RadialBasis(names.pop(), min(classes, 10)))
    return Architecture("random", one_of(random, ("3/4", "Random", "x" * 300, " ")), shape, (*layers, *last))


def recipe(random: Random) -> Recipe:
    """Any kinds, and numbers of any size that files can hold; at most two short epochs."""
    kinds: tuple[type[StrEnum], ...] = (Optimiser, Schedule, Augmentation, Loss, Initialisation)
    parts: dict[str, Any] = {kind.__name__.lower(): one_of(random, kind) for kind in kinds}
    if parts["augmentation"] is Augmentation.HANDWRITING and random.random() < 0.9:
        parts["augmentation"] = Augmentation.AFFINE
    is_one_by_one = parts["optimiser"] is Optimiser.LEVENBERG_MARQUARDT
    parts |= {"epochs": int(random.integers(1, 3)), "batch_size": 1 if is_one_by_one else number(random, 1, 64)}
    parts["steps"] = 0 if random.random() < 0.5 else number(random, 1, 10)
    parts |= {"curvature_pictures": number(random, 1, 50), "learning_rate": float(10.0 ** random.uniform(-8, 1))}
    parts |= {name: float(random.random() * 1.1) for name in ("decay", "momentum", "variation")}
    if random.random() < 0.3:
        parts |= {"average": float(random.random()), "weight_decay": float(10.0 ** random.uniform(-6, 0))}
    parts["damage"] = float(one_of(random, (0, 0, 0.3, 1)))
    parts["hold_out"] = float(one_of(random, (0, 0.1, 0.5)))
    return Recipe(**parts)


def write_pictures(random: Random, folder: Path, shape: tuple[int, ...], classes: int) -> None:
    """A data set of pictures no larger than the network's input."""
    folder.mkdir()
    channels, height, width = shape
    size = (int(random.integers(1, height + 1)), int(random.integers(1, width + 1)))
    whole = (channels, *size) if channels > 1 else size
    for part, count in (("train", 60), ("t10k", 20)):
        images = random.integers(0, 256, (count, *whole)).astype(np.uint8)
        labels = np.arange(count) % classes
        (folder / f"{part}-images-idx3-ubyte").write_bytes(idx(images))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx(labels))


def live(case: int, folder: Path) -> bool:
    """The whole life of a random network; whether it had one, and was not refused."""
    random = np.random.default_rng([case, 1998])
    library = ModelLibrary(folder / "models")
    try:
        architecture, how = network(random), recipe(random)
        write_pictures(random, folder / "pictures", architecture.input_shape, architecture.classes)
        background = float(random.normal())
        normalisation = InputNormalisation(background, background + float(random.normal()))
        where = str(folder / "pictures")
        settings = TrainingSettings(architecture, normalisation, None, how, case, data_set=where, device_id="cpu")
        reports = make(Run(settings, settings.title, InLibrary(library), folder))
        *_, last = reports
    except UserError as error:
        check_sentence(str(error))
        return False
    assert not isinstance(last, NothingLearned)
    assert isinstance(last, Kept)
    assert isinstance(last.where, Entry)
    kept, read = last.made.model, read_model(last.where.path)
    assert read.architecture == kept.architecture
    assert same(dict(read.weights), dict(kept.weights))
    test = last.made.data_set.test.images
    try:
        sound = tried(read)
    except UserError:  # a rate so high that weights are finite and answers are not
        return False
    answers = Recognizer(sound).once.recognise_all(test)
    share = np.mean([one.best == label for one, label in zip(answers, last.made.data_set.test.labels, strict=True)])
    assert share == pytest.approx(read.metrics.test_accuracy, abs=0.101)  # where two answers are all but equal
    write_architecture(member_of(sound.architecture), folder / "network.json")
    assert read_architecture(folder / "network.json").architecture == sound.architecture
    return True


def member_of(architecture: Architecture) -> Member:
    return Member(architecture, InputNormalisation(0, 1), (Experiment(Recipe(), is_published=False),), catalogue.MNIST)


def live_all(cases: range, folder: Path) -> None:
    lived = 0
    for case in cases:
        own = folder / str(case)
        own.mkdir()
        try:
            lived += live(case, own)
        except Exception as error:
            error.add_note(f"case {case}")
            raise
    assert lived >= ENOUGH * len(cases)


def test_random_networks_live_or_are_refused(tmp_path: Path) -> None:
    live_all(range(QUICK), tmp_path)


@pytest.mark.long
def test_many_random_networks_live_or_are_refused(tmp_path: Path) -> None:
    live_all(range(QUICK, QUICK + ALL), tmp_path)
