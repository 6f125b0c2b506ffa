"""A row of widgets that goes on in further lines where it is too narrow for all of them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_UNBOUND = 1 << 20
"""Pixels: more than any line is wide."""


class WrappingRow(QWidget):
    """Widgets from left to right, in as many lines as they need.

    Args:
        widgets: in their order; those that are hidden take no room.
        spacing: pixels between two of them, and between two lines.
        parts: whether the last of a line stands at its end.
    """

    def __init__(self, *widgets: QWidget, spacing: int = 8, parts: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing, self._parts = spacing, parts
        self._widgets: tuple[QWidget, ...] = ()
        self.set_widgets(widgets)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Place these from now on."""
        self._widgets = tuple(widgets)
        for widget in widgets:
            if widget.parent() is not self:
                widget.setParent(self)
                if self.isVisible():
                    widget.show()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """Pixels of all lines."""
        lines = self._lines(width)
        return sum(_height(line, width) for line in lines) + self._spacing * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """All of them in one line."""
        seen = self._seen()
        return QSize(self._width(seen), _height(seen, _UNBOUND))

    def minimumSizeHint(self) -> QSize:
        """One below the other, as far as the width is concerned."""
        seen = self._seen()
        least = (max(widget.minimumWidth(), widget.minimumSizeHint().width()) for widget in seen)
        return QSize(max(least, default=0), _height(seen, _UNBOUND))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place them anew."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """One of them came, went or wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _place(self) -> None:
        top = 0
        for line in self._lines(self.width()):
            left, height = 0, _height(line, self.width())
            for widget in line:
                width = min(_wanted(widget), self.width())
                at = self.width() - width if self._parts and left and widget is line[-1] else left
                widget.setGeometry(QRect(at, top, width, height))
                left += width + self._spacing
            top += height + self._spacing

    def _seen(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _width(self, line: list[QWidget]) -> int:
        return sum(map(_wanted, line)) + self._spacing * max(0, len(line) - 1)

    def _lines(self, width: int) -> list[list[QWidget]]:
        lines: list[list[QWidget]] = []
        for widget in self._seen():
            if lines and self._width([*lines[-1], widget]) <= width:
                lines[-1].append(widget)
            else:
                lines.append([widget])
        return lines


def _wanted(widget: QWidget) -> int:
    return max(widget.minimumWidth(), widget.sizeHint().width())


def _height(line: list[QWidget], width: int) -> int:
    """Pixels of a line; what wraps itself is as high as its lines in a row of this width are."""
    heights = (
        widget.heightForWidth(min(_wanted(widget), width)) if widget.hasHeightForWidth() else widget.sizeHint().height()
        for widget in line
    )
    return max(heights, default=0)
