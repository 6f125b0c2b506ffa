"""What learns a batch: a network in torch under its optimiser, or one picture at a time by Levenberg-Marquardt."""

from collections.abc import Callable
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from lenet_app.data.pictures import Pictures
from lenet_app.language import tr
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Weights
from lenet_app.networks.recipe import Optimiser
from lenet_app.randomness import Purpose, number_for, random_for
from lenet_app.training.engine.averaging import Average
from lenet_app.training.engine.device_pictures import DeviceNormalisation, DevicePictures, labels_on_device, on_device
from lenet_app.training.engine.devices import is_out_of_memory
from lenet_app.training.engine.diagonal.network import DiagonalNetwork
from lenet_app.training.engine.distillation import Teachers
from lenet_app.training.engine.evaluation import Evaluation, evaluate, evaluate_weights
from lenet_app.training.engine.losses import batch_loss, right_answers
from lenet_app.training.engine.optimisers import make_optimiser, optimiser_state, restore_optimiser, set_rate
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.engine.sampling import Batch
from lenet_app.training.reports import CPU, Device
from lenet_app.training.state import Arrays

Result = TypeVar("Result")

_NETWORK, _AVERAGE, _OPTIMISER, _AVERAGED = "network/", "average/", "optimiser/", "averaged"


class Learner(Protocol):
    """A network that learns the pictures of a request, and the device that it is on."""

    device: Device
    fallback: str
    """Why the device is another one than was asked for; empty while it is not."""

    def begin_epoch(self, epoch: int) -> None:
        """Get ready for a pass over the training pictures, from 1."""

    def learn(self, batch: Batch, rate: float) -> None:
        """Learn a batch."""

    def figures(self) -> tuple[float, int]:
        """The summed loss of what was learned since the last call, and how many answers were right.

        Each answer is from before the step that learned it. A GPU has to be waited for.
        """

    def weights(self) -> Weights:
        """A snapshot of all parameters."""

    def validate(self) -> Evaluation:
        """How good the network is on the hold-out, which the request has."""

    def state(self) -> Arrays:
        """A copy of all that learning has changed."""

    def restore(self, state: Arrays) -> None:
        """Go on from the `state` of a learner of the same request.

        Raises:
            KeyError: a part of it is missing.
        """


def make_learner(request: TrainingRequest) -> Learner:
    """What learns as the recipe's optimiser says."""
    is_diagonal = request.recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT
    return DiagonalLearner(request) if is_diagonal else BatchLearner(request)


