"""Digests of what a training depends on: by them a run is told from one of other settings or of changed pictures."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lenet_app.data.stored import some_of

if TYPE_CHECKING:
    from lenet_app.training.engine.request import TrainingRequest


@dataclass(frozen=True)
class Digests:
    """Those of a request.

    Args:
        request: of all that a training depends on but its device.
        data: of the pictures and their labels alone; of pictures that stay on the disk some from everywhere are seen.
    """

    request: str
    data: str

    @staticmethod
    def of(request: "TrainingRequest") -> "Digests":
        """Of what a training is asked for.

        Raises:
            UserError: pictures lie on the disk and cannot be read.
        """
        data = hashlib.sha256()
        for pictures in (request.training, request.validation):
            if pictures is not None:
                _add(data, some_of(pictures))
                _add(data, pictures.labels)
        whole = hashlib.sha256(data.digest())
        teaching = request.teaching
        facts = [request.architecture.to_json(), request.normalisation.to_json(), request.recipe.to_json()]
        facts.append({"seed": request.seed, "share": None if teaching is None else teaching.share})
        for model in () if teaching is None else teaching.models:
            facts += [model.architecture.to_json(), model.normalisation.to_json()]
        whole.update(json.dumps(facts, sort_keys=True).encode())
        for array in _weights(request):
            _add(whole, array)
        return Digests(whole.hexdigest(), data.hexdigest())


def _add(digest: "hashlib._Hash", array: npt.NDArray[Any]) -> None:
    digest.update(f"{array.dtype} {array.shape}".encode())
    digest.update(np.ascontiguousarray(array).data)


def _weights(request: "TrainingRequest") -> Iterator[npt.NDArray[Any]]:
    teachers = () if request.teaching is None else request.teaching.models
    for weights in (request.weights, *(teacher.weights for teacher in teachers)):
        yield from (weights[name] for name in sorted(weights))
