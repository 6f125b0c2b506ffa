"""The state of a run between two reports: a value that can be written and from which the run can go on."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import safetensors
import safetensors.numpy

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.forward import Weights

Arrays = Mapping[str, npt.NDArray[Any]]

_KEY, _FORMAT_VERSION = "lenet-app-run", 1
_LEARNER, _KEPT = "learner/", "kept/"
_LENGTH_BYTES = 8
"""A safetensors file begins with the length of its JSON header."""


@dataclass(frozen=True)
class Progress:
    """How far a run has come.

    Args:
        epoch: the one that runs or has just ended, from 1; 0 before the first.
        batch: how many of its batches are learned.
        epochs_done: epochs that are over, validated and reported.
        images: pictures learned in the whole run, each as often as it was.
        seen: pictures learned in this epoch.
        loss_sum: the loss summed over them.
        right: how many of them were answered right.
        seconds: of work since the run began.
        epoch_began: the same when this epoch began.
    """

    epoch: int = 0
    batch: int = 0
    epochs_done: int = 0
    images: int = 0
    seen: int = 0
    loss_sum: float = 0.0
    right: int = 0
    seconds: float = 0.0
    epoch_began: float = 0.0

    @staticmethod
    def from_head(content: bytes) -> "Progress":
        """That of a state, of whose bytes the beginning is known: its header at least.

        Raises:
            UserError: it is damaged, or was not written by this program.
        """
        try:
            return Progress(**_facts(content)["progress"])
        except (KeyError, TypeError, ValueError) as error:
            raise _damaged() from error


@dataclass(frozen=True, eq=False)
class KeptEpoch:
    """The weights of an epoch that a run can end with; `rank` is its accuracy, then minus its loss, of the hold-out."""

    rank: tuple[float, float]
    epoch: int
    weights: Weights


@dataclass(frozen=True, eq=False)
class RunState:
    """All that a run has made of its request so far.

    With the same request a run goes on from it as if it had never ended, bit for bit on the CPU.

    Args:
        progress: counters.
        learner: weights, what the optimiser remembers, the average of the weights.
        kept: the epoch that the run can end with.
    """

    progress: Progress
    learner: Arrays
    kept: KeptEpoch | None

    def to_bytes(self) -> bytes:
        """The state as the content of a safetensors file, whose metadata holds what is no array."""
        arrays = {_LEARNER + name: array for name, array in self.learner.items()}
        facts: dict[str, Any] = {"format_version": _FORMAT_VERSION, "progress": asdict(self.progress), "kept": None}
        if self.kept is not None:
            arrays |= {_KEPT + name: array for name, array in self.kept.weights.items()}
            facts["kept"] = {"rank": self.kept.rank, "epoch": self.kept.epoch}
        whole = {name: np.array(array, order="C") for name, array in arrays.items()}
        return safetensors.numpy.save(whole, {_KEY: json.dumps(facts)})

    @staticmethod
    def from_bytes(content: bytes) -> "RunState":
        """The state that `to_bytes` wrote.

        Raises:
            UserError: it is damaged, or was not written by this program.
        """
        try:
            arrays = safetensors.numpy.load(content)
            facts = _facts(content)
            kept = facts["kept"] and KeptEpoch(tuple(facts["kept"]["rank"]), facts["kept"]["epoch"], {})
            progress = Progress(**facts["progress"])
        except (safetensors.SafetensorError, KeyError, TypeError, ValueError) as error:
            raise _damaged() from error
        if kept is not None:
            kept = replace(kept, weights=_part(arrays, _KEPT))
        return RunState(progress, _part(arrays, _LEARNER), kept)


def _facts(content: bytes) -> dict[str, Any]:
    """What is no array.

    Raises:
        KeyError, TypeError, ValueError: this program did not write it.
    """
    header = json.loads(content[_LENGTH_BYTES:][: int.from_bytes(content[:_LENGTH_BYTES], "little")])
    facts: dict[str, Any] = json.loads(header["__metadata__"][_KEY])
    if facts["format_version"] != _FORMAT_VERSION:
        raise ValueError(facts["format_version"])
    return facts


def _damaged() -> UserError:
    return UserError(tr("The state of the run is damaged or was not written by this program."))


def _part(arrays: Arrays, prefix: str) -> dict[str, npt.NDArray[Any]]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
