"""What the inspector has to know of a panel, so that one more panel is one more entry in its list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget


@runtime_checkable
class HasThreads(Protocol):
    """A panel that computes something on threads of its own."""

    def finish(self) -> None:
        """End them; this is the end."""


@dataclass(frozen=True)
class InspectorPanel:
    """A panel in the inspector's list.

    Args:
        key: by which the page knows it.
        title: a few words, which stand in the title line.
        tip: a sentence on what can be seen there.
        make: makes the panel when it is first shown; its modules are loaded no sooner. The keyboard goes to its focus
            proxy.
    """

    key: str
    title: str
    tip: str
    make: Callable[[], QWidget]
