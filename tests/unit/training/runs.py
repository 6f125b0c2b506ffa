"""Short trainings for the tests."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from torch import Tensor, nn
from torch.nn.modules.module import register_module_forward_pre_hook

from lenet_app.data.pictures import PictureSet
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Weights
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.layers import FullyConnected, MaxPooling
from lenet_app.networks.recipe import Augmentation, Recipe, Schedule
from lenet_app.training.engine.batch import Batch
from lenet_app.training.engine.loop import train
from lenet_app.training.engine.objective import Answers
from lenet_app.training.engine.optimisers import Rule
from lenet_app.training.engine.part_worker import PartWorker
from lenet_app.training.engine.passes.parameters import Parameters
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.reports import CPU, BatchReport, EndReport, EpochReport, Report
from tests.unit.samples import NORMALISATION, TINY, digits

# One layer of weights, so that its gradient can be written down.
LINEAR = Architecture(
    "linear", "Linear", (1, 28, 28), (MaxPooling("P", window=4), FullyConnected("out", 10, Activation.NONE))
)


def plain_recipe(**changes: Any) -> Recipe:  # noqa: ANN401 - any of the recipe's parts
    """Nothing random but the order, nothing that changes over the run."""
    parts: dict[str, Any] = {
        "epochs": 2,
        "batch_size": 64,
        "learning_rate": 0.01,
        "schedule": Schedule.CONSTANT,
        "augmentation": Augmentation.NONE,
    }
    return Recipe(**(parts | changes))


def request(
    recipe: Recipe | None = None,
    architecture: Architecture = TINY,
    training: PictureSet | None = None,
    validation: PictureSet | None = None,
    **changes: Any,  # noqa: ANN401 - any of the request's parts
) -> TrainingRequest:
    parts: dict[str, Any] = {
        "architecture": architecture,
        "weights": initial_weights(architecture, Recipe(), seed=1),
        "normalisation": NORMALISATION,
        "recipe": recipe or plain_recipe(),
        "training": digits(300) if training is None else training,
        "validation": validation,
        "device": CPU,
        "seed": 1,
    }
    return TrainingRequest(**(parts | changes))


def whole_run(asked: TrainingRequest) -> tuple[list[Report], EndReport]:
    """Every report, and the last once more."""
    reports = list(train(asked))
    end = reports[-1]
    assert isinstance(end, EndReport)
    assert sum(isinstance(report, EndReport) for report in reports) == 1
    return reports, end


def epochs_of(reports: list[Report]) -> list[EpochReport]:
    return [report for report in reports if isinstance(report, EpochReport)]


def batches_of(reports: list[Report]) -> list[BatchReport]:
    return [report for report in reports if isinstance(report, BatchReport)]


def same(one: Weights, other: Weights) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


@contextmanager
def at_forward_pass(number: int, act: Callable[[Parameters], None]) -> Iterator[None]:
    """Do something with the parameters just before the batch of this number, from 1, is computed."""
    passes = 0
    pass_over = PartWorker.pass_over

    def watched(worker: PartWorker, batch: Batch, part: int, parts: Sequence[slice]) -> Answers:
        nonlocal passes
        if part == 0:
            passes += 1
            if passes == number:
                act(worker.parameters)
        return pass_over(worker, batch, part, parts)

    with replaced(PartWorker, "pass_over", watched):
        yield
    assert passes >= number, "the pass was never reached"


@contextmanager
def at_validation(number: int, act: Callable[[], None]) -> Iterator[None]:
    """Do something just before the hold-out is measured for the time of this number, from 1."""
    passes = 0

    def hook(module: nn.Module, _arguments: object) -> None:
        nonlocal passes
        if isinstance(module, Network):
            passes += 1
            if passes == number:
                act()

    handle = register_module_forward_pre_hook(hook)
    try:
        yield
    finally:
        handle.remove()
    assert passes >= number, "the pass was never reached"


@contextmanager
def after_step(number: int, act: Callable[[Tensor], None]) -> Iterator[None]:
    """Do something with the parameters' vector right after the optimiser's step of this number, from 1."""
    steps = 0
    step = Rule.step

    def watched(rule: Rule, parameters: Tensor, gradient: Tensor, rate: float) -> None:
        nonlocal steps
        step(rule, parameters, gradient, rate)
        steps += 1
        if steps == number:
            act(parameters)

    with replaced(Rule, "step", watched):
        yield
    assert steps >= number, "the step was never reached"


@contextmanager
def replaced(owner: type, name: str, function: Callable[..., Any]) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, function)
    try:
        yield
    finally:
        setattr(owner, name, before)


def run_away(vector: Tensor) -> None:
    """As weights do with their loss."""
    vector.fill_(float("inf"))


def spoil(parameters: Parameters) -> None:
    """As a loss does that runs away."""
    parameters.vector.fill_(float("nan"))
