"""What is shown, painted once more for a file: as a picture of any size, or as SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QWidget

from lenet_app.gui.look.theme import colours

_MARGIN, _GAP = 8, 12
_INCH = 96
"""Pixels that the pages of the web have in an inch, and SVG with them."""


@dataclass(frozen=True, eq=False)
class Printed:
    """Something that can be painted anywhere.

    Args:
        size: in pixels.
        paint: paints it from the painter's origin on.
    """

    size: QSize
    paint: Callable[[QPainter], None]


@runtime_checkable
class Prints(Protocol):
    """A widget that shows a part of something and can print all of it."""

    def printed(self) -> Printed:
        """All of it, also what is scrolled out of sight."""


def printed(widget: QWidget) -> Printed:
    """A widget as it is seen; all of what it scrolls, where it can print that."""
    if isinstance(widget, Prints):
        return widget.printed()

    def paint(painter: QPainter) -> None:
        widget.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)

    return Printed(widget.size(), paint)


def side_by_side(parts: Sequence[Printed], title: str, font: QFont, widget: QWidget) -> Printed:
    """Several below one title, on the ground of the panels.

    Args:
        parts: from left to right.
        title: above them; may be empty.
        font: of the title.
        widget: knows the colours.
    """
    named, bold = colours(widget), QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    head = QFontMetrics(bold).height() + _MARGIN if title else 0
    width = sum(part.size.width() for part in parts) + (len(parts) - 1) * _GAP + 2 * _MARGIN
    width = max(width, QFontMetrics(bold).horizontalAdvance(title) + 2 * _MARGIN)
    height = head + max((part.size.height() for part in parts), default=0) + 2 * _MARGIN

    def paint(painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, width, height), named.panel)
        painter.setPen(named.text)
        painter.setFont(bold)
        place = QRectF(_MARGIN, _MARGIN, width - 2 * _MARGIN, head)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft, title)
        left = _MARGIN
        for part in parts:
            painter.save()
            painter.translate(left, _MARGIN + head)
            part.paint(painter)
            painter.restore()
            left += part.size.width() + _GAP

    return Printed(QSize(width, height), paint)


def as_image(what: Printed, scale: int) -> QImage:
    """A picture of it, `scale` times as large as on the screen, its letters and lines as sharp as there."""
    image = QImage(what.size * scale, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(scale, scale)
    what.paint(painter)
    painter.end()
    return image


def as_png(image: QImage) -> bytes:
    """A picture as a file; from any thread."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows no text for the format
    return bytes(content.data())


def as_svg(what: Printed, title: str) -> bytes:
    """The same as SVG: letters and lines are shapes, pictures of numbers stay pictures."""
    from PySide6.QtSvg import QSvgGenerator  # noqa: PLC0415 - loaded when somebody saves such a file

    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_INCH)
    generator.setSize(what.size)
    generator.setViewBox(QRectF(0, 0, what.size.width(), what.size.height()))
    generator.setTitle(title)
    painter = QPainter(generator)
    what.paint(painter)
    painter.end()
    return bytes(content.data())
