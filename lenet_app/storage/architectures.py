"""Architectures as JSON files: to pass on, and the user's own in a folder.

A file holds an object with `format_version`, `architecture`, `normalisation`, `recipe` and `data_set`; the object of an
architecture alone will do too.
"""

import json
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.network_input import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import user_data
from lenet_app.storage.files import files_in, is_file, write_whole

FORMAT_VERSION = 1
SUFFIX = ".json"
_MOST_BYTES = 1_000_000


def write_architecture(member: Member, path: Path) -> None:
    """Write the architecture, its input normalisation and its default recipe to `path`, whole or not at all.

    Raises:
        UserError: the file cannot be written.
    """
    facts = {
        "format_version": FORMAT_VERSION,
        "architecture": member.architecture.to_json(),
        "normalisation": member.normalisation.to_json(),
        "recipe": member.recipe.to_json(),
        "data_set": member.data_set,
    }
    write_whole(path, (json.dumps(facts, indent=2, ensure_ascii=False) + "\n").encode())


def read_architecture(path: Path) -> Member:
    """Read an architecture file; what it does not say of input and recipe is as for the program's default network.

    Raises:
        UserError: the file is missing, no JSON, of an unknown version, or describes nothing that can be built.
    """
    try:
        value = _facts(path)
        if "layers" in value:
            value = {"format_version": FORMAT_VERSION, "architecture": value}
        if value.get("format_version") != FORMAT_VERSION:
            raise UserError(tr("its format version is {version}, not 1").format(version=value.get("format_version")))
        default = family.member(family.DEFAULT_ID)
        normalisation, recipe, data_set = (value.get(part) for part in ("normalisation", "recipe", "data_set"))
        return Member(
            Architecture.from_json(value.get("architecture")),
            default.normalisation if normalisation is None else InputNormalisation.from_json(normalisation),
            (Experiment(default.recipe if recipe is None else Recipe.from_json(recipe), is_published=False),),
            data_set if isinstance(data_set, str) else default.data_set,
        )
    except UserError as error:
        sentence = tr("{file} cannot be used as an architecture: {fault}.")
        raise UserError(sentence.format(file=path.name, fault=str(error).rstrip("."))) from error


def _facts(path: Path) -> dict[str, object]:
    if not is_file(path):
        raise UserError(tr("there is no such file"))
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UserError(tr("it is too large"))
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise UserError(error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise UserError(tr("it is not JSON")) from error
    if not isinstance(value, dict):
        raise UserError(tr("it is not a JSON object"))
    return value


def find_architecture(name: str) -> Member:
    """The named network of the family, or the one in the file `name`.

    Raises:
        UserError: there is neither, or the file cannot be used.
    """
    if name.endswith(SUFFIX) or is_file(Path(name)):
        return read_architecture(Path(name))
    own = user_architectures() / f"{name}{SUFFIX}"
    if name and "/" not in name and "\\" not in name and is_file(own):
        return read_architecture(own)
    return family.member(name)


def user_architectures() -> Path:
    """The folder for the architectures that the user made."""
    return user_data() / "architectures"


def own_architectures() -> tuple[Path, ...]:
    """The user's own architecture files, by name; those that cannot be used are among them."""
    return tuple(path for path in files_in(user_architectures(), SUFFIX) if is_file(path))
