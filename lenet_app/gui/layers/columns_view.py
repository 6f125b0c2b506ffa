"""A view in which a network's columns stand, as large as there is room, zoomed and scrolled to the side."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QFrame, QSizePolicy, QWidget

from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.layers.column import Column
from lenet_app.gui.layers.painter import LayersPainter
from lenet_app.gui.layers.pipeline import Pipeline, arrange
from lenet_app.gui.layers.shown import ShownLayer
from lenet_app.gui.layers.words import Detail
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.model import Model

LINE = 24
"""Pixels that a notch of the wheel scrolls a third of."""
_ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_WORTH_MORE_WORDS = 0.8
"""Of the maps' size: what more words above them may cost."""
_CHANGES = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)


class ColumnsView(QAbstractScrollArea):
    """Places a column for each layer of a model; whoever inherits fills them.

    A network that is too wide for the view, or is zoomed, goes on to the right; wheel and keys scroll there.
    """

    zoomed = Signal(float)
    """How many times as large everything is from now on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = ""
        """What stands before each layer's name."""
        self._model: Model | None = None
        self._layers: tuple[ShownLayer, ...] = ()
        """What has a column."""
        self._painter: LayersPainter | None = None
        self._columns: dict[str, Column] = {}
        self._detail = Detail.SHAPE
        self._pipeline: Pipeline | None = None
        self._zoom = _ZOOMS[0]
        self._backdrop: QPixmap | None = None
        self._arranged_size = QSize()
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Of a viewport that Qt has made PySide looks for the class among all of Qt's, which takes a while.
        self.setViewport(QWidget())
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.zoom_in_action = self._action("zoom-in", tr("Larger"), "+", self.zoom_in)
        self.zoom_out_action = self._action("zoom-out", tr("Smaller"), "-", self.zoom_out)
        self._tell_zoom()

    def _action(self, picture: str, text: str, key: str, work: Callable[[], None]) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setToolTip(tr("{what} ({key}, or Ctrl and the wheel)").format(what=text, key=key))
        action.triggered.connect(work)
        return action

    def _tell_zoom(self) -> None:
        self.zoom_in_action.setEnabled(self._zoom < _ZOOMS[-1])
        self.zoom_out_action.setEnabled(self._zoom > _ZOOMS[0])

    @property
    def architecture(self) -> Architecture | None:
        """The network that is shown."""
        return self._model.architecture if self._model else None

    def place(self, name: str) -> Column:
        """Where a layer is shown, in pixels of this view while it is scrolled to its left end."""
        return self._columns[name]

    @property
    def zoom(self) -> float:
        """How many times as large everything is as what fits the view."""
        return self._zoom

    def zoom_in(self) -> None:
        """Show everything a step larger."""
        self.set_zoom(next((zoom for zoom in _ZOOMS if zoom > self._zoom), self._zoom))

    def zoom_out(self) -> None:
        """Show everything a step smaller, at least so that it fits the view."""
        self.set_zoom(next((zoom for zoom in reversed(_ZOOMS) if zoom < self._zoom), self._zoom))

    def set_zoom(self, zoom: float) -> None:
        """Show everything so many times as large as it fits; the middle stays in sight."""
        if zoom == self._zoom:
            return
        bar, width = self.horizontalScrollBar(), self.width()
        middle = (bar.value() + width / 2) / (bar.maximum() + width)
        self._zoom = zoom
        self._tell_zoom()
        self.arrange()
        bar.setValue(round(middle * (bar.maximum() + width) - width / 2))
        self.zoomed.emit(zoom)

    def sizeHint(self) -> QSize:
        """Room for LeNet-5 in a window of 1280 × 720."""
        return QSize(680, 480)

    def minimumSizeHint(self) -> QSize:
        """What LeNet-5 can still be read at."""
        return QSize(360, 260)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the sizes that fit."""
        super().resizeEvent(event)
        # A scroll bar that comes or goes changes the viewport only.
        if self.size() != self._arranged_size:
            self.arrange()
            bar = self.horizontalScrollBar()
            if bar.isVisible() != (bar.maximum() > 0):
                QTimer.singleShot(0, self._settle_bar)

    def _settle_bar(self) -> None:
        """Of a range that changes while Qt lays out, Qt shows or hides the bar only when it is asked again."""
        self.setHorizontalScrollBarPolicy(self.horizontalScrollBarPolicy())

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and font."""
        super().changeEvent(event)
        if event.type() in _CHANGES:
            self.arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll to the side, or zoom with Ctrl held."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if turned > 0 else self.zoom_out)()
        elif self.horizontalScrollBar().maximum():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - round(turned / 120 * 3 * LINE))
        else:
            event.ignore()
            return
        event.accept()

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("+", "-"), tr("Show the layers larger or smaller")),
            Key(key_names("PgUp", "PgDown", "Home", "End"), tr("Scroll a network that is too wide")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, to either end too, and zoom."""
        bar = self.horizontalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_PageUp:
                bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepSub)
            case Qt.Key.Key_PageDown:
                bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus:
                self.zoom_out()
            case _:
                super().keyPressEvent(event)

    def arrange(self) -> None:
        """Find each layer's place anew."""
        self._backdrop = None
        if self._model is None:
            return
        self._arranged_size = self.size()
        self._painter = LayersPainter(
            self.font(),
            colours(self),
            self._layers,
            self._model.class_names,
            self._model.architecture.layers[-1].name,
            self._sign,
        )
        self._detail, self._pipeline = self._most_telling()
        columns = self._pipeline.columns
        self._columns = {layer.name: column for layer, column in zip(self._layers, columns, strict=True)}
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, round(self._pipeline.width) - self.width()))
        bar.setPageStep(max(1, self.width() - LINE))
        bar.setSingleStep(LINE)
        self.viewport().update()

    def _most_telling(self) -> tuple[Detail, Pipeline]:
        """As many words above each layer as cost its maps little."""
        found: tuple[Detail, Pipeline] | None = None
        for detail in Detail:
            pipeline = self._placed(detail, self.height())
            if pipeline.width > self.width():
                pipeline = self._placed(detail, self.height() - self.horizontalScrollBar().sizeHint().height())
            if found is not None:
                fits = pipeline.width <= max(self.width(), found[1].width)
                if not fits or pipeline.scale < _WORTH_MORE_WORDS * found[1].scale:
                    break
            found = detail, pipeline
        assert found is not None
        return found

    def _placed(self, detail: Detail, height: float) -> Pipeline:
        assert self._painter is not None
        return arrange(
            [self._painter.figure(layer, detail) for layer in self._layers],
            width=float(self.width()),
            height=float(height),
            heading=self._painter.heading_height(detail),
            ratio=self.devicePixelRatioF(),
            zoom=self._zoom,
        )

    def _paint_backdrop(self) -> QPixmap:
        """Everything that stays while the activations change: headings, arrows and empty cells."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.whole_size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self._paint_still(painter)
        painter.end()
        return pixmap

    @property
    def whole_size(self) -> QSize:
        """Of all columns, in pixels, also of those that are scrolled out of sight."""
        return QSize(self.width() + self.horizontalScrollBar().maximum(), self.height())

    def _paint_still(self, painter: QPainter) -> None:
        assert self._painter is not None
        assert self._pipeline is not None
        for layer in self._layers:
            self._painter.paint_empty(painter, layer, self._columns[layer.name], self._detail)
        for one, following in pairwise(self._pipeline.columns):
            self._painter.paint_arrow(painter, one, following, self._pipeline.middle)

    def _rect(self, column: Column) -> QRectF:
        """The whole height of the view at a column."""
        return QRectF(column.x, 0, column.width, self.height())

    def _layer(self, name: str) -> ShownLayer:
        return next(layer for layer in self._layers if layer.name == name)
