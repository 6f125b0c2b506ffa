"""The amounts are not asked of the program: they are measured on pictures whose values are their own coordinates."""

import itertools
import math

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.training.engine.augmentation import COPIES, PLANAR, AffineRange, DistortedCopies, mirrored, random_affine
from tests.unit.samples import digits

NONE = AffineRange(rotation=0, shear=0, scale=0, shift=0)
SIDE = 28
MIDDLE = (SIDE - 1) / 2
Floats = npt.NDArray[np.float64]


def measured(count: int, limits: AffineRange, seed: int) -> tuple[Floats, Floats]:
    """The matrices (n, 2, 2) and shifts (n, 2) that lead from a target pixel to its source, both from the middle."""
    row, column = np.indices((SIDE, SIDE), np.uint8)
    slopes = np.arange(4, 10, dtype=np.uint8)[:, None, None]  # several, so that rounding to bytes averages out
    ramps = np.stack([slopes * row, slopes * column])  # linear, so that sampling in between changes nothing
    copies = np.repeat(ramps.reshape(1, -1, SIDE, SIDE), count, axis=0)
    found = random_affine(copies, np.random.default_rng(seed), limits).reshape(count, 2, -1, SIDE, SIDE)
    inner = slice(7, SIDE - 7)  # what certainly comes from within
    grid = np.stack([(row[inner, inner] - MIDDLE).ravel(), (column[inner, inner] - MIDDLE).ravel()])
    system = np.vstack([grid, np.ones(grid.shape[1])]).T
    matrices, shifts = np.zeros((count, 2, 2)), np.zeros((count, 2))
    for number in range(count):
        for axis in (0, 1):
            source = (found[number, axis, :, inner, inner] / slopes).mean(axis=0).ravel() - MIDDLE
            solution, *_ = np.linalg.lstsq(system, source, rcond=None)
            matrices[number, axis], shifts[number, axis] = solution[:2], solution[2]
    return matrices, shifts


def sampled(image: npt.NDArray[np.uint8], matrix: Floats, shift: Floats) -> Floats:
    """Bilinear, pixel by pixel, in float64, 0 outside."""

    def at(row: int, column: int) -> float:
        inside = 0 <= row < SIDE and 0 <= column < SIDE
        return float(image[row, column]) if inside else 0.0

    result = np.zeros((SIDE, SIDE))
    for row, column in np.ndindex(SIDE, SIDE):
        y, x = matrix @ [row - MIDDLE, column - MIDDLE] + shift + MIDDLE
        top, left = math.floor(y), math.floor(x)
        down, right = y - top, x - left
        result[row, column] = (
            at(top, left) * (1 - down) * (1 - right)
            + at(top, left + 1) * (1 - down) * right
            + at(top + 1, left) * down * (1 - right)
            + at(top + 1, left + 1) * down * right
        )
    return result


def test_no_limits_leave_pictures_as_they_are() -> None:
    images = digits(50).images
    np.testing.assert_array_equal(random_affine(images, np.random.default_rng(1), NONE), images)


def test_no_limits_leave_odd_sizes_and_channels_as_they_are() -> None:
    images = np.random.default_rng(2).integers(0, 256, (4, 3, 7, 12), np.uint8)
    np.testing.assert_array_equal(random_affine(images, np.random.default_rng(1), NONE), images)


def test_shift_alone() -> None:
    matrices, shifts = measured(200, AffineRange(rotation=0, shear=0, scale=0, shift=2.5), seed=3)
    np.testing.assert_allclose(matrices, np.broadcast_to(np.eye(2), (200, 2, 2)), atol=0.005)
    assert float(np.abs(shifts).max()) < 2.55
    assert (shifts.max(axis=0) > 2.2).all()
    assert (shifts.min(axis=0) < -2.2).all()
    assert abs(np.corrcoef(shifts.T).min()) < 0.3  # each side by an amount of its own


def test_rotation_alone() -> None:
    matrices, shifts = measured(200, AffineRange(rotation=20, shear=0, scale=0, shift=0), seed=4)
    np.testing.assert_allclose(shifts, 0, atol=0.1)
    turned = np.einsum("nij,nkj->nik", matrices, matrices)
    np.testing.assert_allclose(turned, np.broadcast_to(np.eye(2), (200, 2, 2)), atol=0.02)
    angles = np.rad2deg(np.arctan2(matrices[:, 1, 0], matrices[:, 0, 0]))
    assert np.abs(angles).max() < 20.3
    assert angles.max() > 18
    assert angles.min() < -18


