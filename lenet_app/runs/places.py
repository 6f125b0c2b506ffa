"""Where the model of a run goes."""

from pathlib import Path
from typing import Protocol

from lenet_app.runs.reports import Made, Where
from lenet_app.storage.files import check_writable
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model


class Place(Protocol):
    """Keeps what a run makes."""

    def check_writable(self) -> None:
        """Find out before a training whether its model can be kept.

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


class InLibrary:
    """Among the user's models, under the model's own name or that and a number."""

    def __init__(self, library: ModelLibrary) -> None:
        self._library = library

    def check_writable(self) -> None:
        """Whether the library can be written to."""
        self._library.check_writable()

    def found(self) -> None:
        """Nothing: each run makes a new model."""

    def keep(self, made: Made) -> Where:
        """The library's new entry."""
        return self._library.save(made.model)


class InFile:
    """In a file of this path, whatever lies there."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def check_writable(self) -> None:
        """Whether the file can be written."""
        check_writable(self._path)

    def found(self) -> None:
        """Nothing: the file is replaced."""

    def keep(self, made: Made) -> Where:
        """The file."""
        write_model(made.model, self._path)
        return self._path
