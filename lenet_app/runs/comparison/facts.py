"""What a table tells of every kept run: read at once, a thousand of them in a fraction of a second."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lenet_app.errors import UserError
from lenet_app.json_values import digest_text, parsed_quickly
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.runs.comparison.differences import Settings, flat_settings, setting_of
from lenet_app.runs.kept.kept_run import SETTINGS, KeptRun
from lenet_app.runs.kept.marks import NONE, Marks, read_marks
from lenet_app.storage.files import read_bytes

_MOST_BYTES = 20_000_000


@dataclass(frozen=True, eq=False)
class RunFacts:
    """A run as it is listed.

    Args:
        run: of which all else is read when it is wanted.
        marks: what a person put on it.
        name: of the model that it was to make; empty where that cannot be read.
        settings: what it was asked for, one beside the other.
        setting: the same for runs that differ in their seed alone.
        parameters: of its network.
        best, last: the best and the last share of right answers, 0 to 1, on the hold-out, or on the training pictures
            where nothing was held out.
        seconds: of training so far.
        fault: what of it could not be read, as a sentence; empty for nothing.
    """

    run: KeptRun
    marks: Marks
    name: str
    settings: Settings
    setting: str
    parameters: int | None
    best: float | None
    last: float | None
    seconds: float | None
    fault: str = ""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.marks.title or self.name or self.run.head.network_title

    @property
    def folder(self) -> str:
        """Among which it is listed; reproduced runs have one by themselves."""
        return self.marks.folder or (tr("Reproduced") if self.run.head.task else "")

    def matches(self, words: Iterable[str]) -> bool:
        """Whether each word stands somewhere in its title, network, data set, note or tags; words in small letters."""
        head, marks = self.run.head, self.marks
        texts = (self.title, self.run.name, head.network_title, head.data_set, marks.note, *marks.tags, self.folder)
        whole = "\n".join(texts).lower()
        return all(word in whole for word in words)


def facts_of(run: KeptRun) -> RunFacts:
    """What a table tells of a run; what cannot be read is told and left out."""
    faults: list[str] = []
    marks: Marks = NONE
    kept: dict[str, Any] = {}
    rows: list[tuple[float | int | None, ...]] = []
    try:
        marks = read_marks(run.folder)
    except UserError as error:
        faults.append(str(error))
    try:
        kept = _settings(run)
    except (OSError, ValueError) as error:
        faults.append(tr("{file} cannot be used: {fault}.").format(file=run.folder / SETTINGS, fault=error))
    try:
        rows = run.columns_of_epochs(("train_accuracy", "validation_accuracy", "total_seconds"))
    except UserError as error:
        faults.append(str(error))
    shares = [right if held_out is None else held_out for right, held_out, _ in rows if right is not None]
    return RunFacts(
        run=run,
        marks=marks,
        name=str(kept.get("name", "")),
        settings=flat_settings(kept, run.head.seed),
        setting=setting_of(kept) if kept else run.name,
        parameters=_parameters(kept),
        best=max(shares, default=None),
        last=shares[-1] if shares else None,
        seconds=_seconds(run, rows),
        fault=" ".join(faults),
    )


def _settings(run: KeptRun) -> dict[str, Any]:
    value = parsed_quickly(read_bytes(run.folder / SETTINGS, _MOST_BYTES))
    if not isinstance(value, dict):
        raise ValueError(tr("it is something else"))
    return value


def _seconds(run: KeptRun, rows: list[tuple[float | int | None, ...]]) -> float | None:
    if run.head.seconds is not None:
        return run.head.seconds
    return rows[-1][2] if rows else None


def _parameters(kept: dict[str, Any]) -> int | None:
    architecture = kept.get("architecture")
    if not isinstance(architecture, dict):
        return None
    with suppress(UserError):
        return _counted(digest_text(architecture))
    return None


@lru_cache(256)
def _counted(architecture: bytes) -> int:
    """Of many runs few have a network of their own."""
    return Architecture.from_json(parsed_quickly(architecture)).parameters
