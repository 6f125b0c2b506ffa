"""What was read from sheets and is looked through before it is kept: each step makes a new value, so any is undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from lenet_app.ink.normalise import SIDE
from lenet_app.samples.sample import Bytes, Sample
from lenet_app.samples.sheets.writing import Written
from lenet_app.samples.store import Faces, Ids


@dataclass(frozen=True, eq=False)
class Gathered:
    """Digits by numbers of their own, which no other digit gets.

    Args:
        written: those that are to be kept.
        files: the photographs that were read, also those of which nothing is left.
    """

    written: Mapping[int, Written] = field(default_factory=lambda: MappingProxyType({}))
    files: tuple[Path, ...] = ()
    _next: int = 1

    def more(self, file: Path, written: Iterable[Written]) -> "Gathered":
        """With what was read from one more photograph."""
        new = dict(enumerate(written, self._next))
        return Gathered({**self.written, **new}, (*self.files, file), self._next + len(new))

    def without(self, numbers: Iterable[int]) -> "Gathered":
        """These are left out."""
        gone = set(numbers)
        return replace(self, written={number: one for number, one in self.written.items() if number not in gone})

    def labelled(self, numbers: Iterable[int], digit: int | None = None) -> "Gathered":
        """A person says what these are: this digit, or, where it is None, what was wanted; then nobody doubts it."""
        said = {number: self.written[number].said(digit) for number in numbers if number in self.written}
        return replace(self, written={**self.written, **said})

    @property
    def doubted(self) -> int:
        """How many the model does not see as what they should be."""
        return sum(one.doubted for one in self.written.values())

    @property
    def samples(self) -> list[Sample]:
        """What is to be kept."""
        return [one.sample for one in self.written.values()]

    def order(self, *, doubted_first: bool) -> Ids:
        """The numbers by digit, of each those first that the model finds least likely; or all in that order."""

        def key(number: int) -> tuple[bool, int, bool, float]:
            one = self.written[number]
            is_later = not one.doubted
            label = one.sample.label
            return (is_later and doubted_first, 0 if doubted_first else label, is_later, one.likelihood)

        return np.array(sorted(self.written, key=key), np.int64)

    def faces(self, numbers: Iterable[int]) -> Faces:
        """What a list shows of some of them; a mark is on those that the model doubts."""
        some = [(number, self.written[number]) for number in numbers if number in self.written]
        pictures: Bytes = np.array([one.sample.picture for _, one in some], np.uint8).reshape(-1, SIDE, SIDE)
        return Faces(
            np.array([number for number, _ in some], np.int64),
            pictures,
            np.array([one.sample.label for _, one in some], np.uint8),
            np.array([one.doubted for _, one in some], np.bool_),
        )
