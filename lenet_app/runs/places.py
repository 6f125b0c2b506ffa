"""Where the model of a run goes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lenet_app.paths import Home
from lenet_app.runs.reports import Made, Where
from lenet_app.storage.files import check_writable
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model


class Place(Protocol):
    """Keeps what a run makes."""

    def check_writable(self, name: str, size: int) -> None:
        """Find out before a training whether its model can be kept.

        Args:
            name: what the model will be called; any text.
            size: of its file, in bytes.

        Raises:
            UserError: it cannot.
        """

    def found(self) -> Where | None:
        """What lies there of an earlier run, so that this one need not be made."""

    def keep(self, made: Made) -> Where:
        """Write it.

        Raises:
            UserError: it cannot be written.
        """

    def elsewhere(self, home: Home) -> "Place":
        """Where it would go in that home: for what cannot be kept here."""


@dataclass(frozen=True)
class InLibrary:
    """Among the user's models, under the model's own name, made fit for a file, or that and a number."""

    library: ModelLibrary

    def check_writable(self, name: str, size: int) -> None:
        """Whether the library can be written to."""
        self.library.check_writable(name, size)

    def found(self) -> None:
        """Nothing: each run makes a new model."""

    def keep(self, made: Made) -> Where:
        """The library's new entry."""
        return self.library.save(made.model)

    def elsewhere(self, home: Home) -> "InLibrary":
        """The library of that home."""
        return InLibrary(ModelLibrary(home.models))


@dataclass(frozen=True)
class InFile:
    """In a file of this path, whatever lies there."""

    path: Path

    def check_writable(self, name: str, size: int) -> None:
        """Whether the file can be written."""
        check_writable(self.path, size)

    def found(self) -> None:
        """Nothing: the file is replaced."""

    def keep(self, made: Made) -> Where:
        """The file."""
        write_model(made.model, self.path)
        return self.path

    def elsewhere(self, home: Home) -> InLibrary:
        """The library of that home."""
        return InLibrary(ModelLibrary(home.models))
