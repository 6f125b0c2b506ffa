"""What the network sees: the network input as a picture, and what was done to get there."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.fixed_lines import FixedLines
from lenet_app.gui.kit.help import explain
from lenet_app.gui.layers.images import input_entries
from lenet_app.gui.look.theme import Kind, colours, set_kind
from lenet_app.language import tr
from lenet_app.networks.kind import shape_text
from lenet_app.networks.normalisation import InputNormalisation

_SIDE = 96
_NOTE_LINES = 4
_COLOUR = 3
"""Channels of a picture with colours; of others the first one is shown."""


class InputView(QWidget):
    """The picture at the left, title and notes at its right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = _Picture()
        title = ElidedLabel()
        title.setText(tr("What the network sees"))
        set_kind(title, Kind.TITLE)
        self._notes = FixedLines(_NOTE_LINES)
        set_kind(self._notes, Kind.SECONDARY)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(title)
        texts.addWidget(self._notes)
        texts.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        self.setFixedHeight(_SIDE)
        self.setAccessibleName(title.text())
        explain(self, tr("The picture as it enters the network: its ink brought to one size, width and place."))

    @property
    def notes(self) -> str:
        """What is said of the input."""
        return self._notes.text()

    def show_input(
        self, network_input: npt.NDArray[np.float32], normalisation: InputNormalisation, notes: list[str]
    ) -> None:
        """Show an input, (channels, height, width), and what was done to the drawing or picture."""
        self._picture.show_pixels(input_entries(network_input, normalisation))
        channels, height, width = network_input.shape
        size = tr("{size} in colour") if channels == _COLOUR else "{size}"
        self._notes.setText(", ".join([size.format(size=shape_text((width, height))), *notes]))
        self.setAccessibleDescription(self._notes.text())

    def clear(self, note: str = "") -> None:
        """Show that there is nothing to see, and why; without a reason nothing is there yet."""
        self._picture.show_pixels(None)
        self._notes.setText(note or tr("Draw or open a picture"))
        self.setAccessibleDescription(self._notes.text())


class _Picture(QWidget):
    """A small picture with every pixel sharp."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(_SIDE, _SIDE)

    def show_pixels(self, pixels: npt.NDArray[np.uint8] | None) -> None:
        """Show uint8 (channels, height, width), or an empty square."""
        self._image = None
        if pixels is not None:
            is_colour = len(pixels) == _COLOUR
            packed = np.ascontiguousarray(pixels.transpose(1, 2, 0) if is_colour else pixels[0])
            height, width = packed.shape[:2]
            depth = QImage.Format.Format_RGB888 if is_colour else QImage.Format.Format_Grayscale8
            self._image = QImage(packed.data, width, height, packed.strides[0], depth).copy()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pixels in a rounded square."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setClipPath(corners)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        if self._image is not None:
            painter.drawImage(QRectF(self.rect()), self._image)
        painter.setClipping(False)
        painter.setPen(colours(self).outline)
        painter.drawPath(corners)
        painter.end()
