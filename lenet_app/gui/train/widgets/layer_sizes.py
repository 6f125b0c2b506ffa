"""How large gradients and weights of each layer are, and how many of its units are dead."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import colours, with_tabular_figures
from lenet_app.language import tr, trn

if TYPE_CHECKING:
    from lenet_app.runs.kept.figures import LayerRow

_LINE, _BAR, _DECADES = 20, 6, 4
"""Pixels of a line and of its bar; the bar reaches over so many powers of ten below the largest gradient."""


class LayerSizes(QWidget):
    """A line for each layer: its name, a bar as long as its gradients are large, and both sizes."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[LayerRow, ...] = ()
        self.setFont(with_tabular_figures(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Size of gradients and weights"))
        explain(
            self,
            tr(
                "How large the gradients of each layer are (the bar, ten times as much for each quarter of its length)"
                " and its weights. Gradients that get ever smaller towards the front learn nothing there; those that"
                " grow without end run away. A dead unit gives the same number for every picture."
            ),
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """What is told of each layer."""
        return tuple(map(_text, self._rows))

    def show_layers(self, rows: "Sequence[LayerRow]") -> None:
        """Show these."""
        self._rows = tuple(rows)
        self.setToolTip("\n".join(self.texts) or tr("Measured while a training runs"))
        self.setAccessibleDescription("\n".join(self.texts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line each."""
        return QSize(160, _LINE * max(1, len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint them."""
        painter, named = QPainter(self), colours(self)
        metrics = painter.fontMetrics()
        names = max((metrics.horizontalAdvance(row.layer) for row in self._rows), default=0) + 8
        figures = metrics.horizontalAdvance("0.00000") + 8
        room = max(16, self.width() - names - figures)
        largest = max((row.gradient or 0.0 for row in self._rows), default=0.0)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        for number, row in enumerate(self._rows):
            top = number * _LINE
            painter.setPen(named.text)
            painter.drawText(QRectF(0, top, names, _LINE), middle, row.layer)
            painter.drawText(QRectF(self.width() - figures, top, figures, _LINE), middle | right, _size(row.gradient))
            painter.setPen(Qt.PenStyle.NoPen)
            bar = QRectF(names, top + (_LINE - _BAR) / 2, room, _BAR)
            painter.setBrush(named.track)
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
            if row.gradient and largest:
                share = max(0.0, 1 + math.log10(row.gradient / largest) / _DECADES)
                bar.setWidth(max(_BAR, room * share))
                painter.setBrush(named.accent)
                painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        painter.end()


def _size(size: float | None) -> str:
    return tr("–") if size is None else f"{size:.5f}" if size >= 1e-4 else f"{size:.0e}"


def _text(row: "LayerRow") -> str:
    text = tr("{layer}: gradients {gradient}, weights {weight}").format(
        layer=row.layer, gradient=_size(row.gradient), weight=_size(row.weight)
    )
    if not row.units:
        return text
    dead = trn("{dead} of {count} unit dead", "{dead} of {count} units dead", row.units)
    return tr("{text}, {dead}").format(text=text, dead=dead.format(dead=row.dead, count=row.units))
