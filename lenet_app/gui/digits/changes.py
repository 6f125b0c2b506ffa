"""What is done with the chosen samples, and how the last of it is taken back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from lenet_app.gui.digits.widgets.samples_card import SamplesCard
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr, trn

if TYPE_CHECKING:
    from lenet_app.samples.store import Faces, SampleStore

_MOST = 50
"""Changes that can be taken back."""


class Changes(QObject):
    """Relabels, deletes, finds duplicates; each change can be taken back, the last one first.

    Args:
        desk: where the samples are.
        card: tells which are chosen.
        parent: the owner.
    """

    def __init__(self, desk: SampleDesk, card: SamplesCard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._card = desk, card
        self._slow = Background(self)
        self._back: list[tuple[str, Callable[[], None]]] = []
        card.grid.relabel_wanted.connect(self.relabel)
        card.grid.delete_wanted.connect(self.delete)
        card.undo_wanted.connect(self.undo)
        card.duplicates_wanted.connect(self.find_duplicates)

    def relabel(self, digit: int) -> None:
        """The chosen ones are this digit."""
        if chosen := self._card.grid.chosen:
            self._desk.relabel(dict.fromkeys(chosen, digit), lambda before: self._relabelled(before, digit))

    def _relabelled(self, before: dict[int, int], digit: int) -> None:
        text = trn("{count} relabelled as {digit}", "{count} relabelled as {digit}", len(before))
        self._remember(text.format(count=len(before), digit=digit), lambda: self._desk.relabel(before))

    def delete(self) -> None:
        """The chosen ones are not to be kept."""
        if chosen := self._card.grid.chosen:
            text = trn("{count} deleted", "{count} deleted", len(chosen)).format(count=len(chosen))
            self._desk.delete(chosen, lambda _none: self._remember(text, lambda: self._desk.restore(chosen)))

    def remember_added(self, numbers: list[int]) -> None:
        """These were just kept."""
        text = trn("{count} kept", "{count} kept", len(numbers)).format(count=len(numbers))
        self._remember(text, lambda: self._desk.delete(numbers))

    def undo(self) -> None:
        """Take back the last change."""
        if self._back:
            _, take_back = self._back.pop()
            take_back()
            self._tell()

    def find_duplicates(self) -> None:
        """Choose those that show the same as an earlier one."""
        ids = np.sort(self._card.grid.ids)[::-1]  # the newest first, whatever order they are listed in

        def read(store: "SampleStore") -> "Faces":
            return store.faces(ids)

        def find(faces: "Faces") -> None:
            self._slow.run(partial(_later_ones, faces), self._choose, self._card.notice.say)

        self._desk.ask(read, find)

    def finish(self) -> None:
        """End the thread that looks for duplicates."""
        self._slow.finish()

    def _choose(self, numbers: list[int]) -> None:
        self._card.grid.choose(numbers)
        if not numbers:
            self._card.chosen_line.setText(tr("No two are alike."))

    def _remember(self, text: str, take_back: Callable[[], None]) -> None:
        self._back = [*self._back, (text, take_back)][-_MOST:]
        self._tell()

    def _tell(self) -> None:
        self._card.set_can_undo(self._back[-1][0] if self._back else "")


def _later_ones(faces: "Faces") -> list[int]:
    """The numbers of those that show the same as an earlier one; called on a thread."""
    from lenet_app.data.pictures import Pictures  # noqa: PLC0415 - loaded when somebody asks
    from lenet_app.samples.duplicates import duplicates  # noqa: PLC0415

    groups = duplicates(Pictures(faces.pictures[:, None], faces.labels))
    # The newest come first.
    return [int(faces.ids[place]) for group in groups for place in sorted(group)[:-1]]
