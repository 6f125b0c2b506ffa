"""The first layer's kernels at the start, on the way and now, beside each other."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.colour_maps import entries_of
from lenet_app.gui.kit.help import explain
from lenet_app.gui.layers.images import maps_image
from lenet_app.gui.look.theme import colours
from lenet_app.gui.train.watched import Kernels
from lenet_app.language import tr

_CAPTION, _GAP, _NUMBER, _MOST_SIDE, _LEAST_SIDE = 16, 4, 18, 44, 14


class KernelsView(QWidget):
    """A column for each epoch, a line for each kernel; of several maps that a kernel sees the first is shown.

    All have one scale: the strongest colours are for the largest weight of all that is shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[tuple[str, Kernels], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(96, 64))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Kernels as they change"))
        self.setToolTip(
            tr("At the start, after these epochs, and now; blue for weights below zero, orange for those above")
        )
        explain(
            self,
            tr(
                "The kernels of the first layer, as they were at the start, after some epochs, and as they are now."
                " They begin at random; what they become is what the network looks for in a picture."
            ),
        )

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands above the columns."""
        return tuple(caption for caption, _ in self._columns)

    def show_kernels(self, columns: Sequence[tuple[str, Kernels]]) -> None:
        """Show these: what stands above them, and the kernels, (maps, maps that are seen, height, width)."""
        self._columns = tuple(columns)
        self.update()

    def explanation_at(self, _at: QPoint | None) -> str:
        """The same everywhere."""
        return self.whatsThis()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As many lines as there is room for."""
        if not self._columns:
            return
        painter, named = QPainter(self), colours(self)
        across = (self.width() - _NUMBER) // len(self._columns) - _GAP
        count = max(len(kernels) for _, kernels in self._columns)
        down = (self.height() - _CAPTION) // max(1, count) - _GAP
        side = max(_LEAST_SIDE, min(across, down, _MOST_SIDE))
        lines = min(count, max(1, (self.height() - _CAPTION) // (side + _GAP)))
        largest = max(float(np.abs(kernels).max()) for _, kernels in self._columns)
        painter.setPen(named.secondary_text)
        for line in range(lines):
            at = QRectF(0, _CAPTION + line * (side + _GAP), _NUMBER - 4, side)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(line))
        for column, (caption, kernels) in enumerate(self._columns):
            left = _NUMBER + column * (across + _GAP)
            text = painter.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, across)
            painter.drawText(QRectF(left, 0, across, _CAPTION), Qt.AlignmentFlag.AlignLeft, text)
            for line, kernel in enumerate(kernels[:lines, 0]):
                image = maps_image(entries_of(kernel[None], largest, signed=True), named, signed=True)
                painter.drawImage(QRectF(left, _CAPTION + line * (side + _GAP), side, side), image)
        painter.end()