def test_scale_alone() -> None:
    matrices, shifts = measured(200, AffineRange(rotation=0, shear=0, scale=0.2, shift=0), seed=5)
    np.testing.assert_allclose(shifts, 0, atol=0.1)
    np.testing.assert_allclose(matrices[:, [0, 1], [1, 0]], 0, atol=0.01)
    scales = matrices[:, [0, 1], [0, 1]]
    assert np.abs(scales - 1).max() < 0.205
    assert (scales.max(axis=0) > 1.17).all()
    assert (scales.min(axis=0) < 0.83).all()
    assert abs(np.corrcoef(scales.T).min()) < 0.3


def test_shear_alone_moves_rows_sideways() -> None:
    matrices, shifts = measured(200, AffineRange(rotation=0, shear=0.3, scale=0, shift=0), seed=6)
    np.testing.assert_allclose(shifts, 0, atol=0.1)
    np.testing.assert_allclose(matrices[:, 0], np.broadcast_to([1, 0], (200, 2)), atol=0.005)
    np.testing.assert_allclose(matrices[:, 1, 1], 1, atol=0.005)
    shears = matrices[:, 1, 0]
    assert np.abs(shears).max() < 0.305
    assert shears.max() > 0.27
    assert shears.min() < -0.27


@pytest.mark.parametrize(
    "limits",
    [
        AffineRange(),
        AffineRange(rotation=0, shear=0, scale=0, shift=3),
        AffineRange(rotation=25, shear=0, scale=0, shift=0),
        AffineRange(rotation=0, shear=0, scale=0.2, shift=0),
    ],
)
def test_pictures_are_those_of_an_independent_sampler(limits: AffineRange) -> None:
    images = digits(6).images
    found = random_affine(images, np.random.default_rng(9), limits)
    matrices, shifts = measured(6, limits, seed=9)
    for number in range(6):
        expected = sampled(images[number, 0], matrices[number], shifts[number])
        # The measured amounts are some hundredths of a pixel off, the steepest edges 255 a pixel.
        np.testing.assert_allclose(found[number, 0], expected, atol=12)
        assert np.abs(found[number, 0] - expected).mean() < 1.2
        assert not np.array_equal(found[number], images[number])


def test_all_channels_move_alike() -> None:
    grey = digits(5).images
    colour = np.repeat(grey, 3, axis=1)
    colour[:, 1] //= 2
    found = random_affine(colour, np.random.default_rng(3))
    np.testing.assert_array_equal(found[:, 0], found[:, 2])
    np.testing.assert_array_equal(found[:, :1], random_affine(grey, np.random.default_rng(3)))
    assert not np.array_equal(found[:, 0], found[:, 1])


def test_values_stay_within_and_nothing_runs_over() -> None:
    full = np.full((300, 1, SIDE, SIDE), 255, np.uint8)
    found = random_affine(full, np.random.default_rng(1))
    assert (found[:, 0, 10:18, 10:18] == 255).all()  # no rounding above, none below
    assert (found[:, 0, [0, -1]] == 0).any()  # and outside is empty
    empty = np.zeros_like(full)
    assert not random_affine(empty, np.random.default_rng(1)).any()


def test_far_away_is_empty() -> None:
    full = np.full((100, 1, SIDE, SIDE), 255, np.uint8)
    far = random_affine(full, np.random.default_rng(1), AffineRange(rotation=0, shear=0, scale=0, shift=1e4))
    assert np.count_nonzero(far.any(axis=(1, 2, 3))) <= 3


