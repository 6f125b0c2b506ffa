import numpy as np
import pytest

from lenet_app.data.pictures import NO_CLASS
from lenet_app.paths import Home
from lenet_app.penmanship.penman import Penman
from lenet_app.penmanship.rubbish import KINDS, Kind
from lenet_app.penmanship.textures import textures
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary


def penman(seed: int) -> Penman:
    return Penman(np.random.default_rng(seed))


def test_digits_are_balanced_and_mixed() -> None:
    digits = penman(0).digits(1003)
    assert digits.images.shape == (1003, 1, 28, 28)
    assert digits.images.dtype == digits.labels.dtype == np.uint8
    counts = np.bincount(digits.labels, minlength=10)
    assert counts.min() == 100
    assert counts.max() == 101
    assert len(np.unique(digits.labels[:40])) > 5
    assert (digits.images.max(axis=(1, 2, 3)) == 255).all()
    assert len(np.unique(digits.images.reshape(1003, -1), axis=0)) == 1003


def test_rubbish_has_the_label_of_no_digit() -> None:
    rubbish = penman(0).rubbish(500)
    assert rubbish.images.shape == (500, 1, 28, 28)
    assert rubbish.labels.dtype == np.uint8
    assert set(rubbish.labels.tolist()) == {NO_CLASS}
    assert (rubbish.images.max(axis=(1, 2, 3)) == 255).all()


def test_a_seed_settles_everything() -> None:
    one, other, another = penman(1), penman(1), penman(2)
    first = one.digits(50)
    np.testing.assert_array_equal(first.images, other.digits(50).images)
    np.testing.assert_array_equal(one.rubbish(50).images, other.rubbish(50).images)
    assert not np.array_equal(first.images, another.digits(50).images)


@pytest.mark.parametrize("count", [0, 1, 7])
def test_few_are_fine(count: int) -> None:
    writer = penman(3)
    assert len(writer.digits(count)) == len(writer.rubbish(count)) == count
    assert writer.digits(count).shape == writer.rubbish(count).shape == (1, 28, 28)


@pytest.mark.parametrize("kind", [kind for kind, _ in KINDS], ids=lambda kind: kind.__name__)
def test_every_kind_of_rubbish_gives_as_many_drawings_as_asked_for(kind: Kind) -> None:
    for count in (1, 23):
        traces = kind(count, np.random.default_rng(count))
        assert traces.count == count
        assert np.unique(traces.owner).tolist() == list(range(count))
        assert np.isfinite(traces.points).all()


def test_digits_are_read_as_what_they_are() -> None:
    """By a network that has learnt from other people's digits: most styles are everybody's, some are rare."""
    digits = penman(4).digits(1000)
    answers = Recognizer(ModelLibrary(Home.of_user().models).open("lenet5-deep")).recognise_all(
        digits.images / np.float32(255)
    )
    right = np.array([answer.best for answer in answers]) == digits.labels
    assert right.mean() > 0.8


def test_textures_are_bright_and_all_different() -> None:
    images = textures(60, np.random.default_rng(6))
    assert images.shape == (60, 1, 28, 28)
    assert (images.max(axis=(1, 2, 3)) == 255).all()
    # Fully inked ones may be alike: there is but one full picture, and one full box.
    assert len(np.unique(images.reshape(60, -1), axis=0)) > 30
    assert textures(0, np.random.default_rng(0)).shape == (0, 1, 28, 28)
