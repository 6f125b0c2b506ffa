"""The state of a run after its last whole epoch, kept while the run lasts, so that the same run can go on from it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.storage.files import files_in, is_file, read_bytes, write_whole
from lenet_app.storage.models import bytes_of
from lenet_app.temporary import clear_left
from lenet_app.training.state import RunState

if TYPE_CHECKING:
    from lenet_app.training.engine.group import Group
    from lenet_app.training.engine.request import TrainingRequest

_SUFFIX = ".safetensors"
_COPIES = 10
"""More sets of weights than a state has: the network, its average, the kept epoch, and what optimisers remember."""


@dataclass(frozen=True)
class Unfinished:
    """Where the state of a run lies: in the folder of its name, under the mark of its request.

    In a group the first process writes it. After a restart another process may be the first, on another machine: so all
    look for a state, and all go on from the newest that one of them has.
    """

    path: Path
    largest: int
    """Bytes."""
    group: "Group"

    @staticmethod
    def of(folder: Path, request: "TrainingRequest", group: "Group") -> "Unfinished":
        """Of the run of this request.

        Args:
            folder: of its name.
            request: what it trains.
            group: the processes that do so together.

        Raises:
            UserError: they are not all about to do the same.
        """
        mark = mark_of(request)
        kind = request.device.id.partition(":")[0]
        seen = hashlib.sha256(f"{mark} {kind}".encode()).digest()
        # A number that a float of 64 bits holds.
        if len(set(group.gathered(int.from_bytes(seen[:6], "little")))) > 1:
            sentence = tr("The processes differ in what they train: settings, data set, program or kind of device.")
            raise UserError(sentence)
        largest = _COPIES * bytes_of(request.architecture)
        return Unfinished(folder / f"{mark[:16]}{_SUFFIX}", largest, group)

    def found(self) -> tuple[RunState | None, str]:
        """The newest state, if there is one, and what is to be said of it; to be asked by all of the group."""
        clear_left([self.path.parent])
        content, epochs, fault = self._read()
        of_all = self.group.gathered(epochs)
        newest = max(of_all)
        if newest:
            state = RunState.from_bytes(self.group.received(content, of_all.index(newest)))
            return state, tr("It goes on after epoch {epoch}.").format(epoch=state.progress.epochs_done)
        if fault:
            return None, tr("{fault} The training begins anew.").format(fault=fault)
        if files_in(self.path.parent, _SUFFIX):
            sentence = tr("What {folder} keeps is of other settings: this training begins anew.")
            return None, sentence.format(folder=self.path.parent)
        return None, ""

    def keep(self, state: RunState) -> str:
        """Write the state; a sentence where it cannot be written, for the training goes on all the same."""
        try:
            write_whole(self.path, state.to_bytes())
        except UserError as error:
            return str(error)
        return ""

    def remove(self) -> None:
        """Leave nothing behind of a run that is over."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
            self.path.parent.rmdir()

    def _read(self) -> tuple[bytes, int, str]:
        """What lies here, the epochs that it has done, and a sentence where it is damaged; nothing is nothing."""
        if not is_file(self.path):
            return b"", 0, ""
        try:
            content = read_bytes(self.path, self.largest)
            return content, RunState.from_bytes(content).progress.epochs_done, ""
        except UserError as error:
            return b"", 0, str(error)
        except OSError as error:
            sentence = tr("{file} cannot be used: {fault}.")
            return b"", 0, sentence.format(file=self.path, fault=error.strerror or error)


def mark_of(request: "TrainingRequest") -> str:
    """A digest of all that a training depends on but its device: another request has another one."""
    digest = hashlib.sha256()
    teaching = request.teaching
    facts = [request.architecture.to_json(), request.normalisation.to_json(), request.recipe.to_json(), request.seed]
    if teaching is not None:
        facts.append(teaching.share)
        facts += [[model.architecture.to_json(), model.normalisation.to_json()] for model in teaching.models]
    digest.update(json.dumps(facts, sort_keys=True).encode())
    for array in _arrays(request):
        digest.update(f"{array.dtype} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def _arrays(request: "TrainingRequest") -> Iterator[npt.NDArray[Any]]:
    teachers = () if request.teaching is None else request.teaching.models
    for weights in (request.weights, *(teacher.weights for teacher in teachers)):
        yield from (weights[name] for name in sorted(weights))
    for pictures in (request.training, request.validation):
        if pictures is not None:
            yield pictures.images
            yield pictures.labels
