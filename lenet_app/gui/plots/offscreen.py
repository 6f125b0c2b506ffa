"""Pictures of charts for the command line: Qt draws them, and no window is opened."""

from PySide6.QtGui import QGuiApplication

from lenet_app.gui.plots.saving import as_png

_ARGUMENTS = ("lenet-app", "-platform", "offscreen")


def png_without_window(svg: str, dpi: int) -> bytes:
    """An SVG as a picture with so many pixels to an inch, on any computer with Qt, a display or not."""
    application = QGuiApplication.instance() or QGuiApplication(list(_ARGUMENTS))
    assert application is not None
    return as_png(svg, dpi)
