import json
from typing import Any

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.recipe import Augmentation, Initialisation, Loss, Optimiser, Recipe, Schedule

OTHER = Recipe(3, 17, 0.25, Optimiser.MOMENTUM, Schedule.CONSTANT, Augmentation.NONE, Loss.CROSS_ENTROPY)
FULL = Recipe(
    epochs=3,
    batch_size=1,
    learning_rate=0.25,
    optimiser=Optimiser.MOMENTUM,
    schedule=Schedule.LENET_1998,
    augmentation=Augmentation.DISTORTED_COPIES,
    loss=Loss.MAP,
    initialisation=Initialisation.TRUNCATED_NORMAL,
    steps=7,
    hold_out=0.25,
    decay=0.5,
    momentum=0.75,
    weight_decay=0.125,
    bias_rate=2.0,
    damping=0.5,
    curvature_pictures=20,
    rubbish=-1.5,
    loss_divisor=84.0,
    deviation=0.75,
    first_bias=0.1,
    average=0.995,
    variation=0.75,
    damage=0.25,
    made=0.5,
    no_digits=True,
    patience=4,
    target=0.99,
)

# What every model file has; what came later may be missing, and then means this.
REQUIRED = ["epochs", "batch_size", "learning_rate", "optimiser", "schedule", "augmentation", "loss"]
LATER: dict[str, Any] = {
    **{"initialisation": "fan-in", "steps": 0, "hold_out": 0.0, "decay": 0.7, "momentum": 0.9, "weight_decay": 0.0},
    **{"bias_rate": 1.0, "damping": 0.02, "curvature_pictures": 500, "rubbish": 1.0, "loss_divisor": 1.0},
    **{"deviation": 0.1, "first_bias": None, "average": 0.0, "variation": 1.0, "damage": 0.0, "made": 0.12},
    **{"no_digits": False, "patience": 0, "target": 0.0},
}
NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"epochs": 0}, "Epochs must be at least 1, not 0."),
        ({"epochs": -5}, "Epochs must be at least 1, not -5."),
        ({"batch_size": 0}, "The batch size must be at least 1, not 0."),
        ({"learning_rate": 0.0}, "The learning rate must be a number above 0, not 0.0."),
        ({"learning_rate": -0.1}, "The learning rate must be a number above 0, not -0.1."),
        ({"learning_rate": NAN}, "The learning rate must be a number above 0, not nan."),
        ({"learning_rate": INFINITE}, "The learning rate must be a number above 0, not inf."),
        ({"steps": -1}, "Steps must be 0 or more, not -1."),
        ({"hold_out": 1.0}, "The hold-out must be a share of at least 0 and below 1, not 1.0."),
        ({"hold_out": -0.1}, "The hold-out must be a share of at least 0 and below 1, not -0.1."),
        ({"hold_out": NAN}, "The hold-out must be a share of at least 0 and below 1, not nan."),
        ({"patience": -1}, "The patience must be 0 epochs or more, not -1."),
        ({"target": 1.01}, "The target must be a share from 0 to 1, not 1.01."),
        ({"target": NAN}, "The target must be a share from 0 to 1, not nan."),
        ({"variation": -0.5}, "The variation must be 0 or more, not -0.5."),
        ({"damage": 1.5}, "The damaged pictures must be a share from 0 to 1, not 1.5."),
        ({"damage": -0.1}, "The damaged pictures must be a share from 0 to 1, not -0.1."),
        ({"made": 0.95}, "Made digits must be a share from 0 to 0.9, not 0.95."),
        ({"made": NAN}, "Made digits must be a share from 0 to 0.9, not nan."),
        ({"variation": NAN}, "The variation must be 0 or more, not nan."),
        ({"decay": 0.0}, "The decay must be a number above 0, not 0.0."),
        ({"decay": INFINITE}, "The decay must be a number above 0, not inf."),
        ({"momentum": 1.0}, "The momentum must be at least 0 and below 1, not 1.0."),
        ({"momentum": -0.5}, "The momentum must be at least 0 and below 1, not -0.5."),
        ({"weight_decay": -1e-9}, "Weight decay must be 0 or more, not -1e-09."),
        ({"weight_decay": INFINITE}, "Weight decay must be 0 or more, not inf."),
        ({"bias_rate": 0.0}, "The rate of biases must be a number above 0, not 0.0."),
        ({"damping": 0.0}, "The damping must be a number above 0, not 0.0."),
        ({"damping": NAN}, "The damping must be a number above 0, not nan."),
        ({"curvature_pictures": 0}, "The curvature needs at least 1 picture, not 0."),
        ({"rubbish": INFINITE}, "The rubbish penalty must be a number, not inf."),
        ({"loss_divisor": 0.0}, "The loss must be divided by a number above 0, not 0.0."),
        ({"loss_divisor": -84.0}, "The loss must be divided by a number above 0, not -84.0."),
        ({"deviation": 0.0}, "The deviation must be a number above 0, not 0.0."),
        ({"first_bias": NAN}, "The first bias must be a number, not nan."),
        (
            {"optimiser": Optimiser.LEVENBERG_MARQUARDT},
            "Levenberg-Marquardt learns one picture at a time: its batch size must be 1, not 64.",
        ),
    ],
)
def test_impossible_settings(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        Recipe(**change)
    assert str(caught.value) == sentence


def test_the_smallest_settings_are_possible() -> None:
    parts: dict[str, Any] = {
        **{"epochs": 1, "batch_size": 1, "learning_rate": 5e-324, "steps": 0, "hold_out": 0.0, "decay": 5e-324},
        **{"momentum": 0.0, "weight_decay": 0.0, "bias_rate": 5e-324, "damping": 5e-324, "curvature_pictures": 1},
        **{"rubbish": -1e300, "loss_divisor": 5e-324, "deviation": 5e-324, "first_bias": -1e300},
    }
    least = Recipe(**parts)
    assert Recipe.from_json(least.to_json()) == least
    assert Recipe(batch_size=1, optimiser=Optimiser.LEVENBERG_MARQUARDT).batch_size == 1


ALL_RECIPES = [one.recipe for name in family.ids() for one in family.member(name).experiments]


@pytest.mark.parametrize("recipe", [Recipe(), OTHER, FULL, *ALL_RECIPES])
def test_json_round_trip(recipe: Recipe) -> None:
    again = Recipe.from_json(json.loads(json.dumps(recipe.to_json())))
    assert again == recipe
    assert isinstance(again.augmentation, Augmentation)
    assert isinstance(again.optimiser, Optimiser)
    assert isinstance(again.initialisation, Initialisation)
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_every_part_was_thought_of() -> None:
    assert list(Recipe().to_json()) == [*REQUIRED, *LATER]
    default, full = Recipe().to_json(), FULL.to_json()
    assert all(default[name] != full[name] for name in full)


@pytest.mark.parametrize("name", REQUIRED)
def test_what_was_there_from_the_first_may_not_be_missing(name: str) -> None:
    document = FULL.to_json()
    del document[name]
    with pytest.raises(UserError) as caught:
        Recipe.from_json(document)
    assert str(caught.value) == f"The recipe cannot be read: “{name}” is missing."


def test_a_recipe_as_the_first_version_wrote_it() -> None:
    first = {name: OTHER.to_json()[name] for name in REQUIRED}
    assert Recipe.from_json(first) == OTHER
    assert Recipe.from_json(first).to_json() == first | LATER


@pytest.mark.parametrize("name", LATER)
def test_what_came_later_may_be_missing(name: str) -> None:
    document = FULL.to_json()
    del document[name]
    assert Recipe.from_json(document).to_json() == document | {name: LATER[name]}


def test_an_unknown_part_is_told() -> None:
    with pytest.raises(UserError, match=r"^The recipe cannot be read: “warmth” is unknown\.$"):
        Recipe.from_json(FULL.to_json() | {"warmth": 3})


@pytest.mark.parametrize("name", [*REQUIRED, *LATER])
@pytest.mark.parametrize("junk", [None, True, "", "adamant", 1.5, 0, -1, [], {}, float("nan"), 10**400])
def test_damaged_json(name: str, junk: object) -> None:
    document = FULL.to_json() | {name: junk}
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
    with pytest.raises(UserError, match=r"^The recipe cannot be read: “optimiser” cannot be “lion”\.$"):
        Recipe.from_json(OTHER.to_json() | {"optimiser": "lion"})
    with pytest.raises(UserError, match=r"^Epochs must be at least 1, not -2\.$"):
        Recipe.from_json(OTHER.to_json() | {"epochs": -2})


def test_a_bare_recipe_has_no_networks_rate() -> None:
    """LeNet-5 names its own; the default is Adam's (Kingma and Ba, 2015)."""
    assert Recipe().learning_rate == 0.001
    assert family.member("lenet5").recipe == Recipe(learning_rate=0.002, hold_out=1 / 12)
