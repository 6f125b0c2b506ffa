"""The curve of an activation function, with the point at which a unit is."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.words import number_text
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import colours
from lenet_app.inspection.arithmetic import Curve
from lenet_app.language import tr

_SIDE, _LEAST, _EDGE, _POINT = 128, 72, 7, 4.0


@dataclass(frozen=True, eq=False)
class Point:
    """A point on a curve.

    Args:
        name: of the function.
        curve: around it.
        sum: a.
        value: f(a).
        slope: f'(a).
    """

    name: str
    curve: Curve
    sum: float
    value: float
    slope: float


class CurveView(QWidget):
    """Paints the curve, both axes and the point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._point: Point | None = None
        self._line: tuple[Curve, QRectF, QPolygonF] | None = None
        """The curve that was last painted, where, and its line."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(_LEAST)
        self.setAccessibleName(tr("Activation"))
        explain(self, explanation(Term.ACTIVATION))

    @property
    def point(self) -> Point | None:
        """What is shown."""
        return self._point

    def set_point(self, point: Point | None) -> None:
        """Show this; None hides the view, for there is no activation."""
        self._point = point
        self.setVisible(point is not None)
        if point is not None:
            self.setAccessibleName(self._text(point))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as it is usually high."""
        return QSize(_SIDE, _SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be about as wide as high: what is left belongs to the products."""
        super().resizeEvent(event)
        self.setMaximumWidth(max(_LEAST, min(_SIDE, self.height() - self.fontMetrics().height())))

    def explanation_at(self, _at: QPoint | None) -> str:
        """Sum, value and slope."""
        return "" if self._point is None else self._text(self._point)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        point, named = self._point, colours(self)
        if point is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = self.fontMetrics().height()
        side = min(self.width(), self.height() - words) - 2 * _EDGE
        room = QRectF((self.width() - side) / 2, _EDGE, side, side)
        sums, values = point.curve.sums, point.curve.values
        low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
        spread = max(high - low, 1e-9)

        def at(a: float, y: float) -> QPointF:
            across = (a - sums[0]) / (sums[-1] - sums[0])
            return QPointF(room.left() + across * side, room.bottom() - (y - low) / spread * side)

        painter.setPen(QPen(named.outline, 1))
        painter.drawLine(at(float(sums[0]), 0), at(float(sums[-1]), 0))
        painter.drawLine(at(0, low), at(0, high))
        painter.setPen(QPen(named.accent, 2))
        if self._line is None or self._line[:2] != (point.curve, room):
            line = QPolygonF([at(a, y) for a, y in zip(sums.tolist(), values.tolist(), strict=True)])
            self._line = point.curve, room, line
        painter.drawPolyline(self._line[2])
        painter.setPen(QPen(named.panel, 1))
        painter.setBrush(named.warning)
        painter.drawEllipse(at(point.sum, point.value), _POINT, _POINT)
        painter.setPen(named.secondary_text)
        below = QRectF(0, room.bottom() + _EDGE - 2, self.width(), words)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, point.name)
        if self.hasFocus():
            painter.setPen(QPen(named.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    @staticmethod
    def _text(point: Point) -> str:
        text = tr("{name} makes {value} of the sum {sum}; its slope there is {slope}")
        numbers = {"value": number_text(point.value), "sum": number_text(point.sum), "slope": number_text(point.slope)}
        return text.format(name=point.name, **numbers)
