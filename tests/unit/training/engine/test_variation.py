"""The amounts are measured on the pictures that come out."""

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.training.engine.augmentation import AffineRange
from lenet_app.training.engine.variation import Variation, vary
from tests.unit.samples import digits

STILL = AffineRange(rotation=0, shear=0, scale=0, shift=0)
NOTHING = Variation(affine=STILL, bend=0, thickness=0, unevenness=0)
Floats = npt.NDArray[np.float64]


def seeded(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def areas(images: npt.NDArray[np.uint8]) -> Floats:
    return images.sum(axis=(1, 2, 3), dtype=np.float64) / 255


def test_no_amounts_leave_pictures_as_they_are() -> None:
    images = digits(40).images
    np.testing.assert_array_equal(vary(images, seeded(), NOTHING), images)


def test_the_seed_decides() -> None:
    images = digits(20).images
    np.testing.assert_array_equal(vary(images, seeded(3)), vary(images, seeded(3)))
    assert (vary(images, seeded(3)) != vary(images, seeded(4))).any()


def test_every_picture_is_varied_on_its_own() -> None:
    same = np.repeat(digits(1).images, 30, axis=0)
    varied = vary(same, seeded())
    assert len({picture.tobytes() for picture in varied}) == 30


def test_bends_are_as_large_as_they_are_asked_for_and_smooth() -> None:
    """A picture of its own columns shows where each pixel comes from."""
    columns = np.broadcast_to(np.arange(28, dtype=np.uint8) * 9, (400, 1, 28, 28)).copy()
    bent = vary(columns, seeded(), Variation(affine=STILL, bend=1.5, thickness=0, unevenness=0))
    shift = (bent.astype(np.float64) / 9 - np.arange(28))[:, 0, 4:-4, 4:-4]
    spread = shift.std(axis=0).mean()
    assert spread == pytest.approx(1.5 / np.sqrt(3), rel=0.1)  # amounts drawn evenly from 0 to 1.5
    steps = np.diff(shift, axis=2).std()
    assert steps < 0.35 * spread


def test_thickness_moves_edges_by_as_many_pixels() -> None:
    bar = np.zeros((2000, 1, 28, 28), np.uint8)
    bar[:, :, :, 10:18] = 255
    varied = vary(bar, seeded(), Variation(affine=STILL, bend=0, thickness=0.3, unevenness=0))
    widths = areas(varied[:, :, 1:-1]) / 26  # beyond the picture there is no ink, which shortens the bar
    assert widths.mean() == pytest.approx(8, abs=0.05)
    assert (widths - 8).std() == pytest.approx(2 * 0.3, rel=0.1)  # an edge on each side


def test_unevenness_changes_along_a_stroke() -> None:
    bar = np.zeros((500, 1, 28, 28), np.uint8)
    bar[:, :, :, 10:18] = 255
    varied = vary(bar, seeded(), Variation(affine=STILL, bend=0, thickness=0, unevenness=0.25))
    widths = varied.sum(axis=3, dtype=np.float64)[:, 0] / 255
    assert widths.std(axis=1).mean() > 0.2
    assert np.abs(np.diff(widths, axis=1)).mean() < 0.2


def test_thickness_is_that_of_filters_of_another_library() -> None:
    """Strokes grow to the largest of a cross of five pixels, or shrink by 0.6 of the way to the smallest."""
    images = digits(30).images
    grown = vary(images, seeded(), Variation(affine=STILL, bend=0, thickness=1e6, unevenness=0))
    for one, other in zip(images[:, 0], grown[:, 0], strict=True):
        picture = np.pad(one, 1)
        cross = [np.roll(picture, shift, axis)[1:-1, 1:-1] for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1))]
        largest, smallest = np.max([one, *cross], axis=0), np.min([one, *cross], axis=0)
        thin = one - 0.6 * (one.astype(np.float64) - smallest)
        assert np.array_equal(other, largest) or np.abs(other - thin).max() <= 0.5001


def test_digits_stay_whole() -> None:
    images = digits(300).images
    ratio = areas(vary(images, seeded())) / areas(images)
    assert 0.95 < np.median(ratio) < 1.05
    assert ratio.min() > 0.25
