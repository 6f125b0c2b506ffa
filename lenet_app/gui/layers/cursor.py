"""Which key leads a unit cursor where."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from lenet_app.inspection.walking import Move

_MOVES = {
    Qt.Key.Key_Left: (Move.LEFT, Move.LAYER_BEFORE),
    Qt.Key.Key_Right: (Move.RIGHT, Move.LAYER_AFTER),
    Qt.Key.Key_Up: (Move.UP, Move.MAP_BEFORE),
    Qt.Key.Key_Down: (Move.DOWN, Move.MAP_AFTER),
}


def move_of(event: QKeyEvent) -> Move | None:
    """An arrow key leads to the next unit, with Shift to the next layer or map; None for other keys."""
    found = _MOVES.get(Qt.Key(event.key()))
    if found is None:
        return None
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == Qt.KeyboardModifier.NoModifier:
        return found[0]
    return found[1] if modifiers == Qt.KeyboardModifier.ShiftModifier else None
