"""The sets of pictures that can be chosen: data sets on this computer, and pictures of one's own."""

from collections.abc import Sequence
from pathlib import Path

from lenet_app.data import catalogue
from lenet_app.gui.evaluate.measuring import Source
from lenet_app.language import tr
from lenet_app.storage.library import Entry

_OWN = "own pictures:"
"""What the keys of pictures of one's own begin with among the names and paths of data sets."""
_MOST_OWN = 5
USUAL = ""
"""The key of the set that each model learned."""


class Sources:
    """Knows them, and which one is chosen; until somebody chooses it is the one that the model learned."""

    def __init__(self) -> None:
        self._sets: tuple[tuple[str, str], ...] = ((catalogue.MNIST, catalogue.title_of(catalogue.MNIST)),)
        self._own: list[Path] = []
        self.chosen = USUAL
        """The key of the chosen set."""

    def set_sets(self, sets: Sequence[tuple[str, str]]) -> None:
        """These data sets are here, by name or path, and title."""
        self._sets = tuple(sets)
        if self.chosen not in [key for key, _, _ in self.listed(None)]:
            self.chosen = USUAL

    def choose_own(self, path: Path) -> None:
        """Choose pictures of one's own: their folder, or a table of them."""
        self._own = [path, *(one for one in self._own if one != path)][:_MOST_OWN]
        self.chosen = f"{_OWN}{path}"

    def listed(self, entry: Entry | None) -> list[tuple[str, str, str]]:
        """All that can be chosen, by key, title and place; the first follows the model."""
        title = entry.data_set if entry is not None else ""
        usual = tr("its own: {title}").format(title=title or catalogue.title_of(catalogue.MNIST))
        sets = ((name, title, name) for name, title in self._sets)
        own = ((f"{_OWN}{path}", tr("mine: {name}").format(name=path.name), str(path)) for path in self._own)
        return [(USUAL, usual, usual), *sets, *own]

    def source(self, entry: Entry | None) -> Source | None:
        """What is to be measured with; None where the set that the model learned is not on this computer.

        Args:
            entry: the model that is measured; None where it is in no library.
        """
        if self.chosen.startswith(_OWN):
            return Source(self.chosen.removeprefix(_OWN), is_own=True)
        if self.chosen != USUAL:
            return Source(self.chosen)
        wanted = entry.data_set if entry is not None else ""
        if wanted in ("", catalogue.title_of(catalogue.MNIST)):
            return Source(catalogue.MNIST)
        return next((Source(name) for name, title in self._sets if wanted in (name, title)), None)
