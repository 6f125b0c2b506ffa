"""The picture that was read, with a box around each digit."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from lenet_app.gui.canvas import painter as look
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.look.colours import colours
from lenet_app.gui.read.widgets.digits_view import DigitsView
from lenet_app.gui.read.widgets.marks import box_of, moved, paint_marks
from lenet_app.language import tr
from lenet_app.reading.page import Box

Bytes = npt.NDArray[np.uint8]

_MARGIN = 8
_LABEL, _LABEL_SHARE = 44, 0.06
"""Pixels above and below the picture for the labels of digits at its edge at least, and of the widget's height."""
_LARGEST_SCALE = 8.0
"""Widget pixels per picture pixel; tiny pictures are not blown up beyond it."""
_LEAST_REGION = 8
"""Pixels of the widget; a smaller frame is a slip of the hand."""


class NumberView(DigitsView):
    """Fits the picture into its place. A frame that is dragged over it chooses the part to read."""

    region_chosen = Signal(object)
    """Left, top, right and bottom of the part to read, as shares of the picture that is shown, 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Bytes | None = None
        self._hint = ""
        self._cache = look.PictureCache()
        self._dropping = False
        self._pressed: QPointF | None = None
        self._frame: QRectF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("The picture"))
        explain(
            self,
            tr(
                "The picture that was read, with a box around each digit. Choose a digit and press a key from 0 to 9 to"
                " correct it; drag a frame to read a part of the picture by itself."
            ),
        )

    @property
    def shown(self) -> Bytes | None:
        """The picture, uint8 (height, width, 3)."""
        return self._shown

    def set_picture(self, shown: Bytes | None) -> None:
        """Show uint8 (height, width, 3), or None for the hint."""
        self._shown = shown
        self._frame = self._pressed = None
        self._cache.forget()
        self.update()

    @property
    def hint(self) -> str:
        """What stands in the place of a picture; empty where one is shown."""
        return self._hint if self._shown is None else ""

    def set_hint(self, text: str) -> None:
        """What stands in the place of a picture."""
        self._hint = text
        self.update()

    def set_dropping(self, is_dropping: bool) -> None:
        """Show that what is held over the page can be dropped here."""
        self._dropping = is_dropping
        self.update()

    # Where things are

    @property
    def picture_place(self) -> QRectF:
        """Where the picture is shown, in pixels; empty without one."""
        if self._shown is None:
            return QRectF()
        height, width = self._shown.shape[:2]
        beyond = max(_LABEL, _LABEL_SHARE * self.height())
        room = QRectF(self.rect()).adjusted(_MARGIN, beyond, -_MARGIN, -beyond)
        scale = max(min(room.width() / width, room.height() / height, _LARGEST_SCALE), 1e-3)
        place = QRectF(0, 0, width * scale, height * scale)
        place.moveCenter(room.center())
        return place

    def place_of(self, index: int) -> QRectF:
        """Where the box of digit `index` is, in pixels."""
        assert self._shown is not None
        picture = self.picture_place
        box = QRectF(*self.page.digits[index].read.box)
        return moved(box, picture.topLeft(), picture.width() / self._shown.shape[1])

    def box_at(self, place: QRectF) -> Box:
        """What lies at `place`, in pixels, as a box in pixels of the picture."""
        assert self._shown is not None
        picture = self.picture_place
        return box_of(place, picture.topLeft(), picture.width() / self._shown.shape[1])

    def sizeHint(self) -> QSize:
        """What the window's sketch has."""
        return QSize(480, 320)

    def minimumSizeHint(self) -> QSize:
        """In which something can still be seen."""
        return QSize(240, 160)

    # Tab walks over the digits, as arrow keys do

    def focusNextPrevChild(self, is_next: bool, /) -> bool:
        """To the next digit, and from the last one on."""
        index = -1 if self.current is None else self.current
        index += 1 if is_next else -1
        if self.hasFocus() and 0 <= index < len(self.page.digits):
            self._choose(index)
            return True
        return super().focusNextPrevChild(is_next)

    # The frame

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a digit; it may become a frame, too."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._shown is not None:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the frame, or tell of the digit under the pointer."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
            at = event.position()
            inside = self.picture_place.contains(at)
            over = Qt.CursorShape.PointingHandCursor if self.index_at(at) is not None else Qt.CursorShape.CrossCursor
            self.setCursor(over if inside else Qt.CursorShape.ArrowCursor)
            return
        far = (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._frame is not None or far:
            self._frame = QRectF(self._pressed, event.position()).normalized().intersected(self.picture_place)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of the frame."""
        frame, self._frame, self._pressed = self._frame, None, None
        self.update()
        super().mouseReleaseEvent(event)
        if frame is not None and min(frame.width(), frame.height()) >= _LEAST_REGION:
            picture = self.picture_place
            xs = [(x - picture.left()) / picture.width() for x in (frame.left(), frame.right())]
            ys = [(y - picture.top()) / picture.height() for y in (frame.top(), frame.bottom())]
            self.region_chosen.emit((xs[0], ys[0], xs[1], ys[1]))

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (*super().told_keys(), Key(key_names("Esc"), tr("Give up the frame that is being drawn")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives the frame up."""
        if self._frame is not None and event.key() == Qt.Key.Key_Escape:
            self._frame = self._pressed = None
            self.update()
        else:
            super().keyPressEvent(event)

    # Looks

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture, boxes and frame, or the hint."""
        named = colours(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._dropping:
            look.paint_hint(painter, self.rect(), tr("Drop to read"), colour=named.accent)
        elif self._shown is None:
            look.paint_hint(painter, self.rect(), self._hint, colour=named.secondary_text)
        else:
            self._paint_picture(painter)
            digits, room = self.page.digits, QRectF(self.rect())
            places = [self.place_of(index) for index in range(len(digits))]
            paint_marks(painter, digits, places, room, named, chosen=self.current, hovered=self._hovered)
        if self._frame is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(named.panel, 4))
            painter.drawRect(self._frame)
            painter.setPen(QPen(named.accent, 2))
            painter.drawRect(self._frame)
        if self._dropping or (self.hasFocus() and self.current is None):
            look.paint_edge(painter, self.rect(), named, emphasised=True)
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        assert self._shown is not None
        place = self.picture_place
        around: QRect = place.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN).toAlignedRect()
        self._cache.paint(painter, around, ShownPicture(self._shown), colours(self))
