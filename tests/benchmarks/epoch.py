"""How long an epoch of training takes, beside what others take and beside what the machine could do.

Run `make bench`, or `python -m tests.benchmarks.epoch [--network ID …] [--all] [--steps N]`. All contestants take
turns, for every machine has better and worse minutes: compare within one run. Batches are of 128, the optimiser is
Adam, nothing is varied but where it is said. An epoch is one of MNIST's 60,000 pictures, counted up from the steps that
were measured.

- the floor: what multiplies and adds forward and back, at the rate of torch's product of two matrices of 1024 × 1024;
- this program: `training.engine`, as a run on the command line has it;
- pictures varied: this program with affine changes of all pictures;
- a plain loop: the same network as torch's modules with autograd and torch.optim, over one tensor of all pictures;
- a data loader: the same, its pictures from a Dataset that makes each from a PIL image, as tutorials have it;
- Keras, where tensorflow is installed (`pip install tensorflow-cpu`).
"""

import importlib.util
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import prod

import lenet_app.environment  # noqa: F401 - before NumPy: how many threads its BLAS may have

# isort: split
import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.family import Member
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.recipe import Augmentation, Recipe
from lenet_app.paths import Home
from lenet_app.training.engine.evaluation import evaluate_weights
from lenet_app.training.engine.loop import train
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.reports import CPU, EndReport
from tests.benchmarks.report import Row, parser, row_of, tell

BATCH, EPOCH, ROUNDS, LEARNED = 128, 60_000, 5, 3
_VARIED = "pictures varied"
_SLOW = 60
"""Steps of a data loader, whose pictures are made one by one."""


def multiplications(architecture: Architecture) -> int:
    """Of a picture's way forward and back: forward, for the weights, and for the input where that is needed."""
    count, is_first = 0, True
    for plan in architecture.plans:
        fan_in = plan.layer.fan_in(plan.input_shape) if plan.parameters and not plan.layer.is_pool else ()
        if fan_in:
            count += prod(plan.output_shape[1:]) * sum(fan_in) * (2 if is_first else 3)
            is_first = False
    return count


def floor(architecture: Architecture) -> float:
    """Seconds of an epoch that only multiplied and added."""
    one, other = torch.randn(1024, 1024), torch.randn(1024, 1024)
    seconds = min(_timed(lambda: one @ other) for _ in range(15))
    return 2 * multiplications(architecture) * EPOCH / (2 * 1024**3 / seconds)


def this_program(
    member: Member, pictures: Pictures, steps: int, augmentation: Augmentation = Augmentation.NONE
) -> float:
    """Seconds of an epoch."""
    recipe = Recipe(batch_size=BATCH, steps=steps, augmentation=augmentation)
    weights = initial_weights(member.architecture, recipe, seed=1)
    request = TrainingRequest(member.architecture, weights, member.normalisation, recipe, pictures, None, CPU, 1)
    return _timed(lambda: list(train(request))) / steps * EPOCH / BATCH


def plain_loop(member: Member, images: Tensor, labels: Tensor, steps: int) -> float:
    """Seconds of an epoch."""

    def batches() -> Iterator[tuple[Tensor, Tensor]]:
        order = torch.randperm(len(images))
        for step in range(steps):
            chosen = order[step * BATCH % (len(images) - BATCH) :][:BATCH]
            yield images[chosen], labels[chosen]

    return _learned(member, batches()) / steps * EPOCH / BATCH


class _Images(Dataset[tuple[Tensor, int]]):
    """Makes each picture anew, as tutorials have it."""

    def __init__(self, member: Member, pictures: Pictures) -> None:
        self._member, self._pictures = member, pictures

    def __len__(self) -> int:
        return len(self._pictures)

    def __getitem__(self, place: int) -> tuple[Tensor, int]:
        image = np.asarray(Image.fromarray(self._pictures.images[place, 0]))
        framed = self._member.normalisation.network_input(image[None, None], self._member.architecture.input_shape)
        return torch.from_numpy(framed[0]), int(self._pictures.labels[place])


def data_loader(member: Member, pictures: Pictures) -> float:
    """Seconds of an epoch."""
    loader = DataLoader(_Images(member, pictures), BATCH, shuffle=True)
    batches = (batch for batch, _ in zip(loader, range(_SLOW), strict=False))
    return _learned(member, batches) / _SLOW * EPOCH / BATCH


def _learned(member: Member, batches: Iterator[tuple[Tensor, Tensor]], network: Network | None = None) -> float:
    network = network or Network(member.architecture)
    optimiser = torch.optim.Adam(network.parameters())
    random = torch.Generator().manual_seed(1)

    def learn() -> None:
        for images, labels in batches:
            optimiser.zero_grad()
            functional.cross_entropy(network(images, random), labels).backward()  # type: ignore[no-untyped-call]
            optimiser.step()

    return _timed(learn)


