"""What pyqtgraph draws of a chart: this module loads it, so it is imported late (`loading.py`)."""

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from types import ModuleType

if find_spec("PySide6.QtOpenGL") is None:
    # The standalone program leaves out its 9 MB: pyqtgraph imports it by name, and uses it only to draw by OpenGL.
    sys.modules["PySide6.QtOpenGL"] = ModuleType("PySide6.QtOpenGL")

# isort: split
import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QWidget

from lenet_app.charts.chart import NEUTRAL, Axis, Bars, Chart, Curve, Floats, Series
from lenet_app.charts.names import beside, spread
from lenet_app.charts.palette import Palette, palette
from lenet_app.charts.svg import Name, labels_of, names_of
from lenet_app.charts.thinning import thinned
from lenet_app.charts.ticks import Ticks, ticks_of
from lenet_app.charts.words import point_text

_MARGIN, _MARK, _DOT, _SMALL_DOT, _LEFT = 8, 6, 9, 4, 4
_LINE, _STRONG = 1.6, 2
_TICK_ROOM = (64, 34)
"""Pixels for a mark with its text, along x and y."""
_MOST_NAMES = 0.34
_NEAR = 32
"""Pixels from a point at which the pointer still means it."""
_CLICK = 4
_ZOOM = 1.25
_CLEAR, _BARS_CLEAR = 40, 190
"""How opaque a band is, and a bar, of 255."""


@dataclass(frozen=True)
class Place:
    """A point of a series: their numbers."""

    series: int
    point: int


