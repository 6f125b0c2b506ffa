"""A doubtful digit is read again, slightly turned; each figure against a computation of its own."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from math import cos, floor, radians, sin
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.data import catalogue
from lenet_app.data.pictures import PictureSet
from lenet_app.evaluation.answers import answer_all, whole
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.inspection.ablation import answer_without, weights_without
from lenet_app.inspection.units import Unit
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.forward import Array
from lenet_app.networks.model import Model
from lenet_app.paths import Home, bundled
from lenet_app.recognition.fitting import fitted_drawing
from lenet_app.recognition.moved import turned
from lenet_app.recognition.recognizer import DOUBTFUL, READINGS, TURNS, Recognition, Recognizer
from lenet_app.storage.models import read_model
from tests.tools.handwriting_measure.samples import LIKE_DIGITS
from tests.unit.samples import LENET5, digits, model

Picture = npt.NDArray[Any]
LEAST_DOUBTFUL = 30
"""In the first thousands of MNIST's test digits."""


class Counting(Recognizer):
    """Counts the pictures of each way through the network."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.counts: list[int] = []

    def recognitions(self, output: Array) -> list[Recognition]:
        self.counts.append(len(output))
        return super().recognitions(output)


def shipped(name: str = "lenet5") -> Model:
    return read_model(bundled("models", f"{name}.safetensors"))


def in_doubt() -> Model:
    """It is sure of nothing."""
    return replace(model(LENET5), certainty=Certainty(temperature=10_000))


def mnist(count: int) -> PictureSet:
    return catalogue.load("mnist", Home.of_user().data).test.take(np.arange(count))


def shares(answers: Sequence[Recognition]) -> npt.NDArray[np.float32]:
    return np.array([one.probabilities for one in answers])


def turned_by_hand(picture: Picture, degrees: float) -> Picture:
    """A picture, (height, width), turned about its centre: pixel by pixel, between four neighbours."""
    height, width = picture.shape
    angle, found = radians(degrees), np.zeros(picture.shape)
    for row in range(height):
        for column in range(width):
            right, down = column - (width - 1) / 2, row - (height - 1) / 2
            x = cos(angle) * right - sin(angle) * down + (width - 1) / 2
            y = sin(angle) * right + cos(angle) * down + (height - 1) / 2
            for near_y in (floor(y), floor(y) + 1):
                for near_x in (floor(x), floor(x) + 1):
                    if 0 <= near_y < height and 0 <= near_x < width:
                        weight = (1 - abs(x - near_x)) * (1 - abs(y - near_y))
                        found[row, column] += weight * picture[near_y, near_x]
    return found


@pytest.mark.parametrize("shape", [(28, 28), (9, 12)])
@pytest.mark.parametrize("degrees", [*TURNS, 37.0, 180.0])
def test_a_picture_is_turned_between_its_pixels(shape: tuple[int, int], degrees: float) -> None:
    pictures = np.random.default_rng(1).random((2, 3, *shape), np.float32)
    found = turned(pictures, degrees)
    assert found.dtype == np.float32
    assert found.shape == pictures.shape
    for picture, other in zip(pictures.reshape(-1, *shape), found.reshape(-1, *shape), strict=True):
        np.testing.assert_allclose(other, turned_by_hand(picture, degrees), atol=1e-5)


def test_a_doubtful_digit_is_the_mean_of_three_readings() -> None:
    recognizer, pictures = Recognizer(shipped()), mnist(3000).images
    doubtful = [n for n, one in enumerate(recognizer.once.recognise_all(pictures)) if one.confidence < DOUBTFUL]
    assert len(doubtful) >= LEAST_DOUBTFUL
    answers = recognizer.recognise_all(pictures)
    for number in doubtful:
        ink = np.asarray(pictures[number, 0] / 255, np.float64)
        views = [ink, *(turned_by_hand(ink, degrees) for degrees in TURNS)]
        expected = shares([recognizer.once.look_into(view.astype(np.float32)[None]).recognition for view in views])
        found = answers[number]
        assert found.readings == READINGS == 3
        np.testing.assert_allclose(found.probabilities, expected.mean(axis=0), atol=1e-4)
        assert float(found.probabilities.sum()) == pytest.approx(1, abs=1e-5)
        assert found.first is not None
        assert found.alone is found.first
        np.testing.assert_allclose(found.first.probabilities, expected[0], atol=1e-5)


def test_sure_digits_are_what_they_were_bit_by_bit() -> None:
    recognizer, pictures = Recognizer(shipped()), mnist(1500).images
    sure = 0
    for one, again in zip(recognizer.once.recognise_all(pictures), recognizer.recognise_all(pictures), strict=True):
        if one.confidence >= DOUBTFUL:
            sure += 1
            np.testing.assert_array_equal(one.probabilities, again.probabilities)
            assert (again.readings, again.first, again.alone) == (1, None, again)
        else:
            assert again.readings == READINGS
    assert 0 < sure < len(pictures)


def test_a_batch_says_what_its_pictures_say_alone() -> None:
    """More are doubtful than go through the network at once."""
    recognizer, pictures = Recognizer(in_doubt()), digits(150).images
    together = recognizer.recognise_all(pictures)
    as_list = recognizer.recognise_all(list(pictures))
    for number in (0, 1, 31, 32, 33, 63, 64, 149):
        insight = recognizer.look_into(pictures[number])
        assert insight.recognition.readings == together[number].readings == READINGS
        np.testing.assert_allclose(insight.recognition.probabilities, together[number].probabilities, atol=1e-5)
        np.testing.assert_array_equal(as_list[number].probabilities, together[number].probabilities)
    in_ink = recognizer.recognise_all((pictures / 255).astype(np.float32))
    np.testing.assert_allclose(shares(in_ink), shares(together), atol=1e-5)


def test_the_layers_are_those_of_the_first_reading() -> None:
    recognizer, picture = Recognizer(in_doubt()), digits(1).images[0]
    again, once = recognizer.look_into(picture), recognizer.once.look_into(picture)
    assert (again.recognition.readings, once.recognition.readings) == (READINGS, 1)
    np.testing.assert_array_equal(again.network_input, once.network_input)
    for name, values in once.activations.items():
        np.testing.assert_array_equal(again.activations[name], values)


def test_what_it_costs() -> None:
    """One way through the network more for many doubtful pictures, none for a sure one."""
    doubtful = Counting(in_doubt())
    doubtful.recognise_all(digits(32).images)
    assert doubtful.counts == [32, 64]
    sure, pictures = Counting(shipped()), mnist(64).images
    surest = max(range(64), key=lambda number: sure.once.look_into(pictures[number]).recognition.confidence)
    sure.look_into(pictures[surest])
    assert sure.counts == [1]
    sure.counts.clear()
    sure.recognise_all(np.repeat(pictures[surest : surest + 1], 32, axis=0))
    assert sure.counts == [32]


@pytest.mark.parametrize("name", ["lenet5-1998", "lenet5-1998-handwriting", "lenet-cifar"])
def test_networks_with_distances_and_of_whole_pictures_read_once(name: str) -> None:
    one = shipped(name)
    recognizer = Recognizer(one)
    pictures = np.random.default_rng(2).random((20, *one.architecture.input_shape), np.float32)
    assert not recognizer.reads_again
    answers = recognizer.recognise_all(pictures)
    assert any(answer.confidence < DOUBTFUL for answer in answers)
    for answer, alone in zip(answers, recognizer.once.recognise_all(pictures), strict=True):
        assert answer.readings == 1
        np.testing.assert_array_equal(answer.probabilities, alone.probabilities)


def test_other_classes_are_read_once() -> None:
    recognizer = Recognizer(model(LENET5, class_names=tuple("abcdefghij")))
    assert {one.readings for one in recognizer.recognise_all(digits(10).images)} == {1}


def test_the_threshold_does_not_change_what_is_read() -> None:
    pictures = mnist(300).images
    strict, lax = (Recognizer(shipped(), threshold).recognise_all(pictures) for threshold in (1.0, 0.0))
    np.testing.assert_array_equal(shares(strict), shares(lax))
    assert strict[0].certainty.threshold == 1
    assert Recognizer(shipped(), 0.77).once.certainty.threshold == 0.77


@pytest.mark.parametrize("name", ["lenet5", "lenet5-sigmoid-same"])
def test_an_evaluation_is_of_the_network_alone(name: str) -> None:
    one, pictures = shipped(name), mnist(1500)
    found = whole(answer_all(one, pictures))
    alone, again = _both(Recognizer(one), pictures.images)
    assert found.said.tolist() == [answer.best for answer in alone]
    np.testing.assert_allclose(found.confidences, [answer.confidence for answer in alone], atol=1e-6)
    assert any(answer.readings > 1 for answer in again)


def test_without_units_it_is_read_again_without_them() -> None:
    one, picture, off = in_doubt(), digits(1).images[0], [Unit("C3", (2,)), Unit("F6", (7,))]
    reduced = replace(one, weights=weights_without(LENET5, one.weights, off))
    found = answer_without(Recognizer(one), picture, off).recognition
    assert found.readings == READINGS
    expected = Recognizer(reduced).look_into(picture).recognition
    np.testing.assert_allclose(found.probabilities, expected.probabilities, atol=1e-5)


def test_on_real_handwriting_more_is_right_and_letters_are_refused(handwriting: Path) -> None:
    """A part of three sets: every third drawing of a digit, every second letter that looks like none."""
    recognizer = Recognizer(shipped())
    right, sure = [0, 0], list[bool]()
    for name in ("pendigits", "unipen"):
        labels, pictures = _fitted(handwriting / f"strokes_{name}.jsonl.gz", recognizer.model, 3)
        once, again = _both(recognizer, pictures)
        right = [right[0] + _right(once, labels), right[1] + _right(again, labels)]
        sure += [one.sure for one in again]
    assert right[1] > right[0]
    assert np.mean(sure) > 0.985
    names, drawn = _fitted(handwriting / "strokes_letters.jsonl.gz", recognizer.model, 2)
    letters = [picture for name, picture in zip(names, drawn, strict=True) if name not in LIKE_DIGITS]
    refused = [sum(not one.sure for one in found) for found in _both(recognizer, letters)]
    assert refused[1] >= refused[0] > 0.8 * len(letters)


def _both(
    recognizer: Recognizer, pictures: Sequence[npt.NDArray[Any]] | npt.NDArray[np.uint8]
) -> list[list[Recognition]]:
    return [recognizer.once.recognise_all(pictures), recognizer.recognise_all(pictures)]


def _right(answers: Sequence[Recognition], labels: Sequence[str]) -> int:
    return sum(one.label == label for one, label in zip(answers, labels, strict=True))


def _fitted(path: Path, model: Model, every: int) -> tuple[list[str], list[npt.NDArray[Any]]]:
    labels, pictures = [], []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == 0:
                row = json.loads(line)
                fitted = fitted_drawing(drawing_from_json(row), model, has_sheet=False)
                assert fitted is not None
                labels.append(str(row["label"]))
                pictures.append(fitted.planes)
    return labels, pictures
