"""Reading a page: its ink, its rows, their pieces, an answer for every candidate, and the best path of each row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lenet_app.errors import UserError
from lenet_app.ink.files.pixels import Bytes
from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import SIDE, fit
from lenet_app.ink.paper.page_extraction import PageInk, page_ink_of_marks
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr
from lenet_app.reading.answered import Answer, AnsweredRow
from lenet_app.reading.boxed import inks_in_drawing, inks_in_picture
from lenet_app.reading.candidates import Candidate, candidate_ink, candidates
from lenet_app.reading.cuts import RowPieces, cut_row, whole_row
from lenet_app.reading.drawing_ink import page_of_drawing
from lenet_app.reading.numbers import NumberRead, by_both, by_pieces
from lenet_app.reading.page import Box, Page, Place, ReadDigit
from lenet_app.reading.path import OF_DRAWINGS, PENALTIES, Penalties
from lenet_app.reading.places import placed_rows
from lenet_app.reading.rows import RowMarks, find_rows
from lenet_app.reading.sweep.swept import Sweep
from lenet_app.reading.upright import UprightReading
from lenet_app.recognition.recognizer import Recognition, Recognizer

MOST_CANDIDATES = 1200
"""How many parts of a page are answered at most: a second or three on a slow computer, 150 digits or more."""

LEAST_HEIGHT = 7
"""Pixels of the picture: lower rows are dust, or too small to be read."""

ShouldStop = Callable[[], bool]


@dataclass(frozen=True, eq=False)
class _CutRow:
    """A row with its candidates."""

    marks: RowMarks
    place: Place | None
    pieces: RowPieces
    candidates: tuple[Candidate, ...]


def reads(recognizer: Recognizer) -> bool:
    """Whether the model can read numbers: it answers with the ten digits, for ink fitted as MNIST's was."""
    model = recognizer.model
    channels, height, width = model.architecture.input_shape
    fits = channels == 1 and height >= SIDE and width >= SIDE and model.normalisation.fits_ink
    return fits and model.class_names == tuple("0123456789")


def unanswered(recognizer: Recognizer, box: Box) -> ReadDigit:
    """A digit of which nothing is known yet but where it is: all answers are equally likely."""
    names = recognizer.model.class_names
    shares = np.full(len(names), 1 / len(names), np.float32)
    return ReadDigit(Recognition(shares, names, certainty=recognizer.certainty), box)


