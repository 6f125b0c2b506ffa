"""A frame that a person lays around a digit which was not found."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.look.colours import colours
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_DIGITS = "0123456789"
_STEP = 4.0
"""Pixels that an arrow key moves the frame by, or its lower right corner."""
_LEAST = 8.0
"""Pixels of a side; a smaller frame is a slip of the hand."""
_MARGIN = 8
_STEPS = {
    Qt.Key.Key_Left: QPointF(-_STEP, 0),
    Qt.Key.Key_Right: QPointF(_STEP, 0),
    Qt.Key.Key_Up: QPointF(0, -_STEP),
    Qt.Key.Key_Down: QPointF(0, _STEP),
}
_ELSEWHERE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class DigitFrame(QWidget):
    """Lies over `host`, hidden until a digit is to be framed, and has all keys and the pointer to itself meanwhile."""

    framed = Signal(object, object)
    """QRectF, the frame in pixels of the host; and which digit it is, 0 to 9, or None where nobody said so."""
    ended = Signal()
    """It is hidden again, with a frame or without."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._bounds, self._frame = QRectF(), QRectF()
        self._pressed: QPointF | None = None
        hint = tr(
            "Drag a frame around the digit, or move this one by the arrow keys; with Shift they change its size. A key"
            " from 0 to 9 says what it is, Enter leaves that to the network, Escape gives it up."
        )
        self._hint = QLabel(hint, self)
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(12, 8, 12, 8)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_kind(self._hint, Kind.CARD)
        self.setAccessibleName(tr("Frame for a digit"))
        self.setAccessibleDescription(hint)
        explain(self, hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        host.installEventFilter(self)
        self.hide()

    @property
    def frame(self) -> QRectF:
        """Where the frame is, in pixels of the host."""
        return QRectF(self._frame)

    def begin(self, bounds: QRectF, frame: QRectF) -> None:
        """Have a digit framed.

        Args:
            bounds: where it may lie, in pixels of the host.
            frame: where the frame is at first; it is moved into `bounds`.
        """
        self._bounds, self._pressed = bounds, None
        self._frame = QRectF(frame)
        self._frame.setSize(frame.size().boundedTo(bounds.size()))
        self._move_by(QPointF())
        self.setGeometry(self._host.rect())
        self._place_hint()
        self.show()
        self.raise_()
        self.setFocus()

    def end(self) -> None:
        """Give it up."""
        if self.isVisible():
            self.hide()
            self.ended.emit()

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the frame."""
        start = self._pressed
        if start is not None and (event.position() - start).manhattanLength() >= QApplication.startDragDistance():
            self._frame = QRectF(start, event.position()).normalized().intersected(self._bounds)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of the frame; a click moves it there."""
        start, self._pressed = self._pressed, None
        if start is None:
            return
        if (event.position() - start).manhattanLength() < QApplication.startDragDistance():
            self._move_by(event.position() - self._frame.center())
        elif min(self._frame.width(), self._frame.height()) >= _LEAST:
            self._tell(None)
        else:
            self.end()

    # Keys

    def event(self, event: QEvent) -> bool:
        """Have the keys before the shortcuts of the page and of a sheet; those with Ctrl are theirs."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_helped = event.key() == Qt.Key.Key_F1
            if not is_helped and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()
            return True
        return super().event(event)

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("Left", "Right", "Up", "Down"), tr("Move the frame; with Shift change its size")),
            Key(tr("0 to 9"), tr("Add what is framed as this digit")),
            Key(key_names("Return"), tr("Add what is framed, and let the network read it")),
            Key(key_names("Esc"), tr("Give the frame up")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, change the size, add, or give it up."""
        key, text = event.key(), event.text()
        if key in _STEPS:
            step = _STEPS[Qt.Key(key)]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._grow_by(step)
            else:
                self._move_by(step)
        elif len(text) == 1 and text in _DIGITS:
            self._tell(int(text))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell(None)
        elif key == Qt.Key.Key_Escape:
            self.end()

    def focusNextPrevChild(self, _is_next: bool, /) -> bool:
        """Stay until it is done."""
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who goes elsewhere has given it up."""
        super().focusOutEvent(event)
        if event.reason() not in _ELSEWHERE:
            self.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is framed goes elsewhere with the size of the host."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.end()
        return super().eventFilter(watched, event)

    def _tell(self, digit: int | None) -> None:
        frame = self.frame
        self.end()
        self.framed.emit(frame, digit)

    def _move_by(self, step: QPointF) -> None:
        """Move the frame, within the bounds."""
        bounds, frame = self._bounds, self._frame.translated(step)
        frame.moveLeft(min(max(frame.left(), bounds.left()), bounds.right() - frame.width()))
        frame.moveTop(min(max(frame.top(), bounds.top()), bounds.bottom() - frame.height()))
        self._frame = frame
        self.update()

    def _grow_by(self, step: QPointF) -> None:
        """Move the lower right corner, within the bounds."""
        frame, bounds = self._frame, self._bounds
        frame.setWidth(min(max(frame.width() + step.x(), _LEAST), bounds.right() - frame.left()))
        frame.setHeight(min(max(frame.height() + step.y(), _LEAST), bounds.bottom() - frame.top()))
        self.update()

    # Looks

    def _place_hint(self) -> None:
        """At the lower edge, or at the upper one where the frame begins at the lower."""
        width = self.width() - 2 * _MARGIN
        height = self._hint.heightForWidth(width)
        low = self.height() - height - _MARGIN
        is_free = self._frame.bottom() < low
        self._hint.setGeometry(_MARGIN, low if is_free else _MARGIN, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame, seen on every picture."""
        named = colours(self)
        painter = QPainter(self)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(named.panel, 4), QPen(named.accent, 2)):
            painter.setPen(pen)
            painter.drawRect(self._frame)
        painter.end()
