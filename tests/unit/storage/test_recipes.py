"""Recipes in files."""

import json
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.storage.recipes import read_recipe, write_recipe

RECIPE = Recipe(epochs=7, optimiser=Optimiser.ADAMW, weight_decay=0.01, hold_out=0.1, patience=3, target=0.99)


def test_a_recipe_comes_back_from_its_file(tmp_path: Path) -> None:
    write_recipe(RECIPE, tmp_path / "mine.json")
    assert read_recipe(tmp_path / "mine.json") == RECIPE
    assert json.loads((tmp_path / "mine.json").read_bytes())["recipe"]["optimiser"] == "adamw"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "it is not JSON"),
        ("[]", "it is not an object with “format_version”"),
        ('{"format_version": 2, "recipe": {}}', "its format version is 2, not 1"),
        ('{"format_version": 1, "recipe": {}}', "The recipe cannot be read: “epochs” is missing"),
    ],
)
def test_what_is_no_recipe_is_told(content: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(content)
    with pytest.raises(UserError) as error:
        read_recipe(tmp_path / "bad.json")
    assert str(error.value) == f"bad.json cannot be used as a recipe: {fault}."


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^none\.json cannot be used as a recipe: there is no such file\.$"):
        read_recipe(tmp_path / "none.json")