def test_the_seed_decides_and_the_pictures_stay() -> None:
    images = digits(20).images.copy()
    before = images.copy()
    one, same, other = (random_affine(images, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(images, before)
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)
    assert one.dtype == np.uint8
    assert one.shape == images.shape


def test_every_picture_gets_amounts_of_its_own() -> None:
    same = np.repeat(digits(1).images, 10, axis=0)
    found = random_affine(same, np.random.default_rng(1))
    assert len({picture.tobytes() for picture in found}) == 10


def copies_of(count: int, seed: int = 1) -> DistortedCopies:
    return DistortedCopies(digits(count).images, np.random.default_rng(seed))


def numbers(*values: int) -> npt.NDArray[np.intp]:
    return np.array(values, np.intp)


def test_ten_of_each_picture() -> None:
    copies = copies_of(7)
    assert COPIES == 10
    assert len(copies) == 70
    origins = copies.origin(np.arange(70, dtype=np.intp))
    assert origins.tolist() == [*range(7), *(picture for picture in range(7) for _ in range(9))]
    assert np.bincount(origins).tolist() == [10] * 7


def test_the_first_are_the_pictures_themselves() -> None:
    images = digits(7).images
    copies = copies_of(7)
    np.testing.assert_array_equal(copies.take(np.arange(7, dtype=np.intp)), images)
    changed = copies.take(np.arange(7, 70, dtype=np.intp))
    assert not {picture.tobytes() for picture in images} & {picture.tobytes() for picture in changed}
    assert len({picture.tobytes() for picture in changed}) == 63


def test_copies_are_random_affine_changes_of_their_picture() -> None:
    """Of all amounts those of copy i are the i-th: `random_affine`, tested above, draws the same."""
    images = digits(4).images
    found = copies_of(4, seed=8).take(np.arange(4, 40, dtype=np.intp))
    expected = random_affine(np.repeat(images, 9, axis=0), np.random.default_rng(8), PLANAR)
    np.testing.assert_array_equal(found, expected)
    assert PLANAR.rotation == 0


def test_copies_are_the_same_in_any_order_and_company() -> None:
    copies = copies_of(6)
    everything = copies.take(np.arange(60, dtype=np.intp))
    order = np.random.default_rng(2).permutation(60)
    np.testing.assert_array_equal(copies.take(order), everything[order])
    np.testing.assert_array_equal(copies.take(numbers(33, 2, 33)), everything[[33, 2, 33]])
    assert copies.take(numbers()).shape == (0, 1, 28, 28)
    np.testing.assert_array_equal(copies_of(6).take(order), everything[order])
    assert not np.array_equal(copies_of(6, seed=2).take(order), everything[order])


def test_what_is_taken_may_be_changed() -> None:
    images = digits(3).images.copy()
    copies = DistortedCopies(images, np.random.default_rng(1))
    before = copies.take(numbers(0, 5))
    copies.take(numbers(0, 5))[:] = 7
    np.testing.assert_array_equal(copies.take(numbers(0, 5)), before)
    np.testing.assert_array_equal(images, digits(3).images)


def test_limits_of_copies() -> None:
    images = digits(3).images
    still = DistortedCopies(images, np.random.default_rng(1), NONE)
    np.testing.assert_array_equal(still.take(numbers(3, 12, 29)), images)


def test_copies_in_colour() -> None:
    colour = np.repeat(digits(3).images, 3, axis=1)
    colour[:, 1] //= 2
    grey = copies_of(3).take(np.arange(30, dtype=np.intp))
    found = DistortedCopies(colour, np.random.default_rng(1)).take(np.arange(30, dtype=np.intp))
    np.testing.assert_array_equal(found[:, :1], grey)
    np.testing.assert_array_equal(found[:, 2:], grey)


def test_photos_are_shifted_by_whole_pixels_and_half_of_them_mirrored() -> None:
    image = np.random.default_rng(4).integers(1, 256, (3, 32, 32), np.uint8)
    found = mirrored(np.repeat(image[None], 400, axis=0), np.random.default_rng(1))
    possible = {}
    for flip, down, right in itertools.product((False, True), range(-4, 5), range(-4, 5)):
        padded = np.pad(image[:, :, ::-1] if flip else image, ((0, 0), (4, 4), (4, 4)))
        possible[padded[:, 4 + down :, 4 + right :][:, :32, :32].tobytes()] = (flip, down, right)
    assert len(possible) == 2 * 81
    amounts = [possible[picture.tobytes()] for picture in found]
    assert np.mean([flip for flip, _, _ in amounts]) == pytest.approx(0.5, abs=0.1)
    for axis in (1, 2):
        assert {amount[axis] for amount in amounts} == set(range(-4, 5))
