from collections import deque
from dataclasses import replace

import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.evaluation.answers import answer_all, whole
from lenet_app.networks.making import Making
from lenet_app.networks.model import Model
from lenet_app.paths import Home, bundled
from lenet_app.penmanship.penman import Penman
from lenet_app.runs.stepping import stepped
from lenet_app.samples.base import base_of
from lenet_app.samples.more import More
from lenet_app.samples.personalising import PARTS, Personalised, Progress, Wanted, parts_of, personalised
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.unit.samples import model
from tests.unit.whole_models import primaries

LENET5 = bundled("models", "lenet5.safetensors")


@pytest.fixture(scope="module")
def start() -> Model:
    return read_model(LENET5)


@pytest.fixture(scope="module")
def own() -> Pictures:
    """Of a writer whose threes lie on their backs, and whose other digits are ordinary."""
    digits = Penman(np.random.default_rng(5)).digits(40)
    three = np.rot90(digits.images[np.flatnonzero(digits.labels == 3)[0]], axes=(1, 2))
    shifts = [(up, left) for up in (-1, 0, 1) for left in (-1, 0, 1)]
    odd = np.stack([np.roll(three, shift, axis=(1, 2)) for shift in shifts])
    return Pictures(
        np.concatenate([digits.images, odd]), np.concatenate([digits.labels, np.full(len(odd), 3, np.uint8)])
    )


@pytest.fixture(scope="module")
def made(told: tuple[Personalised, More]) -> Personalised:
    return told[0]


@pytest.fixture(scope="module")
def told(start: Model, own: Pictures) -> tuple[Personalised, More]:
    reports = list(personalised(Wanted(start, own, asks_more=True)))
    assert all(one.done <= one.total for one in reports if isinstance(one, Progress))
    (made,) = (one for one in reports if isinstance(one, Personalised))
    more = reports[-1]
    assert isinstance(more, More)
    return made, more


def accuracy(model: Model, pictures: Pictures) -> float:
    return whole(answer_all(model, pictures)).accuracy


def test_what_is_odd_of_a_writer_is_learned_and_nothing_forgotten(
    start: Model, own: Pictures, made: Personalised
) -> None:
    assert accuracy(start, own) < 0.85
    assert accuracy(made.model, own) > 0.95
    assert made.figures.own.count == len(own)
    assert made.figures.own.before == round(len(own) * accuracy(start, own))
    threes, others = made.figures.digits[3], [one for digit, one in enumerate(made.figures.digits) if digit != 3]
    assert threes.before <= threes.count - 8
    assert threes.after >= threes.before + 6
    assert all(one.after >= one.before - 1 for one in others)
    assert made.figures.test.after > made.figures.test.before - 20
    assert made.figures.refused.after > made.figures.refused.before - 0.06 * made.figures.refused.count


def test_the_curve_begins_and_ends_with_what_was_measured(told: tuple[Personalised, More], own: Pictures) -> None:
    made, more = told
    first, *between, last = more.points
    for point, right in ((first, "before"), (last, "after")):
        assert point.wrong == tuple(one.count - getattr(one, right) for one in made.figures.digits)
    assert (first.learned, len(between)) == ((0.0,) * 10, 2)
    for digit, count in enumerate(np.bincount(own.labels, minlength=10)):
        learned = [point.learned[digit] for point in more.points]
        assert learned == sorted(learned)
        assert learned[-1] == pytest.approx(count * (PARTS - 1) / PARTS)
    assert between[0].wrong[3] < first.wrong[3]  # three of these threes already tell something
    assert 3 not in more.too_few


def test_what_is_told_of_mnist_is_so(made: Personalised, start: Model) -> None:
    test = catalogue.load(catalogue.MNIST, Home.of_user().data).test
    some = test.take(np.arange(2000))
    both = [whole(answer_all(one, some)) for one in (start, made.model)]
    assert made.model.metrics.test_accuracy == made.figures.test.after / 10_000
    assert abs(both[1].right.mean() - made.figures.test.after / 10_000) < 0.01
    assert made.figures.test.before == round(10_000 * (start.metrics.test_accuracy or 0))


def test_the_model_tells_how_it_was_made(start: Model, own: Pictures, made: Personalised) -> None:
    assert made.model.name == f"{start.name}, mine"
    assert (made.model.making.fine_tuned_from, made.model.making.own_digits) == (start.name, len(own))
    changed = {name for name, weight in made.model.weights.items() if not np.array_equal(weight, start.weights[name])}
    assert {name.partition(".")[0] for name in changed} == {"C5", "F6", "output"}


def test_the_same_seed_gives_the_same_weights(start: Model, own: Pictures) -> None:
    wanted = Wanted(start, own.take(np.arange(4)), seed=3, holds_out=False)
    one, other = (deque(personalised(wanted), maxlen=1)[0] for _ in range(2))
    assert isinstance(one, Personalised)
    assert isinstance(other, Personalised)
    assert all(np.array_equal(weight, other.model.weights[name]) for name, weight in one.model.weights.items())
    assert one.figures.parts == 0


def test_a_stop_ends_it_at_once_and_makes_nothing(start: Model, own: Pictures) -> None:
    reports = list(stepped(personalised(Wanted(start, own)), lambda: True))
    assert len(reports) == 1
    assert isinstance(reports[0], Progress)


def test_every_sample_is_held_out_once_and_evenly() -> None:
    labels = np.repeat(np.arange(10), 7).astype(np.uint8)
    parts = parts_of(labels, seed=1)
    assert set(parts.tolist()) == set(range(PARTS))
    for digit in range(10):
        counts = np.bincount(parts[labels == digit], minlength=PARTS)
        assert counts.max() - counts.min() <= 1
    assert np.bincount(parts).max() - np.bincount(parts).min() <= 1
    assert set(parts_of(labels[:2], seed=1).tolist()) == {0, 1}


def test_no_sample_is_nothing_to_learn(start: Model, own: Pictures) -> None:
    with pytest.raises(UserError, match="There is no sample to learn"):
        next(personalised(Wanted(start, own.take(np.arange(0)))))


def test_a_personal_model_begins_anew_where_the_first_one_began(start: Model) -> None:
    library = ModelLibrary(Home.of_user().models)
    assert base_of(start, library) is start
    personal = replace(start, name="mine", making=Making(fine_tuned_from="LeNet-5", own_digits=5))
    assert base_of(personal, library).name == "LeNet-5"
    with pytest.raises(UserError, match="began with Gone, which is not there any more"):
        base_of(replace(personal, making=Making(fine_tuned_from="Gone", own_digits=5)), library)
    for other in (primaries(), model(class_names=tuple("abcdefghij"))):
        with pytest.raises(UserError, match="does not tell the ten digits apart"):
            base_of(other, library)
