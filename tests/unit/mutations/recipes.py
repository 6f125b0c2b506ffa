"""Reads damaged recipes, by themselves and in files of their own."""

from pathlib import Path

from lenet_app.json_values import parsed
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.recipe_text import recipe_text
from lenet_app.storage.recipes import read_recipe, write_recipe
from lenet_app.training.length import Length


def use_recipes(folder: Path) -> None:
    try:
        recipe = Recipe.from_json(parsed((folder / "recipe.json").read_bytes()))
    except ValueError:  # no JSON, which its readers tell
        return
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert Length.of(recipe, 1000).steps > 0


def use_recipe_files(folder: Path) -> None:
    recipe = read_recipe(folder / "file.json")
    write_recipe(recipe, folder / "again.json")
    assert read_recipe(folder / "again.json") == recipe
    assert recipe_text(recipe).encode()
