"""The training loop: a plain generator that yields a report after every step."""

import math
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.data.augmentation import random_affine
from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Weights
from lenet_app.networks.network_input import InputNormalisation
from lenet_app.networks.recipe import Augmentation, Recipe
from lenet_app.training.devices import is_out_of_memory
from lenet_app.training.evaluation import Evaluation, evaluate
from lenet_app.training.optimisers import learning_rate, make_optimiser
from lenet_app.training.reports import CPU, BatchReport, Device, DeviceReport, EndReport, EpochReport, Report

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class TrainingRequest:
    """Everything that a training depends on.

    The same request gives the same weights on the CPU as long as torch, NumPy and the thread count stay the same.

    Args:
        weights: where to start; see `networks.build.initial_weights` for new ones.
        validation: the hold-out that decides which epoch is best; None takes the last.
        seed: of the order of the pictures and their variations.
    """

    architecture: Architecture
    weights: Weights
    normalisation: InputNormalisation
    recipe: Recipe
    training: Pictures
    validation: Pictures | None
    device: Device
    seed: int


def train(request: TrainingRequest) -> Generator[Report, bool | None, None]:
    """Train, yielding a report after every batch and every epoch, and an `EndReport` last.

    To stop, send True in place of taking the next report, whichever it would be: the run ends at once, and what the
    `send` returns is the `EndReport` with the best weights so far.

    When a GPU runs out of memory the run goes on upon the CPU and says so with a `DeviceReport`.

    Raises:
        UserError: the loss ran away before there was an epoch to keep (where there is one, the run ends with it), or
            the pictures do not fit the network.
    """
    run = _Run(request)
    for report in run.reports():
        if (yield report):
            break
    yield run.end_report()


@dataclass
class _Clock:
    """Counts seconds of work; the time between a yield and the next step, a pause included, does not count."""

    seconds: float = 0.0
    _since: float = field(default=0.0)

    def start(self) -> None:
        self._since = time.perf_counter()

    def stop(self) -> None:
        self.seconds += time.perf_counter() - self._since


@dataclass(frozen=True, eq=False)
class _Kept:
    """The weights of an epoch that the run can end with, and how good they are: accuracy, then less loss."""

    rank: tuple[float, float]
    epoch: int
    weights: Weights


