"""The queue of samples to look through again: what the model in use finds surprising or is not sure of comes first."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.workers.background import Background

if TYPE_CHECKING:
    from lenet_app.recognition.recognizer import Recognizer
    from lenet_app.samples.review import Floats
    from lenet_app.samples.store import Faces, Ids, SampleStore


class Review(QObject):
    """Puts samples in the order of the queue, without those that are done; what the model said of them is remembered.

    Args:
        desk: where the samples are.
        in_use: whose answers the order comes from.
        fail: takes a sentence where it cannot be found.
        parent: the owner.
    """

    def __init__(self, desk: SampleDesk, in_use: ModelInUse, fail: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._in_use, self._fail = desk, in_use, fail
        self._slow, self._stop = Background(self), Event()
        self._recognizer: Recognizer | None = None
        self._likely: dict[int, Floats] = {}
        self._labels: dict[int, int] = {}
        self._done: dict[int, int] = {}
        """The label with which each was done; with another one it comes back."""
        self._asked = 0

    def begin(self) -> None:
        """Nothing is done yet, and no order is waited for."""
        self._done.clear()
        self._asked += 1

    def confirm(self, numbers: list[int]) -> None:
        """The labels of these are right."""
        self._done |= {number: self._labels[number] for number in numbers if number in self._labels}

    def relabel(self, numbers: list[int], digit: int) -> None:
        """These are this digit."""
        self._done |= dict.fromkeys(numbers, digit)

    def put_in_order(self, ids: "Ids", then: "Callable[[Ids], None]") -> None:
        """Find the order beside the window; `then` takes it, but where another one was asked for meanwhile."""
        recognizer = self._in_use.finished_recognizer
        self._asked += 1
        if recognizer is None or not recognizer.model.knows_digits:
            then(ids)
            return
        if self._recognizer is None or self._recognizer.model is not recognizer.model:
            self._likely = {}
            self._recognizer = recognizer
        found = partial(self._find, self._asked, recognizer, then)
        self._desk.ask(partial(_read, ids, frozenset(self._likely)), found, self._fail)

    def _find(
        self,
        asked: int,
        recognizer: "Recognizer",
        then: "Callable[[Ids], None]",
        read: "tuple[dict[int, int], Faces]",
    ) -> None:
        labels, faces = read
        given = _Given(recognizer, labels, faces, self._likely, dict(self._done))

        def take(found: "tuple[dict[int, Floats], Ids]") -> None:
            likely, order = found
            if self._stop.is_set():
                return
            if self._recognizer is recognizer:
                self._likely = likely
            if asked == self._asked:
                self._labels = labels
                then(order)

        self._slow.run(partial(_ordered, given, self._stop.is_set), take, self._fail)

    def finish(self) -> None:
        """Stop, and end the thread."""
        self._stop.set()
        self._slow.finish()


@dataclass(frozen=True, eq=False)
class _Given:
    """What the order comes from.

    Args:
        recognizer: who answers.
        labels: of all samples by their numbers, in the order of equal ones.
        faces: the pictures of those of which nothing is known.
        likely: what is known of the others.
        done: those that are done with the label they had then.
    """

    recognizer: "Recognizer"
    labels: dict[int, int]
    faces: "Faces"
    likely: "dict[int, Floats]"
    done: dict[int, int]


def _read(ids: "Ids", known: frozenset[int], store: "SampleStore") -> "tuple[dict[int, int], Faces]":
    """The labels of all, and the pictures of those that are not known; called on the thread of the samples."""
    return store.labels(ids), store.faces([number for number in ids.tolist() if number not in known])


def _ordered(given: _Given, is_stopped: Callable[[], bool]) -> "tuple[dict[int, Floats], Ids]":
    """What the model says of all, and the numbers of those that are left in their order; called on a thread."""
    from lenet_app.samples.review import likelihoods, review_order  # noqa: PLC0415 - loaded when somebody asks

    found = likelihoods(given.recognizer, given.faces.pictures, is_stopped)
    likely = {**given.likely, **dict(zip(given.faces.ids.tolist(), found, strict=False))}
    left = [
        (number, label)
        for number, label in given.labels.items()
        if number in likely and given.done.get(number) != label
    ]
    if not left:
        return likely, np.zeros(0, np.int64)
    numbers, labels = (np.array(part, np.int64) for part in zip(*left, strict=True))
    return likely, numbers[review_order(np.stack([likely[number] for number, _ in left]), labels)]
