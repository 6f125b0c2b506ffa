"""What a person says of the drawing or picture that is answered: kept as a sample, changed, taken back."""

from collections.abc import Callable
from functools import partial
from string import digits
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from lenet_app.gui.answering.subjects import Answer, DataSetPicture, OpenedPicture, Subject
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.labelling.widgets.digit_rows import DigitRows
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr

if TYPE_CHECKING:
    from lenet_app.samples.sample import Sample


class DrawLabelling(QObject):
    """Listens to the rows of digits and their keys, and knows what of the newest answer is kept.

    Args:
        rows: where it is said.
        desk: keeps it.
        page: where the keys work; the owner.
        say: tells a fault.
    """

    def __init__(self, rows: DigitRows, desk: SampleDesk, page: QWidget, say: Callable[[str], None]) -> None:
        super().__init__(page)
        self._rows, self._desk, self._tell = rows, desk, say
        self._answer: Answer | None = None
        self._kept_by: dict[SampleDesk, tuple[Subject, int, int]] = {}
        """Whereof, the sample's number, its label; of each person who was chosen."""
        self._waits = False
        """Whether something is on its way to the disk."""
        rows.said.connect(self.say)
        rows.undo_wanted.connect(self.undo)
        for digit in range(len(digits)):
            action = QAction(tr("It is a {digit}").format(digit=digit), page)
            action.setShortcut(QKeySequence(str(digit)))
            action.triggered.connect(lambda _checked=False, digit=digit: self.say(digit))
            page.addAction(action)

    def turn_to(self, desk: SampleDesk) -> None:
        """Somebody else says what it is from now on; what was kept for others stays, and is theirs."""
        self._desk = desk
        self.show(self._answer)

    def show(self, answer: Answer | None) -> None:
        """This is answered now; None where nothing is."""
        self._answer = answer if answer is not None and _can_be_kept(answer) else None
        if self._subject is None:
            self._rows.rest()
        elif (kept := self._kept) is not None and kept[0] is self._subject:
            self._rows.show_kept(kept[2])
        else:
            self._rows.rest(can_say=True)

    @property
    def _kept(self) -> tuple[Subject, int, int] | None:
        return self._kept_by.get(self._desk)

    @property
    def _subject(self) -> Subject | None:
        return None if self._answer is None else self._answer.request.subject

    def say(self, digit: int) -> None:
        """It is this digit."""
        answer, subject = self._answer, self._subject
        if answer is None or subject is None or self._waits or answer.insight is None:
            return
        desk, kept = self._desk, self._kept
        if kept is not None and kept[0] is subject:
            number = kept[1]
            desk.relabel({number: digit}, lambda _before: self._take(desk, subject, number, digit))
            return
        self._waits = True
        desk.keep(partial(_samples, answer, digit), lambda ids: self._take(desk, subject, ids[0], digit), self._refuse)

    def undo(self) -> None:
        """It is not to be kept."""
        if self._kept is not None and not self._waits:
            _, number, _ = self._kept_by.pop(self._desk)
            self._desk.delete([number])
            self._rows.rest(can_say=self._answer is not None)

    def _take(self, desk: SampleDesk, subject: Subject, number: int, digit: int) -> None:
        self._waits, self._kept_by[desk] = False, (subject, number, digit)
        if self._subject is subject and self._desk is desk:
            self._rows.show_kept(digit)

    def _refuse(self, sentence: str) -> None:
        self._waits = False
        self._tell(sentence)


def _can_be_kept(answer: Answer) -> bool:
    """Whether it is a digit of one's own: a data set's have labels already, and other networks know no digits."""
    is_own = not isinstance(answer.request.subject, DataSetPicture) and answer.insight is not None
    return is_own and answer.request.recognizer.model.class_names == tuple(digits)


def _samples(answer: Answer, digit: int) -> "list[Sample]":
    """Called on the thread that keeps it."""
    from lenet_app.samples.labelling import Said, of_drawing, of_picture  # noqa: PLC0415 - the window is there sooner
    from lenet_app.samples.sample import Source  # noqa: PLC0415

    request, insight = answer.request, answer.insight
    assert insight is not None
    best = None if answer.is_what_if else insight.recognition.best
    said = Said(digit, Source.DRAW, best, request.recognizer.model.name)
    chosen, subject = request.corrections, request.subject
    if isinstance(subject, Drawing):
        return [of_drawing(subject, said, deslant=chosen.deslant)]
    assert isinstance(subject, OpenedPicture)
    from lenet_app.gui.answering.pictures import prepared_opened  # noqa: PLC0415 - as above

    return [of_picture(prepared_opened(subject, chosen).picture, said, deslant=chosen.deslant)]
