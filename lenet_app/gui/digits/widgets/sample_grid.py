"""Samples side by side, as many as there are: only those in sight are asked for and painted."""

from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from lenet_app.gui.digits.widgets.choice import Choice
from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.look.theme import Colours, colours
from lenet_app.language import tr, trn

if TYPE_CHECKING:
    from lenet_app.samples.store import Faces

Ids = npt.NDArray[np.int64]

_CELL, _PICTURE, _MARGIN = 52, 40, 3
"""Pixels of a cell's side, of the picture in it, and around the frame within the cell."""
_MOST_KEPT = 6000
"""Pictures that are remembered."""
_DOT = 3


class SampleGrid(QAbstractScrollArea):
    """Rows of samples; one or several are chosen by mouse or keyboard."""

    wanted = Signal(object)
    """The numbers of samples whose pictures are to be shown; one question at a time, answered by `show_faces`."""
    chosen_changed = Signal()
    """Others are chosen than before."""
    relabel_wanted = Signal(int)
    """The chosen ones are this digit."""
    confirm_wanted = Signal()
    """The labels of the chosen ones are right."""
    delete_wanted = Signal()
    """The chosen ones are not to be kept."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(tr("My samples"))
        self.setWhatsThis(
            tr(
                "All digits that you labelled, each with its label in the corner; a dot marks those that were answered"
                " wrongly. Choose some with the mouse or the arrow keys, then type the digit that they are, or delete"
                " them."
            )
        )
        self._ids: Ids = np.zeros(0, np.int64)
        self._faces: OrderedDict[int, tuple[npt.NDArray[np.uint8], int, bool]] = OrderedDict()
        self._images: dict[int, QImage] = {}
        self._asked = False
        self.choice = Choice()
        self.verticalScrollBar().setSingleStep(_CELL // 2)

    # What is shown

    @property
    def ids(self) -> Ids:
        """The numbers of all samples that are listed, in their order."""
        return self._ids

    def set_ids(self, ids: Ids) -> None:
        """List these; what is chosen stays so, and the list stays where it was scrolled to."""
        self._ids = ids
        self.choice.keep(ids)
        self._faces.clear()  # labels may be others
        self._images.clear()
        self._asked = False
        self._fit()
        self._after_choice()

    def show_faces(self, faces: "Faces") -> None:
        """These pictures were asked for."""
        self._asked = False
        for place, number in enumerate(faces.ids.tolist()):
            self._faces[number] = (faces.pictures[place], int(faces.labels[place]), bool(faces.wrong[place]))
            self._images.pop(number, None)
        while len(self._faces) > _MOST_KEPT:
            gone, _ = self._faces.popitem(last=False)
            self._images.pop(gone, None)
        self.viewport().update()

    @property
    def chosen(self) -> list[int]:
        """The numbers of the chosen samples."""
        return self.choice.chosen(self._ids)

    def is_shown(self, number: int) -> bool:
        """Whether the picture of this sample is there to be seen."""
        return number in self._faces

    # Geometry

    @property
    def columns(self) -> int:
        """Samples in a row."""
        return max(1, self.viewport().width() // _CELL)

    def sizeHint(self) -> QSize:
        """Eight in a row."""
        return QSize(8 * _CELL + 12, 6 * _CELL)

    def minimumSizeHint(self) -> QSize:
        """Three in a row."""
        return QSize(3 * _CELL + 12, 2 * _CELL)

    def cell(self, place: int) -> QRect:
        """Where the sample at this place of the list stands, in pixels of the viewport."""
        row, column = divmod(place, self.columns)
        return QRect(column * _CELL, row * _CELL - self.verticalScrollBar().value(), _CELL, _CELL)

    def _place_at(self, at: QPoint) -> int | None:
        column, row = at.x() // _CELL, (at.y() + self.verticalScrollBar().value()) // _CELL
        place = row * self.columns + column
        return place if 0 <= column < self.columns and 0 <= place < len(self._ids) else None

    def _in_sight(self) -> range:
        top = self.verticalScrollBar().value()
        first, last = top // _CELL, (top + self.viewport().height()) // _CELL + 1
        return range(min(first * self.columns, len(self._ids)), min(last * self.columns, len(self._ids)))

    def _fit(self) -> None:
        rows = -(-len(self._ids) // self.columns)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, rows * _CELL - self.viewport().height()))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer stand in a row."""
        super().resizeEvent(event)
        self._fit()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """All is painted anew: some fifty small pictures."""
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._images.clear()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is in sight, and ask for what is missing of it, and of a screen before and behind."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        font = painter.font()
        font.setPixelSize(9)
        painter.setFont(font)
        named, seen = colours(self), self._in_sight()
        for place in seen:
            self._paint_cell(painter, place, named)
        painter.end()
        self._ask(seen)

    def _ask(self, seen: range) -> None:
        if self._asked or not len(seen):
            return
        around = range(max(0, seen.start - len(seen)), min(len(self._ids), seen.stop + len(seen)))
        if all(number in self._faces for number in self._ids[seen.start : seen.stop].tolist()):
            return
        missing = [number for number in self._ids[around.start : around.stop].tolist() if number not in self._faces]
        self._asked = True
        self.wanted.emit(missing)

    def _paint_cell(self, painter: QPainter, place: int, named: Colours) -> None:
        number = int(self._ids[place])
        frame = QRectF(self.cell(place)).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        is_chosen, is_current = self.choice.has(number), place == self.choice.current and self.hasFocus()
        painter.setBrush(named.pressed if is_chosen else named.panel)
        painter.setPen(named.accent if is_chosen or is_current else named.outline)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        if is_current:
            painter.drawRoundedRect(frame.adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        if (face := self._faces.get(number)) is None:
            return
        if (image := self._images.get(number)) is None:
            image = self._images[number] = _image(face[0], named.pen)
        side = (frame.width() - _PICTURE) / 2
        painter.drawImage(frame.adjusted(side, side, -side, -side), image)
        painter.setPen(named.secondary_text)
        painter.drawText(
            frame.adjusted(4, 2, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, str(face[1])
        )
        if face[2]:
            painter.setBrush(named.seen)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(frame.topRight() + QPoint(-_DOT - 3, _DOT + 3), _DOT, _DOT)

    # Choosing

    def to_top(self) -> None:
        """Choose none, and go back to the first."""
        self.choice = Choice()
        self.verticalScrollBar().setValue(0)
        self._after_choice()

    def choose_current(self) -> None:
        """Choose the one that the keyboard is at, where none is chosen."""
        if len(self._ids) and not self.chosen:
            self.choose([int(self._ids[self.choice.current])])

    def choose(self, numbers: list[int]) -> None:
        """Choose exactly these, and show the first of them."""
        self.choice.these(self._ids, numbers)
        if numbers:
            self._bring_into_sight()
        self._after_choice()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the one below the pointer, more with Ctrl or Shift."""
        place = self._place_at(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or place is None:
            return
        keys = event.modifiers()
        self.choice.press(
            self._ids,
            place,
            adds=bool(keys & Qt.KeyboardModifier.ControlModifier),
            reaches=bool(keys & Qt.KeyboardModifier.ShiftModifier),
        )
        self._after_choice()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was what counted."""
        event.accept()

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("Left", "Right", "Up", "Down"), tr("Choose the next sample; with Shift, several")),
            Key("0 … 9", tr("Say which digit the chosen samples are")),
            Key(key_names("Return"), tr("In a review: the labels of the chosen samples are right")),
            Key(key_names("Del"), tr("Delete the chosen samples")),
            Key(key_names("Ctrl+A"), tr("Choose all samples")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, relabel and delete."""
        steps = {
            int(Qt.Key.Key_Left): -1,
            int(Qt.Key.Key_Right): 1,
            int(Qt.Key.Key_Up): -self.columns,
            int(Qt.Key.Key_Down): self.columns,
            int(Qt.Key.Key_Home): -len(self._ids),
            int(Qt.Key.Key_End): len(self._ids),
            int(Qt.Key.Key_PageUp): -self.columns * max(1, self.viewport().height() // _CELL),
            int(Qt.Key.Key_PageDown): self.columns * max(1, self.viewport().height() // _CELL),
        }
        if (step := steps.get(event.key())) is not None and len(self._ids):
            self.choice.step(self._ids, step, reaches=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            self._bring_into_sight()
            self._after_choice()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.choice.all(self._ids)
            self._after_choice()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit()
        elif event.text() in tuple("0123456789") and event.text():
            self.relabel_wanted.emit(int(event.text()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _bring_into_sight(self) -> None:
        where, bar = self.cell(self.choice.current), self.verticalScrollBar()
        if where.top() < 0:
            bar.setValue(bar.value() + where.top())
        elif (below := where.bottom() + 1 - self.viewport().height()) > 0:
            bar.setValue(bar.value() + below)

    def _after_choice(self) -> None:
        count = len(self.chosen)
        self.setAccessibleDescription(trn("{count} chosen", "{count} chosen", count).format(count=count))
        self.viewport().update()
        self.chosen_changed.emit()


def _image(picture: npt.NDArray[np.uint8], ink: QColor) -> QImage:
    """The ink (28, 28) in the colour of a pen."""
    pixels = np.empty((*picture.shape, 4), np.uint8)
    pixels[..., :3] = ink.blue(), ink.green(), ink.red()
    pixels[..., 3] = picture
    height, width = picture.shape
    return QImage(pixels.tobytes(), width, height, QImage.Format.Format_ARGB32).copy()
