"""A picture at three degrees of a corruption, below the plot of it."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.charts.chart import number_text
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.layers.images import colour_image, maps_image
from lenet_app.gui.look.theme import colours, with_tabular_figures
from lenet_app.language import tr

_SIDE = 30
_SMALLER = 0.85
_COLOURS = 3


class ExamplesView(QWidget):
    """Paints the pictures from left to right, each with its degree below it."""

    def __init__(self) -> None:
        super().__init__()
        self._images: npt.NDArray[np.uint8] = np.empty((0, 1, 1, 1), np.uint8)
        self._shown: tuple[QImage, ...] = ()
        self._texts: tuple[str, ...] = ()
        font = with_tabular_figures(self.font())
        font.setPointSizeF(font.pointSizeF() * _SMALLER)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def texts(self) -> tuple[str, ...]:
        """The degrees."""
        return self._texts

    def set_examples(self, name: str, unit: str, degrees: tuple[float, ...], images: npt.NDArray[np.uint8]) -> None:
        """Show these.

        Args:
            name: of the corruption.
            unit: of the degrees; may be empty.
            degrees: of each picture.
            images: uint8 (n, channels, height, width), ink 255.
        """
        self._images = images
        self._texts = tuple(f"{number_text(degree)} {unit}".strip() for degree in degrees)
        self._colour()
        told = tr("{name}: what it makes of the first picture at {degrees}")
        self.setToolTip(plain(told.format(name=name, degrees=", ".join(self._texts))))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a picture and a line."""
        return QSize(3 * _SIDE, _SIDE + round(QFontMetricsF(self.font()).height()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint them."""
        painter, named = QPainter(self), colours(self)
        count = len(self._shown)
        for number, (image, text) in enumerate(zip(self._shown, self._texts, strict=True)):
            wide = self.width() / count
            middle = (number + 0.5) * wide
            across = _SIDE * image.width() / image.height()
            painter.drawImage(QRectF(middle - across / 2, 0, across, _SIDE), image)
            painter.setPen(named.secondary_text)
            below = QRectF(number * wide, _SIDE, wide, self.height() - _SIDE)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def _colour(self) -> None:
        named = colours(self)
        self._shown = tuple(
            colour_image(image) if len(image) == _COLOURS else maps_image(image[:1], named, signed=False)
            for image in self._images
        )
