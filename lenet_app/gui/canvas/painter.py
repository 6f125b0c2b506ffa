"""How the canvas looks but for the ink: paper, picture, hint, and the ring of the tool."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap

from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.look.colours import Colours

CORNER = 8.0  # pixels
_MARGIN = 8  # pixels between a picture and the edge
_ENLARGED_A_LOT = 3.0  # from here on single pixels are meant to be seen
_SMALLEST_RING = 3.0  # pixels; a thinner pen must still be found
_HINT_SIZE = 1.5  # times the widget's font


def paper_path(square: QRect) -> QPainterPath:
    """The sheet: `square` with round corners."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(square), CORNER, CORNER)
    return path


def paint_edge(painter: QPainter, square: QRect, named: Colours, *, emphasised: bool) -> None:
    """The outline of the sheet; `emphasised` for the keyboard's focus and for a file held over it."""
    width = 2.0 if emphasised else 1.0
    edge = QRectF(square).adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(named.accent if emphasised else named.outline, width))
    painter.drawRoundedRect(edge, CORNER - width / 2, CORNER - width / 2)


def paint_hint(painter: QPainter, square: QRect, text: str, detail: str = "", *, colour: QColor) -> None:
    """A sentence in the middle of the sheet, and below it `detail`, smaller."""
    small, large = QFont(painter.font()), QFont(painter.font())
    large.setPointSizeF(large.pointSizeF() * _HINT_SIZE)
    painter.setPen(colour)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    lines = [(font, words) for font, words in ((large, text), (small, detail)) if words]
    inner = square.adjusted(2 * _MARGIN, 0, -2 * _MARGIN, 0)
    heights = [QFontMetrics(font).boundingRect(inner, flags, words).height() for font, words in lines]
    top = square.center().y() - (sum(heights) + _MARGIN * (len(lines) - 1)) // 2
    for (font, words), height in zip(lines, heights, strict=True):
        painter.setFont(font)
        painter.drawText(QRect(inner.left(), top, inner.width(), height), flags, words)
        top += height + _MARGIN


class PictureCache:
    """Paints the picture, and keeps it at the size it was painted at: the pointer's ring repaints it all the time."""

    def __init__(self) -> None:
        self._pixels: npt.NDArray[np.uint8] | None = None
        self._size = QSize()
        self._pixmap = QPixmap()

    def paint(
        self, painter: QPainter, square: QRect, picture: ShownPicture, named: Colours, *, whole: bool = False
    ) -> None:
        """The picture fitted into the sheet, its caption below; `whole` shows it as a white sheet does."""
        pixels = picture.pixels if picture.whole is None or not whole else picture.whole
        metrics = painter.fontMetrics()
        foot = metrics.height() + _MARGIN if picture.caption else 0
        room = square.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN - foot)
        height, width, _ = pixels.shape
        scale = min(room.width() / width, room.height() / height)
        target = QRectF(0, 0, max(width * scale, 1.0), max(height * scale, 1.0))
        target.moveCenter(QRectF(room).center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < _ENLARGED_A_LOT)
        # The painter alone would look at four pixels only and leave thin lines ragged.
        reduced = (target.size() * painter.device().devicePixelRatio()).toSize().expandedTo(QSize(1, 1))
        pixmap = self._at(pixels, reduced if scale < 1 else QSize(width, height))
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
        if picture.caption:
            line = QRect(room.left(), square.bottom() - foot - _MARGIN // 2, room.width(), foot)
            painter.setPen(named.secondary_text)
            caption = metrics.elidedText(picture.caption, Qt.TextElideMode.ElideMiddle, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, caption)

    def forget(self) -> None:
        """Let go of a picture that is not shown any more."""
        self._pixels, self._pixmap = None, QPixmap()

    def _at(self, pixels: npt.NDArray[np.uint8], size: QSize) -> QPixmap:
        """The picture at `size`, in device pixels."""
        if pixels is not self._pixels or size != self._size:
            self._pixels, self._size = pixels, size
            self._pixmap = QPixmap.fromImage(_image(pixels, size))
        return self._pixmap


def _image(pixels: npt.NDArray[np.uint8], size: QSize) -> QImage:
    height, width, _ = pixels.shape
    # `bytes` keeps rows without gaps whatever the array's strides are; the image must not outlive them.
    packed = pixels.tobytes()
    image = QImage(packed, width, height, 3 * width, QImage.Format.Format_RGB888)
    aspect, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.copy() if image.size() == size else image.scaled(size, aspect, smooth)


def paint_ring(painter: QPainter, centre: QPointF, radius: float, named: Colours) -> None:
    """The outline of the tool around the pointer, seen on paper and on ink alike."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = max(radius, _SMALLEST_RING)
    for colour, width in ((named.paper, 3.0), (named.secondary_text, 1.25)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(centre, radius, radius)


def ring_bounds(centre: QPointF | None, radius: float) -> QRect:
    """What `paint_ring` touches; empty without a centre."""
    if centre is None:
        return QRect()
    reach = max(radius, _SMALLEST_RING) + 3
    return QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach).toAlignedRect()
