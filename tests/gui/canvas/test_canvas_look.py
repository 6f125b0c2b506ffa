import os
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.canvas.painted_strokes import InkCache
from lenet_app.gui.canvas.painter import PictureCache
from lenet_app.gui.canvas.pen_and_eraser import Tool
from lenet_app.gui.look.colours import LIGHT
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.ink.strokes import Drawing, Stroke
from tests.gui.canvas.canvas_helpers import LEFT, LINE, SIDE, darkness, draw, drawing, hover, shown_canvas


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication) -> Canvas:
    return shown_canvas(qtbot, qapp)


def test_the_hint_is_there_until_something_is_drawn(canvas: Canvas) -> None:
    assert darkness(canvas)[120:180, 60:240].max() > 60
    draw(canvas, (30, 30), (40, 30))
    assert darkness(canvas)[120:180, 60:240].max() < 10


@pytest.mark.parametrize("size", [(300, 300), (600, 600), (500, 200), (180, 400)])
def test_a_drawing_keeps_its_place_in_the_square(canvas: Canvas, size: tuple[int, int]) -> None:
    canvas.set_content(LINE)
    canvas.resize(*size)
    width, height = size
    side = min(size)
    rows, columns = np.nonzero(darkness(canvas) > 128)
    assert (columns.min() + columns.max()) / 2 == pytest.approx(width / 2, abs=1.5)
    assert (rows.min() + rows.max()) / 2 == pytest.approx(height / 2, abs=1.5)
    assert np.ptp(columns) == pytest.approx(0.56 * side, abs=3)


def test_drawing_outside_the_square_does_nothing(canvas: Canvas) -> None:
    canvas.resize(600, 300)
    draw(canvas, (20, 150), (300, 150))
    assert drawing(canvas).is_empty


