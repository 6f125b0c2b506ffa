"""Model files: one safetensors file, whose metadata holds everything that is not a weight.

The metadata's key `lenet-app` is a JSON object: `format_version`, `name`, `architecture`, `normalisation` (of the
network input), `recipe`, `class_names`, `metrics`, `making`, `created` and `certainty`, which older files lack. The
weights are plain float32 arrays, so a file says nothing of the device that it was trained on.

A model is called as its file is, whatever was written into it, so that a copy has a name of its own. Only those that
came with the program are called as their `name` says.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy

from lenet_app.errors import UserError
from lenet_app.json_values import made, parsed, proper, text_of, told
from lenet_app.language import tr
from lenet_app.networks.architecture import MOST_PARAMETERS, Architecture
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.making import Making, Metrics, proper_facts
from lenet_app.networks.model import Model, usual_certainty, was_taught_to_refuse
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Loss, Recipe
from lenet_app.paths import bundled
from lenet_app.storage.files import is_file, read_bytes, write_new, write_whole

FORMAT_VERSION = 1
SUFFIX = ".safetensors"
_KEY = "lenet-app"
_LENGTH = 8
"""Bytes in front, which say how many the JSON after them has."""
_MOST_HEAD_BYTES = 20_000_000
"""Of that JSON; a file with more is none of this program's."""
MOST_BYTES = 4 * MOST_PARAMETERS + _MOST_HEAD_BYTES
"""A larger file is none of this program's models."""
_FACTS_BYTES = 100_000
"""What the facts of a model take; usually 5,000."""


class ModelFileError(UserError):
    """A file that cannot be used as a model; `reason` tells why without the file's name, with no full stop."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(tr("{file} cannot be used as a model: {fault}.").format(file=proper(file), fault=reason))
        self.reason = reason


def write_model(model: Model, path: Path) -> None:
    """Write the model to `path`, whole or not at all.

    Raises:
        UserError: the file cannot be written.
    """
    write_whole(path, content_of(model))


def write_new_model(model: Model, path: Path) -> None:
    """The same under a name that no file has yet.

    Raises:
        FileExistsError: something is there.
        UserError: the file cannot be written.
    """
    write_new(path, content_of(model))


def bytes_of(architecture: Architecture) -> int:
    """How many bytes a model of this architecture takes in a file at most, unless it has very many classes."""
    return 4 * architecture.parameters + _FACTS_BYTES


def content_of(model: Model) -> bytes:
    """What the model's file holds."""
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
    return safetensors.numpy.save(dict(model.weights), {_KEY: text_of(facts)})


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
    """Read a model file: whole, and then what it holds, so that whoever writes to it meanwhile does no harm.

    Raises:
        UserError: the file is missing, not a model of this program, of an unknown version, truncated, or its weights do
            not fit its architecture.
    """
    with _told(path):
        model = _model(read_bytes(path, MOST_BYTES))
        return replace(model, name=_name(path, model.name))


def model_from(content: bytes, file: str) -> Model:
    """The model that a file's content holds, called as that tells.

    Args:
        content: of a whole file.
        file: what the file is called in what is told of its faults.

    Raises:
        UserError: as for `read_model`.
    """
    try:
        model = _model(content)
    except UserError as error:
        raise ModelFileError(file, str(error).rstrip(".")) from error
    return replace(model, name=proper(model.name))


def _model(content: bytes) -> Model:
    """The model that a file's content holds; a `UserError` tells what is wrong, without the file's name."""
    facts = _facts(_document(content, len(content)))
    try:
        weights = safetensors.numpy.load(content)
    except safetensors.SafetensorError as error:
        raise UserError(_damaged()) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:  # NumPy has no such numbers, or no such array
        raise UserError(tr("its weights cannot be read")) from error
    wrong = sorted(name for name, weight in weights.items() if weight.dtype != np.float32)
    if wrong:
        raise UserError(tr("{names} must be float32.").format(names=", ".join(wrong)))
    return Model(weights=weights, **vars(facts))


def read_head(path: Path) -> ModelHead:
    """What a list of models tells of a model file.

    Raises:
        UserError: as for `read_facts`, but for parts that a list does not tell.
    """
    with _told(path):
        document = _read_document(path)
        head = made(document | {"making": proper_facts(document.get("making"))}, ModelHead, "{fault}.")
        return replace(head, name=_name(path, head.name))


def read_facts(path: Path) -> ModelFacts:
    """Everything about a model file but its weights.

    Raises:
        UserError: the file is missing, truncated, not a model of this program, of an unknown version, or holds what
            cannot be.
    """
    with _told(path):
        facts = _facts(_read_document(path))
        return replace(facts, name=_name(path, facts.name))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Name the file in what is told of its faults."""
    if not is_file(path):
        if os.path.lexists(path):
            raise ModelFileError(path.name, tr("it is not a file"))
        raise UserError(tr("There is no model file {file}.").format(file=path))
    try:
        yield
    except (UserError, OSError) as error:
        fault = str(error).rstrip(".") if isinstance(error, UserError) else error.strerror or str(error)
        raise ModelFileError(path.name, fault) from error


def _damaged() -> str:
    return tr("it is damaged or not a safetensors file")


def _read_document(path: Path) -> dict[str, Any]:
    """The JSON object in a model file, of which only the beginning is read."""
    size = path.stat().st_size
    length = int.from_bytes(read_bytes(path, MOST_BYTES, _LENGTH), "little")
    return _document(read_bytes(path, MOST_BYTES, _LENGTH + min(length, _MOST_HEAD_BYTES)), size)


def _document(content: bytes, size: int) -> dict[str, Any]:
    """The JSON object in a model file.

    Args:
        content: the file's beginning at least: a length, and as much JSON as that says.
        size: of the whole file.
    """
    end = _LENGTH + int.from_bytes(content[:_LENGTH], "little")
    try:
        head = dict(parsed(content[_LENGTH:end]))
        texts = head.pop("__metadata__", None) or {}
        if size != end + max((part["data_offsets"][1] for part in head.values()), default=0) or len(content) < end:
            raise UserError(_damaged())
    except (LookupError, TypeError, ValueError) as error:
        raise UserError(_damaged()) from error
    try:
        facts = dict(parsed(texts[_KEY]))
        version = facts["format_version"]
    except (LookupError, TypeError, ValueError) as error:
        raise UserError(tr("it was not written by this program")) from error
    if version != FORMAT_VERSION:
        raise UserError(tr("its format version is {version}, not 1").format(version=told(version)))
    return facts


def _name(path: Path, told: str) -> str:
    """What a model is called whose file tells that name."""
    is_shipped = path.parent.resolve() == bundled("models").resolve()
    return told if is_shipped else proper(path.stem)


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
