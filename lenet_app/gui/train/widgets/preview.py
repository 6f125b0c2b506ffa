"""A row of small pictures: training pictures as the recipe varies them."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr

COUNT = 8
_GAP, _MOST = 2, 40


class Preview(QWidget):
    """Shows up to `COUNT` pictures beside each other; grey ones as ink on the window's paper, light or dark."""

    def __init__(self) -> None:
        super().__init__()
        self._pictures: list[npt.NDArray[np.uint8]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(20)
        self.setAccessibleName(tr("Training pictures as they will be varied"))
        self.setToolTip(tr("Two training pictures, as each time they are seen might show them"))
        explain(
            self,
            tr(
                "Two pictures of the data set, four times each, varied as the recipe says. What is still a three to you"
                " is what the network should learn as a three; where it is not, they are varied too far."
            ),
        )

    @property
    def count(self) -> int:
        """How many pictures are shown."""
        return len(self._pictures)

    def show_pictures(self, images: npt.NDArray[np.uint8]) -> None:
        """Show these, uint8 (n, channels, height, width)."""
        self._pictures = list(images[:COUNT])
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the pictures are wide."""
        return QSize(COUNT * 22, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint them as large as the row lets them be."""
        side = min(_MOST, self.height(), (self.width() + _GAP) // COUNT - _GAP)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, picture in enumerate(self._pictures):
            image = _image(picture, dark=colours(self).dark)
            painter.drawImage(QRect(number * (side + _GAP), (self.height() - side) // 2, side, side), image)
        painter.end()


def _image(picture: npt.NDArray[np.uint8], *, dark: bool) -> QImage:
    grey = picture.shape[0] == 1
    ink = picture[0] if dark else 255 - picture[0]
    rows = np.ascontiguousarray(ink if grey else picture[:3].transpose(1, 2, 0))
    height, width = rows.shape[:2]
    kind = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
    image = QImage(rows.data, width, height, rows.strides[0], kind).copy()
    return image.scaled(4 * width, 4 * height, mode=Qt.TransformationMode.SmoothTransformation)
