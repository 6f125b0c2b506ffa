"""The training loop: a plain generator that yields a report after every step."""

import math
import time
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from lenet_app.data.stored import UnreadableError
from lenet_app.errors import UserError
from lenet_app.language import tr, trn
from lenet_app.networks.forward import Weights
from lenet_app.training.changes import Change, Wish
from lenet_app.training.engine.batch import Batch
from lenet_app.training.engine.evaluation import Evaluation
from lenet_app.training.engine.group import Group
from lenet_app.training.engine.learners import make_learner
from lenet_app.training.engine.optimisers import learning_rate
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.engine.rows.measuring import RowEvaluation
from lenet_app.training.engine.sampling import batches_of
from lenet_app.training.engine.watching import DeadUnits
from lenet_app.training.length import Length
from lenet_app.training.reports import (
    BatchReport,
    ChangeReport,
    Device,
    DeviceReport,
    EndReport,
    EpochReport,
    LayerFigures,
    Report,
)
from lenet_app.training.state import KeptEpoch, Progress, RunState

_SECONDS_UNSEEN, _BATCHES_UNSEEN = 0.05, 100
"""After so long, and at last after so many batches, the learner is asked for its loss: a GPU has to be waited for."""
_SECONDS_UNMEASURED = 0.5
"""After so long the figures of the layers are measured anew."""


def train(request: TrainingRequest, state: RunState | None = None) -> Generator[Report, Wish, None]:
    """Train; see `Training.reports`."""
    yield from Training(request, state).reports()


@dataclass
class _Clock:
    """Counts seconds of work; the time between a yield and the next step, a pause included, does not count."""

    seconds: float = 0.0
    _since: float = field(default=0.0)

    def start(self) -> None:
        self._since = time.perf_counter()

    def stop(self) -> None:
        self.seconds += time.perf_counter() - self._since


