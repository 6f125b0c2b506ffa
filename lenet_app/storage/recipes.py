"""Recipes as JSON files: to keep and to pass on. A file holds an object with `format_version` and `recipe`."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lenet_app.errors import UserError
from lenet_app.json_values import made, parsed, told
from lenet_app.language import tr
from lenet_app.networks.recipe import Recipe
from lenet_app.storage.files import is_file, read_bytes, write_whole

FORMAT_VERSION = 1
SUFFIX = ".json"
_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class _Document:
    format_version: int
    recipe: dict[str, Any]


def write_recipe(recipe: Recipe, path: Path) -> None:
    """Write a recipe to `path`, whole or not at all.

    Raises:
        UserError: the file cannot be written.
    """
    facts = {"format_version": FORMAT_VERSION, "recipe": recipe.to_json()}
    write_whole(path, (json.dumps(facts, indent=2, ensure_ascii=False) + "\n").encode())


def read_recipe(path: Path) -> Recipe:
    """The recipe in a file.

    Raises:
        UserError: the file is missing, no JSON, of an unknown version, or describes no recipe that can be followed.
    """
    try:
        if not is_file(path):
            raise UserError(tr("there is no such file"))
        document = made(parsed(read_bytes(path, _MOST_BYTES)), _Document, "{fault}.")
        if document.format_version != FORMAT_VERSION:
            version = told(document.format_version)
            raise UserError(tr("its format version is {version}, not 1").format(version=version))
        return Recipe.from_json(document.recipe)
    except (OSError, UserError, ValueError) as error:
        fault = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        sentence = tr("{file} cannot be used as a recipe: {fault}.")
        raise UserError(sentence.format(file=path.name, fault=fault.rstrip("."))) from error
