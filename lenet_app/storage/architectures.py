"""Architectures as JSON files: to pass on, and the user's own in a folder.

A file holds an object with `format_version`, `architecture`, `normalisation`, `recipe` and `data_set`; the object of an
architecture alone will do too.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lenet_app.errors import UserError
from lenet_app.json_values import made, parsed, told
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.storage.files import files_in, is_file, read_bytes, write_new, write_whole

FORMAT_VERSION = 1
SUFFIX = ".json"
_MOST_BYTES = 1_000_000


def write_architecture(member: Member, path: Path, *, is_new: bool = False) -> None:
    """Write the architecture, its input normalisation and its default recipe to `path`, whole or not at all.

    Args:
        member: what is written of it.
        path: of the file.
        is_new: whether nothing may be there yet.

    Raises:
        FileExistsError: something is there that may not be.
        UserError: the file cannot be written.
    """
    facts = {
        "format_version": FORMAT_VERSION,
        "architecture": member.architecture.to_json(),
        "normalisation": member.normalisation.to_json(),
        "recipe": member.recipe.to_json(),
        "data_set": member.data_set,
    }
    (write_new if is_new else write_whole)(path, (json.dumps(facts, indent=2, ensure_ascii=False) + "\n").encode())


def read_architecture(path: Path) -> Member:
    """Read an architecture file; what it does not say of input and recipe is as for the program's default network.

    Raises:
        UserError: the file is missing, no JSON, of an unknown version, or describes nothing that can be built.
    """
    try:
        document = _document(path)
        default = family.member(family.DEFAULT_ID)
        normalisation, recipe = default.normalisation, default.recipe
        if document.normalisation is not None:
            normalisation = InputNormalisation.from_json(document.normalisation)
        if document.recipe is not None:
            recipe = Recipe.from_json(document.recipe)
        return Member(
            Architecture.from_json(document.architecture),
            normalisation,
            (Experiment(recipe, is_published=False),),
            document.data_set or default.data_set,
        )
    except (UserError, ValueError) as error:
        sentence = tr("{file} cannot be used as an architecture: {fault}.")
        raise UserError(sentence.format(file=path.name, fault=str(error).rstrip("."))) from error


@dataclass(frozen=True)
class _Document:
    """What a file holds; what it does not say is as for the program's default network."""

    architecture: dict[str, Any]
    normalisation: dict[str, Any] | None = None
    recipe: dict[str, Any] | None = None
    data_set: str | None = None


def _document(path: Path) -> _Document:
    if not is_file(path):
        raise UserError(tr("there is no such file"))
    try:
        value = parsed(read_bytes(path, _MOST_BYTES))
    except OSError as error:
        raise UserError(error.strerror or str(error)) from error
    if not isinstance(value, dict):
        raise UserError(tr("it is not a JSON object"))
    if "layers" in value:
        value = {"format_version": FORMAT_VERSION, "architecture": value}
    if value.get("format_version") != FORMAT_VERSION:
        raise UserError(tr("its format version is {version}, not 1").format(version=told(value.get("format_version"))))
    return made(value, _Document, "{fault}.")


def find_architecture(name: str, own_folder: Path) -> Member:
    """The named network of the family, the user's own of this name, or the one in the file `name`.

    Raises:
        UserError: there is neither, or the file cannot be used.
    """
    if name.endswith(SUFFIX) or is_file(Path(name)):
        return read_architecture(Path(name))
    own = own_folder / f"{name}{SUFFIX}"
    if name and "/" not in name and "\\" not in name and is_file(own):
        return read_architecture(own)
    return family.member(name)


def own_architectures(own_folder: Path) -> tuple[Path, ...]:
    """The user's own architecture files, by name; those that cannot be used are among them."""
    return tuple(path for path in files_in(own_folder, SUFFIX) if is_file(path))