class _Run:
    """The state of one training between two reports."""

    def __init__(self, request: TrainingRequest) -> None:
        self.request = request
        self.device = request.device
        self.network = Network(request.architecture)
        self.network.load_weights(request.weights)
        self.optimiser = make_optimiser(request.recipe, self.network)
        self.fallback = ""
        self._within_memory(lambda: self.network.to(self.device.id))
        self.random = np.random.default_rng([request.seed, 3])
        self.clock = _Clock()
        self.per_epoch = -(-len(request.training) // request.recipe.batch_size)
        self.epoch = self.batch = self.images = self.epochs_done = 0
        self.told: Device | None = None
        self.kept: _Kept | None = None
        self.fault = ""

    def reports(self) -> Iterator[Report]:
        """Every report but the last; they end early, with a fault, where the loss runs away."""
        yield from self._device_news()
        for epoch in range(1, self.request.recipe.epochs + 1):
            self.begin_epoch(epoch)
            for batch in self.batches():
                self.step(batch)
                yield from self._device_news()
                if not math.isfinite(self.loss_sum):
                    self.fault = self._divergence()
                    return
                yield self.batch_report()
            report = self.end_epoch()
            yield from self._device_news()
            if self.fault:
                return
            yield report

    def begin_epoch(self, epoch: int) -> None:
        self.epoch, self.batch = epoch, 0
        self.seen, self.loss_sum, self.right = 0, 0.0, 0
        self.epoch_began = self.clock.seconds

    def batches(self) -> Iterator[Pictures]:
        """The training pictures in a new random order, batch by batch, varied as the recipe says."""
        order = self.random.permutation(len(self.request.training))
        size = self.request.recipe.batch_size
        for start in range(0, len(order), size):
            self.clock.start()
            batch = self.request.training.take(order[start : start + size])
            if self.request.recipe.augmentation is Augmentation.AFFINE:
                batch = Pictures(random_affine(batch.images, self.random), batch.labels)
            yield batch

    def step(self, batch: Pictures) -> None:
        """Learn one batch."""
        loss, right = self._within_memory(lambda: self._learn(batch))
        self.clock.stop()
        self.batch += 1
        self.images += len(batch)
        self.seen += len(batch)
        self.loss_sum += loss * len(batch)
        self.right += right

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

    def _device_news(self) -> Iterator[DeviceReport]:
        """A report when the device is another one than was told last, so at the start too."""
        if self.told is not self.device:
            self.told = self.device
            yield DeviceReport(self.device, self.fallback)

    def _learn(self, batch: Pictures) -> tuple[float, int]:
        """One step of the optimiser: the batch's mean loss, and how many answers were right."""
        done = (self.epoch - 1) * self.per_epoch + self.batch
        rate = learning_rate(self.request.recipe, done / (self.per_epoch * self.request.recipe.epochs))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        shape = self.request.architecture.input_shape
        network_input = self._tensor(self.request.normalisation.network_input(batch.images, shape))
        labels = self._tensor(batch.labels.astype(np.int64))
        self.network.train()
        scores = self.network(network_input)
        loss = functional.cross_entropy(scores, labels)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        return float(loss.detach()), int((scores.detach().argmax(dim=1) == labels).sum())

    def _tensor(self, values: npt.NDArray[Any]) -> Tensor:
        return torch.from_numpy(values).to(self.device.id)

    def _move_to_cpu(self) -> None:
        """Take network and optimiser, with what it remembers of earlier steps, off a GPU that is full."""
        state = self.optimiser.state_dict()
        self.device = CPU
        self.network.to(CPU.id)
        self.optimiser = make_optimiser(self.request.recipe, self.network)
        self.optimiser.load_state_dict(state)

    def batch_report(self) -> BatchReport:
        seconds = self.clock.seconds
        total = len(self.request.training) * self.request.recipe.epochs
        return BatchReport(
            epoch=self.epoch,
            epochs=self.request.recipe.epochs,
            batch=self.batch,
            batches=self.per_epoch,
            loss=self.loss_sum / self.seen,
            accuracy=self.right / self.seen,
            images_per_second=self.images / seconds,
            seconds=seconds,
            seconds_left=seconds / self.images * (total - self.images),
        )

    def end_epoch(self) -> EpochReport:
        self.clock.start()
        seconds = self.clock.seconds - self.epoch_began
        weights = self.network.weights()
        validation = self._within_memory(self._validate)
        if _are_finite(weights):
            self.epochs_done = self.epoch
            self._keep(weights, validation)
        else:
            self.fault = self._divergence()
        self.clock.stop()
        return EpochReport(
            epoch=self.epoch,
            epochs=self.request.recipe.epochs,
            train_loss=self.loss_sum / self.seen,
            train_accuracy=self.right / self.seen,
            validation_loss=None if validation is None else validation.loss,
            validation_accuracy=None if validation is None else validation.accuracy,
            seconds=seconds,
            images_per_second=self.seen / seconds,
            weights=weights,
        )

    def _validate(self) -> Evaluation | None:
        if self.request.validation is None:
            return None
        *_, whole = evaluate(self.network, self.request.normalisation, self.request.validation)
        return whole

    def _keep(self, weights: Weights, validation: Evaluation | None) -> None:
        """Keep the best epoch by the hold-out; without one, the last."""
        rank = (0.0, 0.0) if validation is None else (validation.accuracy, -validation.loss)
        if self.kept is None or validation is None or rank > self.kept.rank:
            self.kept = _Kept(rank, self.epoch, weights)

    def end_report(self) -> EndReport:
        """How the run ended.

        Raises:
            UserError: the loss ran away, and there is no epoch whose weights could be kept.
        """
        weights: Weights = self.network.weights()
        epoch = self.epoch
        if not _are_finite(weights):
            self.fault = self._divergence()
        if self.fault and self.kept is None:
            raise UserError(self.fault)
        if self.kept is not None and (self.fault or self.request.validation is not None):
            if not self.fault and self.epochs_done < self.epoch:
                # Stopped within an epoch: what it has learned so far may be the best.
                self._keep(weights, self._within_memory(self._validate))
            weights, epoch = self.kept.weights, self.kept.epoch
        if not self.images:
            epoch = 0
        stopped = self.epochs_done < self.request.recipe.epochs
        return EndReport(weights, epoch, stopped, self.clock.seconds, self.device, self.fault)

    def _divergence(self) -> str:
        sentence = tr("The loss is no longer a number in epoch {epoch}: the learning rate {rate} is too high.")
        return sentence.format(epoch=self.epoch, rate=self.request.recipe.learning_rate)


def _are_finite(weights: Weights) -> bool:
    return all(bool(np.isfinite(weight).all()) for weight in weights.values())