class Training:
    """One training.

    Args:
        request: everything that it depends on.
        state: where an earlier training of the same request was, to go on from there; None begins.
        group: the processes that train together, all of the same request and state; None trains alone.

    Raises:
        KeyError: the state is of another request.
        UserError: several processes cannot do this training.
    """

    def __init__(self, request: TrainingRequest, state: RunState | None = None, group: Group | None = None) -> None:
        self._request, self._group = request, group or Group()
        self._learner = make_learner(request, self._group)
        self._length = self._planned = Length.of(request.recipe, len(request.training))
        """With the epochs that were added so far, and without: marks and points stay where they are."""
        self._recipe = request.recipe
        """With the changes so far."""
        self._changes, self._to_come = list[Change](), deque(request.changes)
        self._sampler = batches_of(request, self._length.batch_size)
        self._at, self._kept = Progress(), None if state is None else state.kept
        if state is not None:
            self._learner.restore(state.learner)
            self._at = state.progress
        self._clock = _Clock(self._at.seconds)
        self._told = self._at.seen
        """How many pictures of the epoch the loss and the right answers tell of."""
        self._unseen, self._seen_at = 0, 0.0
        """Batches since the learner was last asked for them, and when that was."""
        self._pace = 1
        """After how many batches a group asks for them."""
        self._dead, self._measured_at = DeadUnits(request), -math.inf
        self._rate, self._layers = 0.0, tuple[LayerFigures, ...]()
        self._is_stop_wanted = self._is_stop_agreed = False
        """In this process; in all of them."""
        self._device: Device | None = None
        self._fault, self._ran_away = "", False

    def state(self) -> RunState:
        """Where the training is; to be asked for between two reports, on the thread that takes them.

        In a group it is to be asked for after the report of an epoch only, of one process or several.
        """
        self._see()
        return RunState(replace(self._at, seconds=self._clock.seconds), self._learner.state(), self._kept)

    def reports(self) -> Generator[Report, Wish, None]:
        """Train, yielding a report after every batch and every epoch, and an `EndReport` last.

        To stop, send True in place of taking the next report, whichever it would be: the run ends at once, and what the
        `send` returns is the `EndReport` with the best weights so far. In a group all processes end after the same
        batch, once one has sent True; that is agreed with the figures, so it may be some batches later.

        To change the run, send a Change: a `ChangeReport` comes next, and then what would have come. Changes count from
        the next step on. A group takes none.

        When a GPU runs out of memory the run goes on upon the CPU and says so with a `DeviceReport`.

        Raises:
            UserError: the loss ran away before there was an epoch to keep (where there is one, the run ends with it),
                the pictures do not fit the network, or not one batch of them could be read.
        """
        for report in self._reports():
            wish = yield report
            while isinstance(wish, Change) and self._group.size == 1:
                wish = yield self._taken(wish)
            self._is_stop_wanted = wish is True or self._is_stop_wanted
            if self._is_stop_agreed or (self._is_stop_wanted and self._group.size == 1):
                break
        yield self._end_report()

    def _reports(self) -> Iterator[Report]:
        """Every report but the last; they end early, with a fault, where the loss runs away or reading fails."""
        try:
            yield from self._epochs()
        except UnreadableError as error:
            self._fault = str(error)

    def _epochs(self) -> Iterator[Report]:
        yield from self._device_news()
        while self._goes_on():
            epoch = self._at.epochs_done + 1
            if self._at.epoch != epoch:
                self._begin_epoch(epoch)
            while self._at.batch < self._length.batches(epoch):
                self._step(epoch, self._at.batch)
                yield from self._device_news()
                if not math.isfinite(self._at.loss_sum):
                    self._run_away()
                    return
                yield self._batch_report()
            report = self._end_epoch()
            yield from self._device_news()
            if self._fault:
                return
            yield report

    def _goes_on(self) -> bool:
        """Whether there is an epoch to come."""
        self._change_what_is_due()
        return self._at.epochs_done < self._length.epochs and not self._why_enough()

    def _why_enough(self) -> str:
        """Why the recipe ends the run after this epoch, in a sentence; empty where it, or somebody, has it go on."""
        kept, at, recipe = self._kept, self._at, self._request.recipe
        if kept is None or self._request.validation is None or at.epoch != at.epochs_done:
            return ""
        if any(change.epochs and change.step >= self._steps_done for change in self._changes):
            return ""
        if recipe.target and kept.rank[0] >= recipe.target:
            sentence = tr("Epoch {epoch} reached the target: {right:.2f} % of the hold-out are right.")
            return sentence.format(epoch=kept.epoch, right=100 * kept.rank[0])
        if recipe.patience and at.epochs_done - kept.epoch >= recipe.patience:
            sentence = trn(
                "Epoch {epoch} is still the best, {count} epoch later.",
                "Epoch {epoch} is still the best, {count} epochs later.",
                recipe.patience,
            )
            return sentence.format(epoch=kept.epoch, count=recipe.patience)
        return ""

    @property
    def _steps_done(self) -> int:
        """Batches of the run that are learned."""
        return max(0, self._at.epoch - 1) * self._length.per_epoch + self._at.batch

    def _taken(self, wish: Change) -> ChangeReport:
        """Change the run from the next step on."""
        change = replace(wish, step=self._steps_done)
        self._change(change)
        return ChangeReport(change, self._length.epochs)

    def _change_what_is_due(self) -> None:
        """Follow the changes that the request knows of."""
        while self._to_come and self._to_come[0].step <= self._steps_done:
            self._change(self._to_come.popleft())

    def _change(self, change: Change) -> None:
        self._changes.append(change)
        self._length = self._length.longer(change.epochs)
        if change.learning_rate is not None:
            self._recipe = replace(self._recipe, learning_rate=change.learning_rate)

    def _begin_epoch(self, epoch: int) -> None:
        at, began = self._at, self._clock.seconds
        self._at = Progress(epoch, epochs_done=at.epochs_done, images=at.images, epoch_began=began)
        self._clock.start()
        self._learner.begin_epoch(epoch)
        self._clock.stop()

    def _step(self, epoch: int, number: int) -> None:
        """Learn one batch, varied as the recipe says."""
        self._change_what_is_due()
        self._clock.start()
        length = self._length
        done = (epoch - 1) * length.per_epoch + number
        self._rate = learning_rate(self._recipe, step=done, per_epoch=length.per_epoch, steps=length.steps)
        batch = self._sampler.batch(epoch, number)
        self._layers = self._learn(batch, measures=number + 1 == length.batches(epoch))
        at = self._at
        self._at = replace(at, batch=number + 1, images=at.images + len(batch), seen=at.seen + len(batch))
        self._unseen += 1
        if self._is_asked_for(done + 1):
            self._see()
        self._clock.stop()

    def _learn(self, batch: Batch, *, measures: bool) -> tuple[LayerFigures, ...]:
        """The figures of the layers, now and then and where they are wanted."""
        now = time.perf_counter()
        measures = measures or now - self._measured_at >= _SECONDS_UNMEASURED
        self._learner.learn(batch, self._rate, measures=measures)
        if not measures:
            return ()
        self._measured_at = now
        return self._learner.layers

    def _is_asked_for(self, step: int) -> bool:
        """Whether loss and right answers are asked for after this step, from 1.

        They are never older than the epoch, and new at each mark and point of the run. A group does not go by the time,
        which differs from process to process.
        """
        length = self._planned
        is_point = step % length.stretch == 0 or step % length.spacing == 0
        if is_point or self._at.batch == self._length.batches(self._at.epoch):
            return True
        if self._group.size > 1:
            return self._unseen >= self._pace
        return self._unseen >= _BATCHES_UNSEEN or time.perf_counter() - self._seen_at >= _SECONDS_UNSEEN

    def _see(self) -> None:
        if not self._unseen:
            return
        loss, right = self._learner.figures()
        now = time.perf_counter()
        if self._group.size > 1:
            loss, right = self._agreed(loss, right, self._unseen / (now - self._seen_at))
        self._at = replace(self._at, loss_sum=self._at.loss_sum + loss, right=self._at.right + right)
        self._told, self._unseen, self._seen_at = self._at.seen, 0, now

    def _agreed(self, loss: float, right: int, speed: float) -> tuple[float, int]:
        """The figures of all processes, which agree on when to ask again, by the speed of the first, and on Stop."""
        wanted = min(max(1.0, _SECONDS_UNSEEN * speed), _BATCHES_UNSEEN)
        own = [loss, right, wanted if self._group.is_first else 0.0, self._is_stop_wanted]
        loss, all_right, pace, stops = self._group.summed(own)
        self._pace, self._is_stop_agreed = round(pace), stops > 0
        return loss, round(all_right)

    def _device_news(self) -> Iterator[DeviceReport]:
        """A report when the device is another one than was told last, so at the start too."""
        if self._device is not self._learner.device:
            self._device = self._learner.device
            yield DeviceReport(self._device, self._learner.fallback)

    def _batch_report(self) -> BatchReport:
        at, length, seconds = self._at, self._length, self._clock.seconds
        return BatchReport(
            epoch=at.epoch,
            epochs=length.epochs,
            batch=at.batch,
            batches=length.batches(at.epoch),
            loss=at.loss_sum / max(self._told, 1),
            accuracy=at.right / max(self._told, 1),
            images_per_second=at.images / seconds,
            images=at.images,
            seconds=seconds,
            seconds_left=max(0.0, seconds / at.images * (length.images - at.images)),
            learning_rate=self._rate,
            layers=self._layers,
            of_rows=self._recipe.learns_rows,
        )

    def _end_epoch(self) -> EpochReport:
        self._clock.start()
        at = self._at
        seconds = self._clock.seconds - at.epoch_began
        weights = self._learner.weights()
        validation = self._validate()
        if _are_finite(weights):
            self._at = replace(at, epochs_done=at.epoch)
            self._keep(weights, validation)
        else:
            self._run_away()
        self._clock.stop()
        return EpochReport(
            epoch=at.epoch,
            epochs=self._length.epochs,
            train_loss=at.loss_sum / at.seen,
            train_accuracy=at.right / at.seen,
            validation_loss=None if validation is None else validation.loss,
            validation_accuracy=None if validation is None else validation.accuracy,
            validation_digits=validation.digits if isinstance(validation, RowEvaluation) else None,
            seconds=seconds,
            images_per_second=at.seen / seconds,
            weights=weights,
            layers=self._layers_with_dead_units(weights),
            of_rows=self._recipe.learns_rows,
        )

    def _layers_with_dead_units(self, weights: Weights) -> tuple[LayerFigures, ...]:
        if not self._group.is_first or not _are_finite(weights):
            return self._layers
        counted = self._dead.counted(weights)
        counts = ((layer, *counted.get(layer.name, (0, 0))) for layer in self._layers)
        return tuple(replace(layer, dead=dead, units=units) for layer, dead, units in counts)

    def _validate(self) -> Evaluation | RowEvaluation | None:
        return None if self._request.validation is None else self._learner.validate()

    def _keep(self, weights: Weights, validation: Evaluation | RowEvaluation | None) -> None:
        """Keep the best epoch by the hold-out; without one, the last."""
        rank = (0.0, 0.0) if validation is None else (validation.accuracy, -validation.loss)
        if self._kept is None or validation is None or rank > self._kept.rank:
            self._kept = KeptEpoch(rank, self._at.epoch, weights)

    def _end_report(self) -> EndReport:
        """How the run ended.

        Raises:
            UserError: the loss ran away, and there is no epoch whose weights could be kept, or nothing could be read.
        """
        at = self._at
        last: Weights = self._learner.weights()
        weights, epoch = last, at.epoch
        if not _are_finite(weights):
            self._run_away()
        if self._fault and self._kept is None and (self._ran_away or not at.images):
            raise UserError(self._fault)
        if self._kept is not None and (self._ran_away or self._request.validation is not None):
            if not self._ran_away and at.epochs_done < at.epoch:
                # Ended within an epoch: what it has learned so far may be the best.
                try:
                    self._keep(weights, self._validate())
                except UnreadableError as error:
                    self._fault = self._fault or str(error)
            weights, epoch = self._kept.weights, self._kept.epoch
        if not at.images:
            epoch = 0
        reason = "" if self._fault else self._why_enough()
        stopped = at.epochs_done < self._length.epochs and not reason
        last = weights if self._ran_away else last
        return EndReport(weights, epoch, stopped, self._clock.seconds, self._learner.device, self._fault, last, reason)

    def _run_away(self) -> None:
        sentence = tr("The loss is no longer a number in epoch {epoch}: the learning rate {rate} is too high.")
        self._fault = sentence.format(epoch=self._at.epoch, rate=self._recipe.learning_rate)
        self._ran_away = True


def _are_finite(weights: Weights) -> bool:
    return all(bool(np.isfinite(weight).all()) for weight in weights.values())
