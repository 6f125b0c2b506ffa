"""One's own digits as a data set."""

from pathlib import Path

import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.data.pictures import Fitting, Pictures
from lenet_app.errors import UserError
from lenet_app.paths import Home
from lenet_app.samples.data_set import as_data_set, offer
from lenet_app.samples.store import SampleStore
from tests.unit.own_samples.made import picture, sample


def pictures(numbers: list[int]) -> Pictures:
    """Each a picture of its own, of the ten digits in turn."""
    images = np.array([picture(number) for number in numbers])[:, None]
    return Pictures(images, np.array([number % 10 for number in numbers], np.uint8))


def texts(part: object) -> set[bytes]:
    assert isinstance(part, Pictures)
    return {image.tobytes() for image in part.images}


@pytest.fixture
def store(tmp_path: Path) -> SampleStore:
    home = Home(tmp_path)
    offer(home)
    return SampleStore(home.samples)


def test_samples_are_read_by_their_name_and_anew_when_they_change(store: SampleStore, tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert not catalogue.is_here("my-digits", home.data)
    store.add([sample(number) for number in range(60)])
    assert catalogue.is_here("my-digits", home.data)
    assert "my-digits" in catalogue.names()
    one = catalogue.load("my-digits", home.data)
    assert (one.name, one.title, one.class_names) == ("my-digits", "My digits", tuple("0123456789"))
    assert one.fitting is Fitting.INK
    assert one.has_digits
    assert len(one.training) + len(one.test) == 60
    assert texts(one.training) | texts(one.test) == {picture(number).tobytes() for number in range(60)}
    for part in (one.training, one.test):
        assert set(part.labels.tolist()) == set(range(10))
        assert part.images.dtype == np.uint8
        assert not part.images.flags.writeable
    assert catalogue.load("my-digits", home.data) is one
    store.add([sample(60)])
    assert len(catalogue.load("my-digits", home.data).training) + len(catalogue.load("my-digits", home.data).test) == 61
    store.delete(store.ids()[:1])
    store.close()
    again = catalogue.load("my-digits", home.data)
    assert len(again.training) + len(again.test) == 60


def test_the_same_samples_are_always_the_ones_to_test_with() -> None:
    few, shuffled = as_data_set(pictures(list(range(100)))), list(range(100))
    np.random.default_rng(1).shuffle(shuffled)
    assert texts(as_data_set(pictures(shuffled)).test) == texts(few.test)
    many = as_data_set(pictures(list(range(2000))))
    # A digit of ten may have had to lend one to the test that its key would have had learned.
    assert len(texts(few.test) & texts(many.training)) <= 10
    assert not texts(few.training) & texts(many.test)  # what was learned is not tested later
    assert 1 / 9 < len(many.test) / 2000 < 1 / 5.5  # a seventh
    assert not texts(many.training) & texts(many.test)


def test_equal_samples_are_on_one_side() -> None:
    twice = as_data_set(pictures([*range(40), *range(40)]))
    assert not texts(twice.training) & texts(twice.test)
    assert len(twice.training) + len(twice.test) == 80


def test_too_few_are_told(store: SampleStore, tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(UserError, match=r"there are fewer of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9\.$"):
        catalogue.load("my-digits", home.data)
    assert not home.samples.exists()  # asking makes nothing
    store.add(sample(number) for number in range(20) if number not in (13, 17))
    store.add([sample(7)])  # the same 7 twice
    with pytest.raises(UserError, match=r"My digits are too few .* fewer of 3, 7\.$"):
        catalogue.load("my-digits", home.data)
    store.add([sample(13), sample(17)])
    assert len(catalogue.load("my-digits", home.data).test) >= 10


def test_where_none_are_offered_there_is_no_such_set(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no data set my-digits"):
        catalogue.load("my-digits", tmp_path / "elsewhere")
