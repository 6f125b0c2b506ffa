"""What learns a batch: a network in torch under its optimiser, or one picture at a time by Levenberg-Marquardt.

Rows have a learner of their own, in `rows/`.
"""

from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures, PictureSet
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Weights
from lenet_app.networks.recipe import Optimiser
from lenet_app.randomness import Purpose, random_for
from lenet_app.training.engine.averaging import Average
from lenet_app.training.engine.batch import Batch, Lines
from lenet_app.training.engine.crew import Crew, parts_of, usual_threads
from lenet_app.training.engine.device_pictures import DevicePictures
from lenet_app.training.engine.devices import is_out_of_memory
from lenet_app.training.engine.diagonal.network import DiagonalNetwork
from lenet_app.training.engine.distillation import Teachers
from lenet_app.training.engine.evaluation import Evaluation, evaluate_together, evaluate_weights
from lenet_app.training.engine.group import Group
from lenet_app.training.engine.objective import Answers, Objective
from lenet_app.training.engine.optimisers import make_rule
from lenet_app.training.engine.part_worker import PartWorker
from lenet_app.training.engine.passes.parameters import Parameters, sum_of
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.engine.rows.learner import RowLearner
from lenet_app.training.engine.rows.measuring import RowEvaluation
from lenet_app.training.engine.watching import layer_figures
from lenet_app.training.reports import CPU, Device, LayerFigures
from lenet_app.training.state import Arrays

Result = TypeVar("Result")

_NETWORK, _AVERAGE, _RULE, _AVERAGED = "network/", "average/", "optimiser/", "averaged"


class Learner(Protocol):
    """A network that learns the pictures of a request, and the device that it is on."""

    device: Device
    fallback: str
    """Why the device is another one than was asked for; empty while it is not."""
    layers: tuple[LayerFigures, ...]
    """What was last measured of them."""

    def begin_epoch(self, epoch: int) -> None:
        """Get ready for a pass over the training pictures, from 1."""

    def learn(self, batch: Batch, rate: float, *, measures: bool = False) -> None:
        """Learn a batch; `measures` has the figures of its layers told, as they are before the step."""

    def figures(self) -> tuple[float, int]:
        """The summed loss of what this process learned since the last call, and how many answers were right.

        Each answer is from before the step that learned it. A GPU has to be waited for.
        """

    def weights(self) -> Weights:
        """A snapshot of all parameters."""

    def validate(self) -> Evaluation | RowEvaluation:
        """How good the network is on the hold-out, which the request has."""

    def state(self) -> Arrays:
        """A copy of all that learning has changed."""

    def restore(self, state: Arrays) -> None:
        """Go on from the `state` of a learner of the same request.

        Raises:
            KeyError: a part of it is missing.
        """


def make_learner(request: TrainingRequest, group: Group | None = None) -> Learner:
    """What learns as the recipe's optimiser says.

    Raises:
        UserError: that learns in one process only.
    """
    is_alone = group is None or group.size == 1
    if request.recipe.learns_rows:
        if not is_alone:
            raise UserError(tr("Rows of digits are learned in one process."))
        return RowLearner(request)
    if request.recipe.optimiser is not Optimiser.LEVENBERG_MARQUARDT:
        return BatchLearner(request, group)
    if not is_alone:
        raise UserError(tr("Levenberg-Marquardt learns one picture at a time, which several processes cannot share."))
    return DiagonalLearner(request)


