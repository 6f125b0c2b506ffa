import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.networks.forward import activations
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
    test = catalogue.load("mnist").test
    answers = Recognizer(ModelLibrary().open(None)).recognise_all(test.images[:200])
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
