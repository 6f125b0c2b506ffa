"""What each control is for and which keys it has: told by the controls themselves, shown by the room `help`.

A control's explanation is its own text (`explain`) or else its tooltip. What paints itself explains its parts
(`TellsParts`), and what has keys of its own names them (`TellsKeys`). `explanations.py` finds them all.
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Key:
    """A key that a widget handles by itself, in `keyPressEvent`.

    Args:
        keys: as it is written on the keyboard, such as "Home" or "0 … 9".
        what: what it does, in a few words.
    """

    keys: str
    what: str


@runtime_checkable
class TellsKeys(Protocol):
    """A widget that has keys which are neither an action's nor a shortcut's."""

    def told_keys(self) -> tuple[Key, ...]:
        """These keys, in the order in which they are told."""


@runtime_checkable
class TellsParts(Protocol):
    """A widget that paints several things, each with an explanation of its own."""

    def explanation_at(self, at: QPoint | None) -> str:
        """What the part is and shows; empty where there is nothing to say.

        Args:
            at: a point of the widget in pixels; None asks for the part that the keyboard is on.
        """


def key_names(*keys: str) -> str:
    """Keys by their English names, such as "Esc" or "Shift+Left", as they are written on the keyboard."""
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


def explain(widget: QWidget, text: str) -> None:
    """Give a control an explanation that says more than its tooltip: one to three plain sentences."""
    widget.setWhatsThis(text)
