"""A sheet to write on, painted: as a PDF of lines and letters, or on whatever else Qt paints on."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from lenet_app.gui.system.windowless import windowless_application
from lenet_app.language import tr
from lenet_app.samples.sheets.layout import LINE, MARK, MARK_CENTRE, MARK_GAP, MARK_HOLE, Area, Layout

_UNITS = 100
"""To a millimetre: letters have whole numbers of them."""
_TO_PDF = 1200
"""Dots to an inch, to which a PDF's numbers are rounded."""
_INCH = 25.4

_BLACK, _WHITE = QColor(0, 0, 0), QColor(255, 255, 255)
_PALE, _QUIET = QColor(184, 197, 216), QColor(110, 118, 130)
"""Of the lines around cells, which pens are darker than, and of what is to be read but not to be heeded."""
_CAPTION = QColor(120, 138, 168)


def sheet_pdf(layout: Layout) -> bytes:
    """The sheet as a PDF of one page in the layout's size."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(tr("Digits to write"))
    writer.setCreator("lenet-app")
    writer.setResolution(_TO_PDF)
    width, height = layout.size
    is_upright = height > width
    orientation = QPageLayout.Orientation.Portrait if is_upright else QPageLayout.Orientation.Landscape
    paper = QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Millimeter)
    writer.setPageLayout(QPageLayout(paper, orientation, QMarginsF()))
    painter = QPainter(writer)
    painter.scale(_TO_PDF / _INCH, _TO_PDF / _INCH)
    paint_sheet(painter, layout)
    painter.end()
    return bytes(content.data())


def pdf_without_window(layout: Layout) -> bytes:
    """The same, on any computer with Qt, a display or not."""
    application = windowless_application()
    content = sheet_pdf(layout)
    del application
    return content


def paint_sheet(painter: QPainter, layout: Layout) -> None:
    """Paint the sheet from the painter's origin on, a unit of its coordinates to the millimetre."""
    painter.save()
    painter.scale(1 / _UNITS, 1 / _UNITS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, (x, y) in enumerate(layout.marks):
        sides = (MARK, MARK_GAP, MARK_CENTRE, *([MARK_HOLE] if number == 0 else []))
        for place, side in enumerate(sides):
            painter.fillRect(_rectangle(Area(x - side / 2, y - side / 2, side, side)), _WHITE if place % 2 else _BLACK)
    for square in layout.squares:
        painter.fillRect(_rectangle(square), _BLACK)
    _paint_texts(painter, layout)
    lines = QPen(_PALE, LINE * _UNITS)
    lines.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    for cell in layout.cells:
        painter.setPen(lines)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(_rectangle(cell.area))
        _write(painter, cell.caption, str(cell.digit), _CAPTION, height=0.62 * cell.caption.height)
    painter.restore()


def _paint_texts(painter: QPainter, layout: Layout) -> None:
    left, top, width, height = layout.title
    _write(painter, Area(left, top, width, 0.58 * height), tr("Write each digit in its boxes"), _BLACK, 5.2, bold=True)
    how = tr("Write as you always do, with a dark pen. A box may stay empty.")
    _write(painter, Area(left, top + 0.58 * height, width, 0.42 * height), how, _QUIET, 3.2)
    back = tr("Then photograph or scan the whole sheet, so that all four corner marks are seen.")
    _write(painter, layout.hint, back, _QUIET, 3.2)
    name = layout.name_line
    text = tr("Name (not read)")
    _write(painter, name, text, _QUIET, 3.2, Qt.AlignmentFlag.AlignLeft)
    painter.setPen(QPen(_PALE, LINE * _UNITS))
    begin = name.left + QFontMetricsF(_font(3.2)).horizontalAdvance(text) / _UNITS + 2
    bottom = round((name.top + 0.68 * name.height) * _UNITS)
    painter.drawLine(round(begin * _UNITS), bottom, round((name.left + name.width) * _UNITS), bottom)


def _write(
    painter: QPainter,
    area: Area,
    text: str,
    colour: QColor,
    height: float,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    *,
    bold: bool = False,
) -> None:
    """A line of text within an area, its font so many millimetres high, or smaller where it is too long."""
    font = _font(height, bold=bold)
    needed = QFontMetricsF(font).horizontalAdvance(text) / _UNITS
    if needed > area.width:
        font = _font(height * area.width / needed, bold=bold)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(_rectangle(area), side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


def _font(height: float, *, bold: bool = False) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(max(1, int(height * _UNITS)))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def _rectangle(area: Area) -> QRectF:
    return QRectF(*(part * _UNITS for part in area))
