"""Undo and redo over states that never change."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class History(Generic[T]):
    """A line of states, one of which is current; the states themselves must be immutable.

    Args:
        start: the first state.
        limit: how many states are kept at most, at least 1; the oldest go first.
        size_of: the bytes that a state holds on to; without it states count as weightless.
        most_bytes: what all states may hold together, one that occurs twice counted once. The oldest go first here too,
            and the current one stays whatever its size.
    """

    def __init__(
        self,
        start: T,
        *,
        limit: int = 200,
        size_of: Callable[[T], int] | None = None,
        most_bytes: int = 256 << 20,
    ) -> None:
        if limit < 1:
            raise ValueError("A history keeps at least one state.")
        self._states = [start]
        self._position = 0
        self._limit = limit
        self._size_of = size_of
        self._most_bytes = most_bytes

    @property
    def current(self) -> T:
        """The state that holds now."""
        return self._states[self._position]

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier state."""
        return self._position > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone state."""
        return self._position < len(self._states) - 1

    def push(self, state: T) -> None:
        """Make `state` current; what was undone is gone."""
        del self._states[self._position + 1 :]
        self._states.append(state)
        del self._states[: -self._limit]
        del self._states[: self._too_heavy()]
        self._position = len(self._states) - 1

    def replace(self, state: T) -> None:
        """Put `state` in the current one's place; what was undone is gone."""
        del self._states[self._position :]
        self.push(state)

    def undo(self) -> T:
        """Go back by one state, if there is one; the state that then holds."""
        self._position = max(self._position - 1, 0)
        return self.current

    def redo(self) -> T:
        """Go forward by one undone state, if there is one; the state that then holds."""
        self._position = min(self._position + 1, len(self._states) - 1)
        return self.current

    def _too_heavy(self) -> int:
        """How many of the oldest states have to go for the others to stay within the bytes."""
        if self._size_of is None:
            return 0
        seen: set[int] = set()
        total = 0
        for place in reversed(range(len(self._states))):
            state = self._states[place]
            if id(state) not in seen:
                seen.add(id(state))
                total += self._size_of(state)
            if total > self._most_bytes:
                return min(place + 1, len(self._states) - 1)
        return 0
