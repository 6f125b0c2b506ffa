"""Files of what is kept, written as the window writes them."""

import csv
from pathlib import Path

from PIL import Image
from PySide6.QtSvg import QSvgRenderer

from lenet_app.gui.inside.keep.keepsake import Form, Keepsake
from tests.gui.draw.desk import Desk


def saved(desk: Desk, keepsake: Keepsake, form: Form, folder: Path) -> Path:
    path = folder / f"kept.{form.ending}"
    with desk.qtbot.waitSignal(desk.page.keeping.saved, timeout=20_000):
        desk.page.keeping.save(keepsake, form, path)
    return path


def rows_of(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def assert_shows_something(desk: Desk, keepsake: Keepsake, folder: Path) -> None:
    """As a picture and twice as large, and as SVG."""
    with Image.open(saved(desk, keepsake, Form.PNG, folder)) as image:
        width, height = image.size
    with Image.open(saved(desk, keepsake, Form.PNG_2, folder)) as image:
        assert image.size == (2 * width, 2 * height)
        assert len(image.convert("RGB").getcolors(1 << 24) or ()) > 5
    assert QSvgRenderer(str(saved(desk, keepsake, Form.SVG, folder))).isValid()
