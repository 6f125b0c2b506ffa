"""How long a run will take, from steps that are measured before."""

import json
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from lenet_app.data.pictures import DataSet
from lenet_app.runs.preparation import prepare
from lenet_app.runs.queue.queue import Queue, Turn
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport
from lenet_app.training.settings import TrainingSettings

if TYPE_CHECKING:
    from lenet_app.training.engine.request import TrainingRequest

_WARM_UP, _STEPS, _PICTURES = 3, 12, 1000
"""Steps that do not count, steps that do, and pictures that are measured; LeNet-5 takes a fifth of a second."""


def estimated_seconds(settings: TrainingSettings, data_set: DataSet) -> float:
    """Seconds that a training will take on this machine as busy as it is now, its measuring included.

    A few of its first steps are made and forgotten; what the hold-out takes after each epoch, and the test pictures at
    the end, follows from some of these. An early end is not foreseen.

    Raises:
        UserError: the training is impossible, or pictures cannot be read.
    """
    from lenet_app.training.engine.evaluation import evaluate_weights  # noqa: PLC0415 - loads torch

    request = prepare(settings, data_set)
    length = Length.of(request.recipe, len(request.training))
    took = sorted(_steps(request, min(_STEPS, length.steps)))
    step = took[len(took) // 2]
    some = data_set.test.part(np.arange(min(_PICTURES, len(data_set.test))))
    began = time.perf_counter()
    for _ in evaluate_weights(request.architecture, request.weights, request.normalisation, some):
        pass
    measured = (time.perf_counter() - began) / max(1, len(some))
    held_out = len(request.validation or ())
    return step * length.steps + measured * (held_out * length.epochs + len(data_set.test))


def estimate_items(
    queue: Queue, data_set: DataSet, has: Callable[[int], bool] = lambda _number: True, stops: Callable[[], bool] = bool
) -> None:
    """Measure what waits, was not measured and learns this data set: once for each setting, whatever rate and seed.

    Args:
        queue: keeps the estimates.
        data_set: that is learned.
        has: whether the item of a number, from 1, is to be measured.
        stops: whether nobody waits for it any more.

    Raises:
        UserError: a training is impossible, or an estimate cannot be written.
    """
    known: dict[str, float] = {}
    for number, item in enumerate(queue.items(), start=1):
        if stops():
            return
        if not has(number) or item.facts.turn is not Turn.WAITING or item.facts.estimate is not None:
            continue
        settings = item.settings().training_settings(item.folder)
        if settings.data_set != data_set.name:
            continue
        recipe = replace(settings.recipe, learning_rate=1.0).to_json()
        key = json.dumps([settings.architecture.to_json(), recipe, settings.subset, settings.hold_out])
        if key not in known:
            known[key] = estimated_seconds(settings, data_set)
        queue.take(item, estimate=round(known[key], 2))


def _steps(request: "TrainingRequest", count: int) -> list[float]:
    """Seconds of each of the first steps; the very first ones only where there are no others."""
    from lenet_app.training.engine.loop import train  # noqa: PLC0415 - loads torch

    ends = [time.perf_counter()]
    with closing(train(request)) as reports:
        batches = (one for one in reports if isinstance(one, BatchReport))
        ends += [time.perf_counter() for _ in islice(batches, _WARM_UP + count)]
    took = [later - earlier for earlier, later in pairwise(ends)]
    return took[_WARM_UP:] or took
