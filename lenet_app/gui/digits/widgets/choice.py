"""Which of many samples are chosen."""

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]


class Choice:
    """Some of a list, by their numbers; from one press to another with Shift all between them."""

    def __init__(self) -> None:
        self.current = 0
        """The place in the list that the keyboard is at."""
        self._from = 0
        self._chosen: set[int] = set()

    def has(self, number: int) -> bool:
        """Whether this one is chosen."""
        return number in self._chosen

    def chosen(self, ids: Ids) -> list[int]:
        """Those that are chosen, in the order of the list."""
        if not self._chosen:
            return []
        return [number for number in ids.tolist() if number in self._chosen]

    def keep(self, ids: Ids) -> None:
        """The list is another one: what is not in it any more is chosen no more."""
        if self._chosen:
            self._chosen &= set(ids.tolist())
        self.current = self._from = max(0, min(self.current, len(ids) - 1))

    def press(self, ids: Ids, place: int, *, adds: bool, reaches: bool) -> None:
        """One was pressed.

        Args:
            ids: the list.
            place: of what was pressed.
            adds: whether it is chosen beside others, or no more.
            reaches: whether all from the last press on are.
        """
        number, self.current = int(ids[place]), place
        if reaches:
            low, high = sorted((self._from, place))
            between = set(ids[low : high + 1].tolist())
            self._chosen = self._chosen | between if adds else between
            return
        self._from = place
        self._chosen = self._chosen ^ {number} if adds else {number}

    def step(self, ids: Ids, step: int, *, reaches: bool) -> None:
        """Go on by so many places; the first step chooses the place that one is at."""
        place = self.current + step if self._chosen else self.current
        self.press(ids, max(0, min(place, len(ids) - 1)), adds=False, reaches=reaches)

    def all(self, ids: Ids) -> None:
        """Choose all."""
        self._chosen = set(ids.tolist())

    def these(self, ids: Ids, numbers: list[int]) -> None:
        """Choose exactly these; the first of them is where the keyboard is."""
        self._chosen = set(numbers) & set(ids.tolist())
        if self._chosen:
            self.current = self._from = int(np.argmax(np.isin(ids, numbers)))
