"""What was taken out of the list and can be brought back."""

from lenet_app.gui.read.item import Item

_MOST = 20
"""How many steps can be taken back."""

Placed = tuple[int, Item]
"""An item, and the place that it had in the list."""


class Removals:
    """A step for each time that somebody took something out."""

    def __init__(self) -> None:
        self._steps: list[list[Placed]] = []

    @property
    def last(self) -> tuple[Item, ...]:
        """What would be brought back; nothing where nothing was taken out."""
        return tuple(item for _, item in self._steps[-1]) if self._steps else ()

    def push(self, out: list[Placed]) -> tuple[Item, ...]:
        """Keep what was taken out at once, the first in the list first; the items that are forgotten for it."""
        if out:
            self._steps.append(out)
        old, self._steps = self._steps[:-_MOST], self._steps[-_MOST:]
        return tuple(item for step in old for _, item in step)

    def pop(self) -> list[Placed]:
        """What was taken out last, which is not kept any more."""
        return self._steps.pop() if self._steps else []
