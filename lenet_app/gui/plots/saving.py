"""A chart as it can be kept: a picture of any resolution, SVG, numbers."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from lenet_app.charts.chart import Chart
from lenet_app.charts.svg import SIZE, as_svg
from lenet_app.charts.words import as_csv
from lenet_app.gui.inside.keep.keepsake import Form, Keepsake, Write
from lenet_app.storage.files import write_whole

USUAL_DPI = 200
_SVG_DPI = 96
"""Pixels of SVG in an inch."""
_INCHES_IN_METRE = 39.3701
_PNG = (Form.PNG_200_DPI, Form.PNG_100_DPI, Form.PNG_300_DPI, Form.PNG_600_DPI)


def chart_keepsake(
    chart: Callable[[], Chart], title: str, *, size: tuple[int, int] = SIZE, dark: bool = False
) -> Keepsake:
    """A chart in all its forms.

    Args:
        chart: is asked once somebody wants one.
        title: of it.
        size: in pixels of the screen.
        dark: whether pictures are for a dark page.
    """

    def png(dpi: int) -> Write:
        kept = chart()
        return lambda path: write_whole(path, as_png(as_svg(kept, size, dark=dark), dpi))

    def svg() -> Write:
        kept = chart()
        return lambda path: write_whole(path, as_svg(kept, size, dark=dark).encode())

    def csv() -> Write:
        kept = chart()
        return lambda path: write_whole(path, as_csv(kept))

    pictures: dict[Form, Callable[[], Write]] = {form: partial(png, form.dpi) for form in _PNG}
    return Keepsake(title, title, {**pictures, Form.SVG: svg, Form.CSV: csv})


def as_png(svg: str, dpi: int = USUAL_DPI) -> bytes:
    """An SVG as a picture with so many pixels to an inch; from any thread, where there is a QGuiApplication."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    size = renderer.defaultSize()
    image = QImage(
        QSize(round(size.width() * dpi / _SVG_DPI), round(size.height() * dpi / _SVG_DPI)), QImage.Format.Format_RGB32
    )
    image.fill(Qt.GlobalColor.white)
    image.setDotsPerMeterX(round(dpi * _INCHES_IN_METRE))
    image.setDotsPerMeterY(round(dpi * _INCHES_IN_METRE))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows no text for the format
    return bytes(content.data())
