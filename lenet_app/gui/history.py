"""Undo and redo over states that never change."""

from typing import Generic, TypeVar

T = TypeVar("T")


class History(Generic[T]):
    """A line of states, one of which is current; the states themselves must be immutable.

    Args:
        start: the first state.
        limit: how many states are kept at most, at least 1; the oldest go first.
    """

    def __init__(self, start: T, *, limit: int = 200) -> None:
        if limit < 1:
            raise ValueError("A history keeps at least one state.")
        self._states = [start]
        self._position = 0
        self._limit = limit

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
        self._position = len(self._states) - 1

    def undo(self) -> T:
        """Go back by one state, if there is one; the state that then holds."""
        self._position = max(self._position - 1, 0)
        return self.current

    def redo(self) -> T:
        """Go forward by one undone state, if there is one; the state that then holds."""
        self._position = min(self._position + 1, len(self._states) - 1)
        return self.current
