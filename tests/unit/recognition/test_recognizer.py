from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.bitmaps import BITMAPS, UNITS
from lenet_app.networks.forward import activations
from lenet_app.networks.layers import FullyConnected, RadialBasis
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognition, Recognizer
from lenet_app.storage.library import ModelLibrary
from tests.unit.samples import LENET5, NORMALISATION, ODD, digits, model, naive_activations


def test_a_batch_answers_as_its_pictures_do_alone() -> None:
    recognizer = Recognizer(model(LENET5))
    pictures = digits(600).images  # more than go through the network at once
    together = recognizer.recognise_all(pictures)
    assert len(together) == 600
    for number in (0, 1, 255, 256, 257, 511, 512, 599):
        (alone,) = recognizer.recognise_all(pictures[number : number + 1])
        insight = recognizer.look_into(pictures[number])
        for other in (alone, insight.recognition):
            np.testing.assert_allclose(together[number].probabilities, other.probabilities, atol=1e-5)
            assert together[number].best == other.best


def test_a_list_of_pictures_will_do() -> None:
    recognizer, pictures = Recognizer(model(LENET5)), digits(300).images
    for one, other in zip(recognizer.recognise_all(pictures), recognizer.recognise_all(list(pictures)), strict=True):
        np.testing.assert_array_equal(one.probabilities, other.probabilities)


def test_no_pictures() -> None:
    recognizer = Recognizer(model(LENET5))
    assert recognizer.recognise_all([]) == []
    assert recognizer.recognise_all(np.zeros((0, 1, 28, 28), np.uint8)) == []


def test_bytes_and_floats_are_answered_alike() -> None:
    recognizer, pictures = Recognizer(model(LENET5)), digits(20).images
    floats = recognizer.recognise_all((pictures / 255).astype(np.float32))
    for one, other in zip(recognizer.recognise_all(pictures), floats, strict=True):
        np.testing.assert_allclose(one.probabilities, other.probabilities, atol=1e-5)


def test_an_answer() -> None:
    probabilities = np.array([0.1, 0.2, 0.6, 0.1], np.float32)
    answer = Recognition(probabilities, ("a", "b", "c", "d"))
    assert (answer.best, answer.label) == (2, "c")
    assert answer.confidence == pytest.approx(0.6)
    assert isinstance(answer.best, int)
    assert isinstance(answer.confidence, float)


def test_answers_are_distributions_with_the_models_class_names() -> None:
    names = tuple("zyxwvutsrq")
    for answer in Recognizer(model(LENET5, class_names=names)).recognise_all(digits(50).images):
        assert answer.probabilities.shape == (10,)
        assert answer.probabilities.dtype == np.float32
        assert float(answer.probabilities.sum()) == pytest.approx(1, abs=1e-5)
        assert answer.label == names[answer.best]
        assert answer.confidence == answer.probabilities.max()


def test_insight_holds_every_layer() -> None:
    one = model(ODD)
    picture = np.random.default_rng(1).random((2, 9, 9), np.float32)
    insight = Recognizer(one).look_into(picture)
    assert insight.network_input.shape == ODD.input_shape
    np.testing.assert_array_equal(insight.network_input, NORMALISATION.network_input(picture[None], (2, 11, 9))[0])
    assert list(insight.activations) == [layer.name for layer in ODD.layers]
    for name, expected in naive_activations(ODD, one.weights, insight.network_input).items():
        np.testing.assert_allclose(insight.activations[name], expected, rtol=1e-4, atol=1e-5)
    scores = insight.activations["F"].astype(np.float64)
    np.testing.assert_allclose(insight.recognition.probabilities, np.exp(scores) / np.exp(scores).sum(), rtol=1e-5)


def test_pictures_that_do_not_fit() -> None:
    with pytest.raises(UserError, match="do not fit a network input"):
        Recognizer(model(LENET5)).look_into(np.zeros((3, 28, 28), np.uint8))


def test_the_shipped_model_reads_the_first_test_digits() -> None:
    test = catalogue.load("mnist", Home.of_user().data).test
    answers = Recognizer(ModelLibrary(Home.of_user().models).open(None)).recognise_all(test.images[:200])
    assert sum(answer.label == str(label) for answer, label in zip(answers, test.labels, strict=False)) >= 196


