from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageFilter

from lenet_app.training.engine import damage
from lenet_app.training.engine.damage import KINDS, Kind, damaged
from tests.unit.samples import digits

SIZES = ((28, 28), (32, 20), (9, 9))


def generator(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def ring(count: int, size: tuple[int, int] = (28, 28)) -> npt.NDArray[np.float32]:
    """The same zero many times, ink 1."""
    height, width = size
    down, across = np.mgrid[:height, :width] - (np.array(size)[:, None, None] - 1) / 2
    away = np.hypot(down / height, across / width)
    return np.repeat(((away > 0.2) & (away < 0.35))[None].astype(np.float32), count, axis=0)


def soft_ring(count: int, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """The same with edges that fade."""
    ink = ring(count, size)
    return np.asarray((2 * ink + np.roll(ink, 1, 1) + np.roll(ink, 1, 2)) / 4, np.float32)


def kind(name: str) -> Kind:
    return next(one for one in KINDS if one.__name__ == name)


def test_a_share_suffers_and_the_others_stay_as_they_are() -> None:
    images = np.concatenate([digits(60).images] * 20)
    found = damaged(images, 0.25, generator())
    assert found.dtype == np.uint8
    assert found.shape == images.shape
    changed = (found != images).any(axis=(1, 2, 3)).mean()
    assert 0.15 < changed <= 0.29
    np.testing.assert_array_equal(damaged(images, 0, generator()), images)
    assert (damaged(images, 1, generator()) != images).any(axis=(1, 2, 3)).mean() > 0.85


def test_a_seed_settles_everything_and_the_pictures_given_stay() -> None:
    images = digits(60).images
    before = images.copy()
    np.testing.assert_array_equal(damaged(images, 0.8, generator(3)), damaged(images, 0.8, generator(3)))
    assert not np.array_equal(damaged(images, 0.8, generator(3)), damaged(images, 0.8, generator(4)))
    np.testing.assert_array_equal(images, before)


@pytest.mark.parametrize("one", KINDS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("size", SIZES)
def test_every_kind_changes_pictures_of_any_size(one: Kind, size: tuple[int, int]) -> None:
    ink = soft_ring(40, size)
    found = one(ink.copy(), generator())
    assert found.dtype == np.float32
    assert found.shape == ink.shape
    assert np.isfinite(found).all()
    assert (np.abs(found - ink).max(axis=(1, 2)) > 0.02).mean() > 0.4
    assert len(np.unique(found.reshape(40, -1), axis=0)) > 3, "each picture suffers by an amount of its own"


@pytest.mark.parametrize("size", [(1, 1), (2, 5), (40, 3)])
def test_the_smallest_pictures_do_no_harm(size: tuple[int, int]) -> None:
    found = damaged(np.full((300, 1, *size), 200, np.uint8), 1, generator())
    assert found.shape == (300, 1, *size)


def test_noise_is_normal_and_on_paper_too() -> None:
    found = kind("_noisy")(np.zeros((400, 28, 28), np.float32), generator())
    deviations = found.std(axis=(1, 2))
    assert deviations.min() < 0.06
    assert 0.38 < deviations.max() < 0.48
    assert abs(found.mean()) < 0.01


def test_blur_keeps_the_ink_and_is_that_of_another_program() -> None:
    ink = np.zeros((300, 28, 28), np.float32)
    ink[:, 13:15, 13:15] = 1
    found = kind("_blurred")(ink, generator())
    np.testing.assert_allclose(found.sum(axis=(1, 2)), 4, rtol=1e-3)
    widest = found[found.max(axis=(1, 2)).argmin()]
    place = np.arange(28) - 13.5
    deviation = np.sqrt((widest.sum(axis=0) * place**2).sum() / 4 - 0.25)
    assert deviation == pytest.approx(1.6, abs=0.05)
    other = Image.fromarray((255 * ink[0]).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.6))
    assert np.abs(np.asarray(other) / 255 - widest).max() < 0.03


def test_compression_is_that_of_jpeg() -> None:
    ink = ring(600)
    found = kind("_compressed")(ink, generator())
    error = np.sqrt(((found - ink) ** 2).mean(axis=(1, 2)))
    for quality, expected in ((50, error.min()), (4, error.max())):
        file = BytesIO()
        Image.fromarray((255 * ink[0]).astype(np.uint8)).save(file, "JPEG", quality=quality)
        other = np.asarray(Image.open(file)) / 255
        assert np.sqrt(((other - ink[0]) ** 2).mean()) == pytest.approx(expected, rel=0.3)
    flat = np.full((50, 32, 32), 0.5, np.float32)
    inner = kind("_compressed")(flat, generator())[:, 8:24, 8:24]
    assert np.abs(inner - 0.5).max() < 0.15


def test_a_threshold_leaves_ink_and_paper_alone() -> None:
    found = kind("_thresholded")(ring(100) * np.float32(0.7), generator())
    assert set(np.unique(found).tolist()) == {0.0, 1.0}
    inks = found.mean(axis=(1, 2))
    assert inks.min() > 0
    assert inks.max() > 1.5 * inks.min(), "some strokes grow, some get thin"


def test_a_digit_becomes_its_outline() -> None:
    square = np.zeros((200, 28, 28), np.float32)
    square[:, 6:22, 6:22] = 1
    found = kind("_hollow")(square, generator())
    assert found[:, 8:20, 8:20].max() == 0
    assert (found.sum(axis=(1, 2)) >= 60).all()
    assert found[:, :4].max() == 0


def test_a_small_picture_enlarged_keeps_its_grey() -> None:
    flat = np.full((100, 28, 28), 0.3, np.float32)
    np.testing.assert_allclose(kind("_coarse")(flat, generator()), 0.3, atol=1e-5)


def test_light_takes_contrast_and_keeps_the_range() -> None:
    found = kind("_lit")(ring(300), generator())
    assert found.min() >= 0
    assert found.max() <= 1
    ink = ring(1)[0] > 0
    contrast = found[:, ink].mean(axis=1) - found[:, ~ink].mean(axis=1)
    assert contrast.min() < 0.35
    assert contrast.max() > 0.8


def test_bands_lie_at_the_edges() -> None:
    found = kind("_banded")(np.zeros((300, 28, 28), np.float32), generator())
    assert found[:, 9:19, 9:19].max() == 0
    assert found.max() == 1


def test_a_share_of_one_in_one_kind_at_a_time_or_two(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.zeros(120, int)

    def counting(ink: npt.NDArray[np.float32], _random: np.random.Generator) -> npt.NDArray[np.float32]:
        return ink + np.float32(1 / 255)

    monkeypatch.setattr(damage, "KINDS", (counting,) * 3)
    images = np.zeros((120, 1, 28, 28), np.uint8)
    counts += damaged(images, 1, generator()).max(axis=(1, 2, 3))
    assert set(counts.tolist()) == {1, 2}
    assert 0.25 < (counts == 2).mean() < 0.55
