from typing import Any

import pytest

from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.training.length import Length


def length(pictures: int, **changes: Any) -> Length:  # noqa: ANN401 - any of the recipe's parts
    return Length.of(Recipe(**changes), pictures)


def by_counting(pictures: int, batch_size: int, steps: int) -> tuple[list[int], int]:
    """The batches of each pass and the pictures that are learned, by going through the run batch by batch."""
    batches, images, left = [0], 0, pictures
    for _ in range(steps):
        if not left:
            batches.append(0)
            left = pictures
        batches[-1] += 1
        images += min(batch_size, left)
        left -= min(batch_size, left)
    return batches, images


@pytest.mark.parametrize("batch_size", [1, 7, 64, 100, 128])
@pytest.mark.parametrize("steps", [1, 3, 14, 15, 16, 40, 250])
def test_a_run_by_steps(batch_size: int, steps: int) -> None:
    """Whatever the epochs say; the last pass may be a part of one."""
    run = length(100, batch_size=batch_size, steps=steps, epochs=2)
    batches, images = by_counting(100, batch_size, steps)
    assert [run.batches(epoch) for epoch in range(1, run.epochs + 1)] == batches
    assert (run.steps, run.images) == (steps, images)


@pytest.mark.parametrize("batch_size", [1, 7, 64, 100, 128])
@pytest.mark.parametrize("epochs", [1, 3])
def test_a_run_by_epochs(batch_size: int, epochs: int) -> None:
    run = length(100, batch_size=batch_size, epochs=epochs)
    assert run.epochs == epochs
    assert run.images == 100 * epochs
    assert run.per_epoch == -(-100 // batch_size)
    assert {run.batches(epoch) for epoch in range(1, epochs + 1)} == {run.per_epoch}
    assert run.batch_size == batch_size


def test_lenet_caffes_10000_steps() -> None:
    run = length(60_000, batch_size=64, steps=10_000)
    assert (run.per_epoch, run.epochs, run.batches(10), run.batches(11)) == (938, 11, 938, 620)
    assert run.images == 10 * 60_000 + 620 * 64


def test_what_is_learned_one_by_one_is_reported_by_fifty() -> None:
    one_by_one = {"optimiser": Optimiser.LEVENBERG_MARQUARDT, "batch_size": 1}
    run = length(60_000, epochs=20, **one_by_one)
    assert (run.batch_size, run.per_epoch, run.epochs, run.images) == (50, 1200, 20, 1_200_000)
    run = length(120, epochs=2, **one_by_one)
    assert (run.per_epoch, run.steps, run.images) == (3, 6, 240)
    run = length(120, steps=100, **one_by_one)
    assert (run.steps, run.epochs, run.images) == (2, 1, 100)
    assert length(120, steps=101, **one_by_one).steps == 3


@pytest.mark.parametrize(("steps", "stretch"), [(1, 1), (29, 1), (30, 1), (59, 1), (60, 2), (1000, 33)])
def test_about_thirty_marks_along_a_run(steps: int, stretch: int) -> None:
    assert Length.of(Recipe(steps=steps), 10_000).stretch == stretch
