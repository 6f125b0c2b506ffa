import json
from typing import Any

import pytest

from lenet_app.errors import UserError
from lenet_app.networks.recipe import Augmentation, Loss, Optimiser, Recipe, Schedule

OTHER = Recipe(3, 17, 0.25, Optimiser.MOMENTUM, Schedule.CONSTANT, Augmentation.NONE, Loss.CROSS_ENTROPY)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"epochs": 0}, "Epochs must be at least 1, not 0."),
        ({"epochs": -5}, "Epochs must be at least 1, not -5."),
        ({"batch_size": 0}, "The batch size must be at least 1, not 0."),
        ({"learning_rate": 0.0}, "The learning rate must be a number above 0, not 0.0."),
        ({"learning_rate": -0.1}, "The learning rate must be a number above 0, not -0.1."),
        ({"learning_rate": float("nan")}, "The learning rate must be a number above 0, not nan."),
        ({"learning_rate": float("inf")}, "The learning rate must be a number above 0, not inf."),
    ],
)
def test_impossible_settings(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        Recipe(**change)
    assert str(caught.value) == sentence


def test_the_smallest_settings_are_possible() -> None:
    assert Recipe(epochs=1, batch_size=1, learning_rate=5e-324).epochs == 1


@pytest.mark.parametrize("recipe", [Recipe(), OTHER])
def test_json_round_trip(recipe: Recipe) -> None:
    again = Recipe.from_json(json.loads(json.dumps(recipe.to_json())))
    assert again == recipe
    assert isinstance(again.augmentation, Augmentation)
    assert isinstance(again.optimiser, Optimiser)
    assert Recipe.from_json(recipe.to_json()) == recipe


@pytest.mark.parametrize("name", Recipe().to_json())
@pytest.mark.parametrize("junk", [None, True, "", "adamant", 1.5, 0, -1, [], {}, float("nan"), 10**400, ...])
def test_damaged_json(name: str, junk: object) -> None:
    document = OTHER.to_json() | {name: junk}
    if junk is ...:
        del document[name]
    try:
        again = Recipe.from_json(document)
    except UserError as error:
        sentence = str(error)
        assert sentence.endswith(".")
        assert "\n" not in sentence
    else:
        assert again.to_json() == document


@pytest.mark.parametrize("document", [None, [], "x", 3])
def test_no_recipe_at_all(document: object) -> None:
    with pytest.raises(UserError, match=r"^The recipe cannot be read: it is not an object with “epochs”\.$"):
        Recipe.from_json(document)


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(UserError, match=r"^The recipe cannot be read: 'lion' is not a valid Optimiser\.$"):
        Recipe.from_json(OTHER.to_json() | {"optimiser": "lion"})
    with pytest.raises(UserError, match=r"^Epochs must be at least 1, not -2\.$"):
        Recipe.from_json(OTHER.to_json() | {"epochs": -2})
