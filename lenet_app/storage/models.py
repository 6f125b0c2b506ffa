"""Model files: one safetensors file, whose metadata holds everything that is not a weight.

The metadata's key `lenet-app` is a JSON object: `format_version`, `name`, `architecture`, `normalisation` (of the
network input), `recipe`, `class_names`, `metrics`, `making`, `created` and `certainty`, which older files lack. The
weights are plain float32 arrays, so a file says nothing of the device that it was trained on.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy

from lenet_app.errors import UserError
from lenet_app.json_values import made, parsed, text_of
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.making import Making, Metrics, proper_facts
from lenet_app.networks.model import Model, usual_certainty, was_taught_to_refuse
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Loss, Recipe
from lenet_app.storage.files import is_file, write_whole

FORMAT_VERSION = 1
SUFFIX = ".safetensors"
_KEY = "lenet-app"


def write_model(model: Model, path: Path) -> None:
    """Write the model to `path`, whole or not at all.

    Raises:
        UserError: the file cannot be written.
    """
    facts = {
        "format_version": FORMAT_VERSION,
        "name": model.name,
        "architecture": model.architecture.to_json(),
        "normalisation": model.normalisation.to_json(),
        "recipe": model.recipe.to_json(),
        "class_names": list(model.class_names),
        "metrics": model.metrics.to_json(),
        "making": model.making.to_json(),
        "created": model.created,
        "certainty": model.certainty.to_json(),
    }
    content = safetensors.numpy.save(dict(model.weights), {_KEY: text_of(facts)})
    write_whole(path, content)


@dataclass(frozen=True)
class ModelFacts:
    """Everything about a model but its weights; see `networks.model.Model`."""

    name: str
    architecture: Architecture
    normalisation: InputNormalisation
    recipe: Recipe
    class_names: tuple[str, ...]
    created: str
    metrics: Metrics
    making: Making
    certainty: Certainty


@dataclass(frozen=True)
class _Named:
    """What a list of models tells of an architecture."""

    id: str
    title: str = ""


@dataclass(frozen=True)
class ModelHead:
    """What a list of models tells; it is read in a fraction of the time that everything takes.

    `certainty` is None in older files.
    """

    name: str
    architecture: _Named
    recipe: Recipe
    class_names: tuple[str, ...]
    metrics: Metrics
    making: Making
    created: str
    certainty: Certainty | None = None

    @property
    def refuses(self) -> bool:
        """Whether the model was taught to refuse what is no digit, as far as its layers are not needed to tell."""
        old = Certainty(rubbish=self.recipe.rubbish if self.recipe.loss is Loss.MAP else None)
        return was_taught_to_refuse(self.recipe, self.certainty or old, self.class_names)


@dataclass(frozen=True)
class _Document:
    """The same as a file holds it; certainty is None in older files."""

    name: str
    architecture: dict[str, Any]
    normalisation: dict[str, Any]
    recipe: dict[str, Any]
    class_names: tuple[str, ...]
    metrics: dict[str, Any]
    making: dict[str, Any]
    created: str
    certainty: dict[str, Any] | None = None


def read_model(path: Path) -> Model:
    """Read a model file.

    Raises:
        UserError: the file is missing, not a model of this program, of an unknown version, truncated, or its weights do
            not fit its architecture.
    """
    facts = read_facts(path)
    try:
        with safetensors.safe_open(path, framework="np") as file:
            weights = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
        wrong = sorted(name for name, weight in weights.items() if weight.dtype != np.float32)
        if wrong:
            raise UserError(tr("{names} must be float32.").format(names=", ".join(wrong)))
        return Model(weights=weights, **vars(facts))
    except UserError as error:
        raise _unusable(path, str(error).rstrip(".")) from error
    except (safetensors.SafetensorError, OSError, TypeError, AttributeError) as error:
        # The last two are raised where NumPy has no such type of numbers.
        raise _unusable(path, tr("its weights cannot be read")) from error


def read_head(path: Path) -> ModelHead:
    """What a list of models tells of a model file.

    Raises:
        UserError: as for `read_facts`, but for parts that a list does not tell.
    """
    document = _document(path)
    try:
        return made(document | {"making": proper_facts(document.get("making"))}, ModelHead, "{fault}.")
    except UserError as error:
        raise _unusable(path, str(error).rstrip(".")) from error


def read_facts(path: Path) -> ModelFacts:
    """Everything about a model file but its weights.

    Raises:
        UserError: the file is missing, truncated, not a model of this program, of an unknown version, or holds what
            cannot be.
    """
    document = _document(path)
    try:
        return _facts(document)
    except UserError as error:
        raise _unusable(path, str(error).rstrip(".")) from error


def _document(path: Path) -> dict[str, Any]:
    """The JSON object in a model file."""
    if not is_file(path):
        raise UserError(tr("There is no model file {file}.").format(file=path))
    try:
        with safetensors.safe_open(path, framework="np") as file:
            facts = dict(parsed((file.metadata() or {})[_KEY]))
            version = facts["format_version"]
    except (safetensors.SafetensorError, OSError) as error:
        raise _unusable(path, tr("it is damaged or not a safetensors file")) from error
    except (KeyError, TypeError, ValueError) as error:
        raise _unusable(path, tr("it was not written by this program")) from error
    if version != FORMAT_VERSION:
        raise _unusable(path, tr("its format version is {version}, not 1").format(version=version))
    return facts


def _facts(document: dict[str, Any]) -> ModelFacts:
    making = document.get("making")
    # Its texts are looked at by themselves: those that are none are left aside there.
    rest = document | {"making": {}} if isinstance(making, dict) else document
    parts = made(rest, _Document, "{fault}.")
    architecture, recipe = Architecture.from_json(parts.architecture), Recipe.from_json(parts.recipe)
    usual = usual_certainty(architecture, recipe)
    return ModelFacts(
        name=parts.name,
        architecture=architecture,
        normalisation=InputNormalisation.from_json(parts.normalisation),
        recipe=recipe,
        class_names=parts.class_names,
        created=parts.created,
        metrics=Metrics.from_json(parts.metrics),
        making=Making.from_json(making),
        certainty=usual if parts.certainty is None else Certainty.from_json(parts.certainty),
    )


def _unusable(path: Path, fault: str) -> UserError:
    return UserError(tr("{file} cannot be used as a model: {fault}.").format(file=path.name, fault=fault))