def test_a_layout_keeps_the_canvas_square(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    canvas = Canvas()
    column.addWidget(canvas)
    column.addStretch()
    page.resize(320, 700)
    page.grab()  # lays it out
    assert canvas.width() == canvas.height() > 200


def painted(
    drawn: Drawing, *, cache: InkCache | None = None, growing: Stroke | None = None, ratio: float = 1.0
) -> npt.NDArray[np.int_]:
    """How opaque the ink is on a square of 200 pixels, 0 to 255, (height, width) in device pixels."""
    image = QImage(QSize(200, 200) * ratio, QImage.Format.Format_Alpha8)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    (cache or InkCache()).paint(painter, QRect(0, 0, 200, 200), drawn, growing, QColor("black"))
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(int)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_ink_is_painted_in_device_pixels(qapp: QApplication, ratio: float) -> None:
    shown = painted(LINE, ratio=ratio)
    column = shown[:, shown.shape[1] // 2]
    assert (column > 128).sum() == pytest.approx(0.06 * 200 * ratio, abs=1)
    assert ((column > 0) & (column < 255)).sum() <= 2, "the edges are as sharp as the screen"


def test_cached_ink_equals_ink_painted_at_once(qapp: QApplication) -> None:
    cache, drawn = InkCache(), Drawing()
    for k in range(1, 9):
        drawn = drawn.with_stroke(Stroke(((0.1 * k, 0.1), (0.1 * k, 0.9)), 0.03))
        painted(drawn, cache=cache)
    for shown in (drawn, drawn.erased([(0.0, 0.5), (1.0, 0.5)], 0.1), Drawing(drawn.strokes[:3]), Drawing()):
        assert np.array_equal(painted(shown, cache=cache), painted(shown))


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_after_the_eraser_the_ink_is_painted_as_if_anew(qapp: QApplication, ratio: float) -> None:
    turns = np.linspace(0, 6, 200)
    points = tuple((0.5 + 0.06 * t * np.cos(3 * t), 0.5 + 0.06 * t * np.sin(3 * t)) for t in turns)
    cache = InkCache()
    whole = drawn = Drawing((Stroke(points, 0.03), *LINE.strokes))
    painted(drawn, cache=cache, ratio=ratio)
    for k in range(10):
        drawn = drawn.erased([(0.2 + 0.06 * k, 0.3), (0.26 + 0.06 * k, 0.3)], 0.05)
        # Where the curve is painted in other pieces than before, the edges at their joints differ by a shade.
        assert np.abs(painted(drawn, cache=cache, ratio=ratio) - painted(drawn, ratio=ratio)).max() < 64
    assert np.abs(painted(whole, cache=cache, ratio=ratio) - painted(whole, ratio=ratio)).max() < 64


def test_lines_between_the_same_points_are_told_apart(qapp: QApplication) -> None:
    cache, corners = InkCache(), ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
    for order in ((0, 1, 2, 3), (0, 2, 1, 3), (3, 1, 0, 2)):
        drawn = Drawing((Stroke(tuple(corners[k] for k in order), 0.05),))
        assert np.array_equal(painted(drawn, cache=cache), painted(drawn))


@pytest.mark.parametrize("count", [1, 2, 3, 25, 26, 27, 50, 51, 300])
def test_a_growing_stroke_looks_like_the_finished_one(qapp: QApplication, count: int) -> None:
    turns = np.linspace(0, 5, 300)
    points = tuple((0.5 + 0.06 * t * np.cos(t), 0.5 + 0.06 * t * np.sin(t)) for t in turns)
    cache = InkCache()
    for known in range(1, count + 1):
        growing = painted(LINE, cache=cache, growing=Stroke(points[:known], 0.05))
    finished = painted(LINE.with_stroke(Stroke(points[:count], 0.05)), cache=cache)
    assert np.abs(growing - finished).max() <= 2
    assert np.array_equal(finished, painted(LINE.with_stroke(Stroke(points[:count], 0.05))))


def test_a_new_stroke_leaves_nothing_of_the_one_before(qapp: QApplication) -> None:
    cache = InkCache()
    long = Stroke(tuple((k / 100, 0.2) for k in range(100)), 0.05)
    other = Stroke(tuple((k / 100, 0.8) for k in range(100)), 0.05)
    painted(Drawing(), cache=cache, growing=long)
    assert np.array_equal(painted(Drawing(), cache=cache, growing=other), painted(Drawing(), growing=other))


def painted_picture(cache: PictureCache, picture: ShownPicture, side: int = 200) -> QImage:
    image = QImage(QSize(side, side), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    cache.paint(painter, QRect(0, 0, side, side), picture, LIGHT)
    painter.end()
    return image


@pytest.mark.parametrize("pixels", [20, 180, 1024])
def test_a_picture_is_scaled_once_for_a_size(qapp: QApplication, pixels: int) -> None:
    ramp = np.broadcast_to(np.linspace(0, 255, pixels, dtype=np.uint8)[:, None, None], (pixels, pixels, 3)).copy()
    picture, cache = ShownPicture(ramp, "ramp.png"), PictureCache()
    first, larger = painted_picture(cache, picture), painted_picture(PictureCache(), picture, 300)
    turned = painted_picture(PictureCache(), ShownPicture(255 - ramp, "ramp.png"))
    ramp[:] = 255 - ramp  # pictures do not change; whoever looks at the pixels again would see it
    assert painted_picture(cache, picture) == first
    ramp[:] = 255 - ramp
    assert painted_picture(cache, picture, 300) == larger
    assert painted_picture(cache, ShownPicture(255 - ramp, "ramp.png")) == turned != first


SCALED = """
import sys
from PySide6.QtWidgets import QApplication
from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.ink.strokes import Drawing, Stroke
application = QApplication([])
canvas = Canvas()
canvas.resize(300, 300)
canvas.set_content(Drawing((Stroke(((0.25, 0.5), (0.75, 0.5)), 0.06),)))
image = canvas.grab().toImage()
grey = [image.pixelColor(image.width() // 2, y).lightness() for y in range(20, image.height() - 20)]
paper, ink = max(grey), min(grey)
print(image.width(), sum(g == ink for g in grey), sum(ink < g < paper for g in grey))
"""


@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_the_canvas_is_crisp_at_the_scale_of_the_screen(scale: str) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": scale}
    command = [sys.executable, "-c", SCALED]
    output = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=120).stdout
    width, full, between = map(int, output.split())
    assert width == 300 * float(scale)
    assert full == pytest.approx(0.06 * width, abs=1.5)
    assert between <= 2


def test_the_unfinished_stroke_looks_like_the_finished_one(canvas: Canvas) -> None:
    points: Sequence[tuple[int, int]] = [(40, 40), (80, 200), (200, 180), (240, 60)]
    QTest.mousePress(canvas, LEFT, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, QPoint(*point))
    unfinished = darkness(canvas)
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(*points[-1]))
    assert np.abs(darkness(canvas) - unfinished).max() <= 2


def test_the_canvas_follows_the_theme(canvas: Canvas, qapp: QApplication) -> None:
    canvas.set_content(LINE)
    assert darkness(canvas)[150, 150] > 200
    ThemeSwitch(qapp, Theme.DARK)
    shown = darkness(canvas)
    assert shown[150, 150] < 50
    assert shown[50, 150] > 200


def test_the_focus_is_shown_to_those_who_use_the_keyboard(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.clearFocus()
    without = canvas.grab().toImage()
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert canvas.grab().toImage() == without
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.grab().toImage() != without


@pytest.mark.parametrize(("tool", "diameter"), [(Tool.PEN, 18), (Tool.ERASER, 36)])
def test_a_ring_shows_the_size_of_the_tool(canvas: Canvas, tool: Tool, diameter: int) -> None:
    canvas.set_tool(tool)
    without = canvas.grab().toImage()
    hover(canvas, 200, 100)
    ringed = canvas.grab().toImage()
    changed = [x for x in range(SIDE) if ringed.pixel(x, 100) != without.pixel(x, 100)]
    assert max(changed) - min(changed) == pytest.approx(diameter, abs=3)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.grab().toImage() == without


def test_single_pixels_stay_sharp_and_large_pictures_smooth(canvas: Canvas) -> None:
    checks = (np.indices((8, 8)).sum(axis=0) % 2 * 255).astype(np.uint8)
    canvas.set_content(ShownPicture(np.repeat(checks[..., None], 3, axis=2)))
    inside = darkness(canvas)[20:280, 20:280]
    assert ((inside < 5) | (inside > 250)).mean() > 0.95
    fine = (np.indices((2000, 1000)).sum(axis=0) % 2 * 255).astype(np.uint8)
    canvas.set_content(ShownPicture(np.repeat(fine[..., None], 3, axis=2)))
    assert darkness(canvas)[100:200, 120:180] == pytest.approx(127, abs=12)


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (4000, 1)])
def test_pictures_of_any_shape_are_painted(canvas: Canvas, shape: tuple[int, int]) -> None:
    canvas.set_content(ShownPicture(np.zeros((*shape, 3), np.uint8)))
    assert darkness(canvas)[10:290, 10:290].max() > 200
