"""Every layer's activations as live thumbnails, from the network input to the output."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from lenet_app.gui.layer_texts import architecture_text, counts_text, kind_text, layer_title, plan_tooltip
from lenet_app.gui.theme import colours
from lenet_app.gui.widgets.layer_images import (
    INPUT,
    input_entries,
    is_signed,
    layer_entries,
    maps_image,
    units_image,
)
from lenet_app.gui.widgets.layers_layout import HEADING, NOTE, Block, arrange, total_height
from lenet_app.networks.architecture import Architecture, shape_text
from lenet_app.networks.model import Model

Floats = npt.NDArray[np.float32]

_MIDDLE_LIGHTNESS = 0.55
_MOST_NAMES = 16
"""More classes than these have cells too small for names."""


class LayersView(QWidget):
    """Shows one model's activations; empty maps until there is something to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._images: dict[str, QImage] = {}
        self._values: dict[str, Floats] = {}
        self._blocks: dict[str, Block] = {}
        self._backdrop: QPixmap | None = None
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
        self._colour()
        self.update()

    def clear(self) -> None:
        """Show empty maps."""
        self._values, self._images = {}, {}
        self.update()

    def values(self, name: str) -> Floats | None:
        """What is shown for a layer; None while nothing is."""
        return self._values.get(name)

    def place(self, name: str) -> Block:
        """Where a layer is shown, in pixels of this view."""
        return self._blocks[name]

    def sizeHint(self) -> QSize:
        """Room for LeNet-5 in a window of 1280 × 720."""
        return QSize(680, 480)

    def minimumSizeHint(self) -> QSize:
        """What LeNet-5 can still be read at."""
        return QSize(360, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the sizes that fit."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
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
        if self._backdrop is None or self._backdrop.devicePixelRatio() != self.devicePixelRatioF():
            self._arrange()
            self._backdrop = self._paint_backdrop()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._backdrop)
        for name in self._images:
            self._paint_values(painter, name, self._blocks[name])
        painter.end()

    def _arrange(self) -> None:
        """Find each layer's place anew, and colour what is shown for it."""
        self._backdrop = None
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
        self._colour()
        self.update()

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

    def _paint_backdrop(self) -> QPixmap:
        """Everything that stays while the activations change: headings, notes and empty cells."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        for name, block in self._blocks.items():
            self._paint_texts(painter, name, block)
            for index in range(block.count):
                painter.fillRect(QRectF(*block.cell(index)), colours(self).hover)
            self._paint_class_names(painter, name, block)
        painter.end()
        return pixmap

    def _paint_texts(self, painter: QPainter, name: str, block: Block) -> None:
        named = colours(self)
        title, kind, note = self._texts(name)
        bold, middle = self._bold_font(), Qt.AlignmentFlag.AlignVCenter
        line = QRectF(block.x, block.y, block.width, HEADING - 6)
        painter.setFont(bold)
        painter.setPen(named.text)
        painter.drawText(line, middle, title)
        painter.setFont(self._small_font())
        painter.setPen(named.secondary_text)
        painter.drawText(line.adjusted(QFontMetricsF(bold).horizontalAdvance(title) + 8, 0, 0, 0), middle, kind)
        below = QRectF(block.x, block.y + HEADING + block.cells_height + 2, block.width, NOTE - 4)
        painter.drawText(below, middle, note)

    def _paint_values(self, painter: QPainter, name: str, block: Block) -> None:
        image = self._images[name]
        if self._values[name].ndim == 1:
            self._paint_units(painter, image, block)
        else:
            rows = image.height() / block.count
            for index in range(block.count):
                painter.drawImage(QRectF(*block.cell(index)), image, QRectF(0, index * rows, image.width(), rows))
        self._paint_class_names(painter, name, block)

    def _paint_units(self, painter: QPainter, image: QImage, block: Block) -> None:
        """All units in one go, then the gaps between them: far quicker than one by one."""
        across, down = block.cell_width + block.gap, block.cell_height + block.gap
        left, top, _, _ = block.cell(0)
        whole = QRectF(left, top, block.columns * across, block.rows * down)
        painter.drawImage(whole, image)
        gaps = [
            QRectF(left + (n + 1) * across - block.gap, top, block.gap, whole.height()) for n in range(block.columns)
        ]
        gaps += [QRectF(left, top + (n + 1) * down - block.gap, whole.width(), block.gap) for n in range(block.rows)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours(self).panel)
        painter.drawRects(gaps)

    def _paint_class_names(self, painter: QPainter, name: str, block: Block) -> None:
        """Each unit of the last layer bears the name of its class."""
        assert self._model is not None
        if name != self._model.architecture.layers[-1].name or block.count > _MOST_NAMES:
            return
        image = self._images.get(name)
        painter.setFont(self._small_font())
        for index, class_name in enumerate(self._model.class_names):
            row, column = divmod(index, block.columns)
            behind = image.pixelColor(column, row) if image else colours(self).hover
            light = behind.lightnessF() > _MIDDLE_LIGHTNESS
            painter.setPen(Qt.GlobalColor.black if light else Qt.GlobalColor.white)
            painter.drawText(QRectF(*block.cell(index)), Qt.AlignmentFlag.AlignCenter, class_name)

    def _colour(self) -> None:
        """Make every layer's picture anew from its values."""
        assert self._model is not None
        named, architecture = colours(self), self._model.architecture
        self._images = {}
        for name, values in self._values.items():
            signed = is_signed(architecture, name)
            if name == INPUT:
                entries = input_entries(values, self._model.normalisation)
            else:
                entries = layer_entries(values, signed=signed)
            if values.ndim == 1:
                self._images[name] = units_image(entries, self._blocks[name].columns, named, signed=signed)
            else:
                self._images[name] = maps_image(entries, named, signed=signed)

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
