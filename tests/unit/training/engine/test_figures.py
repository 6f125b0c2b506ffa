"""When loss and right answers are asked for: seldom, for a GPU has to be waited for."""

import itertools
import math
from typing import Any

import pytest
import torch

from lenet_app.errors import UserError
from lenet_app.training.engine.loop import train
from lenet_app.training.engine.passes.parameters import Parameters
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport, Device, EndReport
from tests.unit.training.runs import (
    at_forward_pass,
    batches_of,
    epochs_of,
    plain_recipe,
    request,
    same,
    spoil,
    whole_run,
)

PRETENDED = Device("cpu:0", "pretended GPU")
LONG: dict[str, Any] = {"epochs": 2, "batch_size": 2}


def test_figures_are_asked_for_seldom_and_are_new_where_they_are_needed() -> None:
    """At the marks and points of the run and at the ends of epochs."""
    recipe = plain_recipe(**LONG)
    length = Length.of(recipe, 300)
    asked = batches_of(whole_run(request(recipe))[0])
    assert len(asked) == 300
    epochs = [asked[:150], asked[150:]]
    changes = sum(one.loss != other.loss for one, other in itertools.pairwise(asked))
    assert changes <= 30 + 2 + 300 / length.spacing + 300 / 100 + 20 * asked[-1].seconds + 2
    for epoch in epochs:
        marks = [one.loss for one in epoch if one.batch % length.stretch == 0 or one.batch == one.batches]
        assert len(set(marks)) == len(marks)


def test_the_epochs_figures_are_those_of_the_cpu() -> None:
    recipe = plain_recipe(**LONG)
    (one, end), (other, same_end) = (
        whole_run(request(recipe, device=device)) for device in (request().device, PRETENDED)
    )
    assert same(end.weights, same_end.weights)
    for a, b in zip(epochs_of(one), epochs_of(other), strict=True):
        assert (a.train_loss, a.train_accuracy) == pytest.approx((b.train_loss, b.train_accuracy), rel=1e-5)


def test_a_loss_that_runs_away_upon_a_gpu_is_found_within_a_hundred_batches() -> None:
    with at_forward_pass(301, spoil):  # the first of the second epoch
        taken: list[BatchReport] = []
        for report in train(request(plain_recipe(epochs=2, batch_size=1), device=PRETENDED)):
            if isinstance(report, BatchReport):
                taken.append(report)
            elif isinstance(report, EndReport):
                assert report.fault
                assert report.epoch == 1
    assert 300 <= len(taken) <= 400
    assert all(math.isfinite(report.loss) for report in taken)


def test_a_loss_that_runs_away_in_the_last_batch_is_found() -> None:
    with at_forward_pass(5, spoil), pytest.raises(UserError, match="no longer a number in epoch 1"):
        list(train(request(plain_recipe(epochs=1), device=PRETENDED)))


def test_figures_are_counted_once_when_a_gpu_runs_out_of_memory() -> None:
    def full(_parameters: Parameters) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    recipe = plain_recipe(epochs=1)
    expected, _ = whole_run(request(recipe))
    with at_forward_pass(3, full):
        reports, _ = whole_run(request(recipe, device=PRETENDED))
    (one,), (other,) = epochs_of(expected), epochs_of(reports)
    assert (one.train_loss, one.train_accuracy) == pytest.approx((other.train_loss, other.train_accuracy), rel=1e-6)


def test_no_global_seed_is_set_and_none_is_heeded() -> None:
    torch.manual_seed(11)
    _, end = whole_run(request(plain_recipe(epochs=1)))
    assert torch.initial_seed() == 11
    torch.manual_seed(12)
    assert same(end.weights, whole_run(request(plain_recipe(epochs=1)))[1].weights)
