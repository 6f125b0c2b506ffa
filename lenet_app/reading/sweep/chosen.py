"""The sweep of the model that was chosen for rows, read from its file once."""

from collections.abc import Callable
from threading import Lock

from lenet_app.reading.sweep.swept import Sweep
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model

Chosen = tuple[ModelLibrary, str]
"""Where models lie, and the name of the one that sweeps; empty for the one that came with the program."""


class ChosenSweep:
    """Gives the sweep whenever it is asked; any thread may ask.

    Args:
        chosen: tells what is chosen now.
    """

    def __init__(self, chosen: Callable[[], Chosen]) -> None:
        self._chosen = chosen
        self._lock = Lock()
        self._read: tuple[str, Sweep] | None = None

    def __call__(self) -> Sweep | None:
        """The sweep; None where no model reads rows.

        Raises:
            UserError: the model's file cannot be read.
        """
        library, name = self._chosen()
        entry = library.row_model(name)
        if entry is None:
            return None
        with self._lock:
            if self._read is None or self._read[0] != entry.key:
                self._read = entry.key, Sweep(read_model(entry.path))
            return self._read[1]
