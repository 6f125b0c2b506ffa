"""The digits that a person corrected are kept as samples, and go when a correction is taken back."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.read.item import Item, State
from lenet_app.gui.read.session import ReadingSession
from lenet_app.reading.checked import SAME_DIGIT_OVERLAP, shared_part
from lenet_app.reading.page import Box, ReadDigit

if TYPE_CHECKING:
    from lenet_app.samples.sample import Sample


@dataclass(eq=False)
class _Kept:
    """What is kept of a digit.

    Args:
        box: where it stands.
        label: what it should be called, and `told` what the store was last told.
        desk: of whoever was chosen then.
        number: of the sample; None while it is on its way.
        is_wanted: whether it is still corrected.
    """

    box: Box
    label: int
    told: int
    desk: SampleDesk
    number: int | None = None
    is_wanted: bool = True


class CorrectedSamples(QObject):
    """Looks at every change of an item, so that undo and redo need not tell of it.

    Args:
        session: what was read.
        desk: keeps the samples. Those of items that are taken out of the list stay.
        parent: the owner.
    """

    def __init__(self, session: ReadingSession, desk: SampleDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._desk = session, desk
        self._kept: dict[int, list[_Kept]] = {}
        session.changed.connect(self._follow)
        session.forgotten.connect(lambda key: self._kept.pop(key, None))

    def turn_to(self, desk: SampleDesk) -> None:
        """Somebody else corrects from now on; what was kept for others is changed and taken back there."""
        self._desk = desk

    def _follow(self, key: int) -> None:
        item = self._session.item(key)
        if item.page is None or item.state is not State.READ:
            return
        said = [(digit.read, digit.given) for digit in item.page.digits if digit.given is not None]
        before, now = self._kept.get(key, []), list[_Kept]()
        for read, label in said:
            place = max(before, key=lambda one, box=read.box: shared_part(one.box, box), default=None)  # type: ignore[misc]
            if place is not None and shared_part(place.box, read.box) >= SAME_DIGIT_OVERLAP:
                before = [one for one in before if one is not place]
                place.box, place.label = read.box, label
                now.append(place)
                self._settle(place)
            elif read.fitted is not None:
                now.append(self._keep(item, read, label))
        for one in before:
            one.is_wanted = False
            self._settle(one)
        self._kept[key] = now

    def _keep(self, item: Item, read: ReadDigit, label: int) -> _Kept:
        kept = _Kept(read.box, label, label, self._desk)
        name = "" if item.model is None else item.model.name

        def take(numbers: list[int]) -> None:
            kept.number = numbers[0]
            self._settle(kept)

        self._desk.keep(partial(_samples, read, label, name), take)
        return kept

    def _settle(self, kept: _Kept) -> None:
        """Have the store hold what should be."""
        if kept.number is None:
            return
        if not kept.is_wanted:
            kept.desk.delete([kept.number])
        elif kept.label != kept.told:
            kept.told = kept.label
            kept.desk.relabel({kept.number: kept.label})


def _samples(read: ReadDigit, label: int, model: str) -> "list[Sample]":
    """Called on the thread that keeps it."""
    from lenet_app.samples.labelling import Said, of_fitted  # noqa: PLC0415 - loaded with the first correction
    from lenet_app.samples.sample import Source, as_bytes  # noqa: PLC0415

    assert read.fitted is not None
    return [of_fitted(as_bytes(read.fitted), Said(label, Source.READ, read.best, model or None))]
