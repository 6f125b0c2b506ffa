"""Mouse, tablet pen and touch as one thing: strokes that begin, go on and end."""

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent, QTouchEvent

_MOUSE = "mouse"
_TABLET = "tablet"

_LEFT = Qt.MouseButton.LeftButton
_Type = QEvent.Type


class StrokeTarget(Protocol):
    """Who draws what the pointers do; positions are in the widget's pixels."""

    def begin_stroke(self, position: QPointF, *, with_eraser_end: bool) -> bool:
        """The pointer is set down; False refuses it, and then nothing follows."""

    def extend_stroke(self, position: QPointF) -> None:
        """The pointer moved."""

    def end_stroke(self) -> None:
        """The pointer was lifted or taken away."""

    def hover(self, position: QPointF | None) -> None:
        """The pointer is above the widget without touching it; None when it has left."""


class StrokeInput:
    """Gives the stroke to whichever pointer was first, until that one is lifted.

    Args:
        target: is told of the strokes.
    """

    def __init__(self, target: StrokeTarget) -> None:
        self._target = target
        self._owner: str | tuple[int, int] | None = None
        self._handlers: dict[QEvent.Type, Callable[[QEvent], bool]] = {
            _Type.MouseButtonPress: self._mouse_press,
            # The second of two quick strokes begins with this one.
            _Type.MouseButtonDblClick: self._mouse_press,
            _Type.MouseMove: self._mouse_move,
            _Type.MouseButtonRelease: self._mouse_release,
            _Type.TabletPress: self._tablet_press,
            _Type.TabletMove: self._tablet_move,
            _Type.TabletRelease: self._tablet_release,
            _Type.TouchBegin: self._touch,
            _Type.TouchUpdate: self._touch,
            _Type.TouchEnd: self._touch,
            _Type.TouchCancel: self._lost,
            _Type.UngrabMouse: self._mouse_lost,
            _Type.WindowDeactivate: self._lost,
            _Type.Hide: self._lost,
            _Type.Leave: self._leave,
        }

    def handle(self, event: QEvent) -> bool:
        """Whether `event` was a pointer's and is thereby done with."""
        handler = self._handlers.get(event.type())
        if handler is None or not handler(event):
            return False
        event.accept()
        return True

    def finish(self) -> None:
        """End the stroke, if there is one, whatever the pointer does; it has to be set down anew."""
        if self._owner is not None:
            self._owner = None
            self._target.end_stroke()

    def _begin(self, owner: str | tuple[int, int], position: QPointF, *, with_eraser_end: bool = False) -> bool:
        if self._owner is None and self._target.begin_stroke(position, with_eraser_end=with_eraser_end):
            self._owner = owner
        return self._owner is not None

    def _end(self, position: QPointF) -> bool:
        self._target.extend_stroke(position)
        self.finish()
        return True

    def _lost(self, _event: QEvent) -> bool:
        self.finish()
        return False

    def _leave(self, _event: QEvent) -> bool:
        self._target.hover(None)
        return False

    def _mouse_lost(self, _event: QEvent) -> bool:
        if self._owner == _MOUSE:
            self.finish()
        return False

    def _mouse_press(self, event: QEvent) -> bool:
        mouse = cast(QMouseEvent, event)
        if _synthesised(mouse):
            return True
        return mouse.button() == _LEFT and self._begin(_MOUSE, mouse.position())

    def _mouse_move(self, event: QEvent) -> bool:
        mouse = cast(QMouseEvent, event)
        if _synthesised(mouse):
            return True
        if self._owner == _MOUSE:
            if mouse.buttons() & _LEFT:
                self._target.hover(mouse.position())
                self._target.extend_stroke(mouse.position())
            else:  # the release went elsewhere
                self.finish()
        elif self._owner is None and mouse.buttons() == Qt.MouseButton.NoButton:
            self._target.hover(mouse.position())
        return True

    def _mouse_release(self, event: QEvent) -> bool:
        mouse = cast(QMouseEvent, event)
        if self._owner == _MOUSE and mouse.button() == _LEFT and not _synthesised(mouse):
            return self._end(mouse.position())
        return True

    def _tablet_press(self, event: QEvent) -> bool:
        pen = cast(QTabletEvent, event)
        eraser = pen.pointerType() == QPointingDevice.PointerType.Eraser
        return pen.button() == _LEFT and self._begin(_TABLET, pen.position(), with_eraser_end=eraser)

    def _tablet_move(self, event: QEvent) -> bool:
        pen = cast(QTabletEvent, event)
        if self._owner in (None, _TABLET):
            self._target.hover(pen.position())
        if self._owner == _TABLET:
            self._target.extend_stroke(pen.position())
        return True

    def _tablet_release(self, event: QEvent) -> bool:
        pen = cast(QTabletEvent, event)
        if self._owner == _TABLET and pen.button() == _LEFT:
            return self._end(pen.position())
        return True

    def _touch(self, event: QEvent) -> bool:
        touch = cast(QTouchEvent, event)
        device = touch.pointingDevice()
        if device.type() == QInputDevice.DeviceType.TouchPad:  # fingers that move the mouse's pointer
            return False
        for point in touch.points():
            self._finger(device.systemId(), point)
        return True

    def _finger(self, device: int, point: QEventPoint) -> None:
        finger = (device, point.id())
        state = point.state()
        if state == QEventPoint.State.Pressed:
            if self._owner is None:
                self._target.hover(None)
                self._begin(finger, point.position())
        elif finger == self._owner:
            if state == QEventPoint.State.Released:
                self._end(point.position())
            elif state == QEventPoint.State.Updated:
                self._target.extend_stroke(point.position())


def _synthesised(event: QMouseEvent) -> bool:
    """Whether a pen or a finger made this event, which has its own."""
    return event.source() != Qt.MouseEventSource.MouseEventNotSynthesized
