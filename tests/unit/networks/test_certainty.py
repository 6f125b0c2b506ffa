import json
import math
from typing import Any

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.model import usual_certainty
from lenet_app.networks.recipe import Loss, Recipe
from tests.unit.samples import DISTANCES, LENET5

DISTANCES_OF_TEN = np.array([30.0, 4.0, 6.0, 50, 60, 70, 80, 90, 100, 110])


def test_a_distance_is_held_against_the_others_and_against_rubbish() -> None:
    confidence = Certainty(rubbish=5.0).confidences_of_distances(DISTANCES_OF_TEN)[1]
    others = sum(math.exp(-distance) for distance in DISTANCES_OF_TEN)
    assert confidence == pytest.approx(math.exp(-4) / (math.exp(-5) + others))


def test_far_from_everything_nothing_is_confident() -> None:
    """By the probabilities alone the nearest class would win, however far it is."""
    far = DISTANCES_OF_TEN + 500
    assert Certainty(rubbish=5.0).confidences_of_distances(far)[1] < 1e-200
    assert Certainty().confidences_of_distances(far)[1] == pytest.approx(1 / (1 + math.exp(-2)), rel=1e-6)


@pytest.mark.parametrize("certainty", [Certainty(), Certainty(0.93, 1.7), Certainty(0.5, 1.0, 5.0)])
def test_json_and_back(certainty: Certainty) -> None:
    assert Certainty.from_json(json.loads(json.dumps(certainty.to_json()))) == certainty


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"threshold": 1.2}, "must lie between 0 and 1, not at 1.2"),
        ({"threshold": math.nan}, "must lie between 0 and 1"),
        ({"temperature": 0.0}, "must be a number above 0 and at most 1,000,000, not 0"),
        ({"temperature": 1e308}, "must be a number above 0 and at most 1,000,000, not 1e.308"),
        ({"temperature": 1e-308}, "must be a number above 0"),
        ({"temperature": math.inf}, "must be a number above 0"),
        ({"rubbish": math.nan}, "must be a number, not nan"),
    ],
)
def test_impossible_numbers_are_refused(parts: dict[str, float], fault: str) -> None:
    with pytest.raises(UserError, match=fault):
        Certainty(**parts)


@pytest.mark.parametrize(
    "value",
    [None, 3, {}, {"threshold": 0.5}, {"threshold": "high", "temperature": 1.0}, {"threshold": 0.5, "temperature": 0}],
)
def test_damaged_json_is_refused_in_a_sentence(value: Any) -> None:  # noqa: ANN401
    with pytest.raises(UserError, match=r"The certainty cannot be read|The temperature must be"):
        Certainty.from_json(value)


def test_only_distances_learned_with_a_rubbish_class_have_one() -> None:
    with_rubbish = Recipe(loss=Loss.MAP, rubbish=3.0)
    assert usual_certainty(DISTANCES, with_rubbish) == Certainty(rubbish=3.0)
    assert usual_certainty(DISTANCES, Recipe(loss=Loss.SQUARED_ERROR)) == Certainty()
    assert usual_certainty(LENET5, with_rubbish) == Certainty()
