"""Pictures of charts for the command line: Qt draws them, and no window is opened."""

from lenet_app.gui.plots.saving import as_png
from lenet_app.gui.system.windowless import windowless_application


def png_without_window(svg: str, dpi: int) -> bytes:
    """An SVG as a picture with so many pixels to an inch, on any computer with Qt, a display or not."""
    application = windowless_application()
    picture = as_png(svg, dpi)
    del application
    return picture
