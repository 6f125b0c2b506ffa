"""How the canvas looks but for the ink: paper, picture, hint, and the ring of the tool."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen, QPixmap

from lenet_app.gui.colours import Colours
from lenet_app.gui.widgets.canvas_content import ShownPicture

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


def paint_hint(painter: QPainter, square: QRect, text: str, colour: QColor) -> None:
    """A sentence in the middle of the sheet."""
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * _HINT_SIZE)
    painter.setFont(font)
    painter.setPen(colour)
    inner = square.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


class PictureCache:
    """Paints the picture, and keeps it at the size it was painted at: the pointer's ring repaints it all the time."""

    def __init__(self) -> None:
        self._picture: ShownPicture | None = None
        self._size = QSize()
        self._pixmap = QPixmap()

    def paint(self, painter: QPainter, square: QRect, picture: ShownPicture, named: Colours) -> None:
        """The picture fitted into the sheet, its caption below."""
        metrics = painter.fontMetrics()
        foot = metrics.height() + _MARGIN if picture.caption else 0
        room = square.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN - foot)
        height, width, _ = picture.pixels.shape
        scale = min(room.width() / width, room.height() / height)
        target = QRectF(0, 0, max(width * scale, 1.0), max(height * scale, 1.0))
        target.moveCenter(QRectF(room).center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < _ENLARGED_A_LOT)
        # The painter alone would look at four pixels only and leave thin lines ragged.
        reduced = (target.size() * painter.device().devicePixelRatio()).toSize().expandedTo(QSize(1, 1))
        pixmap = self._at(picture, reduced if scale < 1 else QSize(width, height))
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
        if picture.caption:
            line = QRect(room.left(), square.bottom() - foot - _MARGIN // 2, room.width(), foot)
            painter.setPen(named.secondary_text)
            caption = metrics.elidedText(picture.caption, Qt.TextElideMode.ElideMiddle, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, caption)

    def forget(self) -> None:
        """Let go of a picture that is not shown any more."""
        self._picture, self._pixmap = None, QPixmap()

    def _at(self, picture: ShownPicture, size: QSize) -> QPixmap:
        """`picture` at `size`, in device pixels."""
        if picture is not self._picture or size != self._size:
            self._picture, self._size = picture, size
            self._pixmap = QPixmap.fromImage(_image(picture, size))
        return self._pixmap


def _image(picture: ShownPicture, size: QSize) -> QImage:
    height, width, _ = picture.pixels.shape
    # `bytes` keeps rows without gaps whatever the array's strides are; the image must not outlive them.
    pixels = picture.pixels.tobytes()
    image = QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888)
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