def errors(seeds: int) -> list[Row]:
    """Per cent of MNIST's test set that LeNet-5 answers wrongly after three epochs, of both loops."""
    member, data_set = family.member(family.DEFAULT_ID), catalogue.load("mnist", Home.of_user().data)
    architecture, normalisation = member.architecture, member.normalisation
    recipe = Recipe(batch_size=BATCH, epochs=LEARNED, augmentation=Augmentation.NONE)
    training = data_set.training
    assert isinstance(training, Pictures)
    images = torch.from_numpy(normalisation.network_input(training.images, architecture.input_shape))
    labels = torch.from_numpy(training.labels.astype(np.int64))
    wrong: dict[str, list[float]] = {"this program": [], "a plain loop": []}
    for seed in range(1, seeds + 1):
        weights = initial_weights(architecture, recipe, seed=seed)
        request = TrainingRequest(architecture, weights, normalisation, recipe, training, None, CPU, seed)
        *_, end = train(request)
        assert isinstance(end, EndReport)
        network, random = Network(architecture), torch.Generator().manual_seed(seed)
        network.load_weights(weights)
        order = torch.cat([torch.randperm(len(images), generator=random) for _ in range(LEARNED)])
        chosen = (order[start : start + BATCH] for start in range(0, len(order), BATCH))
        _learned(member, ((images[some], labels[some]) for some in chosen), network)
        for name, learned in (("this program", end.last), ("a plain loop", network.weights())):
            *_, measured = evaluate_weights(architecture, learned, normalisation, data_set.test)
            wrong[name].append(100 - 100 * measured.accuracy)
    return [row_of(f"lenet5: test error after {LEARNED} epochs, {name}", found, "%") for name, found in wrong.items()]


def keras(pictures: Pictures) -> float:
    """Seconds of an epoch of LeNet-5, compiled once before."""
    from tensorflow import keras as tf_keras  # type: ignore

    layers = tf_keras.layers
    network = tf_keras.Sequential(
        [
            *(layers.Conv2D(6, 5, activation="relu"), layers.MaxPooling2D()),
            *(layers.Conv2D(16, 5, activation="relu"), layers.MaxPooling2D()),
            *(layers.Flatten(), layers.Dense(120, activation="relu"), layers.Dense(84, activation="relu")),
            layers.Dense(10),
        ]
    )
    loss = tf_keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile("adam", loss, metrics=["accuracy"])
    images = np.pad(pictures.images[:, 0], ((0, 0), (2, 2), (2, 2)))[..., None].astype(np.float32) / 255
    network.fit(images[: 10 * BATCH], pictures.labels[: 10 * BATCH], batch_size=BATCH, verbose=0)
    return _timed(lambda: network.fit(images, pictures.labels, batch_size=BATCH, verbose=0)) * EPOCH / len(images)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def rows(networks: Sequence[str], steps: int) -> list[Row]:
    """Seconds of an epoch of each network, and how many times the floor and the plain loop they are."""
    found: list[Row] = []
    grey = catalogue.load("mnist", Home.of_user().data).training
    assert isinstance(grey, Pictures)
    threads = torch.get_num_threads()
    for name in networks:
        member = family.member(name)
        channels = member.architecture.input_shape[0]
        pictures = Pictures(np.repeat(grey.images, channels, axis=1), grey.labels)
        some = slice(0, 20_000)
        images = member.normalisation.network_input(pictures.images[some], member.architecture.input_shape)
        tensors = torch.from_numpy(images), torch.from_numpy(pictures.labels[some].astype(np.int64))
        contestants: dict[str, Callable[[], float]] = {
            "the floor": partial(floor, member.architecture),
            "this program": partial(this_program, member, pictures, steps),
            "a plain loop": partial(plain_loop, member, *tensors, steps),
        }
        if name == family.DEFAULT_ID:
            contestants[_VARIED] = partial(this_program, member, pictures, steps, Augmentation.AFFINE)
            contestants["a data loader"] = partial(data_loader, member, pictures)
            if importlib.util.find_spec("tensorflow"):
                contestants["Keras"] = partial(keras, pictures)
        seconds: dict[str, list[float]] = {contestant: [] for contestant in contestants}
        for _ in range(ROUNDS):
            for contestant, measure in contestants.items():
                torch.set_num_threads(threads)
                seconds[contestant].append(measure())
        found += [row_of(f"{name}: {contestant}", values, "s") for contestant, values in seconds.items()]
        pairs = [("this program", "the floor"), ("this program", "a plain loop"), (_VARIED, "this program")]
        for one, other in pairs[: 3 if _VARIED in seconds else 2]:
            ratios = [own / another for own, another in zip(seconds[one], seconds[other], strict=True)]
            found.append(row_of(f"{name}: {one} to {other}", ratios, "×"))
    return found


def main() -> int:
    """Print the figures."""
    takes = parser(__doc__)
    takes.add_argument("--network", nargs="+", default=[family.DEFAULT_ID], help="by id (default: lenet5)")
    takes.add_argument("--all", action="store_true", help="all networks but that of 1998's own optimiser")
    takes.add_argument("--steps", type=int, default=469, help="that are measured at a time (default: an epoch)")
    seeds = "also train lenet5 from so many seeds, to compare what is learned in three epochs"
    takes.add_argument("--errors", type=int, default=0, metavar="SEEDS", help=seeds)
    options = takes.parse_args()
    measured = rows(family.ids() if options.all else options.network, options.steps)
    return tell("an epoch", [*measured, *(errors(options.errors) if options.errors else [])], options.json)


if __name__ == "__main__":
    sys.exit(main())
