"""The gap above the inspector, by which it is made higher or lower."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr

_STEP = 16
"""Pixels that an arrow key moves it."""
_WIDTH, _HEIGHT = 32, 3


class Grip(QWidget):
    """Dragged, or moved by the arrow keys, it tells by how much."""

    moved = Signal(int)
    """By so many pixels upwards."""

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height, self._last = height, 0.0
        self.setCursor(Qt.CursorShape.SplitVCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Height of the inspector"))
        self.setToolTip(tr("Drag, or press the arrow keys, to make the inspector higher or lower"))

    def sizeHint(self) -> QSize:
        """The gap."""
        return QSize(_WIDTH, self._height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        self._last = event.globalPosition().y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        by = round(self._last - event.globalPosition().y())
        if event.buttons() & Qt.MouseButton.LeftButton and by:
            self._last = event.globalPosition().y()
            self.moved.emit(by)

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (Key(key_names("Up", "Down"), tr("Make the inspector higher or lower")),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by a step."""
        steps = {int(Qt.Key.Key_Up): _STEP, int(Qt.Key.Key_Down): -_STEP}
        if event.key() in steps:
            self.moved.emit(steps[event.key()])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A short bar, in the accent's colour while the keyboard is here."""
        if not self.isEnabled():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        named = colours(self)
        painter.setBrush(named.accent if self.hasFocus() or self.underMouse() else named.outline)
        bar = QRectF((self.width() - _WIDTH) / 2, (self.height() - _HEIGHT) / 2, _WIDTH, _HEIGHT)
        painter.drawRoundedRect(bar, _HEIGHT / 2, _HEIGHT / 2)
        painter.end()
