"""The program's icon in the forms that each system wants, drawn from its one SVG."""

import os
import sys
from pathlib import Path

from PIL import Image

from bundle import facts
from lenet_app.paths import bundled

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
_LARGEST_ICO = 256


def picture(side: int) -> Image.Image:
    """The icon, RGBA, so many pixels wide and high."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt  # noqa: PLC0415 - only now the platform is chosen
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    image = QImage(side, side, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(bundled("assets", "lenet-app.svg"))).render(painter)
    painter.end()
    return Image.frombytes("RGBA", (side, side), bytes(image.constBits()))


def icon_file(folder: Path) -> Path:
    """Write the icon as this system's programs carry it, .ico or .icns, and return its place."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = [picture(side) for side in SIZES]
    if sys.platform == "darwin":
        path = folder / f"{facts.NAME}.icns"
        pictures[-1].save(path, append_images=pictures[:-1])
    else:
        path = folder / f"{facts.NAME}.ico"
        small = [one for one in pictures if one.width <= _LARGEST_ICO]
        small[-1].save(path, sizes=[one.size for one in small], append_images=small[:-1])
    return path


def write_menu_icons(folder: Path) -> None:
    """Write the icon as the menus of Linux look for it: `<size>.png` for each size, and the SVG."""
    folder.mkdir(parents=True, exist_ok=True)
    for side in SIZES:
        picture(side).save(folder / f"{side}.png", optimize=True)
    (folder / f"{facts.NAME}.svg").write_bytes(bundled("assets", "lenet-app.svg").read_bytes())
