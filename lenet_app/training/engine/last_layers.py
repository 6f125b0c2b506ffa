"""The last layers of a network learn on, from what the layers before them make of pictures: a second's work."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, prod

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Array, Weights, outputs_of, scores
from lenet_app.networks.model import Model

_BATCH = 128
"""Pictures that go through the first layers at once."""


def use_one_thread() -> None:
    """Have torch compute with one thread where this is called from, for the reason that `Crew` has."""
    torch.set_num_threads(1)


def first_of_last(architecture: Architecture) -> int:
    """The number of the first layer that learns: that which sees all places of a picture at once (C5 in LeNet-5)."""
    flat = (number for number, plan in enumerate(architecture.plans) if prod(plan.output_shape[1:]) == 1)
    return next(flat)


def features(model: Model, pictures: npt.NDArray[np.uint8]) -> Array:
    """What the layers before those make of pictures.

    Args:
        model: whose layers.
        pictures: uint8 (n, channels, height, width).

    Returns:
        float32 (n, …), the input of the first layer that learns.
    """
    layers = model.architecture.layers[: first_of_last(model.architecture)]
    parts = []
    for start in range(0, len(pictures), _BATCH):
        part = pictures[start : start + _BATCH]
        network_input = model.normalisation.network_input(part, model.architecture.input_shape)
        outputs = outputs_of(layers, model.weights, network_input)
        parts.append(outputs[layers[-1].name] if layers else network_input)
    return np.concatenate(parts)


def output_of(model: Model, seen: Array) -> Array:
    """The last layer's output, (n, classes), for what `features` gave."""
    layers = model.architecture.layers[first_of_last(model.architecture) :]
    return outputs_of(layers, model.weights, seen)[layers[-1].name]


@dataclass(frozen=True, eq=False)
class Lessons:
    """What is to be learned.

    Args:
        seen: what `features` gave for n pictures.
        targets: float32 (n, targets), how likely each answer should be; see `Student`.
    """

    seen: Array
    targets: Array


@dataclass(frozen=True)
class Pace:
    """How it is learned: Adam, its rate falling along a cosine.

    Args:
        steps: how many.
        rate: the first rate.
        own: pictures of a batch that are new, and `known` that are not to be forgotten.
        weight: of the new ones in the loss, 0 to 1.
    """

    steps: int
    rate: float
    own: int
    known: int
    weight: float


class Student:
    """A copy of a model whose last layers learn.

    The loss is weight · mean cross-entropy of the new pictures + (1 - weight) · that of the known ones, whose targets
    are what the model answered before: so it goes on saying of them what it said (Li, Hoiem, "Learning without
    Forgetting", 2016). Where an RBF layer answers with distances y, the scores are -y, and -j of the model's rubbish
    class stands beside them, so that targets have one column more.

    Args:
        model: which stays as it is.
    """

    def __init__(self, model: Model) -> None:
        self._model, self._first = model, first_of_last(model.architecture)
        self._network = Network(model.architecture)
        self._network.load_weights(model.weights)
        of_last = {plan.name for plan in model.architecture.plans[self._first :]}
        self._learning = [part for name, part in self._network.named_weights() if name.rpartition(".")[0] in of_last]

    def targets_of_model(self, output: Array) -> Array:
        """What the model answers, as targets."""
        ranked = torch.from_numpy(np.array(scores(self._model.architecture, output)))
        return np.asarray(self._with_rubbish(ranked).softmax(dim=1).numpy())

    def targets_of_labels(self, labels: npt.NDArray[np.uint8]) -> Array:
        """All for the label."""
        columns = self._model.architecture.classes + (self._rubbish is not None)
        return np.eye(columns, dtype=np.float32)[labels]

    def steps(self, own: Lessons, known: Lessons, pace: Pace, random: np.random.Generator) -> Iterator[int]:
        """Learn; yields how many steps are done, after each."""
        optimiser = torch.optim.Adam(self._learning, lr=pace.rate)
        parts = [tuple(map(torch.from_numpy, (part.seen, part.targets))) for part in (own, known)]
        counts, weights = [pace.own, pace.known], (pace.weight, 1 - pace.weight)
        for step in range(pace.steps):
            for group in optimiser.param_groups:
                group["lr"] = pace.rate * (1 + cos(pi * step / pace.steps)) / 2
            drawn = [
                torch.from_numpy(random.integers(0, len(seen), count))
                for (seen, _), count in zip(parts, counts, strict=True)
            ]
            batch = torch.cat([seen[places] for (seen, _), places in zip(parts, drawn, strict=True)])
            found = self._with_rubbish(self._network(batch, first=self._first)).log_softmax(dim=1)
            loss = torch.zeros(())
            for logarithms, (_, targets), places, weight in zip(
                torch.split(found, counts), parts, drawn, weights, strict=True
            ):
                loss = loss - weight * (targets[places] * logarithms).sum(dim=1).mean()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            yield step + 1

    def weights(self) -> Weights:
        """All of the network, as it is now."""
        return self._network.weights()

    @property
    def _rubbish(self) -> float | None:
        return self._model.certainty.rubbish if self._model.architecture.answers_with_distances else None

    def _with_rubbish(self, ranked: Tensor) -> Tensor:
        if self._rubbish is None:
            return ranked
        return functional.pad(ranked, (0, 1), value=-self._rubbish)
