from collections.abc import Iterator

import numpy as np
import pytest

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.forward import activations
from lenet_app.networks.model import Model
from lenet_app.training.engine.device_pictures import DevicePictures
from lenet_app.training.engine.evaluation import BATCH, Evaluation, evaluate, evaluate_weights
from tests.unit.samples import LENET5, NORMALISATION, TINY, digits, model, random_weights

PAPER = family.member("lenet5-1998").architecture


def evaluate_model(one: Model, pictures: Pictures) -> Iterator[Evaluation]:
    return evaluate_weights(one.architecture, one.weights, one.normalisation, pictures)


@pytest.mark.parametrize("architecture", [TINY, LENET5, PAPER], ids=lambda a: a.id)
def test_figures_are_those_of_numpy(architecture: Architecture) -> None:
    pictures = digits(BATCH + 130)
    one = model(architecture)
    parts = list(evaluate_model(one, pictures))
    assert [part.images for part in parts] == [BATCH, BATCH + 130]
    for part in parts:
        seen = digits(part.images)
        network_input = NORMALISATION.network_input(seen.images, architecture.input_shape)
        scores = activations(architecture, one.weights, network_input)[architecture.layers[-1].name].astype(np.float64)
        if architecture is PAPER:
            scores = -scores  # it gives distances, of which the smallest wins
        answers = scores.argmax(axis=1)
        confusion = np.zeros((10, 10), int)
        for truth, answer in zip(seen.labels, answers, strict=True):
            confusion[truth, answer] += 1
        losses = np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(scores)), seen.labels]
        assert part.confusion.dtype == np.int64
        np.testing.assert_array_equal(part.confusion, confusion)
        assert part.accuracy == np.mean(answers == seen.labels)
        assert part.loss == pytest.approx(losses.mean(), rel=1e-5)


def test_earlier_yields_stay_as_they_were() -> None:
    first, last = evaluate_model(model(), digits(BATCH + 1))
    assert first.confusion.sum() == BATCH
    assert last.confusion.sum() == BATCH + 1


def test_three_ways_to_the_same() -> None:
    one, pictures = model(LENET5), digits(50)
    network = Network(LENET5)
    network.load_weights(one.weights)
    (a,) = evaluate_model(one, pictures)
    (b,) = evaluate_weights(LENET5, one.weights, NORMALISATION, pictures)
    (c,) = evaluate(network, NORMALISATION, DevicePictures(pictures, "cpu"))
    assert a.loss == b.loss == c.loss
    np.testing.assert_array_equal(a.confusion, c.confusion)
    assert network.weights().keys() == one.weights.keys()


def test_no_pictures() -> None:
    assert list(evaluate_weights(TINY, random_weights(TINY), NORMALISATION, digits(0))) == []
    assert Evaluation(0, 0.0, np.zeros((10, 10), np.int64)).accuracy == 0


def test_labels_that_the_network_has_no_class_for() -> None:
    pictures = Pictures(digits(3).images, np.array([0, 10, 25], np.uint8))
    with pytest.raises(UserError, match=r"^The network tells 10 classes apart, the pictures are of 26 or more\.$"):
        list(evaluate_model(model(), pictures))
