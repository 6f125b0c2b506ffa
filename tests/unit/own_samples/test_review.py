import numpy as np
import pytest

from lenet_app.paths import bundled
from lenet_app.penmanship.penman import Penman
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.review import likelihoods, review_order
from lenet_app.storage.models import read_model


def test_the_surprising_come_first_then_the_unsure() -> None:
    likely = np.full((5, 10), 0.001, np.float32)
    likely[:, 7] = 0.991
    likely[1, [1, 7]] = 0.6, 0.392  # not sure
    likely[3, [1, 7]] = 0.49, 0.502  # less sure
    labels = np.array([7, 1, 1, 1, 7])
    assert review_order(likely, labels).tolist() == [2, 3, 1, 0, 4]


def test_no_sample_has_no_order() -> None:
    assert review_order(np.zeros((0, 10), np.float32), np.zeros(0, np.intp)).tolist() == []


def test_a_wrong_label_among_right_ones_comes_first() -> None:
    recognizer = Recognizer(read_model(bundled("models", "lenet5.safetensors")))
    digits = Penman(np.random.default_rng(3)).digits(60)
    likely = likelihoods(recognizer, digits.images[:, 0])
    assert likely.sum(axis=1) == pytest.approx(np.ones(60), abs=1e-4)
    labels = digits.labels.astype(np.intp)
    surest = int(review_order(likely, labels)[-1])
    labels[surest] = (labels[surest] + 1) % 10
    assert review_order(likely, labels)[0] == surest


def test_a_stop_gives_what_was_found_until_then() -> None:
    recognizer = Recognizer(read_model(bundled("models", "lenet5.safetensors")))
    asked: list[bool] = []

    def is_stopped() -> bool:
        asked.append(True)
        return len(asked) > 1

    assert likelihoods(recognizer, np.zeros((600, 28, 28), np.uint8), is_stopped).shape == (256, 10)
