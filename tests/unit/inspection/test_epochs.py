import itertools

import numpy as np
import pytest

from lenet_app.inspection.epochs import Course, answers_over, seen_by
from lenet_app.inspection.passage import Passage
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.inspection.networks import first_weights, model_of, passage_of, picture_of


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
    recognizer = Recognizer(made).once
    insight = recognizer.look_into(picture_of(made.architecture))
    last = seen_by(recognizer, KeptWeights(9, made.weights), insight.network_input)
    assert last.recognition.best == insight.recognition.best
    np.testing.assert_array_equal(last.recognition.probabilities, insight.recognition.probabilities)
    for layer, values in insight.activations.items():
        np.testing.assert_array_equal(last.activations[layer], values)


def test_a_network_becomes_sure_of_its_answer() -> None:
    made = model_of("lenet5")
    recognizer = Recognizer(made).once
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


def kept_after(epochs: int, most: int) -> list[int]:
    weights = {"a": np.zeros(10, np.float32)}
    kept = Course(most_bytes=40 * most)
    for epoch in range(epochs + 1):
        kept.add(KeptWeights(epoch, weights))
        numbers = [one.epoch for one in kept.kept]
        assert len(numbers) <= most
        assert numbers[0] == 0
        assert numbers[-1] == epoch
    return [one.epoch for one in kept.kept]


@pytest.mark.parametrize(
    ("epochs", "most", "expected"),
    [(4, 10, [0, 1, 2, 3, 4]), (9, 6, [0, 2, 4, 6, 8, 9]), (11, 6, [0, 4, 8, 11]), (100, 6, [0, 32, 64, 96, 100])],
)
def test_a_long_course_keeps_its_ends_and_even_steps(epochs: int, most: int, expected: list[int]) -> None:
    assert kept_after(epochs, most) == expected
