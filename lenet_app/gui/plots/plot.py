"""A chart in the window."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from lenet_app.charts.chart import Axis, Chart
from lenet_app.charts.svg import SIZE
from lenet_app.charts.words import described, point_text
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.look.theme import Kind, colours, set_kind, with_tabular_figures
from lenet_app.gui.plots.growing import Growing
from lenet_app.gui.plots.loading import loading
from lenet_app.gui.plots.saving import chart_keepsake
from lenet_app.language import tr

if TYPE_CHECKING:
    from lenet_app.gui.plots.canvas import Canvas, Place

_PAUSE = 150
"""Milliseconds between two drawings of what grows."""
_SMALLER = 1.0
_LEAST = QSize(180, 120)
_RING = 2


class Plot(QWidget):
    """Draws a chart, leads through it, and keeps it in files.

    It is drawn once it is seen and pyqtgraph is loaded; `drawn` tells the first time.
    """

    drawn = Signal()
    pressed = Signal(int, int)
    """A point was clicked, or Enter pressed on it: the number of its series, and its own."""
    pointed = Signal(int, int)
    """A point is pointed at, by mouse or keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = Chart("", Axis(""), Axis(""))
        self._growing = Growing()
        self._canvas: Canvas | None = None
        self._place: Place | None = None
        font = with_tabular_figures(self.font())
        font.setPointSizeF(font.pointSizeF() - _SMALLER)
        self.setFont(font)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST)
        explain(
            self,
            tr(
                "What is pointed at is told beside it. The wheel looks closer, dragging moves, and a double click "
                "shows all again. With the keyboard the arrows go from point to point and from curve to curve."
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_RING, _RING, _RING, _RING)
        self._all_button = QPushButton(tr("Show all"), self)
        set_kind(self._all_button, Kind.SMALL)
        self._all_button.setToolTip(tr("Show the whole chart again (double click)"))
        self._all_button.clicked.connect(self.show_all)
        self._all_button.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._draw)

    @property
    def chart(self) -> Chart:
        """What it shows, with all that was added."""
        self._chart = self._growing.taken(self._chart)
        return self._chart

    @property
    def is_drawn(self) -> bool:
        """Whether it can be seen."""
        return self._canvas is not None

    def set_chart(self, chart: Chart) -> None:
        """Show this in place of what was shown; what is zoomed into stays so while the axes are the same."""
        self._growing.clear()
        self._chart = chart
        self.setAccessibleName(chart.title)
        self._draw()

    def append(self, name: str, x: float | Iterable[float], y: float | Iterable[float]) -> None:
        """Put a point, or several, at the end of the curve of this name; it is drawn some times a second."""
        xs, ys = (([one] if isinstance(one, int | float) else one) for one in (x, y))
        self._growing.add(name, xs, ys)
        if not self._timer.isActive():
            self._timer.start()

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """The chart as it can be kept: what is zoomed into, as large as it is here."""
        if self.chart.is_empty:
            return ()
        size = max(self.width(), SIZE[0] // 2), max(self.height(), SIZE[1] // 2)
        title = self._chart.title or self.accessibleName()
        return (chart_keepsake(self._shown, title, size=size, dark=colours(self).dark),)

    def show_all(self) -> None:
        """Show the whole chart again."""
        if self._canvas is not None:
            self._canvas.show_all()

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("Left", "Right"), tr("The point before or after")),
            Key(key_names("Up", "Down"), tr("The curve before or after")),
            Key(key_names("Home", "End"), tr("The first or the last point")),
            Key("+ / −", tr("Look closer, or less close")),
            Key("0", tr("Show the whole chart again")),
        )

    def sizeHint(self) -> QSize:
        """As large as it is saved."""
        return QSize(*SIZE)

    def showEvent(self, event: QShowEvent) -> None:
        """Have it drawn from now on."""
        super().showEvent(event)
        if self._canvas is None:
            found = loading()
            if found.is_done:
                self._make()
            else:
                found.done.connect(self._make, Qt.ConnectionType.UniqueConnection)
                found.begin()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of the type."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and self.is_drawn:
            self._draw()

    def _make(self) -> None:
        if self._canvas is not None:
            return
        from lenet_app.gui.plots.canvas import Canvas  # noqa: PLC0415 - the window is there sooner

        canvas = self._canvas = Canvas(self)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(canvas)
        self._all_button.raise_()
        canvas.pointed.connect(self._point_at)
        canvas.pressed.connect(lambda place: self.pressed.emit(place.series, place.point))
        canvas.zoomed.connect(self._all_button.setVisible)
        self._draw()
        self.drawn.emit()

    def _draw(self) -> None:
        chart, place = self.chart, self._place
        if place is not None and (
            place.series >= len(chart.series) or place.point >= len(chart.series[place.series].x)
        ):
            self._place = None
        self.setAccessibleDescription(described(chart))
        if self._canvas is not None:
            self._canvas.setFont(self.font())
            self._canvas.set_chart(chart, dark=colours(self).dark)

    def _shown(self) -> Chart:
        """The chart with the axes that are seen."""
        chart, ranges = self.chart, self._canvas and self._canvas.shown_ranges()
        if not ranges:
            return chart
        x, y = (
            replace(axis, low=_value(axis, low), high=_value(axis, high))
            for axis, (low, high) in zip((chart.x, chart.y), ranges, strict=True)
        )
        return replace(chart, x=x, y=y)

    def _point_at(self, place: "Place | None") -> None:
        self._place = place
        if self._canvas is not None:
            self._canvas.point_at(place)
        chart = self.chart
        told = described(chart) if place is None else point_text(chart, chart.series[place.series], place.point)
        self.setAccessibleDescription(told)
        if place is not None:
            self.pointed.emit(place.series, place.point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead through the points, and look closer."""
        key, keys = Qt.Key(event.key()), Qt.Key
        canvas = self._canvas
        if canvas is None:
            super().keyPressEvent(event)
        elif key in (keys.Key_Left, keys.Key_Right, keys.Key_Up, keys.Key_Down, keys.Key_Home, keys.Key_End):
            self._go(key)
        elif key in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            canvas.zoom(key != keys.Key_Minus)
        elif key == keys.Key_0:
            canvas.show_all()
        elif key in (keys.Key_Return, keys.Key_Enter) and self._place is not None:
            self.pressed.emit(self._place.series, self._place.point)
        elif key == keys.Key_Escape and self._place is not None:
            self._point_at(None)
        else:
            super().keyPressEvent(event)

    def _go(self, key: Qt.Key) -> None:
        """Point at the next point, of this series or of another one."""
        from lenet_app.gui.plots.canvas import Place  # noqa: PLC0415 - it is loaded by now

        series = self.chart.series
        filled = [number for number, one in enumerate(series) if len(one.x)]
        if not filled:
            return
        if self._place is None or self._place.series not in filled:
            self._point_at(Place(filled[0], 0))
            return
        number, point = self._place.series, self._place.point
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            number = filled[(filled.index(number) + step) % len(filled)]
        last = len(series[number].x) - 1
        point = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}.get(key, point + steps.get(key, 0))
        self._point_at(Place(number, min(max(point, 0), last)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show who has the keyboard."""
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours(self).accent, _RING))
            half = _RING / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in its corner."""
        super().resizeEvent(event)
        self._all_button.adjustSize()
        room = self.size() - self._all_button.size() - QSize(2 * _RING, 2 * _RING)
        self._all_button.move(room.width(), room.height())


def _value(axis: Axis, place: float) -> float:
    return 10**place if axis.is_log else place
