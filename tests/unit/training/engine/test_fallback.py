"""A GPU without memory: pretended with the CPU under a name that is not `cpu`, and real where there is one."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from lenet_app.networks.recipe import Optimiser, Recipe, Schedule
from lenet_app.training.engine.loop import train
from lenet_app.training.engine.passes.parameters import Parameters
from lenet_app.training.reports import CPU, BatchReport, Device, DeviceReport, EpochReport
from tests.unit.samples import LENET5, digits
from tests.unit.training.runs import (
    at_forward_pass,
    at_validation,
    batches_of,
    epochs_of,
    plain_recipe,
    request,
    same,
    whole_run,
)

PRETENDED = Device("cpu:0", "pretended GPU")
REASON = "pretended GPU ran out of memory; the training goes on upon the CPU."


def out_of_memory(_parameters: Parameters) -> None:
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")


def out_of_memory_by_message(_parameters: Parameters | None) -> None:
    raise RuntimeError("MPS backend out of memory (MPS allocated: 18.13 GB).")


# Levenberg-Marquardt is never upon a GPU.
OF_TORCH = [optimiser for optimiser in Optimiser if optimiser is not Optimiser.LEVENBERG_MARQUARDT]
# So few are computed at once on any device: in parts the sums would be rounded otherwise.
BATCH = 30
RATES = {Optimiser.ADAM: 0.003, Optimiser.ADADELTA: 1.0}


def recipe(optimiser: Optimiser) -> Recipe:
    rate = RATES.get(optimiser, 0.02)
    return Recipe(epochs=2, batch_size=BATCH, learning_rate=rate, optimiser=optimiser, schedule=Schedule.COSINE)


@pytest.mark.parametrize("optimiser", OF_TORCH)
@pytest.mark.parametrize("step", [1, 2, 10, 11, 20])
def test_the_run_goes_on_upon_the_cpu_with_the_same_weights(optimiser: Optimiser, step: int) -> None:
    asked = request(recipe(optimiser), validation=digits(40, first=900))
    expected, on_cpu = whole_run(asked)
    with at_forward_pass(step, out_of_memory):
        reports, end = whole_run(request(recipe(optimiser), validation=digits(40, first=900), device=PRETENDED))
    assert same(end.weights, on_cpu.weights)
    assert (end.device, end.epoch, end.stopped, end.fault) == (CPU, on_cpu.epoch, False, "")
    told = [report for report in reports if isinstance(report, DeviceReport)]
    assert told == [DeviceReport(PRETENDED, ""), DeviceReport(CPU, REASON)]
    places = [index for index, report in enumerate(reports) if isinstance(report, BatchReport)]
    assert reports.index(told[1]) == places[step - 1] - 1, "it is told before the batch that it happened in"
    assert [r.accuracy for r in batches_of(reports)] == [r.accuracy for r in batches_of(expected)]


def test_a_message_of_the_driver_will_do() -> None:
    with at_forward_pass(3, out_of_memory_by_message):
        _, end = whole_run(request(plain_recipe(batch_size=BATCH), device=PRETENDED))
    assert end.device == CPU


@pytest.mark.parametrize("epoch", [1, 2])
def test_no_memory_for_the_validation(epoch: int) -> None:
    """In the last epoch too, after which no batch comes, the change is told."""
    asked = request(recipe(Optimiser.ADAM), validation=digits(40, first=900))
    _, on_cpu = whole_run(asked)
    with at_validation(epoch, lambda: out_of_memory_by_message(None)):
        reports, end = whole_run(replace(asked, device=PRETENDED))
    assert same(end.weights, on_cpu.weights)
    place = reports.index(DeviceReport(CPU, REASON))
    following = reports[place + 1]
    assert isinstance(following, EpochReport)
    assert following.epoch == epoch
    assert end.device == CPU


def test_stop_may_follow_the_news_of_the_device() -> None:
    with at_forward_pass(2, out_of_memory):
        reports = train(request(plain_recipe(batch_size=BATCH), device=PRETENDED))
        taken = [next(reports) for _ in range(3)]
        assert taken[-1] == DeviceReport(CPU, REASON)
        end = reports.send(True)
    assert getattr(end, "stopped", None) is True
    assert list(reports) == []


def fails(_parameters: Parameters) -> None:
    raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")


@pytest.mark.parametrize(
    ("device", "fault"),
    [(PRETENDED, fails), (CPU, fails), (CPU, out_of_memory), (CPU, out_of_memory_by_message)],
)
def test_other_failures_are_not_hidden(device: Device, fault: Callable[[Parameters], None]) -> None:
    with pytest.raises(RuntimeError, match=r"shapes|out of memory"), at_forward_pass(2, fault):
        whole_run(request(device=device))


def test_a_second_failure_upon_the_cpu_is_not_hidden() -> None:
    with at_forward_pass(2, out_of_memory), pytest.raises(RuntimeError, match="shapes"), at_forward_pass(4, fails):
        whole_run(request(plain_recipe(batch_size=BATCH), device=PRETENDED))


def test_a_run_upon_the_pretended_gpu_is_that_of_the_cpu() -> None:
    assert same(
        whole_run(request(plain_recipe(batch_size=BATCH), device=PRETENDED))[1].weights,
        whole_run(request(plain_recipe(batch_size=BATCH)))[1].weights,
    )


needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="There is no CUDA device here.")


@needs_cuda
@pytest.mark.parametrize("optimiser", OF_TORCH)
def test_a_real_gpu_that_runs_out_of_memory(optimiser: Optimiser) -> None:
    """Memory really is taken away: from the third step on the process may have no more of it."""

    def fill(_parameters: Parameters) -> None:
        torch.cuda.empty_cache()
        torch.cuda.set_per_process_memory_fraction(1e-6)
        torch.empty(1 << 30, device="cuda")

    gpu = Device("cuda:0", "CUDA: the first")
    asked = request(recipe(optimiser), LENET5, validation=digits(40, first=900), device=gpu)
    try:
        with at_forward_pass(3, fill):
            reports, end = whole_run(asked)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    assert end.device == CPU
    told = [report for report in reports if isinstance(report, DeviceReport)]
    assert [report.device for report in told] == [gpu, CPU]
    assert epochs_of(reports)[-1].train_loss < epochs_of(reports)[0].train_loss


@needs_cuda
def test_a_real_gpu_learns_and_hands_out_weights_of_the_cpu() -> None:
    gpu = Device("cuda:0", "CUDA: the first")
    reports, end = whole_run(request(plain_recipe(epochs=4), LENET5, digits(600), device=gpu))
    assert end.device == gpu
    assert epochs_of(reports)[-1].train_loss < 0.5 * epochs_of(reports)[0].train_loss
