from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.inspection.smallest_change import Change, search_change, smallest_change
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import FullyConnected
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.inspection.networks import FAMILY, model_of
from tests.unit.samples import digits, model


def picture_for(name: str, number: int) -> npt.NDArray[np.uint8]:
    return np.repeat(digits(1, first=number).images[0], model_of(name).architecture.input_shape[0], axis=0)


def assert_holds(found: Change, recognizer: Recognizer, picture: npt.NDArray[Any], target: int) -> None:
    ink = picture.astype(np.float32) / 255
    assert found.picture.dtype == np.float32
    assert found.picture.min() >= 0
    assert found.picture.max() <= 1
    np.testing.assert_allclose(found.picture - ink, found.difference, atol=1e-6)
    assert found.norm == pytest.approx(np.linalg.norm(found.difference))
    assert found.after.best == target != found.before.best
    assert recognizer.look_into(found.picture).recognition.best == target
    nearly = (ink + 0.97 * found.difference).astype(np.float32)
    assert recognizer.look_into(nearly).recognition.best != target, "less would not have done"


@pytest.mark.parametrize("name", ["lenet5", "lenet5-subsampling", "lenet5-relu-same", "lenet-pytorch", "lenet-caffe"])
def test_the_runner_up_becomes_the_answer(name: str) -> None:
    recognizer = Recognizer(model_of(name)).once
    lengths = []
    for number in range(4):
        picture = picture_for(name, number)
        found = smallest_change(recognizer, picture)
        assert found is not None
        assert_holds(found, recognizer, picture, found.before.ranking[1])
        lengths.append(found.norm)
    assert max(lengths) < 4, "a digit of MNIST has a length of nine"


@pytest.mark.parametrize("name", FAMILY)
def test_an_example_of_the_other_class_always_shows_a_way(name: str) -> None:
    recognizer = Recognizer(model_of(name)).once
    pictures = [picture_for(name, number) for number in range(12)]
    answers = [recognizer.look_into(picture).recognition.best for picture in pictures]
    other = next((number for number, answer in enumerate(answers) if answer != answers[0]), None)
    if other is None:  # first weights answer everything alike
        assert name not in ("lenet5", "lenet5-1998")
        return
    found = smallest_change(recognizer, pictures[0], answers[other], pictures[other])
    assert found is not None
    assert_holds(found, recognizer, pictures[0], answers[other])
    assert found.norm <= np.linalg.norm((pictures[other].astype(np.float64) - pictures[0]) / 255)


def test_of_a_linear_network_it_is_the_way_straight_to_the_line() -> None:
    """Within the range of ink the nearest point of a hyperplane, which can be told exactly."""
    architecture = Architecture("line", "Line", (1, 4, 4), (FullyConnected("out", 3, Activation.NONE),))
    random = np.random.default_rng(1)
    weights = {"out.weight": random.normal(0, 1, (3, 16)).astype(np.float32), "out.bias": np.zeros(3, np.float32)}
    made = model(architecture, weights=weights)
    recognizer, picture = Recognizer(made), np.full((1, 4, 4), 0.5, np.float32)
    found = smallest_change(recognizer, picture)
    assert found is not None
    scores = weights["out.weight"] @ made.normalisation.network_input(picture[None], (1, 4, 4)).ravel()
    first, second = np.argsort(-scores)[:2]
    slope = (weights["out.weight"][first] - weights["out.weight"][second]) * 1.275
    assert found.norm == pytest.approx((scores[first] - scores[second]) / np.linalg.norm(slope), rel=0.01)
    assert found.after.best == second


def test_where_no_pixel_has_any_effect_there_is_no_way() -> None:
    architecture = Architecture("blind", "Blind", (1, 4, 4), (FullyConnected("out", 3, Activation.NONE),))
    weights = {"out.weight": np.zeros((3, 16), np.float32), "out.bias": np.array([1, 2, 3], np.float32)}
    assert smallest_change(Recognizer(model(architecture, weights=weights)), np.zeros((1, 4, 4), np.float32)) is None


def test_with_one_class_there_is_no_other_answer() -> None:
    architecture = Architecture("one", "One", (1, 4, 4), (FullyConnected("out", 1, Activation.NONE),))
    assert smallest_change(Recognizer(model(architecture)), np.zeros((1, 4, 4), np.float32)) is None


def test_what_is_the_answer_already_needs_no_change() -> None:
    assert smallest_change(Recognizer(model_of("lenet5")).once, picture_for("lenet5", 0), 5) is None


def test_a_class_of_ones_choice() -> None:
    recognizer, picture = Recognizer(model_of("lenet5-subsampling")).once, picture_for("lenet5-subsampling", 7)
    for target in range(10):
        found = smallest_change(recognizer, picture, target)
        if target == 3:
            assert found is None
            continue
        assert found is not None
        assert found.after.best == target


def test_a_search_tells_how_far_it_is_and_can_be_left() -> None:
    recognizer, picture = Recognizer(model_of("lenet5")).once, picture_for("lenet5", 2)
    reports = list(search_change(recognizer, picture))
    assert [report.steps for report in reports] == sorted(report.steps for report in reports)
    assert all(report.steps <= report.most for report in reports)
    assert [report.change is None for report in reports] == [True] * (len(reports) - 1) + [False]
    left = search_change(recognizer, picture)
    assert next(left).change is None
    left.close()


def test_how_much_ink_was_changed() -> None:
    found = smallest_change(Recognizer(model_of("lenet5")).once, picture_for("lenet5", 3))
    assert found is not None
    differences = [float(one) for one in found.difference.ravel()]
    added, taken = found.ink
    assert added == pytest.approx(sum(one for one in differences if one > 0), rel=1e-5)
    assert taken == pytest.approx(-sum(one for one in differences if one < 0), rel=1e-5)
    assert found.pixels == sum(abs(one) >= 0.5 / 255 for one in differences)
    assert 0 < found.pixels <= 784
