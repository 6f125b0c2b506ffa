"""Pictures made worse, each against a computation of its own, and the curves of answers to them."""

from math import exp
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.errors import UserError
from lenet_app.evaluation import corruptions
from lenet_app.evaluation.corruptions import CORRUPTIONS, Corruption
from lenet_app.evaluation.kept_answers import KeptAnswers
from lenet_app.evaluation.robustness import MNIST_C, Point, measure, measure_mnist_c
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.samples import digits, model

Bytes = npt.NDArray[np.uint8]


@pytest.mark.parametrize("one", CORRUPTIONS, ids=lambda one: one.name)
def test_one_degree_changes_nothing(one: Corruption) -> None:
    images = digits(5).images
    none = 1 if one.name == "scale" else 0
    assert none in one.degrees
    np.testing.assert_array_equal(one.apply(images, none, 0), images)
    for degree in one.degrees:
        changed = one.apply(images, degree, 0)
        assert (changed.dtype, changed.shape) == (images.dtype, images.shape)
        assert (changed != images).any() == (degree != none)


def test_a_shift_moves_to_the_right() -> None:
    images = digits(5).images
    expected = np.zeros_like(images)
    expected[..., 4:] = images[..., :-4]
    np.testing.assert_array_equal(corruptions.shift(images, 4, 0), expected)
    half = corruptions.shift(images, 0.5, 0)[..., 1:].astype(int)
    mean = (images[..., 1:].astype(int) + images[..., :-1]) / 2
    assert np.abs(half - mean).max() <= 0.5


def test_a_rotation_turns_to_the_left() -> None:
    images = digits(5).images
    for turns in (1, 2, 3):
        np.testing.assert_array_equal(corruptions.rotation(images, 90 * turns, 0), np.rot90(images, turns, axes=(2, 3)))


def test_a_scale_is_about_the_centre() -> None:
    """Half as large: the mean of two by two pixels, in the middle of an empty picture."""
    images = digits(5).images
    small = corruptions.scale(images, 0.5, 0)
    means = images.reshape(5, 1, 14, 2, 14, 2).mean(axis=(3, 5))
    assert np.abs(small[:, :, 7:21, 7:21] - means).max() <= 0.5
    assert small.sum() == small[:, :, 7:21, 7:21].sum()


def test_a_blur_is_a_gaussian() -> None:
    images, degree = digits(1).images, 1.2
    blurred = corruptions.blur(images, degree, 0)[0, 0]
    total = sum(exp(-0.5 * (d / degree) ** 2) for d in range(-5, 6))
    for row, column in ((14, 14), (0, 0), (9, 20), (27, 13)):
        value = 0.0
        for y in range(28):
            for x in range(28):
                if abs(y - row) <= 5 and abs(x - column) <= 5:
                    distance = (y - row) ** 2 + (x - column) ** 2
                    value += images[0, 0, y, x] * exp(-0.5 * distance / degree**2) / total**2
        assert blurred[row, column] == pytest.approx(value, abs=0.51)


@pytest.mark.parametrize("degree", [1, 2, -1, -1.5])
def test_thickness_is_the_most_ink_nearby(degree: float) -> None:
    """By looking at each of the finer pixels' neighbours in turn."""
    images = digits(1).images[:, :, 6:18, 6:18]
    fine = np.kron(images[0, 0], np.ones((4, 4), int))
    reach = abs(degree) * 2
    expected = np.empty_like(fine)
    for y in range(48):
        for x in range(48):
            near = [
                fine[v, u]
                for v in range(max(0, int(y - reach)), min(48, int(y + reach) + 1))
                for u in range(max(0, int(x - reach)), min(48, int(x + reach) + 1))
                if (v - y) ** 2 + (u - x) ** 2 <= reach**2
            ]
            outside = x < reach or y < reach or x + reach > 47 or y + reach > 47
            expected[y, x] = max(near) if degree > 0 else min([*near, *([0] * outside)])
    means = expected.reshape(12, 4, 12, 4).mean(axis=(1, 3))
    found = corruptions.thickness(images, degree, 0)[0, 0]
    # At the border a reach that is no whole number may or may not touch what lies outside.
    inner = slice(2, 10)
    assert np.abs(found[inner, inner] - means[inner, inner]).max() <= 0.5
    assert (found.astype(int) - images[0, 0] >= 0).all() if degree > 0 else (found <= images[0, 0]).all()


def test_noise_belongs_to_its_picture() -> None:
    grey = np.full((6, 1, 28, 28), 128, np.uint8)
    together = corruptions.noise(grey, 0.1, 10)
    np.testing.assert_array_equal(together[4:], corruptions.noise(grey[:2], 0.1, 14))
    assert (together[0] != together[1]).any()
    values = together.astype(float) - 128
    assert values.std() == pytest.approx(25.5, rel=0.05)
    assert abs(values.mean()) < 2


def test_the_curves_are_of_answers_to_those_pictures(tmp_path: Path) -> None:
    one, pictures, kept = model(), digits(90), KeptAnswers(tmp_path)
    chosen = (CORRUPTIONS[0], CORRUPTIONS[3])
    degrees = [(each, degree) for each in chosen for degree in each.degrees]
    reports = list(measure(one, pictures, kept, chosen))
    recognizer = Recognizer(one).once
    expected = []
    for each, degree in degrees:
        answers = recognizer.recognise_all(each.apply(pictures.images, degree, 0))
        right = sum(answer.best == label for answer, label in zip(answers, pictures.labels, strict=True))
        expected.append(Point(each.name, degree, 90, right))
    assert reports[-1].points == tuple(expected)
    done = [report.done for report in reports]
    assert done == sorted(done)
    assert (done[-1], {report.total for report in reports}) == (90 * len(degrees), {90 * len(degrees)})
    again = list(measure(one, pictures, kept, chosen))
    assert again[-1].points == reports[-1].points
    assert len(again) == 2 * len(degrees) < len(reports)


def test_mnist_c(tmp_path: Path) -> None:
    """Its folders in the order in which they were published; what else lies there is passed over."""
    one, folder = model(), tmp_path / "mnist_c"
    for number, name in enumerate(("zigzag", "fog", "extra")):
        part = digits(80, first=100 * number)
        (folder / name).mkdir(parents=True)
        for content, array in (("images", part.images.transpose(0, 2, 3, 1)), ("labels", part.labels.astype(np.int64))):
            np.save(folder / name / f"train_{content}.npy", array)
            np.save(folder / name / f"test_{content}.npy", array)
    last = list(measure_mnist_c(one, folder, tmp_path, KeptAnswers(tmp_path / "kept")))[-1]
    recognizer, expected = Recognizer(one).once, []
    for name, first in (("fog", 100), ("zigzag", 0)):
        part = digits(80, first=first)
        answers = recognizer.recognise_all(part.images)
        right = sum(answer.best == label for answer, label in zip(answers, part.labels, strict=True))
        expected.append(Point(name, None, 80, right))
    assert last.points == tuple(expected)
    assert (last.done, last.total) == (160, 160)
    assert len(MNIST_C) == 15
    with pytest.raises(UserError, match="holds none of MNIST-C's folders, such as shot_noise"):
        list(measure_mnist_c(one, tmp_path, tmp_path))
