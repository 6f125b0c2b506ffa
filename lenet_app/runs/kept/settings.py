"""What a run was asked for, as JSON beside the models that it began with: enough to ask for the same again."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lenet_app.data import catalogue
from lenet_app.json_values import made, plain
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.model import Model
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.runs.kept.machine import Machine
from lenet_app.runs.places import InFile
from lenet_app.storage.models import SUFFIX, read_model
from lenet_app.training.settings import TrainingSettings

if TYPE_CHECKING:
    from lenet_app.runs.run import Run


@dataclass(frozen=True)
class KeptSettings:
    """The settings of a run.

    Args:
        name: what its model is called.
        architecture, normalisation, recipe: as their `to_json` tells them; a model to start from overrules the first
            two.
        seed, hold_out, subset, no_digits, data_set, device_id, teacher_share: as in `TrainingSettings`.
        source: the path that the data set is read from; empty where its name leads to it.
        start: what the model to fine-tune is called, which lies beside this; None for new weights.
        teachers: what those that teach are called; they lie beside this, too.
        output: the file that the model goes to; None for the user's models.
        as_published: see `Run`.
        machine: what it was made with, at its beginning.
        threads: as in `TrainingSettings`.
    """

    name: str
    architecture: dict[str, Any]
    normalisation: dict[str, Any]
    recipe: dict[str, Any]
    seed: int
    hold_out: int | None
    subset: int | None
    no_digits: bool | None
    data_set: str
    source: str
    device_id: str | None
    start: str | None
    teachers: tuple[str, ...]
    teacher_share: float
    output: str | None
    as_published: bool
    machine: Machine
    threads: int | None = None

    @staticmethod
    def of(run: "Run", machine: Machine) -> "KeptSettings":
        """Of a run that begins."""
        settings, place = run.settings, run.place
        return KeptSettings(
            name=run.name,
            architecture=settings.architecture.to_json(),
            normalisation=settings.normalisation.to_json(),
            recipe=settings.recipe.to_json(),
            seed=settings.seed,
            hold_out=settings.hold_out,
            subset=settings.subset,
            no_digits=settings.no_digits,
            data_set=settings.data_set,
            source=_source(run),
            device_id=settings.device_id,
            start=settings.start.name if settings.start else None,
            teachers=tuple(teacher.name for teacher in settings.teachers),
            teacher_share=settings.teacher_share,
            output=os.path.realpath(place.path) if isinstance(place, InFile) else None,
            as_published=run.as_published,
            machine=machine,
            threads=settings.threads,
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        return plain(self)

    @staticmethod
    def from_json(value: object) -> "KeptSettings":
        """What `to_json` wrote.

        Raises:
            UserError: a part is missing or of another kind.
        """
        return made(value, KeptSettings, tr("The settings of the run cannot be read: {fault}."))

    def training_recipe(self) -> Recipe:
        """How it trains.

        Raises:
            UserError: it cannot be read.
        """
        return Recipe.from_json(self.recipe)

    def training_settings(self, folder: Path) -> TrainingSettings:
        """The same training asked for again.

        Args:
            folder: of the run.

        Raises:
            UserError: a part cannot be read.
        """
        start = None if self.start is None else _named(folder / START, self.start)
        names = enumerate(self.teachers, start=1)
        return TrainingSettings(
            architecture=Architecture.from_json(self.architecture),
            normalisation=InputNormalisation.from_json(self.normalisation),
            start=start,
            recipe=self.training_recipe(),
            seed=self.seed,
            hold_out=self.hold_out,
            subset=self.subset,
            no_digits=self.no_digits,
            data_set=self.data_set,
            device_id=self.device_id,
            teachers=tuple(_named(folder / teacher_file(number), name) for number, name in names),
            teacher_share=self.teacher_share,
            threads=self.threads,
        )


START = f"start{SUFFIX}"
"""The model to fine-tune."""


def teacher_file(number: int) -> str:
    """Where the teacher of this number, from 1, lies."""
    return f"teacher-{number}{SUFFIX}"


def models_of(settings: TrainingSettings) -> Iterator[tuple[str, Model]]:
    """The models that a run begins with, and the names of their files."""
    if settings.start is not None:
        yield START, settings.start
    for number, teacher in enumerate(settings.teachers, start=1):
        yield teacher_file(number), teacher


def _named(path: Path, name: str) -> Model:
    return replace(read_model(path), name=name)


def _source(run: "Run") -> str:
    """A path as it leads there from every folder."""
    name = run.settings.data_set
    if run.source or not (catalogue.is_name(name) or catalogue.is_here(name, run.downloads)):
        return os.path.realpath(os.path.expanduser(run.source or name))  # noqa: PTH111 - as `catalogue` does it
    return ""
