import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.data.catalogue import load
from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import PEN_RANGE, FittedInk, fit
from lenet_app.ink.raster import discs
from lenet_app.paths import Home

Floats = npt.NDArray[np.float32]


def fitted(marks: Floats) -> FittedInk:
    result = fit(Ink(marks))
    assert result is not None
    return result


def seven(height: int, width: int, pen: int) -> Floats:
    """A 7 of a thick top bar and a straight leg, in a larger empty field."""
    marks = np.zeros((height + 20, width + 40), np.float32)
    marks[10 : 10 + pen, 30 : 30 + width] = 1
    for row in range(height):
        left = round(30 + (width - pen) * (1 - row / height))
        marks[10 + row, left : left + pen] = 1
    return marks


def test_no_ink_no_picture() -> None:
    assert fit(Ink(np.zeros((30, 40), np.float32))) is None


def test_the_box_and_the_scale_are_told() -> None:
    result = fitted(seven(100, 60, 12))
    assert result.box == (30, 10, 90, 110)
    assert result.scale == pytest.approx(0.2)
    assert result.pen_width is None


def test_area_average() -> None:
    """Every pixel of the picture is the mean of its 6×6 pixels of the ink, the brightest brought to 1."""
    marks = np.random.default_rng(3).random((120, 84)).astype(np.float32)
    result = fit(Ink(marks, 1 / 6))
    assert result is not None
    means = marks.reshape(20, 6, 14, 6).mean(axis=(1, 3))
    rows, columns = (np.nonzero(result.picture.any(axis=axis))[0] for axis in (1, 0))
    assert result.picture[np.ix_(rows, columns)] == pytest.approx(means / means.max(), abs=1e-5)


@pytest.mark.parametrize("digit", range(10))
def test_mnist_comes_back_as_it_was(digit: int) -> None:
    """MNIST's own pictures are fitted already, so only pens that are out of the usual are changed."""
    test = load("mnist", Home.of_user().data).test
    alike = []
    for image in test.images[test.labels == digit][:40, 0]:
        before = image.astype(np.float32) / 255
        result = fitted(before)
        if result.pen_width is None:
            assert np.abs(result.picture - before).mean() < 0.005
        alike.append(np.corrcoef(result.picture.ravel(), before.ravel())[0, 1])
    assert np.median(alike) > 0.99
    assert np.quantile(alike, 0.1) > 0.75


def test_wherever_the_ink_lies_the_picture_is_the_same() -> None:
    marks = seven(100, 60, 12)
    moved = np.zeros((500, 700), np.float32)
    moved[300 : 300 + marks.shape[0], 17 : 17 + marks.shape[1]] = marks
    assert np.array_equal(fitted(moved).picture, fitted(marks).picture)


@pytest.mark.parametrize("factor", [2, 5, 9])
def test_however_large_the_ink_is_the_picture_is_the_same(factor: int) -> None:
    marks = seven(40, 26, 6)
    larger = np.kron(marks, np.ones((factor, factor), np.float32))
    assert np.abs(fitted(larger).picture - fitted(marks).picture).mean() < 0.01


def test_the_centre_of_mass_is_in_the_middle() -> None:
    result = fitted(seven(100, 60, 12)).picture.astype(np.float64)
    places = np.arange(28) + 0.5
    for axis in (0, 1):
        profile = result.sum(axis=axis)
        assert abs(profile @ places / profile.sum() - 14.5) <= 0.5


def test_nothing_is_cut_off() -> None:
    # Almost all mass is at one end, so that the centre of mass asks for more room than there is.
    marks = np.zeros((200, 200), np.float32)
    marks[:60, :200] = 1
    marks[60:, :30] = 1
    marks[:, :40] = 1
    picture = fitted(marks).picture
    assert np.ptp(np.nonzero(picture.any(axis=1))[0]) + 1 == 20
    assert np.ptp(np.nonzero(picture.any(axis=0))[0]) + 1 == 20


def pen_stroke(pen: float) -> Floats:
    """A 2 of the same centre line, about 300 pixels high, drawn with a round pen of `pen` pixels."""
    t = np.linspace(-0.3, 3.8, 400)
    bow = np.stack([200 - 75 * np.cos(t), 150 - 75 * np.sin(t)], axis=1)
    foot = np.stack([np.linspace(130, 290, 200), np.full(200, 370.0)], axis=1)
    neck = np.linspace(bow[-1], foot[0], 300)
    return discs(np.concatenate([bow, neck, foot]), pen / 2, (450, 400)).astype(np.float32)


@pytest.mark.parametrize("pen", [1.5, 3, 8, 20, 40, 54, 80, 110])
def test_fine_and_broad_pens_are_evened(pen: float) -> None:
    usual = fitted(pen_stroke(40))
    assert usual.pen_width is None
    result = fitted(pen_stroke(pen))
    low, high = PEN_RANGE
    width = pen * 20 / (295 + pen)
    assert (result.pen_width is None) == (low * 1.1 < width < high * 1.1) or width == pytest.approx(low, rel=0.2)
    if result.pen_width is not None:
        assert result.pen_width == pytest.approx(width, rel=0.35)
    assert np.corrcoef(result.picture.ravel(), usual.picture.ravel())[0, 1] > 0.75
    assert 0.65 < result.picture.sum() / usual.picture.sum() < 1.65  # what a usual pen may do
    assert np.ptp(np.nonzero(result.picture.any(axis=1))[0]) + 1 == 20


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (3, 2)])
def test_any_shape_of_ink_is_fitted(shape: tuple[int, int]) -> None:
    result = fitted(np.ones(shape, np.float32))
    assert result.picture.shape == (28, 28)
    assert np.isfinite(result.picture).all()
    assert result.picture.min() >= 0
    assert result.picture.max() == 1


def test_the_smallest_values_are_brought_up() -> None:
    assert fitted(seven(100, 60, 12) * np.float32(0.3)).picture.max() == 1
