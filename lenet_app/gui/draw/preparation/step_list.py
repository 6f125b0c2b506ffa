"""The steps in a row from left to right: a picture, what was done, and a fact."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from lenet_app.gui.draw.preparation.step_images import image_of, paint_image
from lenet_app.gui.draw.preparation.step_words import ShownStep
from lenet_app.gui.kit.line_list import NOTE, NOTE_SMALLER, Index, LineDelegate, LineList, set_lines
from lenet_app.gui.look.colours import Colours
from lenet_app.language import tr

_EDGE, _GAP = 6, 4
_LEAST_SIDE, _LEAST_OF_OTHERS, _WIDEST_WORDS = 72, 104, 168
"""Pixels of the chosen picture, of the others, and of words at most."""
_FINEST = 640
"""Pixels of an image's longer side that are kept: as many as the largest step has on the finest screens."""
_IMAGE = NOTE + 1


class StepList(LineList):
    """Arrow keys and clicks choose a step; it stays chosen when the steps are made anew."""

    step_chosen = Signal()
    """Another step is chosen, or the chosen one looks different."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[ShownStep, ...] = ()
        self._wanted = ""
        self._is_filling = False
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(False)
        self.setHorizontalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Steps of the preparation"))
        self.setToolTip(tr("What was done, from left to right; the chosen step is shown larger"))
        self.setItemDelegate(_Delegate(self, margin=1))
        self.currentRowChanged.connect(self._on_row)

    @property
    def current(self) -> ShownStep | None:
        """The chosen step; None where there are none."""
        row = self.currentRow()
        return self._steps[row] if 0 <= row < len(self._steps) else None

    @property
    def steps(self) -> tuple[ShownStep, ...]:
        """What is listed, from the first step to the last."""
        return self._steps

    def set_steps(self, steps: Sequence[ShownStep]) -> None:
        """List these steps. The last one is chosen until somebody chooses another."""
        self._is_filling = True
        self._steps = tuple(steps)
        while self.count() > len(steps):
            self.takeItem(self.count() - 1)
        while self.count() < len(steps):
            self.addItem(QListWidgetItem())
        for row, step in enumerate(steps):
            _fill(self.item(row), step)
        keys = [step.key for step in steps]
        self.setCurrentRow(keys.index(self._wanted) if self._wanted in keys else len(keys) - 1)
        self._is_filling = False
        self._give_room()
        self.step_chosen.emit()

    def sizeHint(self) -> QSize:
        """Room for a few steps."""
        return QSize(320, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The least in which steps can be looked at; the others are reached by scrolling."""
        return QSize(_LEAST_SIDE, _LEAST_SIDE + _words_height(self) + 2 * _EDGE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the pictures as large as there is room."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """All pictures are as large as there is height, or only the chosen one where not all can be seen at once."""
        height = self.height() - self.horizontalScrollBar().sizeHint().height()
        large = max(_LEAST_SIDE, height - _words_height(self) - 2 * _EDGE)
        title, note = self.fontMetrics(), QFontMetrics(_small_font(self))
        words = [
            min(_WIDEST_WORDS, 2 + max(title.horizontalAdvance(step.title), note.horizontalAdvance(step.fact)))
            for step in self._steps
        ]
        widths = [max(large, width) + 2 * _EDGE for width in words]
        share = self.width() // max(1, len(widths)) - 2 * _EDGE
        if sum(widths) > self.width() and share >= large:
            widths = [min(width, share + 2 * _EDGE) for width in widths]
        elif sum(widths) > self.width():
            others = max(1, len(widths) - 1)
            room = (self.width() - large - 2 * _EDGE * (others + 1)) // others
            small = min(large, max(_LEAST_OF_OTHERS, room))
            sides = [large if row == self.currentRow() else small for row in range(len(widths))]
            widths = [min(width, max(side, room) + 2 * _EDGE) for side, width in zip(sides, widths, strict=True)]
        for row, width in enumerate(widths):
            size = QSize(width, height)
            if self.item(row).sizeHint() != size:
                self.item(row).setSizeHint(size)

    def _on_row(self, row: int) -> None:
        if not self._is_filling and 0 <= row < len(self._steps):
            self._wanted = self._steps[row].key
            self._give_room()
            self.step_chosen.emit()


def _small_font(view: LineList) -> QFont:
    font = QFont(view.font())
    font.setPointSizeF(view.font().pointSizeF() - NOTE_SMALLER)
    return font


def _words_height(view: LineList) -> int:
    """Pixels of a title and of a fact, one below the other."""
    return 2 * view.fontMetrics().height()


def _fill(item: QListWidgetItem, step: ShownStep) -> None:
    set_lines(item, step.title, step.fact, f"{step.title}: {step.fact}" if step.fact else step.title)
    item.setData(_IMAGE, _reduced(image_of(step.image)))


def _reduced(image: QImage) -> QImage:
    """No more pixels than are shown on the finest screens, all of the image's in them: thin lines stay."""
    if max(image.width(), image.height()) <= _FINEST:
        return image
    side = QSize(_FINEST, _FINEST)
    return image.scaled(side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


class _Delegate(LineDelegate):
    """Paints the picture, and below it title and fact."""

    def paint_item(self, painter: QPainter, rect: QRect, index: Index, named: Colours) -> None:
        """Paint what is on the surface."""
        words = _words_height(self.view)
        side = min(rect.height() - words - 2 * _EDGE, rect.width() - 2 * _EDGE)
        picture = QRectF(rect.x() + _EDGE, rect.y() + _EDGE, side, side)
        paint_image(painter, picture, index.data(_IMAGE), named, 4)
        room = QRect(rect.x() + _EDGE, rect.y() + _EDGE + side + 2, rect.width() - 2 * _EDGE, words)
        self.paint_lines(painter, room, index, named.text, named.secondary_text)
