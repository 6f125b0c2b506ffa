"""Pictures of steps as Qt paints them: as large as there is room, their aspect kept."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from lenet_app.gui.look.colours import Colours

_COARSE = 2.0  # how far a picture is enlarged before its pixels are left sharp: then they are what there is to see


def image_of(pixels: npt.NDArray[np.uint8]) -> QImage:
    """A copy of uint8 (height, width) or (height, width, 3) for Qt."""
    packed = np.ascontiguousarray(pixels)
    height, width = packed.shape[:2]
    depth = QImage.Format.Format_RGB888 if packed.ndim == 3 else QImage.Format.Format_Grayscale8
    return QImage(packed.data, width, height, packed.strides[0], depth).copy()


def paint_image(painter: QPainter, room: QRectF, image: QImage | None, named: Colours, corner: float) -> None:
    """Paint `image` in the middle of a square with round corners; without one the square is empty."""
    painter.save()
    outline = QPainterPath()
    outline.addRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
    painter.fillPath(outline, named.surface)
    if image is not None and not image.isNull():
        size = QSizeF(image.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(room.topLeft(), size)
        place.moveCenter(room.center())
        scale = size.width() / image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < _COARSE)
        painter.setClipPath(outline)
        painter.drawImage(place, image)
        painter.setClipping(False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(named.outline)
    painter.drawPath(outline)
    painter.restore()
