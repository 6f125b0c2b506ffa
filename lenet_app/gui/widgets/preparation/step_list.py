"""The steps one below the other: a small picture, what was done, and a fact."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lenet_app.gui.theme import Colours, colours, with_tabular_figures
from lenet_app.gui.widgets.preparation.step_images import image_of, paint_image
from lenet_app.gui.widgets.preparation.step_words import ShownStep

ROW = 44
_WIDTH = 192
_PICTURE, _EDGE, _GAP = 36, 4, 8
_KEY, _FACT, _IMAGE = (Qt.ItemDataRole.UserRole + number for number in range(3))


class StepList(QListWidget):
    """Arrow keys and clicks choose a step; it stays chosen when the steps are made anew."""

    step_chosen = Signal()
    """Another step is chosen, or the chosen one looks different."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[ShownStep, ...] = ()
        self._wanted = ""
        self._is_filling = False
        self.setAccessibleName(self.tr("Steps of the preparation"))
        self.setToolTip(self.tr("Choose a step to see it larger"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListWidget { background: transparent; border: 0; outline: 0; }")
        self.setItemDelegate(_Delegate(self))
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
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
    item.setText(step.title)
    item.setData(_KEY, step.key)
    item.setData(_FACT, step.fact)
    item.setData(_IMAGE, _reduced(image_of(step.image)))
    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, step.fact)
    item.setToolTip(f"{step.title}: {step.fact}" if step.fact else step.title)


def _reduced(image: QImage) -> QImage:
    """No more pixels than are shown on the finest screens, all of the image's in them: thin lines stay."""
    if max(image.width(), image.height()) <= 2 * _PICTURE:
        return image
    side = QSize(2 * _PICTURE, 2 * _PICTURE)
    return image.scaled(side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


class _Delegate(QStyledItemDelegate):
    """Paints picture, title and fact; the chosen one has the surface of a pressed button."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a step."""
        view = option.widget
        assert isinstance(view, StepList)
        rect: QRect = option.rect
        # A list that its style sheet makes transparent has a palette that tells nothing.
        named = colours(QGuiApplication.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() == view.currentRow():
            painter.setPen(named.accent if view.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(named.pressed)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        image: QImage = index.data(_IMAGE)
        picture = QRectF(rect.x() + _EDGE, rect.y() + (ROW - _PICTURE) / 2, _PICTURE, _PICTURE)
        paint_image(painter, picture, image, named, 4)
        self._paint_texts(painter, view, rect.adjusted(_EDGE + _PICTURE + _GAP, 4, -_EDGE, -4), index, named)
        painter.restore()

    def _paint_texts(
        self,
        painter: QPainter,
        view: StepList,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        named: Colours,
    ) -> None:
        upper = rect.adjusted(0, 0, 0, -rect.height() // 2)
        lower = rect.adjusted(0, rect.height() // 2, 0, 0)
        lines = ((upper, view.font(), named.text, index.data()), (lower, _small(view.font()), named.secondary_text, ""))
        for room, font, colour, title in lines:
            painter.setFont(font)
            painter.setPen(colour)
            text = painter.fontMetrics().elidedText(
                title or index.data(_FACT), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, _MIDDLE, text)


_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _small(font: QFont) -> QFont:
    small = with_tabular_figures(font)
    small.setPointSizeF(font.pointSizeF() - 1.5)
    return small
