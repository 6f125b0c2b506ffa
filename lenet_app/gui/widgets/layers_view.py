"""Every layer's activations as live thumbnails, from the network input to the output."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from lenet_app.gui.colour_maps import NEUTRAL, non_negative_map, signed_map
from lenet_app.gui.layer_texts import architecture_text, counts_text, kind_text, layer_title, plan_tooltip
from lenet_app.gui.theme import colours
from lenet_app.gui.widgets.layers_layout import HEADING, NOTE, Block, arrange, total_height
from lenet_app.networks.architecture import Activation, Architecture, MaxPooling, shape_text
from lenet_app.networks.model import Model

Floats = npt.NDArray[np.float32]

INPUT = "input"
_MIDDLE_LIGHTNESS = 0.55


class LayersView(QWidget):
    """Shows one model's activations; empty maps until there is something to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._images: dict[str, QImage] = {}
        self._values: dict[str, Floats] = {}
        self._blocks: dict[str, Block] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Layers"))

    @property
    def architecture(self) -> Architecture | None:
        """The network that is shown."""
        return self._model.architecture if self._model else None

    def set_model(self, model: Model) -> None:
        """Show this model's layers, empty until `show_activations`; those of the same architecture keep their place."""
        rearranged = self.architecture != model.architecture
        self._model = model
        if rearranged:
            self.clear()
            self._arrange()
        self.setAccessibleDescription(architecture_text(model.architecture))
        self.update()

    def show_activations(self, network_input: Floats, activations: Mapping[str, Floats]) -> None:
        """Show what the network received, (channels, height, width), and each layer's output by its name."""
        self._values = {INPUT: network_input, **activations}
        self._images = {name: self._image(name, values) for name, values in self._values.items()}
        self.update()

    def clear(self) -> None:
        """Show empty maps."""
        self._values, self._images = {}, {}
        self.update()

    def values(self, name: str) -> Floats | None:
        """What is shown for a layer; None while nothing is."""
        return self._values.get(name)

    def sizeHint(self) -> QSize:
        """Room for LeNet-5 in a window of 1280 × 720."""
        return QSize(680, 480)

    def minimumSizeHint(self) -> QSize:
        """What LeNet-5 can still be read at."""
        return QSize(400, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the sizes that fit."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._values:
            self._images = {name: self._image(name, values) for name, values in self._values.items()}
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def event(self, event: QEvent) -> bool:
        """Show a layer's facts as its tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tooltip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every layer."""
        if self.architecture is None:
            return
        painter = QPainter(self)
        for name, block in self._blocks.items():
            self._paint_block(painter, name, block)
        painter.end()

    def _arrange(self) -> None:
        """Find each layer's place anew."""
        architecture = self.architecture
        if architecture is None:
            return
        names = [INPUT, *(plan.name for plan in architecture.plans)]
        shapes = [architecture.input_shape, *(plan.output_shape for plan in architecture.plans)]
        least = [self._text_width(name) for name in names]
        width, height = float(self.width()), float(self.height())
        placed = arrange(shapes, least, width=width, height=height, ratio=self.devicePixelRatioF())
        self._blocks = dict(zip(names, placed, strict=True))
        self.setMinimumHeight(min(300, int(total_height(placed))))

    def _texts(self, name: str) -> tuple[str, str, str]:
        """A block's title, what stands beside it, and the note below."""
        assert self.architecture is not None
        if name == INPUT:
            return self.tr("Input"), "", shape_text(self.architecture.input_shape)
        plan = next(plan for plan in self.architecture.plans if plan.name == name)
        return layer_title(plan.layer), kind_text(plan.layer), counts_text(plan)

    def _text_width(self, name: str) -> float:
        title, kind, note = self._texts(name)
        small = QFontMetricsF(self._small_font())
        heading = QFontMetricsF(self._bold_font()).horizontalAdvance(title) + 8 + small.horizontalAdvance(kind)
        return max(heading, small.horizontalAdvance(note)) + 2

    def _paint_block(self, painter: QPainter, name: str, block: Block) -> None:
        named = colours(self)
        title, kind, note = self._texts(name)
        bold = self._bold_font()
        painter.setFont(bold)
        painter.setPen(named.text)
        line = QRectF(block.x, block.y, block.width, HEADING - 6)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle, title)
        painter.setFont(self._small_font())
        painter.setPen(named.secondary_text)
        painter.drawText(line.adjusted(QFontMetricsF(bold).horizontalAdvance(title) + 8, 0, 0, 0), middle, kind)
        below = QRectF(block.x, block.y + HEADING + block.cells_height + 2, block.width, NOTE - 4)
        painter.drawText(below, middle, note)
        self._paint_cells(painter, name, block)

    def _paint_cells(self, painter: QPainter, name: str, block: Block) -> None:
        assert self._model is not None
        image = self._images.get(name)
        is_output = name == self._model.architecture.layers[-1].name
        for index in range(block.count):
            target = QRectF(*block.cell(index))
            if image is None:
                painter.fillRect(target, colours(self).hover)
            else:
                rows = image.height() / block.count
                painter.drawImage(target, image, QRectF(0, index * rows, image.width(), rows))
            if is_output:
                behind = colours(self).hover if image is None else image.pixelColor(0, index)
                painter.setPen(
                    Qt.GlobalColor.black if behind.lightnessF() > _MIDDLE_LIGHTNESS else Qt.GlobalColor.white
                )
                painter.drawText(target, Qt.AlignmentFlag.AlignCenter, self._model.class_names[index])

    def _image(self, name: str, values: Floats) -> QImage:
        """All maps of a layer below each other in one picture; units are maps of one pixel."""
        maps = values if values.ndim == 3 else values[:, None, None]
        flat = np.ascontiguousarray(maps.reshape(-1, maps.shape[-1]))
        pixels = np.ascontiguousarray(self._table(name)[self._entries(name, flat)])
        height, width, _ = pixels.shape
        # A copy: the picture must outlive the array.
        return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()

    def _entries(self, name: str, values: Floats) -> npt.NDArray[np.uint8]:
        """Each value's entry in its colour map."""
        assert self._model is not None
        if name == INPUT:
            normalisation = self._model.normalisation
            share = (values - normalisation.background) / (normalisation.ink - normalisation.background)
            return (np.clip(share, 0, 1) * 255).astype(np.uint8)
        largest = max(float(np.abs(values).max()), 1e-6)
        if self._is_signed(name):
            return np.round(NEUTRAL + 127 * values / largest).astype(np.uint8)
        return np.round(255 * values / largest).astype(np.uint8)

    def _is_signed(self, name: str) -> bool:
        """Whether a layer's values may be below zero."""
        assert self.architecture is not None
        signed = False
        for layer in self.architecture.layers if name != INPUT else ():
            if not isinstance(layer, MaxPooling):
                signed = layer.activation is Activation.NONE
            if layer.name == name:
                break
        return signed

    def _table(self, name: str) -> npt.NDArray[np.uint8]:
        dark = colours(self).dark
        return signed_map(dark) if self._is_signed(name) else non_negative_map(dark)

    def _tooltip_at(self, position: QPointF) -> str:
        for name, block in self._blocks.items():
            if QRectF(block.x, block.y, block.width, block.height).contains(position):
                return self._tooltip(name)
        return ""

    def _tooltip(self, name: str) -> str:
        assert self.architecture is not None
        if name == INPUT:
            text = self.tr("Input: what the network receives, {shape}")
            return text.format(shape=shape_text(self.architecture.input_shape))
        return plan_tooltip(next(plan for plan in self.architecture.plans if plan.name == name))

    def _bold_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.92)
        return font
