"""Model files: one safetensors file, whose metadata holds everything that is not a weight.

The metadata's key `lenet-app` is a JSON object: `format_version`, `name`, `architecture`, `normalisation` (of the
network input), `recipe`, `class_names`, `metrics`, `making` and `created`. The weights are plain float32 arrays, so a
file says nothing of the device that it was trained on.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.model import Model
from lenet_app.networks.network_input import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.storage.files import write_whole

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
        "metrics": model.metrics,
        "making": model.making,
        "created": model.created,
    }
    content = safetensors.numpy.save(dict(model.weights), {_KEY: json.dumps(facts, ensure_ascii=False)})
    write_whole(path, content)


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
        return Model(
            name=str(facts["name"]),
            architecture=Architecture.from_json(facts["architecture"]),
            weights=weights,
            normalisation=InputNormalisation.from_json(facts["normalisation"]),
            recipe=Recipe.from_json(facts["recipe"]),
            class_names=tuple(str(name) for name in facts["class_names"]),
            created=str(facts["created"]),
            metrics={str(name): float(value) for name, value in facts["metrics"].items()},
            making=dict(facts["making"]),
        )
    except UserError as error:
        raise _unusable(path, str(error).rstrip(".")) from error
    except (safetensors.SafetensorError, OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unusable(path, str(error)) from error


def read_facts(path: Path) -> dict[str, Any]:
    """Everything about a model file but its weights, as plain JSON values.

    Raises:
        UserError: the file is missing, truncated, not a model of this program or of an unknown version.
    """
    if not path.is_file():
        raise UserError(tr("There is no model file {file}.").format(file=path))
    try:
        with safetensors.safe_open(path, framework="np") as file:
            facts = json.loads((file.metadata() or {})[_KEY])
    except (safetensors.SafetensorError, OSError) as error:
        raise _unusable(path, tr("it is damaged or not a safetensors file")) from error
    except (KeyError, ValueError) as error:
        raise _unusable(path, tr("it was not written by this program")) from error
    version = facts.get("format_version") if isinstance(facts, dict) else None
    if version != FORMAT_VERSION:
        raise _unusable(path, tr("its format version is {version}, not 1").format(version=version))
    return dict(facts)


def _unusable(path: Path, fault: str) -> UserError:
    return UserError(tr("{file} cannot be used as a model: {fault}.").format(file=path.name, fault=fault))