class BatchLearner:
    """Steps of a torch optimiser; when a GPU runs out of memory it goes on upon the CPU."""

    def __init__(self, request: TrainingRequest) -> None:
        self.device, self.fallback = request.device, ""
        self._request, architecture = request, request.architecture
        self._normalisation = DeviceNormalisation(request.normalisation, architecture.input_shape)
        self._network = Network(architecture)
        self._network.load_weights(request.weights)
        self._optimiser = make_optimiser(request.recipe, self._network)
        self._average = Average(self._network, request.recipe.average) if request.recipe.average else None
        self._teachers = Teachers(request.teaching) if request.teaching is not None else None
        self._figures = torch.zeros(2)
        """The loss and the right answers that `figures` has not handed out yet."""
        self._within_memory(lambda: self._move_to(self.device))

    def begin_epoch(self, epoch: int) -> None:
        """Nothing to do."""

    def learn(self, batch: Batch, rate: float) -> None:
        """One step of the optimiser."""
        self._within_memory(lambda: self._step(batch, rate))

    def figures(self) -> tuple[float, int]:
        """Of all batches since the last call."""
        loss, right = self._figures.tolist()
        self._figures.zero_()
        return loss, int(right)

    def weights(self) -> Weights:
        """A snapshot of all parameters on the CPU."""
        return self._result.weights()

    def validate(self) -> Evaluation:
        """How good the network is on the hold-out, measured on its device."""
        return self._within_memory(self._validated)

    def state(self) -> Arrays:
        """Weights, what the optimiser remembers, and the average."""
        arrays = {_NETWORK + name: weight for name, weight in self._network.weights().items()}
        arrays |= {_OPTIMISER + name: array for name, array in optimiser_state(self._optimiser).items()}
        if self._average is not None:
            arrays |= {_AVERAGE + name: weight for name, weight in self._average.network.weights().items()}
            arrays[_AVERAGED] = np.array(self._average.steps)
        return arrays

    def restore(self, state: Arrays) -> None:
        """Take back weights, what the optimiser remembered, and the average."""
        self._network.load_weights(_below(state, _NETWORK))
        restore_optimiser(self._optimiser, _below(state, _OPTIMISER))
        if self._average is not None:
            self._average.network.load_weights(_below(state, _AVERAGE))
            self._average.steps = int(state[_AVERAGED])

    def _step(self, batch: Batch, rate: float) -> None:
        set_rate(self._optimiser, rate)
        recipe, distances = self._request.recipe, self._request.architecture.answers_with_distances
        images, labels = self._taken(batch)
        key = number_for(self._request.seed, Purpose.DROPOUT, batch.epoch, batch.number)
        scores = self._network(self._normalisation.network_input(images), self._random.manual_seed(key))
        loss = batch_loss(recipe, scores, labels, distances=distances)
        if self._teachers is not None:
            loss = self._teachers.loss(loss, images, scores)
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        if self._average is not None:
            self._average.follow(self._network)
        right = right_answers(recipe, scores.detach(), labels).sum()
        self._figures += torch.stack([loss.detach() * len(batch), right])

    def _taken(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Pictures and labels of a batch, on the device."""
        match batch.content:
            case Pictures(images=images, labels=labels):
                return on_device(images, self.device.id), labels_on_device(labels, self.device.id)
            case indices:
                return self._training.take(indices)

    def _validated(self) -> Evaluation:
        assert self._validation is not None
        *_, whole = evaluate(self._result, self._request.normalisation, self._validation)
        return whole

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
        self._optimiser = make_optimiser(self._request.recipe, self._network)
        self._optimiser.load_state_dict(state)

    def _move_to(self, device: Device) -> None:
        self._network.to(device.id)
        if self._average is not None:
            self._average.network.to(device.id)
        if self._teachers is not None:
            self._teachers.networks.to(device.id)
        self._random = torch.Generator(device.id)
        self._figures = self._figures.to(device.id)
        validation = self._request.validation
        self._training = DevicePictures(self._request.training, device.id)
        self._validation = None if validation is None else DevicePictures(validation, device.id)

    @property
    def _result(self) -> Network:
        """What the training has made so far."""
        return self._network if self._average is None else self._average.network


class DiagonalLearner:
    """Stochastic diagonal Levenberg-Marquardt on the CPU."""

    def __init__(self, request: TrainingRequest) -> None:
        self.device, self.fallback = CPU, ""
        self._request = request
        self._network = DiagonalNetwork(request.architecture, request.weights, request.recipe)
        self._loss, self._right = 0.0, 0

    def begin_epoch(self, epoch: int) -> None:
        """Measure the second derivatives on some of the pictures; they hold for the whole pass."""
        pictures = self._request.training
        count = min(self._request.recipe.curvature_pictures, len(pictures))
        random = random_for(self._request.seed, Purpose.CURVATURE, epoch)
        some = pictures.take(random.choice(len(pictures), count, replace=False))
        self._network.measure_curvature(self._input(some), some.labels)

    def learn(self, batch: Batch, rate: float) -> None:
        """A step for each picture in turn."""
        content = batch.content
        pictures = content if isinstance(content, Pictures) else self._request.training.take(content)
        random = random_for(self._request.seed, Purpose.DROPOUT, batch.epoch, batch.number)
        loss, right = self._network.learn(self._input(pictures), pictures.labels, rate, random)
        self._loss, self._right = self._loss + loss, self._right + right

    def figures(self) -> tuple[float, int]:
        """Of all pictures since the last call."""
        figures, self._loss, self._right = (self._loss, self._right), 0.0, 0
        return figures

    def weights(self) -> Weights:
        """A snapshot of all parameters."""
        return self._network.weights()

    def validate(self) -> Evaluation:
        """How good the network is on the hold-out."""
        request = self._request
        assert request.validation is not None
        *_, whole = evaluate_weights(request.architecture, self.weights(), request.normalisation, request.validation)
        return whole

    def state(self) -> Arrays:
        """Weights and second derivatives."""
        return self._network.state()

    def restore(self, state: Arrays) -> None:
        """Take back weights and second derivatives."""
        self._network.restore(state)

    def _input(self, pictures: Pictures) -> npt.NDArray[np.float32]:
        return self._request.normalisation.network_input(pictures.images, self._request.architecture.input_shape)


def _below(state: Arrays, prefix: str) -> Arrays:
    """The arrays whose names begin so, under the rest of their names."""
    return {name.removeprefix(prefix): array for name, array in state.items() if name.startswith(prefix)}
