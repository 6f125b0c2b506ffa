import itertools

import numpy as np
import pytest

from lenet_app.inspection.epochs import KeptWeights, answers_over, seen_by
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.two_models import pairs
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.inspection.networks import FAMILY, first_weights, model_of, passage_of, picture_of


def course(name: str, epochs: int) -> list[KeptWeights]:
    """From first weights to those of the model, in even steps."""
    first, last = first_weights(name), model_of(name).weights
    return [
        KeptWeights(
            epoch, {key: first[key] + (last[key] - first[key]) * np.float32(epoch / (epochs - 1)) for key in first}
        )
        for epoch in range(epochs)
    ]


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "lenet-rgb"])
def test_the_last_epoch_sees_what_the_model_sees(name: str) -> None:
    made = model_of(name)
    recognizer = Recognizer(made)
    insight = recognizer.look_into(picture_of(made.architecture))
    last = seen_by(recognizer, KeptWeights(9, made.weights), insight.network_input)
    assert last.recognition.best == insight.recognition.best
    np.testing.assert_array_equal(last.recognition.probabilities, insight.recognition.probabilities)
    for layer, values in insight.activations.items():
        np.testing.assert_array_equal(last.activations[layer], values)


def test_a_network_becomes_sure_of_its_answer() -> None:
    made = model_of("lenet5")
    recognizer = Recognizer(made)
    network_input = passage_of("lenet5").network_input
    answers = dict(answers_over(recognizer, course("lenet5", 6), network_input))
    assert list(answers) == list(range(6))
    assert (answers[5].label, answers[5].sure) == ("3", True)
    assert answers[0].confidence < 0.5 < answers[5].confidence
    some = list(itertools.islice(answers_over(recognizer, course("lenet5", 6), network_input), 2))
    assert [epoch for epoch, _ in some] == [0, 1]


def test_what_an_epoch_saw_can_be_looked_into() -> None:
    made = model_of("lenet5")
    early = course("lenet5", 6)[1]
    insight = seen_by(Recognizer(made), early, passage_of("lenet5").network_input)
    expected = Passage.through(made.architecture, early.weights, passage_of("lenet5").network_input)
    np.testing.assert_array_equal(insight.activations["C3"], expected.activations["C3"])
    assert (insight.activations["C3"] != passage_of("lenet5").activations["C3"]).any()


@pytest.mark.parametrize("name", FAMILY)
def test_a_model_differs_from_itself_in_nothing(name: str) -> None:
    found = pairs(passage_of(name), passage_of(name))
    assert found[0].layer == "input"
    assert all(pair.largest == pair.mean == 0 for pair in found)
    assert not [pair.layer for pair in found if pair.layer.startswith("drop")]


def test_differences_of_layers_that_are_alike() -> None:
    first, second = passage_of("lenet5"), passage_of("lenet5-1998")
    found = {pair.layer: pair for pair in pairs(first, second)}
    assert list(found) == ["input", "C1", "S2", "C3", "S4", "C5", "F6", "output"]
    c3 = found["C3"]
    expected = second.activations["C3"] - first.activations["C3"]
    assert c3.difference is not None
    np.testing.assert_array_equal(c3.difference, expected)
    assert c3.largest == pytest.approx(np.abs(expected).max())
    assert c3.mean == pytest.approx(np.abs(expected).mean())
    c5 = found["C5"]
    assert (c5.shapes, c5.difference, c5.largest, c5.mean) == (((120,), (120, 1, 1)), None, None, None)


def test_layers_that_only_one_network_has() -> None:
    found = {pair.layer: pair.shapes for pair in pairs(passage_of("lenet5"), passage_of("lenet-caffe"))}
    assert found["F6"] == ((84,), None)
    assert found["F5"] == (None, (500,))
    assert found["C1"] == ((6, 28, 28), (20, 24, 24))
    assert list(found)[-1] == "F5"
