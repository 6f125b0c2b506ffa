"""How many seconds it takes from random weights to a certain test accuracy, beside PyTorch's own MNIST example.

Run `python -m tests.benchmarks.accuracy [--seeds N] [--example EPOCHS]`. The presets Quick and Best train LeNet-5 as
they are, but for the hold-out, which they learn, too: the last weights count, and no epoch is chosen. Only the training
is timed. Of the example (github.com/pytorch/examples, mnist) network, recipe and input are rebuilt here over one tensor
of all pictures, which is quicker than its DataLoader; after each of its epochs the accuracy is told with the seconds so
far, so that the epoch with which it reaches 99 % can be read. It takes a minute or more an epoch on two cores, so it
runs only where `--example` says how long.
"""

import sys
import time
from collections.abc import Sequence

import lenet_app.environment  # noqa: F401 - before NumPy: how many threads its BLAS may have

# isort: split
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet, Pictures
from lenet_app.networks import family
from lenet_app.paths import Home
from lenet_app.runs.preparation import prepare
from lenet_app.training.engine.evaluation import evaluate_weights
from lenet_app.training.engine.loop import train
from lenet_app.training.presets import Preset
from lenet_app.training.reports import EndReport
from lenet_app.training.settings import TrainingSettings
from tests.benchmarks.report import Row, parser, row_of, tell

GOALS = (99.0, 99.3, 99.4)
MEAN, DEVIATION, BATCH, RATE, DECAY = 0.1307, 0.3081, 64, 1.0, 0.7
"""Of the example."""


def preset(which: Preset, data_set: DataSet, seed: int) -> tuple[float, float]:
    """Seconds of a whole training, and per cent of the test set that its last weights answer rightly."""
    member = family.member(family.DEFAULT_ID)
    recipe = which.recipe(member)
    assert recipe is not None
    request = prepare(TrainingSettings(recipe=recipe, seed=seed, hold_out=0), data_set)
    *_, end = train(request)
    assert isinstance(end, EndReport)
    *_, measured = evaluate_weights(member.architecture, end.last, member.normalisation, data_set.test)
    return end.seconds, 100 * measured.accuracy


class Example(nn.Module):
    """Its network."""

    def __init__(self) -> None:
        super().__init__()
        self.first_maps, self.second_maps = nn.Conv2d(1, 32, 3), nn.Conv2d(32, 64, 3)
        self.drop_some, self.drop_half = nn.Dropout(0.25), nn.Dropout(0.5)
        self.hidden, self.output = nn.Linear(9216, 128), nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        """The logarithms of the probabilities."""
        maps = functional.max_pool2d(functional.relu(self.second_maps(functional.relu(self.first_maps(x)))), 2)
        hidden = functional.relu(self.hidden(self.drop_some(maps).flatten(1)))
        return functional.log_softmax(self.output(self.drop_half(hidden)), dim=1)


def example(training: Pictures, test: Pictures, epochs: int, seed: int) -> list[tuple[float, float]]:
    """Seconds of training so far, and per cent of the test set answered rightly, after each epoch."""
    torch.manual_seed(seed)
    network = Example()
    optimiser = torch.optim.Adadelta(network.parameters(), lr=RATE)
    images, labels = _tensors(training)
    seconds, found = 0.0, []
    for _ in range(epochs):
        began = time.perf_counter()
        network.train()
        order = torch.randperm(len(images))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            optimiser.zero_grad()
            functional.nll_loss(network(images[chosen]), labels[chosen]).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        for group in optimiser.param_groups:
            group["lr"] *= DECAY
        seconds += time.perf_counter() - began
        found.append((seconds, _accuracy(network, test)))
    return found


@torch.inference_mode()
def _accuracy(network: Example, test: Pictures) -> float:
    network.eval()
    images, labels = _tensors(test)
    answers = torch.cat([network(images[start : start + 1000]).argmax(1) for start in range(0, len(images), 1000)])
    return 100 * float((answers == labels).double().mean())


def _tensors(pictures: Pictures) -> tuple[Tensor, Tensor]:
    images = torch.from_numpy(pictures.images.astype(np.float32) / 255)
    return (images - MEAN) / DEVIATION, torch.from_numpy(pictures.labels.astype(np.int64))


def rows(seeds: Sequence[int], epochs: int) -> list[Row]:
    """Seconds and accuracy of the presets, and of the example after each epoch; how many seeds reach which goal."""
    data_set, threads = catalogue.load("mnist", Home.of_user().data), torch.get_num_threads()
    found: list[Row] = []
    for which in Preset:
        trained = []
        for seed in seeds:
            trained.append(preset(which, data_set, seed))
            print(f"{which.label}, seed {seed}: {trained[-1][0]:.1f} s, {trained[-1][1]:.2f} %", file=sys.stderr)
        found += _rows(which.label, trained)
    assert isinstance(data_set.training, Pictures)
    assert isinstance(data_set.test, Pictures)
    torch.set_num_threads(threads)  # the presets' crew has left one
    courses = [example(data_set.training, data_set.test, epochs, seed) for seed in seeds] if epochs else []
    for number, reached in enumerate(zip(*courses, strict=True), start=1):
        found += _rows(f"PyTorch's example, {number} epochs", reached)
    return found


def _rows(name: str, reached: Sequence[tuple[float, float]]) -> list[Row]:
    accuracies = [accuracy for _, accuracy in reached]
    seconds = row_of(f"{name}: seconds", [seconds for seconds, _ in reached], "s")
    met = [Row(f"{name}: with {goal} % or more", sum(one >= goal for one in accuracies), "seeds") for goal in GOALS]
    # Three digits of an accuracy of 99 % would say little.
    return [seconds, row_of(f"{name}: test error", [100 - one for one in accuracies], "%"), *met]


def main() -> int:
    """Print the figures."""
    takes = parser(__doc__)
    takes.add_argument("--seeds", type=int, default=5, help="trainings of each (default: 5)")
    takes.add_argument("--example", type=int, default=0, metavar="EPOCHS", help="epochs of PyTorch's example")
    options = takes.parse_args()
    return tell("accuracy", rows(range(1, options.seeds + 1), options.example), options.json)


if __name__ == "__main__":
    sys.exit(main())