class BatchLearner:
    """Steps of an update rule; when a GPU runs out of memory it goes on upon the CPU.

    Of every batch each process of a group computes its share. Their gradients are added up, and all take the same step.
    """

    def __init__(self, request: TrainingRequest, group: Group | None = None) -> None:
        self.device, self.fallback = request.device, ""
        self.layers: tuple[LayerFigures, ...] = ()
        self._request, self._group = request, group or Group()
        self._answers: list[Answers] = []
        """What `figures` has not told of yet."""
        self._within_memory(lambda: self._move_to(self.device, request.weights))

    def begin_epoch(self, epoch: int) -> None:
        """Have the weights of the group's first process: on other processors rounding may differ."""
        self._group.spread(self._parameters.vector)

    def learn(self, batch: Batch, rate: float, *, measures: bool = False) -> None:
        """One step of the rule."""
        answers = self._within_memory(lambda: self._gradient(batch))
        gradient = self._gradients.vector
        self._group.add_up(gradient)
        if measures:
            self.layers = layer_figures(self._request.architecture, self._parameters, self._gradients)
        self._rule.step(self._parameters.vector, gradient, rate)
        if self._average is not None:
            self._average.follow(self._parameters.vector)
        self._answers += answers

    def figures(self) -> tuple[float, int]:
        """Of all batches since the last call."""
        answers, self._answers = self._answers, []
        return self._objective.figures(answers)

    def weights(self) -> Weights:
        """A snapshot of all parameters on the CPU."""
        return self._result.weights()

    def validate(self) -> Evaluation:
        """How good the network is on the hold-out, measured on its device."""
        return self._within_memory(self._validated)

    def state(self) -> Arrays:
        """Weights, what the rule remembers, and the average."""
        arrays = {_NETWORK + name: weight for name, weight in self._parameters.weights().items()}
        arrays |= {_RULE + name: array for name, array in self._rule.state().items()}
        if self._average is not None:
            arrays |= {_AVERAGE + name: weight for name, weight in self._average.parameters.weights().items()}
            arrays[_AVERAGED] = np.array(self._average.steps)
        return arrays

    def restore(self, state: Arrays) -> None:
        """Take back weights, what the rule remembered, and the average."""
        self._parameters.load(_below(state, _NETWORK))
        self._rule.restore(_below(state, _RULE))
        if self._average is not None:
            self._average.parameters.load(_below(state, _AVERAGE))
            self._average.steps = int(state[_AVERAGED])

    def _gradient(self, batch: Batch) -> list[Answers]:
        """Compute the gradient of a batch's loss by this process's parts, and return what the network answered."""
        shares = [self._parts_of(share) for share in self._group.shares(len(batch))]
        before, count = sum(map(len, shares[: self._group.rank])), len(shares[self._group.rank])
        if not count:
            self._gradients.vector.zero_()
            return []
        self._hire(count)
        workers, parts = self._workers[:count], list(chain(*shares))
        tasks = [partial(worker.pass_over, batch, before + k, parts) for k, worker in enumerate(workers)]
        answers = self._crew.run(tasks)
        sum_of([worker.gradients.vector for worker in workers], out=self._gradients.vector)
        return answers

    def _parts_of(self, share: slice) -> list[slice]:
        """The parts in which a share of a batch is computed, none of an empty one."""
        count = share.stop - share.start
        if not self.device.is_cpu or not count:
            return [share] if count else []
        return [slice(share.start + part.start, share.start + part.stop) for part in parts_of(count)]

    def _hire(self, count: int) -> None:
        """Have a worker for each part; they keep their room from batch to batch."""
        while len(self._workers) < count:
            facts = (self._request, self._parameters, self._training, self._objective, self._teachers)
            self._workers.append(PartWorker(*facts, device=self.device.id))

    def _validated(self) -> Evaluation:
        assert self._validation is not None
        network = Network(self._request.architecture)
        network.load_weights(self._result.weights())
        network.to(self.device.id)
        return evaluate_together(network, self._request.normalisation, self._validation, self._crew, self._group)

    def _within_memory(self, work: Callable[[], Result]) -> Result:
        """Do the work; when a GPU has no memory left for it, move to the CPU and do it there."""
        try:
            return work()
        except RuntimeError as error:
            if self.device.is_cpu or not is_out_of_memory(error):
                raise
            if self._group.size > 1:
                sentence = tr("{device} ran out of memory, and one of several processes cannot go on upon the CPU.")
                raise UserError(sentence.format(device=self.device.title)) from error
        sentence = tr("{device} ran out of memory; the training goes on upon the CPU.")
        self.fallback = sentence.format(device=self.device.title)
        self._move_to_cpu()
        return work()

    def _move_to_cpu(self) -> None:
        """Take all that was learned off a GPU that is full."""
        has_begun = hasattr(self, "_rule")
        state = self.state() if has_begun else {}
        self.device = CPU
        self._move_to(CPU, self._request.weights)
        if has_begun:
            self.restore(state)

    def _move_to(self, device: Device, weights: Weights) -> None:
        request = self._request
        self._parameters = Parameters(request.architecture, device.id)
        self._parameters.load(weights)
        self._gradients = Parameters(request.architecture, device.id)
        share = request.recipe.average
        self._average = Average(request.architecture, self._parameters, share, device.id) if share else None
        self._teachers = Teachers(request.teaching) if request.teaching is not None else None
        if self._teachers is not None:
            self._teachers.networks.to(device.id)
        self._objective = Objective(request, device.id)
        self._training = DevicePictures(request.training, device.id)
        self._validation = None if request.validation is None else self._shared_out(request.validation, device)
        self._workers: list[PartWorker] = []
        threads = request.threads or usual_threads(self._group.neighbours)
        self._crew = Crew(threads if device.is_cpu else 1)
        self._rule = make_rule(request.recipe, request.architecture, device.id)

    def _shared_out(self, pictures: PictureSet, device: Device) -> DevicePictures:
        """This process's share of pictures."""
        if self._group.size > 1:
            pictures = pictures.part(np.arange(len(pictures))[self._group.shares(len(pictures))[self._group.rank]])
        return DevicePictures(pictures, device.id)

    @property
    def _result(self) -> Parameters:
        """What the training has made so far."""
        return self._parameters if self._average is None else self._average.parameters


class DiagonalLearner:
    """Stochastic diagonal Levenberg-Marquardt on the CPU."""

    def __init__(self, request: TrainingRequest) -> None:
        self.device, self.fallback = CPU, ""
        self.layers: tuple[LayerFigures, ...] = ()
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

    def learn(self, batch: Batch, rate: float, *, measures: bool = False) -> None:
        """A step for each picture in turn, after each of which gradients are others: none are told."""
        content = batch.content
        assert not isinstance(content, Lines)
        pictures = content if isinstance(content, Pictures) else self._request.training.take(content)
        random = random_for(self._request.seed, Purpose.DROPOUT, batch.epoch, batch.number)
        loss, right = self._network.learn(self._input(pictures), pictures.labels, rate, random)
        self._loss, self._right = self._loss + loss, self._right + right
        if measures:
            architecture = self._request.architecture
            parameters = Parameters(architecture)
            parameters.load(self.weights())
            self.layers = layer_figures(architecture, parameters, None)

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
