"""A row whose candidates are answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lenet_app.ink.normalise import Picture
from lenet_app.ink.paper.page_extraction import PageInk
from lenet_app.reading.candidates import Candidate
from lenet_app.reading.cuts import RowPieces
from lenet_app.reading.path import Penalties
from lenet_app.recognition.recognizer import Recognition

Answer = tuple[Recognition, Picture]


@dataclass(frozen=True, eq=False)
class AnsweredRow:
    """A row with all that may be a digit.

    Args:
        ink: of the page.
        pieces: of the row.
        candidates: of the row.
        answers: for each of them, with what was answered for.
        penalties: what counts how much on a path.
    """

    ink: PageInk
    pieces: RowPieces
    candidates: Sequence[Candidate]
    answers: Sequence[Answer]
    penalties: Penalties

    @property
    def recognitions(self) -> list[Recognition]:
        """The answers alone."""
        return [recognition for recognition, _ in self.answers]


AnswersOf = Callable[[Sequence[Candidate]], list[Answer]]
"""Gives the answers for more candidates of the row."""
