"""What learns a batch: a network in torch under its optimiser, or one picture at a time by Levenberg-Marquardt."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from lenet_app.data.pictures import Pictures
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Weights
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.training.engine.averaging import Average
from lenet_app.training.engine.devices import is_out_of_memory
from lenet_app.training.engine.diagonal.network import DiagonalNetwork
from lenet_app.training.engine.distillation import Teachers, Teaching
from lenet_app.training.engine.evaluation import Evaluation, evaluate, evaluate_weights
from lenet_app.training.engine.losses import batch_loss, right_answers
from lenet_app.training.engine.optimisers import make_optimiser, set_rate
from lenet_app.training.reports import CPU, Device

Result = TypeVar("Result")


class Learner(Protocol):
    """A network that learns, and the device that it is on."""

    device: Device
    fallback: str
    """Why the device is another one than was asked for; empty while it is not."""

    def begin_epoch(self, pictures: Pictures) -> None:
        """Get ready for a pass over `pictures`."""

    def learn(self, batch: Pictures, rate: float) -> tuple[float, int]:
        """Learn a batch: its mean loss, and how many answers were right, both before the step."""

    def weights(self) -> Weights:
        """A snapshot of all parameters."""

    def validate(self, pictures: Pictures) -> Evaluation:
        """How good the network is."""


class BatchLearner:
    """Steps of a torch optimiser; when a GPU runs out of memory it goes on upon the CPU.

    Args:
        seed: of dropout, where the network has some.
        teaching: who teach it, if somebody does.
    """

    def __init__(
        self,
        architecture: Architecture,
        weights: Weights,
        normalisation: InputNormalisation,
        recipe: Recipe,
        device: Device,
        seed: int,
        *,
        teaching: Teaching | None = None,
    ) -> None:
        self.device, self.fallback = device, ""
        self._normalisation, self._recipe = normalisation, recipe
        self._network = Network(architecture)
        self._network.load_weights(weights)
        self._optimiser = make_optimiser(recipe, self._network)
        self._average = Average(self._network, recipe.average) if recipe.average else None
        self._teachers = Teachers(teaching) if teaching is not None else None
        torch.manual_seed(seed)
        self._within_memory(lambda: self._move_to(self.device))

    def begin_epoch(self, pictures: Pictures) -> None:
        """Nothing to do."""

    def learn(self, batch: Pictures, rate: float) -> tuple[float, int]:
        """One step of the optimiser."""
        set_rate(self._optimiser, rate)
        return self._within_memory(lambda: self._step(batch, rate))

    def weights(self) -> Weights:
        """A snapshot of all parameters on the CPU."""
        return self._result.weights()

    def validate(self, pictures: Pictures) -> Evaluation:
        """How good the network is, measured on its device."""
        *_, whole = self._within_memory(lambda: list(evaluate(self._result, self._normalisation, pictures)))
        return whole

    def _step(self, batch: Pictures, rate: float) -> tuple[float, int]:
        set_rate(self._optimiser, rate)
        architecture = self._network.architecture
        network_input = self._tensor(self._normalisation.network_input(batch.images, architecture.input_shape))
        labels = self._tensor(batch.labels.astype(np.int64))
        self._network.train()
        scores = self._network(network_input)
        loss = batch_loss(self._recipe, scores, labels, distances=architecture.answers_with_distances)
        if self._teachers is not None:
            loss = self._teachers.loss(loss, batch.images, scores)
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        if self._average is not None:
            self._average.follow(self._network)
        return float(loss.detach()), int(right_answers(self._recipe, scores.detach(), labels).sum())

    def _within_memory(self, work: Callable[[], Result]) -> Result:
        """Do the work; when a GPU has no memory left for it, move to the CPU and do it there."""
        try:
            return work()
        except RuntimeError as error:
            if self.device.is_cpu or not is_out_of_memory(error):
                raise
        sentence = tr("{device} ran out of memory; the training goes on upon the CPU.")
        self.fallback = sentence.format(device=self.device.title)
        self._move_to_cpu()
        return work()

    def _move_to_cpu(self) -> None:
        """Take network and optimiser, with what it remembers of earlier steps, off a GPU that is full."""
        state = self._optimiser.state_dict()
        self.device = CPU
        self._move_to(CPU)
        self._optimiser = make_optimiser(self._recipe, self._network)
        self._optimiser.load_state_dict(state)

    def _move_to(self, device: Device) -> None:
        self._network.to(device.id)
        if self._average is not None:
            self._average.network.to(device.id)
        if self._teachers is not None:
            self._teachers.networks.to(device.id)

    @property
    def _result(self) -> Network:
        """What the training has made so far."""
        return self._network if self._average is None else self._average.network

    def _tensor(self, values: npt.NDArray[Any]) -> Tensor:
        return torch.from_numpy(values).to(self.device.id)


class DiagonalLearner:
    """Stochastic diagonal Levenberg-Marquardt on the CPU."""

    def __init__(
        self,
        architecture: Architecture,
        weights: Weights,
        normalisation: InputNormalisation,
        recipe: Recipe,
        seed: int,
    ) -> None:
        self.device, self.fallback = CPU, ""
        self._architecture, self._normalisation, self._recipe = architecture, normalisation, recipe
        self._network = DiagonalNetwork(architecture, weights, recipe, seed=seed)
        self._random = np.random.default_rng([seed, 5])

    def begin_epoch(self, pictures: Pictures) -> None:
        """Measure the second derivatives on some of the pictures; they hold for the whole pass."""
        count = min(self._recipe.curvature_pictures, len(pictures))
        some = pictures.take(self._random.choice(len(pictures), count, replace=False))
        self._network.measure_curvature(self._input(some), some.labels)

    def learn(self, batch: Pictures, rate: float) -> tuple[float, int]:
        """A step for each picture in turn."""
        loss, right = self._network.learn(self._input(batch), batch.labels, rate)
        return loss / len(batch), right

    def weights(self) -> Weights:
        """A snapshot of all parameters."""
        return self._network.weights()

    def validate(self, pictures: Pictures) -> Evaluation:
        """How good the network is."""
        *_, whole = evaluate_weights(self._architecture, self.weights(), self._normalisation, pictures)
        return whole

    def _input(self, pictures: Pictures) -> npt.NDArray[np.float32]:
        return self._normalisation.network_input(pictures.images, self._architecture.input_shape)
