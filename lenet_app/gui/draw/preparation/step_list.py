"""The steps one below the other: a small picture, what was done, and a fact."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QListWidgetItem, QWidget

from lenet_app.gui.draw.preparation.step_images import image_of, paint_image
from lenet_app.gui.draw.preparation.step_words import ShownStep
from lenet_app.gui.kit.line_list import NOTE, ROW, Index, LineDelegate, LineList, set_lines
from lenet_app.gui.look.colours import Colours
from lenet_app.language import tr

_WIDTH = 192
_PICTURE, _EDGE, _GAP = 36, 4, 8
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
        self.setAccessibleName(tr("Steps of the preparation"))
        self.setToolTip(tr("Choose a step to see it larger"))
        self.setItemDelegate(_Delegate(self, margin=1))
        self.setFixedWidth(_WIDTH)
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
            item = QListWidgetItem()
            item.setSizeHint(QSize(0, ROW))
            self.addItem(item)
        for row, step in enumerate(steps):
            _fill(self.item(row), step)
        keys = [step.key for step in steps]
        self.setCurrentRow(keys.index(self._wanted) if self._wanted in keys else len(keys) - 1)
        self._is_filling = False
        self.step_chosen.emit()

    def sizeHint(self) -> QSize:
        """As high as its steps."""
        return QSize(_WIDTH, max(1, self.count()) * ROW)

    def minimumSizeHint(self) -> QSize:
        """The least in which a step can be chosen; the others are reached by scrolling."""
        return QSize(_WIDTH, ROW)

    def _on_row(self, row: int) -> None:
        if not self._is_filling and 0 <= row < len(self._steps):
            self._wanted = self._steps[row].key
            self.step_chosen.emit()


def _fill(item: QListWidgetItem, step: ShownStep) -> None:
    set_lines(item, step.title, step.fact, f"{step.title}: {step.fact}" if step.fact else step.title)
    item.setData(_IMAGE, _reduced(image_of(step.image)))


def _reduced(image: QImage) -> QImage:
    """No more pixels than are shown on the finest screens, all of the image's in them: thin lines stay."""
    if max(image.width(), image.height()) <= 2 * _PICTURE:
        return image
    side = QSize(2 * _PICTURE, 2 * _PICTURE)
    return image.scaled(side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


class _Delegate(LineDelegate):
    """Paints picture, title and fact."""

    def paint_item(self, painter: QPainter, rect: QRect, index: Index, named: Colours) -> None:
        """Paint what is on the surface."""
        picture = QRectF(rect.x() + _EDGE, rect.y() + (ROW - _PICTURE) / 2, _PICTURE, _PICTURE)
        paint_image(painter, picture, index.data(_IMAGE), named, 4)
        room = rect.adjusted(_EDGE + _PICTURE + _GAP, 4, -_EDGE, -4)
        self.paint_lines(painter, room, index, named.text, named.secondary_text)
