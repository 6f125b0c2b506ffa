"""Every layer's activations as live thumbnails, from the network input to the output."""

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QFrame, QSizePolicy, QToolTip, QWidget

from lenet_app.colour_maps import entries_of
from lenet_app.gui.kit.focus_ring import FocusRing
from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.layers.column import Column
from lenet_app.gui.layers.images import (
    bitmaps_image,
    channels_image,
    colour_image,
    input_entries,
    maps_image,
    units_image,
)
from lenet_app.gui.layers.painter import LayersPainter, Shown, distance_text
from lenet_app.gui.layers.pipeline import Pipeline, arrange
from lenet_app.gui.layers.shown import INPUT, Face, ShownLayer, picture_shape, shown_layers
from lenet_app.gui.layers.texts import architecture_text, kind_explanation, operation_text, plan_tooltip
from lenet_app.gui.layers.words import Detail
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr
from lenet_app.networks.activation import AMPLITUDE
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.kind import shape_text
from lenet_app.networks.model import Model

Floats = npt.NDArray[np.float32]

_LINE = 24
"""Pixels that an arrow key or a notch of the wheel scrolls."""
_ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_WORTH_MORE_WORDS = 0.8
"""Of the maps' size: what more words above them may cost."""
_CHANGES = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)


class LayersView(QAbstractScrollArea):
    """Shows one model's activations, a column for each layer; empty maps until there is something to show.

    A network that is too wide for the view, or is zoomed, goes on to the right; wheel and keys scroll there.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._layers: tuple[ShownLayer, ...] = ()
        self._painter: LayersPainter | None = None
        self._values: dict[str, Floats] = {}
        self._shown: dict[str, Shown] = {}
        self._winner: int | None = None
        self._scales: Mapping[str, float] = {}
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
        self.setAccessibleName(tr("Layers"))
        explain(
            self,
            tr(
                "One column for each layer, from the picture at the left to the answer at the right; each square is a"
                " unit, and the stronger its colour, the more it answers to this picture. Point at a column and press"
                " F1 to read what that layer does."
            ),
        )
        self._ring = FocusRing(self)
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

    def set_model(self, model: Model) -> None:
        """Show this model's layers, empty until `show_activations`; those of the same architecture keep their place."""
        before, self._model = self._model, model
        self._layers = shown_layers(model.architecture, model.normalisation)
        if before is None or before.architecture != model.architecture:
            self.clear()
            self._scales = {}
            self._arrange()
            self.horizontalScrollBar().setValue(0)
        elif (before.class_names, before.normalisation) != (model.class_names, model.normalisation):
            self._arrange()
        self.setAccessibleDescription(architecture_text(model.architecture))
        self.viewport().update()

    def show_activations(
        self, network_input: Floats, activations: Mapping[str, Floats], winner: int | None = None
    ) -> None:
        """Show how an answer came about.

        Args:
            network_input: what the network received, (channels, height, width).
            activations: each layer's output by its name.
            winner: the index of the class that is framed in the last layer; None where no class is the answer.
        """
        self._winner = winner
        self._values = {INPUT: network_input, **activations}
        self._colour()
        self.viewport().update()

    def set_scales(self, scales: Mapping[str, float]) -> None:
        """Give these values of each layer, by its name, the strongest colour, whatever is drawn."""
        self._scales = scales
        self._colour()
        self.viewport().update()

    def clear(self) -> None:
        """Show empty maps."""
        self._values, self._shown = {}, {}
        self.viewport().update()

    def values(self, name: str) -> Floats | None:
        """What is shown for a layer; None while nothing is."""
        return self._values.get(name)

    def place(self, name: str) -> Column:
        """Where a layer is shown, in pixels of this view while it is scrolled to its left end."""
        return self._columns[name]

    @property
    def zoom(self) -> float:
        """How many times as large everything is as what fits the view."""
        return self._zoom

    def zoom_in(self) -> None:
        """Show everything a step larger."""
        self._set_zoom(next((zoom for zoom in _ZOOMS if zoom > self._zoom), self._zoom))

    def zoom_out(self) -> None:
        """Show everything a step smaller, at least so that it fits the view."""
        self._set_zoom(next((zoom for zoom in reversed(_ZOOMS) if zoom < self._zoom), self._zoom))

    def _set_zoom(self, zoom: float) -> None:
        if zoom == self._zoom:
            return
        bar, width = self.horizontalScrollBar(), self.width()
        middle = (bar.value() + width / 2) / (bar.maximum() + width)
        self._zoom = zoom
        self._tell_zoom()
        self._arrange()
        bar.setValue(round(middle * (bar.maximum() + width) - width / 2))

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
            self._arrange()
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
            self._arrange()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a layer's facts as its tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tooltip_at(QPointF(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def explanation_at(self, at: QPoint | None) -> str:
        """The layer at a point, in pixels, and what its kind of layer does."""
        return "" if at is None else self._tooltip_at(QPointF(at), is_long=True)

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("+", "-"), tr("Show the layers larger or smaller")),
            Key(key_names("Left", "Right", "PgUp", "PgDown", "Home", "End"), tr("Scroll a network that is too wide")),
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll to the side, or zoom with Ctrl held."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if turned > 0 else self.zoom_out)()
        elif self.horizontalScrollBar().maximum():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - round(turned / 120 * 3 * _LINE))
        else:
            event.ignore()
            return
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every layer that is in sight."""
        if self._painter is None:
            return
        if self._backdrop is None or self._backdrop.devicePixelRatio() != self.devicePixelRatioF():
            self._arrange()
            self._backdrop = self._paint_backdrop()
        aside = self.horizontalScrollBar().value()
        in_sight = QRectF(event.rect()).translated(aside, 0)
        painter = QPainter(self.viewport())
        painter.translate(_to_whole_pixels(painter))
        painter.drawPixmap(-aside, 0, self._backdrop)
        painter.translate(-aside, 0)
        for layer in self._layers if self._shown else ():
            column = self._columns[layer.name]
            if layer.name in self._shown and in_sight.intersects(self._rect(column)):
                self._painter.paint_values(painter, layer, column, self._shown[layer.name])
        painter.end()

    def _arrange(self) -> None:
        """Find each layer's place anew, and colour what is shown for it."""
        self._backdrop = None
        if self._model is None:
            return
        self._arranged_size = self.size()
        self._painter = LayersPainter(self.font(), colours(self), self._layers, self._model.class_names)
        self._detail, self._pipeline = self._most_telling()
        columns = self._pipeline.columns
        self._columns = {layer.name: column for layer, column in zip(self._layers, columns, strict=True)}
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, round(self._pipeline.width) - self.width()))
        bar.setPageStep(max(1, self.width() - _LINE))
        bar.setSingleStep(_LINE)
        self._colour()
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
        assert self._painter is not None
        assert self._pipeline is not None
        ratio = self.devicePixelRatioF()
        size = QSize(self.width() + self.horizontalScrollBar().maximum(), self.height())
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        for layer in self._layers:
            self._painter.paint_empty(painter, layer, self._columns[layer.name], self._detail)
        for one, following in pairwise(self._pipeline.columns):
            self._painter.paint_arrow(painter, one, following, self._pipeline.middle)
        painter.end()
        return pixmap

    def _colour(self) -> None:
        """Make every layer's picture anew from its values."""
        shown = (layer for layer in self._layers if layer.name in self._values)
        self._shown = {layer.name: self._picture(layer, self._values[layer.name]) for layer in shown}

    def _picture(self, layer: ShownLayer, values: Floats) -> Shown:
        assert self._model is not None
        named = colours(self)
        match layer.face:
            case Face.INK | Face.COLOUR:
                entries = input_entries(values, self._model.normalisation)
                if layer.face is Face.COLOUR:
                    return Shown(values, colour_image(entries), channels_image(entries))
                return Shown(values, maps_image(entries, named, signed=False))
            case Face.BITMAPS:
                image = bitmaps_image(len(values), self._largest(layer.compared), named)
                return Shown(values, image, winner=self._winner)
        entries = entries_of(values, self._largest(layer.name), signed=layer.signed).reshape(picture_shape(layer))
        if layer.face is Face.UNITS:
            columns = self._columns[layer.name].across
            winner = self._winner if layer is self._layers[-1] else None
            return Shown(values, units_image(entries, columns, named, signed=layer.signed), winner=winner)
        return Shown(values, maps_image(entries, named, signed=layer.signed))

    def _largest(self, name: str) -> float:
        """The value with the strongest colour: the usual largest, or while that is not known the largest shown."""
        shown = self._values.get(name)
        return self._scales.get(name) or (AMPLITUDE if shown is None else float(np.abs(shown).max()))

    def _tooltip_at(self, position: QPointF, *, is_long: bool = False) -> str:
        at = position + QPointF(self.horizontalScrollBar().value(), 0)
        for layer in self._layers:
            if self._rect(self._columns[layer.name]).contains(at):
                longer = kind_explanation(layer.plan.layer) if is_long and layer.plan is not None else ""
                return "\n".join(filter(None, [self._class_text(layer, at), self._tooltip(layer), longer]))
        return ""

    def _class_text(self, layer: ShownLayer, at: QPointF) -> str:
        """The class of the last layer's unit at a point, and its value; empty elsewhere."""
        assert self._model is not None
        if layer is not self._layers[-1]:
            return ""
        column, values = self._columns[layer.name], self._values.get(layer.name)
        for index, name in enumerate(self._model.class_names):
            if QRectF(*column.cell(index)).contains(at):
                if values is None:
                    return name
                if layer.face is Face.BITMAPS:
                    text = tr("{name}: distance {value}")
                    return text.format(name=name, value=distance_text(float(values[index])))
                return tr("{name}: {value}").format(name=name, value=f"{values[index]:.2f}")
        return ""

    def _tooltip(self, layer: ShownLayer) -> str:
        if layer.plan is not None:
            return plan_tooltip(layer.plan, layer.dropouts)
        text = tr("Input: what the network receives, {shape}").format(shape=shape_text(layer.shape))
        return "\n".join([text, *(operation_text(dropout) for dropout in layer.dropouts)])

    def _rect(self, column: Column) -> QRectF:
        """The whole height of the view at a column."""
        return QRectF(column.x, 0, column.width, self.height())


def _to_whole_pixels(painter: QPainter) -> QPointF:
    """How far to move so that the view begins on a whole device pixel, as its blocks are arranged to."""
    device = painter.deviceTransform()
    left, top = device.dx(), device.dy()
    return QPointF((round(left) - left) / device.m11(), (round(top) - top) / device.m22())
