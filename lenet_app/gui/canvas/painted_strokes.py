"""The strokes on the canvas: smooth, crisp at every scale, and painted only once."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from lenet_app.ink.strokes import Colour, Drawing, Point, Stroke

# A stroke is painted in pieces of so many curves: what is behind the last piece need not be painted again while the
# stroke grows.
_PIECE = 24
_REACH_BACK = 3  # points whose curves a new point changes

_Look = tuple[int, float, int, bool]


class _Layer:
    """A transparent square that is painted on bit by bit, until it has to look different."""

    def __init__(self) -> None:
        self.pixmap = QPixmap()
        self._look: _Look | None = None

    def take(self, look: _Look) -> bool:
        """Whether the layer has the side, the ratio and the colours of `look` already; clears it for them otherwise."""
        if look == self._look:
            return True
        self._look = look
        self.clear()
        return False

    def clear(self) -> None:
        assert self._look
        side, ratio, *_ = self._look
        self.pixmap = QPixmap(QSize(side, side) * ratio)
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)


class InkCache:
    """Paints finished strokes and the growing one, and keeps what does not change any more."""

    def __init__(self) -> None:
        self._finished = _Layer()
        self._drawing = Drawing()
        self._growing = _Layer()
        self._settled: tuple[Point, ...] = ()

    def paint(
        self,
        painter: QPainter,
        square: QRect,
        drawing: Drawing,
        growing: Stroke | None,
        ink: QColor,
        *,
        coloured: bool = False,
    ) -> None:
        """Paint `drawing`, and over it the stroke that is not finished yet.

        Args:
            painter: of the widget, in device-independent pixels.
            square: where the drawing goes.
            drawing: the finished strokes.
            growing: has at least the points that it had before, as long as it is the same stroke.
            ink: the colour.
            coloured: whether strokes that have a colour of their own keep it.
        """
        ratio = painter.device().devicePixelRatio()
        self._finish(drawing, (square.width(), ratio, ink.rgba(), coloured), ink)
        painter.drawPixmap(square.topLeft(), self._finished.pixmap)
        if growing is None:
            self._settled = ()
            return
        own = _colour_of(growing, ink, coloured)
        tail = self._settle(growing, (square.width(), ratio, own.rgba(), coloured), own)
        painter.drawPixmap(square.topLeft(), self._growing.pixmap)
        painter.save()
        painter.translate(square.topLeft())
        _paint_pieces(painter, growing, square.width(), own, tail)
        painter.restore()

    def _finish(self, drawing: Drawing, look: _Look, ink: QColor) -> None:
        """Bring the finished strokes up to `drawing`."""
        same_look = self._finished.take(look)
        if same_look and drawing is self._drawing:
            return
        side = look[0]
        known, bounds = 0, QRect(0, 0, side, side)
        if same_look and _continues(drawing, self._drawing):
            known = len(self._drawing.strokes)
        elif same_look:
            bounds = _changed_bounds(drawing, self._drawing, side)
        painter = QPainter(self._finished.pixmap)
        painter.setClipRect(bounds)
        if known == 0:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(bounds, ink)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for stroke in drawing.strokes[known:]:
            if _pixel_bounds(stroke.points, stroke.width, side).intersects(bounds):
                _paint_pieces(painter, stroke, side, _colour_of(stroke, ink, look[3]), 0, within=bounds)
        painter.end()
        self._drawing = drawing

    def _settle(self, growing: Stroke, look: _Look, ink: QColor) -> int:
        """Keep the pieces that cannot change any more; the number of the first that can."""
        same = self._growing.take(look) and growing.points[: len(self._settled)] == self._settled
        if not (same and self._settled):
            self._growing.clear()
            self._settled = growing.points[:1]
        before = (len(self._settled) - 1) // _PIECE
        after = max(len(growing.points) - 2, 0) // _PIECE
        if after > before:
            painter = QPainter(self._growing.pixmap)
            _paint_pieces(painter, growing, look[0], ink, before, after)
            painter.end()
            self._settled = growing.points[: after * _PIECE + 1]
        return after


def _colour_of(stroke: Stroke, ink: QColor, coloured: bool) -> QColor:
    return QColor(*stroke.colour) if coloured and stroke.colour is not None else ink


def fresh_bounds(points: Sequence[Point], width: float, square: QRect) -> QRect:
    """What the last of `points` changes in the picture of a growing stroke, in the pixels of `square`."""
    return _pixel_bounds(points[-_REACH_BACK:], width, square.width()).translated(square.topLeft())


def _pixel_bounds(points: Sequence[Point], width: float, side: float) -> QRect:
    """What a line through `points` covers at most on a square that begins at (0, 0); empty without points."""
    if not points:
        return QRect()
    xs, ys = zip(*points, strict=True)
    box = QRectF(min(xs) * side, min(ys) * side, (max(xs) - min(xs)) * side, (max(ys) - min(ys)) * side)
    reach = width * side / 2 + 2
    return box.adjusted(-reach, -reach, reach, reach).toAlignedRect()


def _continues(drawing: Drawing, earlier: Drawing) -> bool:
    """Whether `drawing` is `earlier` with strokes added."""
    enough = len(drawing.strokes) >= len(earlier.strokes)
    return enough and all(a is b for a, b in zip(drawing.strokes, earlier.strokes, strict=False))


def _changed_bounds(drawing: Drawing, earlier: Drawing, side: float) -> QRect:
    """Where the two look different: an eraser changes little, and painting everything anew takes its time."""
    shared = {*map(id, drawing.strokes)} & {*map(id, earlier.strokes)}
    one, other = (
        {bend for stroke in each.strokes if id(stroke) not in shared for bend in _bends(stroke)}
        for each in (drawing, earlier)
    )
    bounds = QRect()
    for *points, width, _ in one ^ other:
        bounds = bounds.united(_pixel_bounds(points, width, side))
    return bounds


def _bends(stroke: Stroke) -> Iterator[tuple[Point, Point, Point, float, Colour | None]]:
    """Each point with those beside it, width and colour: what the curve at this point depends on."""
    points = stroke.points
    before, after = (*points[:1], *points[:-1]), (*points[1:], *points[-1:])
    return zip(before, points, after, repeat(stroke.width), repeat(stroke.colour), strict=False)


def _paint_pieces(
    painter: QPainter,
    stroke: Stroke,
    side: float,
    ink: QColor,
    first: int,
    beyond: int | None = None,
    *,
    within: QRect | None = None,
) -> None:
    """Paint the pieces `first` to `beyond` (all that follow, without) of a stroke on a square that begins at (0, 0).

    Those that lie outside of `within` may be left out.
    """
    if not stroke.points:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = stroke.width * side
    if len(stroke.points) == 1:
        (x, y), radius = stroke.points[0], width / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(x * side, y * side), radius, radius)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    last = max(len(stroke.points) - 2, 0) // _PIECE
    for piece in range(first, last + 1 if beyond is None else beyond):
        points = stroke.points[piece * _PIECE : (piece + 1) * _PIECE + 2]
        if within is None or within.intersects(_pixel_bounds(points, stroke.width, side)):
            painter.drawPath(_piece_path(points, side, piece == 0, piece == last))


def _piece_path(points: Sequence[Point], side: float, is_first: bool, is_last: bool) -> QPainterPath:
    """Curves that lead from midpoint to midpoint and bend towards the drawn points in between.

    The first piece begins and the last one ends in a drawn point instead.
    """
    pixels = [(x * side, y * side) for x, y in points]
    path = QPainterPath(QPointF(*(pixels[0] if is_first else _middle(*pixels[:2]))))
    for here, following in pairwise(pixels[1:]):
        path.quadTo(*here, *_middle(here, following))
    if is_last:
        path.lineTo(*pixels[-1])
    return path


def _middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