class Canvas(pyqtgraph.GraphicsView):
    """Draws a chart, leads through it by mouse, and tells what is pointed at."""

    pointed = Signal(object)
    """The `Place` that is pointed at now, or None."""
    pressed = Signal(object)
    """The `Place` that was clicked."""
    zoomed = Signal(bool)
    """Whether a part is shown now in place of all."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, background=None)
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAntialiasing(True)
        self.viewport().setAutoFillBackground(False)
        self.viewport().installEventFilter(self)
        self._chart = Chart("", Axis(""), Axis(""))
        self._places: list[tuple[Floats, Floats]] = []
        self._palette: Palette = palette(dark=False)
        self._names: tuple[Name, ...] = ()
        self._labels: tuple[Name, ...] = ()
        self._x_ticks: Ticks = ()
        self._y_ticks: Ticks = ()
        self._items: list[tuple[Series, int, list[QGraphicsItem]]] = []
        self._place: Place | None = None
        self._is_zoomed = False
        self._press: QPointF | None = None
        self._box = pyqtgraph.ViewBox(enableMenu=False)
        self._box.disableAutoRange()
        self.centralLayout.addItem(self._box, 0, 0)
        self._box.sigRangeChangedManually.connect(lambda _axes: self._set_zoomed(True))
        self._box.sigRangeChanged.connect(lambda *_: self._mark())

    def set_chart(self, chart: Chart, *, dark: bool) -> None:
        """Draw this; what is zoomed into stays so while the axes are the same."""
        if (chart.x, chart.y) != (self._chart.x, self._chart.y):
            self._set_zoomed(False)
        same_ground = (chart.x, chart.y, palette(dark=dark)) == (self._chart.x, self._chart.y, self._palette)
        self._chart, self._palette = chart, palette(dark=dark)
        self._places = [(chart.x.place(one.x), chart.y.place(one.y)) for one in chart.series]
        self._names, self._labels = names_of(chart), labels_of(chart)
        place = self._place
        if place and (place.series >= len(chart.series) or place.point >= len(chart.series[place.series].x)):
            self._place = None
        self._put_items(keeps=same_ground)
        if not self._is_zoomed:
            self._show_all()
        self._mark()

    def _put_items(self, *, keeps: bool) -> None:
        """Draw the series anew, but for those that are the very same as before."""
        before = self._items if keeps else []
        after: list[tuple[Series, int, list[QGraphicsItem]]] = []
        for place, ((one, colour), (x, y)) in enumerate(zip(self._chart.coloured(), self._places, strict=True)):
            if place < len(before) and before[place][0] is one and before[place][1] == colour:
                after.append(before[place])
                continue
            items = _items(self._chart, one, x, y, QColor(self._palette.colour(colour)))
            for item in items:
                item.setZValue(place)
                self._box.addItem(item, ignoreBounds=True)
            after.append((one, colour, items))
        kept = {id(entry) for entry in after}
        for entry in self._items:
            if id(entry) not in kept:
                for item in entry[2]:
                    self._box.removeItem(item)
        self._items = after

    def point_at(self, place: Place | None) -> None:
        """Show which point is meant."""
        if place != self._place:
            self._place = place
            self.viewport().update()

    def zoom(self, into: bool) -> None:
        """Show less or more around the middle."""
        share = 1 / _ZOOM if into else _ZOOM
        self._box.scaleBy((share, share))
        self._set_zoomed(True)

    def show_all(self) -> None:
        """Show the whole chart again."""
        self._set_zoomed(False)
        self._show_all()

    def shown_ranges(self) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """What is zoomed into, as `Axis.place` has it; None for all."""
        if not self._is_zoomed:
            return None
        x, y = self._box.viewRange()
        return (x[0], x[1]), (y[0], y[1])

    def _set_zoomed(self, is_zoomed: bool) -> None:
        if is_zoomed != self._is_zoomed:
            self._is_zoomed = is_zoomed
            self.zoomed.emit(is_zoomed)

    def _show_all(self) -> None:
        self._box.setRange(xRange=self._chart.x_range(), yRange=self._chart.y_range(), padding=0)

    def _mark(self) -> None:
        """Find the marks of the axes and the room that they and the names need."""
        x, y = self._box.viewRange()
        metrics = QFontMetricsF(self.font())
        line = metrics.height()
        top, bottom = 1.4 * line, 2.4 * line + _MARK
        tall = max(1.0, self.height() - top - bottom)
        self._y_ticks = ticks_of(self._chart.y, y[0], y[1], int(tall / _TICK_ROOM[1]))
        left = max((metrics.horizontalAdvance(text) for _, text in self._y_ticks), default=0.0) + _MARK + _LEFT
        bold = QFontMetricsF(self._bold())
        names = max((bold.horizontalAdvance(one.text) for one in self._names), default=-_MARGIN)
        right = min(_MOST_NAMES * self.width(), names + _MARGIN) + _MARGIN
        wide = max(1.0, self.width() - left - right)
        self._x_ticks = ticks_of(self._chart.x, x[0], x[1], int(wide / _TICK_ROOM[0]))
        if self._x_ticks:
            right = max(right, metrics.horizontalAdvance(self._x_ticks[-1][1]) / 2 + 2)
        self.centralLayout.setContentsMargins(left, top, right, bottom)
        self.viewport().update()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def resizeEvent(self, event: object) -> None:
        """Find other marks."""
        super().resizeEvent(event)
        if hasattr(self, "_box"):  # pyqtgraph calls this while it is made
            self._mark()

    # What is painted below and above the items of pyqtgraph: the scene's coordinates are the view's pixels.

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:
        """Paint grid, marks and the axes' names."""
        frame, line = self._box.sceneBoundingRect(), QFontMetricsF(self.font()).height()
        painter.setFont(self.font())
        colours = self._palette
        grid, faint = QColor(colours.grid), QColor(colours.faint_text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for place, text in self._y_ticks:
            y = self._box.mapViewToScene(QPointF(0, place)).y()
            painter.setPen(grid)
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(faint)
            cell = QRectF(0, y - line / 2, frame.left() - _MARK, line)
            painter.drawText(cell, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(QColor(colours.neutral))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        for place, text in self._x_ticks:
            x = self._box.mapViewToScene(QPointF(place, 0)).x()
            painter.setPen(QColor(colours.neutral))
            painter.drawLine(QPointF(x, frame.bottom()), QPointF(x, frame.bottom() + _MARK / 2))
            painter.setPen(faint)
            cell = QRectF(x - 100, frame.bottom() + _MARK, 200, line)
            painter.drawText(cell, Qt.AlignmentFlag.AlignHCenter, text)
        painter.setPen(faint)
        painter.drawText(QRectF(_LEFT, 0, self.width(), line), Qt.AlignmentFlag.AlignLeft, self._chart.y.title)
        below = QRectF(0, self.height() - line, frame.right(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._chart.x.title)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:
        """Paint names, and the point that is meant with what it tells."""
        self._paint_names(painter)
        self._paint_labels(painter)
        if self._place is not None:
            self._paint_point(painter, self._place)

    def _paint_names(self, painter: QPainter) -> None:
        frame, names = self._box.sceneBoundingRect(), self._names
        metrics = QFontMetricsF(self._bold())
        painter.setFont(self._bold())
        ends = [None if name.end is None else self._box.mapViewToScene(QPointF(*name.end)) for name in names]
        wished = [frame.top() if end is None else min(max(end.y(), frame.top()), frame.bottom()) for end in ends]
        left = frame.right() + _MARGIN
        for name, end, wish, place in zip(
            names, ends, wished, spread(wished, metrics.height(), frame.top(), frame.bottom()), strict=True
        ):
            colour = QColor(self._palette.colour(name.colour))
            if end is not None:
                painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
                painter.drawLine(
                    QPointF(min(max(end.x(), frame.left()), frame.right()), wish), QPointF(left - 2, place)
                )
            painter.setPen(colour)
            text = metrics.elidedText(name.text, Qt.TextElideMode.ElideRight, self.width() - left)
            cell = QRectF(left, place - metrics.height() / 2, self.width() - left, metrics.height())
            painter.drawText(cell, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_labels(self, painter: QPainter) -> None:
        """The names of points beside them, as far as there is room."""
        frame, metrics, colours = self._box.sceneBoundingRect(), QFontMetricsF(self.font()), self._palette
        seen = [(label, self._box.mapViewToScene(QPointF(*label.end))) for label in self._labels if label.end]
        seen = [(label, at) for label, at in seen if frame.contains(at)]
        widths = [metrics.horizontalAdvance(label.text) for label, _ in seen]
        places = [(at.x(), at.y()) for _, at in seen]
        found = beside(places, widths, metrics.height(), (frame.left(), self.width()))
        painter.setFont(self.font())
        ground = QColor(colours.ground)  # so that no line of the grid strikes a name through
        for (label, at), left in zip(seen, found, strict=True):
            if left is not None:
                is_quiet = label.colour == NEUTRAL
                painter.setPen(QColor(colours.faint_text if is_quiet else colours.colour(label.colour)))
                foot = QPointF(left, at.y() + metrics.ascent() / 2 - 1)
                painter.fillRect(metrics.tightBoundingRect(label.text).translated(foot), ground)
                painter.drawText(foot, label.text)

    def _paint_point(self, painter: QPainter, place: Place) -> None:
        x, y = (float(values[place.point]) for values in self._places[place.series])
        frame, at = self._box.sceneBoundingRect(), self._box.mapViewToScene(QPointF(x, y))
        if not (np.isfinite(x) and np.isfinite(y) and frame.adjusted(-1, -1, 1, 1).contains(at)):
            return
        colours = self._palette
        painter.setPen(QPen(QColor(colours.text), _STRONG))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, _DOT / 2 + 1, _DOT / 2 + 1)
        text = point_text(self._chart, self._chart.series[place.series], place.point)
        metrics = QFontMetricsF(self.font())
        size = metrics.boundingRect(text).size()
        box = QRectF(0, 0, size.width() + 2 * _MARGIN, metrics.height() + _MARGIN)
        box.moveCenter(at)
        box.moveBottom(at.y() - _DOT)
        if box.top() < 0:
            box.moveTop(at.y() + _DOT)
        box.moveLeft(min(max(box.left(), 1.0), max(1.0, self.width() - box.width() - 1)))
        painter.setFont(self.font())
        painter.setPen(QColor(colours.grid))
        painter.setBrush(QColor(colours.ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # The mouse: pyqtgraph moves and zooms, this finds points. To the window it is a part of its plot, not a control.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the nearest point, and clicks."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self.pointed.emit(None)
        elif isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseMove and not event.buttons():
                self.pointed.emit(self._nearest(event.position()))
            elif kind == QEvent.Type.MouseButtonPress:
                self._press = event.position() if event.button() == Qt.MouseButton.LeftButton else None
            elif kind == QEvent.Type.MouseButtonRelease:
                self._release(event.position())
            elif kind == QEvent.Type.MouseButtonDblClick:
                self.show_all()
        return super().eventFilter(watched, event)

    def _release(self, at: QPointF) -> None:
        """A press and a release at one place are a click."""
        press, self._press = self._press, None
        if press is not None and (at - press).manhattanLength() <= _CLICK:
            place = self._nearest(at)
            if place is not None:
                self.pressed.emit(place)

    def _nearest(self, at: QPointF) -> Place | None:
        x_range, y_range = self._box.viewRange()
        frame = self._box.sceneBoundingRect()
        best, found = float(_NEAR**2), None
        for number, (x, y) in enumerate(self._places):
            if not len(x):
                continue
            across = frame.left() + (x - x_range[0]) / (x_range[1] - x_range[0]) * frame.width() - at.x()
            down = frame.bottom() - (y - y_range[0]) / (y_range[1] - y_range[0]) * frame.height() - at.y()
            distances = np.nan_to_num(across**2 + down**2, nan=np.inf)
            point = int(np.argmin(distances))
            if distances[point] < best:
                best, found = float(distances[point]), Place(number, point)
        return found


def _items(chart: Chart, one: Series, x: Floats, y: Floats, colour: QColor) -> list[QGraphicsItem]:
    """What pyqtgraph draws of a series, from the back to the front."""
    usable = np.isfinite(x) & np.isfinite(y)
    if not usable.any():
        return []
    if isinstance(one, Curve):
        return _curve_items(chart, one, x, y, colour)
    x, y, none = x[usable], y[usable], pyqtgraph.mkPen(None)
    if isinstance(one, Bars):
        clear = QColor(colour)
        clear.setAlpha(_BARS_CLEAR)
        return [pyqtgraph.BarGraphItem(x=x, height=y, width=one.width, brush=clear, pen=none)]
    size = _SMALL_DOT if one.is_small else _DOT
    dots = pyqtgraph.ScatterPlotItem(x=x, y=y, size=size, brush=colour, pen=none)
    if one.spread is None:
        return [dots]
    ends = (chart.y.place((one.y + sign * one.spread)[usable]) for sign in (1, -1))
    top, bottom = (np.nan_to_num(np.abs(end - y)) for end in ends)
    bars = pyqtgraph.ErrorBarItem(x=x, y=y, top=top, bottom=bottom, beam=0, pen=pyqtgraph.mkPen(colour))
    return [bars, dots]


def _curve_items(chart: Chart, one: Curve, x: Floats, y: Floats, colour: QColor) -> list[QGraphicsItem]:
    none = pyqtgraph.mkPen(None)
    if len(x) == 1:
        return [pyqtgraph.ScatterPlotItem(x=x, y=y, size=_DOT // 2, brush=colour, pen=none)]
    style = Qt.PenStyle.DashLine if one.is_dashed else Qt.PenStyle.SolidLine
    pen = pyqtgraph.mkPen(colour, width=_LINE, style=style)
    line = pyqtgraph.PlotCurveItem(*thinned(x, y), pen=pen, connect="finite", antialias=True)
    if one.band is None:
        return [line]
    clear = QColor(colour)
    clear.setAlpha(_CLEAR)
    low, high = (chart.y.place(edge) for edge in one.band)
    there = np.isfinite(x) & np.isfinite(low) & np.isfinite(high)
    edges = [pyqtgraph.PlotCurveItem(x[there], edge[there], pen=none) for edge in (low, high)]
    return [pyqtgraph.FillBetweenItem(*edges, brush=clear), line]
