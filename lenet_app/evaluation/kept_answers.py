"""Answers that were computed before, kept in the user's folder: a model's answer to a picture never changes.

They can be removed at any time. Whatever cannot be read is computed anew.
"""

import struct
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import safetensors.numpy
from safetensors import SafetensorError

from lenet_app.data.pictures import PictureSet
from lenet_app.errors import UserError
from lenet_app.evaluation.answers import Answering, Answers, Bytes
from lenet_app.json_values import plain, text_of
from lenet_app.networks.model import Model
from lenet_app.storage.files import files_in, read_bytes, write_whole

_SUFFIX = ".answers"
_MOST_FILES = 2000
_LARGEST = 1 << 28
_AT_ONCE = 4096


class KeptAnswers:
    """The answers in a folder, which need not exist yet.

    Args:
        folder: theirs alone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def digest_of(self, pictures: PictureSet) -> str:
        """What tells these labelled pictures from all others.

        Raises:
            UserError: they lie on the disk and cannot be read.
        """
        digest = sha256(struct.pack("<4q", len(pictures), *pictures.shape))
        digest.update(pictures.labels.tobytes())
        for start in range(0, len(pictures), _AT_ONCE):
            numbers = np.arange(start, min(start + _AT_ONCE, len(pictures)))
            digest.update(np.ascontiguousarray(pictures.take(numbers).images).data)
        return digest.hexdigest()

    def or_else(self, model: Model, pictures: str, labels: Bytes, answering: Answering) -> Answering:
        """The answers that are kept, in one report, or else those of a generator, which are kept once they are whole.

        Args:
            model: whose answers they are.
            pictures: the pictures' digest, and what was done to them.
            labels: the true classes.
            answering: what computes the answers.
        """
        path = self._folder / f"{digest_of_model(model)[:24]}-{sha256(pictures.encode()).hexdigest()[:24]}{_SUFFIX}"
        known = read_answers(path, labels)
        if known is not None:
            yield known
            return
        last = None
        for last in answering:
            yield last
        if last is not None and last.is_whole:
            self._keep(path, last)

    def _keep(self, path: Path, answers: Answers) -> None:
        with suppress(UserError):  # where nothing can be written it is computed anew the next time
            arrays: dict[str, npt.NDArray[Any]] = {"said": answers.said, "losses": answers.losses}
            arrays["confidences"] = answers.confidences
            write_whole(path, safetensors.numpy.save(arrays))
        files = files_in(self._folder, _SUFFIX)
        if len(files) > _MOST_FILES:
            with suppress(OSError):
                for one in sorted(files, key=lambda file: file.stat().st_mtime_ns)[: len(files) - _MOST_FILES]:
                    one.unlink()


def digest_of_model(model: Model) -> str:
    """What tells a model's answers from all others': its architecture, weights, scaling and certainty, not its name."""
    digest = sha256()
    for facts in (model.architecture.to_json(), model.normalisation.to_json(), plain(model.certainty)):
        digest.update(text_of(facts).encode())
    for name in sorted(model.weights):
        digest.update(name.encode() + np.ascontiguousarray(model.weights[name]).tobytes())
    return digest.hexdigest()


def read_answers(path: Path, labels: Bytes) -> Answers | None:
    """The answers in a file to pictures with these labels; None where it is not there, is damaged, or is of others."""
    try:
        arrays = safetensors.numpy.load(read_bytes(path, _LARGEST))
        said, confidences, losses = (arrays[name] for name in ("said", "confidences", "losses"))
    except (OSError, SafetensorError, KeyError, ValueError):
        return None
    kinds = [one.dtype.str for one in (said, confidences, losses)]
    if kinds != ["|u1", "<f4", "<f4"] or {one.shape for one in (said, confidences, losses)} != {labels.shape}:
        return None
    return Answers(len(labels), labels, said, confidences, losses)
