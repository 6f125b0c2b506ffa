import numpy as np
import pytest

from lenet_app.data.pictures import DataSet, Fitting, Pictures, PictureSet, fitting_of, hold_out, subset
from lenet_app.errors import UserError
from tests.unit.samples import digits


def numbered(count: int) -> Pictures:
    """Pictures that bear their number in their first two pixels."""
    images = np.zeros((count, 1, 2, 2), np.uint8)
    images[:, 0, 0, 0], images[:, 0, 0, 1] = np.arange(count) % 256, np.arange(count) // 256
    return Pictures(images, (np.arange(count) % 10).astype(np.uint8))


def numbers(pictures: PictureSet) -> list[int]:
    found = pictures.images[:, 0, 0, :].astype(int) @ [1, 256]
    assert (found % 10 == pictures.labels).all(), "a picture lost its label"
    return [int(number) for number in found]


@pytest.mark.parametrize("count", [0, 1, 250, 999])
def test_hold_out_parts_the_pictures(count: int) -> None:
    left, held = (numbers(part) for part in hold_out(numbered(1000), count, seed=5))
    assert len(held) == count
    assert sorted(left + held) == list(range(1000))


def test_hold_out_is_drawn_at_random_by_its_seed() -> None:
    draws = [numbers(hold_out(numbered(1000), 300, seed=seed)[1]) for seed in (5, 5, 6)]
    assert draws[0] == draws[1]
    assert draws[0] != draws[2]
    assert draws[0] != list(range(300))
    assert 350 < np.mean(draws[0]) < 650  # from everywhere


def test_subset_is_drawn_at_random_by_its_seed() -> None:
    draws = [numbers(subset(numbered(1000), 300, seed=seed)) for seed in (5, 5, 6)]
    assert draws[0] == draws[1]
    assert draws[0] != draws[2]
    assert len(set(draws[0])) == 300
    assert 350 < np.mean(draws[0]) < 650


def test_subset_and_hold_out_of_one_seed_are_drawn_apart() -> None:
    held = numbers(hold_out(numbered(1000), 300, seed=5)[1])
    assert held != numbers(subset(numbered(1000), 300, seed=5))


def test_the_whole_is_a_subset() -> None:
    assert numbers(subset(numbered(7), 7, seed=1)) == list(range(7))


@pytest.mark.parametrize("count", [10, 11, -1])
def test_impossible_hold_outs(count: int) -> None:
    with pytest.raises(UserError) as caught:
        hold_out(numbered(10), count, seed=1)
    assert str(caught.value) == f"A hold-out can have 0 to 9 of the 10 training pictures, not {count}."


@pytest.mark.parametrize("count", [0, 11, -1])
def test_impossible_subsets(count: int) -> None:
    with pytest.raises(UserError) as caught:
        subset(numbered(10), count, seed=1)
    assert str(caught.value) == f"A subset must have 1 to 10 pictures, not {count}."


def test_take_keeps_the_order_asked_for() -> None:
    assert numbers(numbered(300).take(np.array([299, 3, 3, 0]))) == [299, 3, 3, 0]
    assert len(numbered(300).take(np.array([], np.intp))) == 0


def test_shapes() -> None:
    pictures = Pictures(np.zeros((4, 3, 5, 7), np.uint8), np.zeros(4, np.uint8))
    data_set = DataSet("name", "Title", ("a", "b"), pictures, pictures)
    assert pictures.shape == data_set.shape == (3, 5, 7)
    assert data_set.channels == 3
    assert data_set.fitting is Fitting.INK
    assert [kind.value for kind in Fitting] == ["ink", "whole"]


def test_digits_were_fitted_by_their_ink() -> None:
    assert fitting_of(digits(5000).images) is Fitting.INK
    turned_over = 255 - digits(5000).images
    assert fitting_of(turned_over) is Fitting.WHOLE


@pytest.mark.parametrize("place", [(0, 10), (1, 10), (-1, 3), (-2, 3), (10, 0), (10, 1), (5, -1), (5, -2)])
def test_most_frames_decide(place: tuple[int, int]) -> None:
    images = np.zeros((10, 1, 20, 28), np.uint8)
    images[:, 0, 2:-2, 2:-2] = 255
    images[:, 0, 0] = 64  # a shade is no ink
    assert fitting_of(images) is Fitting.INK
    images[:4, 0, *place] = 65
    assert fitting_of(images) is Fitting.INK
    images[4, 0, *place] = 65
    assert fitting_of(images) is Fitting.WHOLE


def test_colour_and_tiny_pictures() -> None:
    assert fitting_of(np.zeros((5, 3, 32, 32), np.uint8)) is Fitting.WHOLE
    assert fitting_of(np.full((5, 1, 1, 1), 255, np.uint8)) is Fitting.WHOLE
    assert fitting_of(np.zeros((5, 1, 1, 1), np.uint8)) is Fitting.INK
