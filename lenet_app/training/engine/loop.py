"""The training loop: a plain generator that yields a report after every step."""

import math
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

import numpy as np

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Weights
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.training.engine.distillation import Teaching
from lenet_app.training.engine.evaluation import Evaluation
from lenet_app.training.engine.learners import BatchLearner, DiagonalLearner, Learner
from lenet_app.training.engine.optimisers import learning_rate
from lenet_app.training.engine.sampling import Sampler
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport, Device, DeviceReport, EndReport, EpochReport, Report


@dataclass(frozen=True, eq=False)
class TrainingRequest:
    """Everything that a training depends on.

    The same request gives the same weights on the CPU as long as torch, NumPy and the thread count stay the same.

    Args:
        weights: where to start; see `networks.build.initial_weights` for new ones.
        validation: the hold-out that decides which epoch is best; None takes the last.
        seed: of the order of the pictures and their variations.
        teaching: larger models that teach; not with Levenberg-Marquardt.
    """

    architecture: Architecture
    weights: Weights
    normalisation: InputNormalisation
    recipe: Recipe
    training: Pictures
    validation: Pictures | None
    device: Device
    seed: int
    teaching: Teaching | None = None


def make_learner(request: TrainingRequest) -> Learner:
    """What learns as the recipe's optimiser says."""
    parts = (request.architecture, request.weights, request.normalisation, request.recipe)
    if request.recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT:
        return DiagonalLearner(*parts, request.seed)
    return BatchLearner(*parts, request.device, request.seed, teaching=request.teaching)


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
        self.learner = make_learner(request)
        self.sampler = Sampler(request.training, request.recipe, np.random.default_rng([request.seed, 3]))
        self.clock = _Clock()
        self.length = Length.of(request.recipe, len(request.training))
        self.epoch = self.batch = self.images = self.epochs_done = 0
        self.told: Device | None = None
        self.kept: _Kept | None = None
        self.fault = ""

    def reports(self) -> Iterator[Report]:
        """Every report but the last; they end early, with a fault, where the loss runs away."""
        yield from self._device_news()
        for epoch in range(1, self.length.epochs + 1):
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
        self.clock.start()
        self.learner.begin_epoch(self.request.training)
        self.clock.stop()

    def batches(self) -> Iterator[Pictures]:
        """The training pictures in a new random order, batch by batch, varied as the recipe says."""
        batches = self.sampler.epoch(self.length.batch_size)
        for _ in range(self.length.batches(self.epoch)):
            self.clock.start()
            yield next(batches)

    def step(self, batch: Pictures) -> None:
        """Learn one batch."""
        length = self.length
        done = (self.epoch - 1) * length.per_epoch + self.batch
        rate = learning_rate(self.request.recipe, step=done, per_epoch=length.per_epoch, steps=length.steps)
        loss, right = self.learner.learn(batch, rate)
        self.clock.stop()
        self.batch += 1
        self.images += len(batch)
        self.seen += len(batch)
        self.loss_sum += loss * len(batch)
        self.right += right

    def _device_news(self) -> Iterator[DeviceReport]:
        """A report when the device is another one than was told last, so at the start too."""
        if self.told is not self.learner.device:
            self.told = self.learner.device
            yield DeviceReport(self.told, self.learner.fallback)

    def batch_report(self) -> BatchReport:
        seconds = self.clock.seconds
        return BatchReport(
            epoch=self.epoch,
            epochs=self.length.epochs,
            batch=self.batch,
            batches=self.length.batches(self.epoch),
            loss=self.loss_sum / self.seen,
            accuracy=self.right / self.seen,
            images_per_second=self.images / seconds,
            images=self.images,
            seconds=seconds,
            seconds_left=seconds / self.images * (self.length.images - self.images),
        )

    def end_epoch(self) -> EpochReport:
        self.clock.start()
        seconds = self.clock.seconds - self.epoch_began
        weights = self.learner.weights()
        validation = self._validate()
        if _are_finite(weights):
            self.epochs_done = self.epoch
            self._keep(weights, validation)
        else:
            self.fault = self._divergence()
        self.clock.stop()
        return EpochReport(
            epoch=self.epoch,
            epochs=self.length.epochs,
            train_loss=self.loss_sum / self.seen,
            train_accuracy=self.right / self.seen,
            validation_loss=None if validation is None else validation.loss,
            validation_accuracy=None if validation is None else validation.accuracy,
            seconds=seconds,
            images_per_second=self.seen / seconds,
            weights=weights,
        )

    def _validate(self) -> Evaluation | None:
        return None if self.request.validation is None else self.learner.validate(self.request.validation)

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
        last: Weights = self.learner.weights()
        weights, epoch = last, self.epoch
        if not _are_finite(weights):
            self.fault = self._divergence()
        if self.fault and self.kept is None:
            raise UserError(self.fault)
        if self.kept is not None and (self.fault or self.request.validation is not None):
            if not self.fault and self.epochs_done < self.epoch:
                # Stopped within an epoch: what it has learned so far may be the best.
                self._keep(weights, self._validate())
            weights, epoch = self.kept.weights, self.kept.epoch
        if not self.images:
            epoch = 0
        stopped = self.epochs_done < self.length.epochs
        last = weights if self.fault else last
        return EndReport(weights, epoch, stopped, self.clock.seconds, self.learner.device, self.fault, last)

    def _divergence(self) -> str:
        sentence = tr("The loss is no longer a number in epoch {epoch}: the learning rate {rate} is too high.")
        return sentence.format(epoch=self.epoch, rate=self.request.recipe.learning_rate)


def _are_finite(weights: Weights) -> bool:
    return all(bool(np.isfinite(weight).all()) for weight in weights.values())
