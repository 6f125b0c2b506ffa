"""Model files: one safetensors file, whose metadata holds everything that is not a weight.

The metadata's key `lenet-app` is a JSON object: `format_version`, `name`, `architecture`, `normalisation` (of the
network input), `recipe`, `class_names`, `metrics`, `making`, `created` and `certainty`, which older files lack. The
weights are plain float32 arrays, so a file says nothing of the device that it was trained on.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.model import Model, usual_certainty
from lenet_app.networks.network_input import InputNormalisation
from lenet_app.networks.plain_values import part, plain
from lenet_app.networks.recipe import Recipe
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
        # JSON has no word for a loss that is not finite.
        "metrics": {name: value for name, value in model.metrics.items() if math.isfinite(value)},
        "making": model.making,
        "created": model.created,
        "certainty": model.certainty.to_json(),
    }
    content = safetensors.numpy.save(dict(model.weights), {_KEY: json.dumps(facts)})
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
        architecture = Architecture.from_json(part(facts, "architecture", dict))
        recipe = Recipe.from_json(part(facts, "recipe", dict))
        usual = usual_certainty(architecture, recipe)
        return Model(
            name=part(facts, "name", str),
            architecture=architecture,
            weights=weights,
            normalisation=InputNormalisation.from_json(part(facts, "normalisation", dict)),
            recipe=recipe,
            class_names=tuple(plain(name, "class_names", str) for name in part(facts, "class_names", list)),
            created=part(facts, "created", str),
            metrics={name: part(facts["metrics"], name, float) for name in part(facts, "metrics", dict)},
            making=part(facts, "making", dict),
            certainty=Certainty.from_json(facts["certainty"]) if "certainty" in facts else usual,
        )
    except UserError as error:
        raise _unusable(path, str(error).rstrip(".")) from error
    except ValueError as error:
        raise _unusable(path, str(error)) from error
    except (safetensors.SafetensorError, OSError, TypeError, AttributeError) as error:
        # The last two are raised where NumPy has no such type of numbers.
        raise _unusable(path, tr("its weights cannot be read")) from error


def read_facts(path: Path) -> dict[str, Any]:
    """Everything about a model file but its weights, as plain JSON values.

    Raises:
        UserError: the file is missing, truncated, not a model of this program or of an unknown version.
    """
    if not is_file(path):
        raise UserError(tr("There is no model file {file}.").format(file=path))
    try:
        with safetensors.safe_open(path, framework="np") as file:
            facts = dict(json.loads((file.metadata() or {})[_KEY]))
            version = facts["format_version"]
    except (safetensors.SafetensorError, OSError) as error:
        raise _unusable(path, tr("it is damaged or not a safetensors file")) from error
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise _unusable(path, tr("it was not written by this program")) from error
    if version != FORMAT_VERSION:
        raise _unusable(path, tr("its format version is {version}, not 1").format(version=version))
    return facts


def _unusable(path: Path, fault: str) -> UserError:
    return UserError(tr("{file} cannot be used as a model: {fault}.").format(file=path.name, fault=fault))
