import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.data import catalogue
from lenet_app.data.mnist_writers import mnist_writers
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
    assert pool.starts[-1, -1] == 600
    for digit in range(10):
        own = pool.images[slice(*pool.starts[digit])]
        assert len(own) == np.count_nonzero(part.labels == digit)
        assert {one.tobytes() for one in own} == {one.tobytes() for one in part.images[part.labels == digit, 0]}
        assert (np.diff(pen_widths(own)) >= 0).all()


def test_pictures_are_chosen_by_digit_and_near_their_place() -> None:
    pool = written_pool(50, np.random.default_rng(1))
    count = 500
    for digit, place in ((3, 0.5), (9, 0.2)):
        chosen = pool.chosen(np.full(count, digit), np.full(count, place), np.random.default_rng(2))
        first, beyond = pool.starts[digit]
        found = (chosen - first) / (beyond - first)
        assert (chosen >= first).all()
        assert (chosen < beyond).all()
        assert found.mean() == pytest.approx(place, abs=0.02)
        assert 0 < found.std() < 0.05


def test_rows_of_known_writers_are_each_of_one_writer_as_far_as_he_wrote_the_digit() -> None:
    pictures = catalogue.load(catalogue.MNIST, Home.of_user().data).training
    writers = mnist_writers().training
    pool = pool_of_pictures(Pictures(pictures.images, pictures.labels), writers)
    whose = {image.tobytes(): writer for image, writer in zip(pictures.images, writers.tolist(), strict=True)}
    wrote = {(writer, digit) for writer, digit in zip(writers.tolist(), pictures.labels.tolist(), strict=True)}
    random = np.random.default_rng(3)
    digits = np.arange(10)
    for place in random.random(50):
        chosen = pool.chosen(digits, np.full(10, place), random)
        labels = [int(np.searchsorted(pool.starts[:, 0], k, side="right")) - 1 for k in chosen]
        assert labels == digits.tolist()
        found = [whose[pool.images[k].tobytes()] for k in chosen]
        own = max(set(found), key=found.count)
        missing = sum((own, digit) not in wrote for digit in range(10))
        assert sum(writer != own for writer in found) == missing