class Reader:
    """Reads numbers with one model; holds nothing that changes, so any thread may use it.

    Args:
        recognizer: answers for every part of a row. Of these nothing is read again: what is in doubt there is mostly no
            digit, and as many amounts were read rightly with it; a digit in a box of its own is.
        sweep: reads whole rows besides, and both readers argue then; without it the parts alone decide.

    Raises:
        UserError: the model answers with something other than the ten digits.
    """

    def __init__(self, recognizer: Recognizer, sweep: Sweep | None = None) -> None:
        if not reads(recognizer):
            sentence = tr("{model} does not answer with the ten digits, so it cannot read numbers.")
            raise UserError(sentence.format(model=recognizer.model.name))
        self._recognizer, self._once = recognizer, recognizer.once
        self._sweep = sweep

    def read(self, pixels: Bytes, should_stop: ShouldStop = lambda: False, turn: int | None = None) -> Page | None:
        """Read every digit of a picture, or of the sheet in it, straightened and turned.

        Args:
            pixels: uint8 (height, width, 3), as `opaque_picture` gives them; boxes are in these pixels.
            should_stop: asked between the parts of the work, of which the longest takes about a tenth of a second.
            turn: by how many degrees clockwise it has to be turned: 0, 90, 180 or 270; None to find that out.

        Returns:
            The page, without rows where no digits are found; None where it was stopped.
        """
        return self._upright(should_stop).read(pixels, turn)

    def read_ink(self, ink: Ink, should_stop: ShouldStop = lambda: False) -> Page | None:
        """The same for ink of which nothing else is known; boxes are in pixels of `ink.marks`."""
        return self._page(page_ink_of_marks(ink.marks), should_stop)

    def read_drawing(self, drawing: Drawing, should_stop: ShouldStop = lambda: False) -> Page | None:
        """The same for a drawing of one or several rows; boxes are in the drawing's unit."""
        drawn = page_of_drawing(drawing)
        if drawn is None:
            return Page()
        page = self._page(drawn.ink, should_stop, OF_DRAWINGS)
        return None if page is None else page.placed(drawn.left, drawn.top, 1 / drawn.scale)

    def read_boxes(self, source: Bytes | Drawing, boxes: Sequence[Box]) -> tuple[ReadDigit, ...]:
        """Answer for one digit in each box, wherever it was not found.

        Args:
            source: a picture as it is shown, uint8 (height, width, 3), or a drawing.
            boxes: in pixels of the picture, or in the drawing's unit.

        Returns:
            A digit for each box; one that shows no ink is `unanswered`.
        """
        if not boxes:
            return ()
        inks = inks_in_drawing(source, boxes) if isinstance(source, Drawing) else self._inks_in_boxes(source, boxes)
        fitted = [None if ink is None else fit(ink) for ink in inks]
        answers = iter(self._recognizer.recognise_all([one.planes for one in fitted if one is not None]))
        return tuple(
            unanswered(self._recognizer, box) if one is None else ReadDigit(next(answers), box, one.picture)
            for one, box in zip(fitted, boxes, strict=True)
        )

    def _upright(self, should_stop: ShouldStop) -> UprightReading:
        return UprightReading(lambda ink: self._page(ink, should_stop), self._once)

    def _inks_in_boxes(self, pixels: Bytes, boxes: Sequence[Box]) -> list[Ink | None]:
        """The ink in boxes of a picture, looked at as it is read."""
        view = self._upright(lambda: False).view(pixels)
        if view.is_whole:
            return inks_in_picture(view.pixels, boxes)
        return inks_in_picture(view.pixels, [view.from_picture(box) for box in boxes])

    def _page(self, ink: PageInk | None, should_stop: ShouldStop, penalties: Penalties = PENALTIES) -> Page | None:
        if ink is None:
            return Page()
        cut, complete = _cut_rows(ink, should_stop)
        answers = self._answers(ink, cut, should_stop)
        if answers is None:
            return None
        read = [self._row(ink, row, found, penalties) for row, found in zip(cut, answers, strict=True)]
        rows = tuple(one.row for one in read if one.row.digits)
        return Page(rows, complete, others=tuple(other for one in read for other in one.others))

    def _answers(self, ink: PageInk, rows: list[_CutRow], should_stop: ShouldStop) -> list[list[Answer]] | None:
        """The answers for the candidates of each row; None where it was stopped."""
        found = []
        for row in rows:
            answers = self._answers_of(ink, row.pieces, row.candidates, should_stop)
            if answers is None:
                return None
            found.append(answers)
        return None if should_stop() else found

    def _answers_of(
        self, ink: PageInk, pieces: RowPieces, wanted: Sequence[Candidate], should_stop: ShouldStop
    ) -> list[Answer] | None:
        """The answer for each of the candidates, with its fitted picture; None where it was stopped."""
        pictures = []
        for candidate in wanted:
            if should_stop():
                return None
            fitted = fit(candidate_ink(pieces, ink.marks, candidate))
            assert fitted is not None  # a piece has ink
            pictures.append(fitted.picture)
        recognitions = self._once.recognise_all([picture[None] for picture in pictures])
        return list(zip(recognitions, pictures, strict=True))

    def _row(self, ink: PageInk, row: _CutRow, answers: list[Answer], penalties: Penalties) -> NumberRead:
        answered = AnsweredRow(ink, row.pieces, row.candidates, answers, penalties)

        def answers_of(more: Sequence[Candidate]) -> list[Answer]:
            return self._answers_of(ink, row.pieces, more, lambda: False) or []

        if self._sweep is not None:
            read = by_both(answered, self._sweep.row(ink, row.marks), self._once, answers_of)
        else:
            read = NumberRead(by_pieces(answered, answers_of))
        return replace(read, row=replace(read.row, place=row.place))


def _cut_rows(ink: PageInk, should_stop: ShouldStop) -> tuple[list[_CutRow], bool]:
    """The rows with their candidates, and whether these are all.

    Where there would be too many candidates, a row's marks are taken as they are, without cuts; if they are still too
    many, what comes last is not read.
    """
    cut: list[_CutRow] = []
    page, left = ink.components, MOST_CANDIDATES
    for row, place in placed_rows(ink, find_rows(page, ink.pen)):
        if should_stop():
            break
        if row.height < LEAST_HEIGHT * ink.scale:
            continue
        pieces = cut_row(page, row, ink.pen)
        found = candidates(pieces)
        if len(found) > left:
            pieces = whole_row(page, row, ink.pen)
            found = candidates(pieces)
        if len(found) > left:
            return cut, False
        left -= len(found)
        cut.append(_CutRow(row, place, pieces, tuple(found)))
    return cut, True
