"""A fitted picture, magnified, whose pixels are painted one by one with the mouse or the keys."""

from enum import Enum, auto

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.colour_maps import entries_of
from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.layers.images import colour_image, maps_image
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr

Picture = npt.NDArray[np.float32]
_STEP = np.float32(0.125)
"""What a key makes a pixel lighter or darker by, of the whole range."""
_LINES_FROM = 6
"""Pixels of the screen that a pixel has for lines to be drawn between them."""
_HINT, _LEAST = 224, 92


class Tool(Enum):
    """What the mouse does to a pixel."""

    PEN = auto()
    ERASER = auto()


class PixelEditor(QWidget):
    """Shows a picture, (channels, height, width) in [0, 1], and tells how somebody changes it.

    The left button paints with the tool, the right one erases. Arrow keys lead a cursor; Space paints, Backspace
    erases, + and - change a pixel in small steps.
    """

    painted = Signal(object, bool)
    """The picture as it is now, which nobody writes to, and whether a step ends with it."""
    released = Signal()
    """The mouse was let go: a step is over."""
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._picture: Picture | None = None
        self._image = QImage()
        self.tool, self.ink = Tool.PEN, (1.0, 1.0, 1.0)
        """The tool, and what the pen gives each channel; a picture of one channel takes the first."""
        self._cursor, self._last = (0, 0), (0, 0)
        self._is_pressed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Fitted picture"))
        self.setToolTip(tr("Paint with the left button, erase with the right one"))
        explain(
            self,
            tr(
                "The picture as the network gets it, pixel by pixel. What is painted or erased here changes the answer"
                " at once; the drawing itself stays as it is."
            ),
        )

    @property
    def cursor_place(self) -> tuple[int, int]:
        """Row and column of the cursor."""
        return self._cursor

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    def show_picture(self, picture: Picture | None) -> None:
        """Show this one; None while nothing is drawn. While somebody paints, what is painted stays."""
        if self._is_pressed and picture is not None and self._picture is not None:
            if picture.shape == self._picture.shape:
                return
            self._is_pressed = False
        if picture is not None and (self._picture is None or picture.shape != self._picture.shape):
            self._cursor = picture.shape[1] // 2, picture.shape[2] // 2
        self._picture = picture
        self._colour()

    def sizeHint(self) -> QSize:
        """A square as high as the room."""
        return QSize(_HINT, _HINT)

    def minimumSizeHint(self) -> QSize:
        """Three pixels for each."""
        return QSize(_LEAST, _LEAST)

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
        native = QKeySequence.SequenceFormat.NativeText
        return (
            Key(key_names("Left", "Right", "Up", "Down"), tr("Go to another pixel")),
            Key(key_names("Space", "Backspace"), tr("Paint the pixel, or erase it")),
            Key(key_names("+", "-"), tr("Give the pixel more ink, or less")),
            Key(", ".join(QKeySequence(key).toString(native) for key in (undo, redo)), tr("Undo or redo an edit")),
        )

    def event(self, event: QEvent) -> bool:
        """Its keys come before those of the canvas."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from pixel to pixel, and change one."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_wanted.emit()
        elif key in _MOVES:
            self._go(*_MOVES[Qt.Key(key)])
        elif self._picture is not None and key in (Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            tool = Tool.PEN if key == Qt.Key.Key_Space else Tool.ERASER
            self._paint([self._cursor], tool, ends=True)
        elif self._picture is not None and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._step(-_STEP if (key == Qt.Key.Key_Minus) != self._is_colour else _STEP)
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _takes(event: QKeyEvent) -> bool:
        is_step = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        return is_step or event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, *_MOVES)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a step."""
        place = self._place_at(event.position())
        if place is not None and event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._is_pressed, self._cursor, self._last = True, place, place
            self._paint([place], self._tool_of(event.button()), ends=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Paint all pixels on the way."""
        place = self._place_at(event.position())
        if not self._is_pressed or place is None or place == self._last:
            return
        way, self._last, self._cursor = _line(self._last, place), place, place
        self._paint(way, self._tool_of(event.buttons() & Qt.MouseButton.LeftButton), ends=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the step."""
        event.accept()
        if self._is_pressed:
            self._is_pressed = False
            self.released.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pixels, lines between them where there is room, and the cursor."""
        painter, named = QPainter(self), colours(self)
        area = self._area()
        if self._picture is None:
            painter.fillRect(area, named.hover)
            painter.end()
            return
        painter.drawImage(area, self._image)
        _, rows, columns = self._picture.shape
        side = area.width() / columns
        if side >= _LINES_FROM:
            painter.setPen(QPen(named.outline, 0))
            across = [area.left() + number * side for number in range(columns + 1)]
            down = [area.top() + number * side for number in range(rows + 1)]
            painter.drawLines([QPointF(x, y) for x in across for y in (area.top(), area.bottom())])
            painter.drawLines([QPointF(x, y) for y in down for x in (area.left(), area.right())])
        if self.hasFocus():
            row, column = self._cursor
            cell = QRectF(area.left() + column * side, area.top() + row * side, side, side)
            for colour, width, out in ((named.panel, 3, 1.0), (named.accent, 2, 1.0)):
                painter.setPen(QPen(colour, width, j=Qt.PenJoinStyle.MiterJoin))
                painter.drawRect(cell.adjusted(-out, -out, out, out))
        painter.end()

    @property
    def _is_colour(self) -> bool:
        return self._picture is not None and len(self._picture) > 1

    def _tool_of(self, button: Qt.MouseButton) -> Tool:
        return self.tool if button == Qt.MouseButton.LeftButton else Tool.ERASER

    def _paint(self, places: list[tuple[int, int]], tool: Tool, *, ends: bool) -> None:
        assert self._picture is not None
        ink = self.ink if tool is Tool.PEN else ((1.0,) * 3 if self._is_colour else (0.0,))
        picture = self._picture.copy()
        for row, column in places:
            picture[:, row, column] = ink[: len(picture)]
        self._take(picture, ends=ends)

    def _step(self, by: np.float32) -> None:
        assert self._picture is not None
        picture, (row, column) = self._picture.copy(), self._cursor
        picture[:, row, column] = np.clip(picture[:, row, column] + by, 0, 1)
        self._take(picture, ends=True)

    def _take(self, picture: Picture, *, ends: bool) -> None:
        picture.flags.writeable = False
        self._picture = picture
        self._colour()
        self.painted.emit(picture, ends)

    def _go(self, down: int, across: int) -> None:
        if self._picture is not None:
            _, rows, columns = self._picture.shape
            row, column = self._cursor
            self._cursor = min(max(row + down, 0), rows - 1), min(max(column + across, 0), columns - 1)
            self._tell()
            self.update()

    def _colour(self) -> None:
        if self._picture is not None:
            entries = entries_of(self._picture, 1.0, signed=False)
            self._image = colour_image(entries) if self._is_colour else maps_image(entries, colours(self), signed=False)
        self._tell()
        self.update()

    def explanation_at(self, at: QPoint | None) -> str:
        """The pixel at a point, or the cursor's, and what can be done here."""
        place = self._cursor if at is None else self._place_at(QPointF(at))
        text = "" if self._picture is None or place is None else self._pixel_text(place)
        return "\n".join(filter(None, [text, self.whatsThis()]))

    def _pixel_text(self, place: tuple[int, int]) -> str:
        assert self._picture is not None
        row, column = place
        value = " ".join(f"{part:.2f}" for part in self._picture[:, row, column].tolist())
        return tr("Row {row}, column {column}: {value}").format(row=row, column=column, value=value)

    def _tell(self) -> None:
        self.setAccessibleDescription("" if self._picture is None else self._pixel_text(self._cursor))

    def _area(self) -> QRectF:
        """Where the picture stands; its pixels are whole ones."""
        _, rows, columns = (1, 1, 1) if self._picture is None else self._picture.shape
        side = max(1, int(min((self.width() - 4) / columns, (self.height() - 4) / rows)))
        if self._picture is None:
            side = max(1, min(self.width(), self.height()) - 4)
        return QRectF(2, 2, side * columns, side * rows)

    def _place_at(self, at: QPointF) -> tuple[int, int] | None:
        """Row and column of the pixel at a point; None beside the picture."""
        area = self._area()
        if self._picture is None or not area.contains(at):
            return None
        _, rows, columns = self._picture.shape
        row, column = (at.y() - area.top()) * rows / area.height(), (at.x() - area.left()) * columns / area.width()
        return min(int(row), rows - 1), min(int(column), columns - 1)


_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


def _line(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """All pixels on the way from one to another, without the first."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    return [
        (round(start[0] + (end[0] - start[0]) * n / steps), round(start[1] + (end[1] - start[1]) * n / steps))
        for n in range(1, steps + 1)
    ]