def test_nothing_of_the_model_changes() -> None:
    one = model(LENET5)
    before = {name: weight.copy() for name, weight in one.weights.items()}
    insight = Recognizer(one).look_into(digits(1).images[0])
    for array in (insight.network_input, *insight.activations.values()):
        array.fill(0)  # the caller's own
    for name, weight in before.items():
        np.testing.assert_array_equal(one.weights[name], weight)
    again = activations(LENET5, one.weights, NORMALISATION.network_input(digits(1).images, (1, 32, 32)))
    np.testing.assert_allclose(again["output"][0], Recognizer(one).look_into(digits(1).images[0]).activations["output"])


# F6 is the input itself, flattened, so that a test says what the RBF units see.
RBF = Architecture(
    "rbf",
    "RBF",
    (1, 12, 7),
    (FullyConnected("F6", UNITS, Activation.NONE), RadialBasis("output")),
)


def rbf_recognizer() -> Recognizer:
    weights = {"F6.weight": np.eye(UNITS, dtype=np.float32), "F6.bias": np.zeros(UNITS, np.float32)}
    return Recognizer(model(RBF, weights=weights, normalisation=InputNormalisation(background=-1, ink=1)))


def pictured(values: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.float32]:
    """The picture, of any ink, that makes F6 `values`."""
    return ((values.reshape(1, 12, 7) + 1) / 2).astype(np.float32)


def test_the_smallest_distance_of_an_rbf_network_wins() -> None:
    values = 0.5 * BITMAPS[3]
    recognition = rbf_recognizer().look_into(pictured(values)).recognition
    expected = np.square(values.astype(np.float64) - BITMAPS).sum(axis=1)
    assert recognition.distances is not None
    np.testing.assert_allclose(recognition.distances, expected, rtol=1e-5)
    assert (recognition.best, recognition.label) == (3, "3")
    shares = np.exp(-(expected - expected.min()))
    np.testing.assert_allclose(recognition.probabilities, shares / shares.sum(), rtol=1e-4, atol=1e-12)


@pytest.mark.parametrize("scale", [0.0, 1e-4, 30.0, 1000.0])
def test_distances_so_large_that_no_power_is_left_still_answer(scale: float) -> None:
    random = np.random.default_rng(2)
    values = scale * BITMAPS[8] + random.normal(0, 0.01, UNITS)
    recognition = rbf_recognizer().look_into(pictured(values)).recognition
    expected = np.square(values - BITMAPS).sum(axis=1)
    assert np.exp(-np.float32(expected.min())) < 1e-30
    assert recognition.best == int(expected.argmin())
    assert float(recognition.probabilities.sum()) == pytest.approx(1, abs=1e-5)


def test_equal_distances_share_and_the_first_is_named() -> None:
    shares = np.array([0.2, 0.4, 0.4], np.float32)
    recognition = Recognition(shares, ("a", "b", "c"), np.array([2.0, 1.0, 1.0], np.float32))
    assert recognition.label == "b"
    assert recognition.ranking == [1, 2, 0]


def test_distances_tell_apart_what_rounds_to_the_same_probability() -> None:
    distances = np.array([1.00000012, 1.0, 9.0], np.float32)
    recognition = Recognition(np.array([0.5, 0.5, 0.0], np.float32), ("a", "b", "c"), distances)
    assert distances[0] > distances[1]
    assert recognition.label == "b"
    assert recognition.ranking == [1, 0, 2]


def test_classes_are_ranked_by_their_probability() -> None:
    answer = Recognition(np.array([0.1, 0.5, 0.1, 0.3], np.float32), ("a", "b", "c", "d"))
    assert answer.ranking == [1, 3, 0, 2]
    assert answer.distances is None


def test_many_pictures_have_their_distances_each() -> None:
    one = model(family.member("lenet5-1998").architecture)
    recognizer, pictures = Recognizer(one), digits(300).images
    together = recognizer.recognise_all(pictures)
    for number in (0, 255, 256, 299):
        alone = recognizer.look_into(pictures[number])
        distances = together[number].distances
        assert distances is not None
        np.testing.assert_allclose(distances, alone.activations["output"], rtol=1e-4)


def test_no_other_network_has_distances() -> None:
    assert all(answer.distances is None for answer in Recognizer(model(LENET5)).recognise_all(digits(3).images))
