import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.paths import Home
from lenet_app.penmanship.rows.pool import pen_widths, pool_of_pictures, written_pool


def bar(width: int, lean: float = 0.0) -> npt.NDArray[np.uint8]:
    picture = np.zeros((28, 28), np.uint8)
    for row in range(4, 24):
        left = round(14 - width / 2 - lean * (row - 13.5))
        picture[row, left : left + width] = 255
    return picture


@pytest.mark.parametrize("width", [2, 3, 4])
def test_the_width_of_the_pen_is_measured(width: int) -> None:
    assert pen_widths(bar(width)[None])[0] == pytest.approx(width, rel=0.3)


@pytest.mark.parametrize("lean", [-0.4, 0.0, 0.5])
def test_the_slant_is_measured(lean: float) -> None:
    images = np.stack([bar(3, lean)] * 10)[:, None]
    pool = pool_of_pictures(Pictures(images, np.arange(10, dtype=np.uint8)))
    assert pool.slants[0] == pytest.approx(lean, abs=0.08)


def test_a_pool_knows_where_each_digits_pictures_are_and_orders_them_by_pen() -> None:
    pictures = catalogue.load(catalogue.MNIST, Home.of_user().data).training
    part = Pictures(pictures.images[:600], pictures.labels[:600])
    pool = pool_of_pictures(part)
    assert pool.starts[-1] == 600
    for digit in range(10):
        own = pool.images[pool.starts[digit] : pool.starts[digit + 1]]
        assert len(own) == np.count_nonzero(part.labels == digit)
        assert {one.tobytes() for one in own} == {one.tobytes() for one in part.images[part.labels == digit, 0]}
        assert (np.diff(pen_widths(own)) >= 0).all()


def test_pictures_are_chosen_by_digit_and_place() -> None:
    pool = written_pool(20, np.random.default_rng(1))
    chosen = pool.chosen(np.array([3, 3, 9]), np.array([0.0, 0.999, 0.5]))
    assert chosen[0] == pool.starts[3]
    assert chosen[1] == pool.starts[4] - 1
    assert pool.starts[9] <= chosen[2] < pool.starts[10]
