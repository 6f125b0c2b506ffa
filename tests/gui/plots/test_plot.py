"""Charts in the window: drawn once they are seen, read by mouse and keys, growing, kept in files."""

import csv
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.charts import palette
from lenet_app.charts.chart import Axis, Bars, Chart, Curve, Points, floats
from lenet_app.charts.svg import as_svg
from lenet_app.gui.inside.keep.keepsake import Form
from lenet_app.gui.look.colours import DARK, LIGHT, palette_of
from lenet_app.gui.plots.plot import Plot
from lenet_app.gui.plots.saving import as_png

CHART = Chart(
    "Accuracy",
    Axis("epoch"),
    Axis("accuracy", "%"),
    (
        Curve("LeNet-5", floats([1, 2, 3]), floats([90, 98.5, 98]), (floats([89, 98, 97]), floats([91, 99, 98.5]))),
        Curve("Slim", floats([1, 2]), floats([80, 85])),
    ),
)


TIMEOUT = 200_000


@pytest.fixture
def plot(qtbot: QtBot) -> Plot:
    plot = Plot()
    qtbot.addWidget(plot)
    plot.resize(600, 360)
    plot.set_chart(CHART)
    plot.show()
    qtbot.waitUntil(lambda: plot.is_drawn, timeout=TIMEOUT)
    QApplication.processEvents()
    return plot


def pixels(plot: Plot) -> set[str]:
    image = plot.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_it_is_drawn_in_the_colours_of_the_theme_and_follows_it(plot: Plot) -> None:
    seen = pixels(plot)
    assert {palette.LIGHT.series[0], palette.LIGHT.series[1], palette.LIGHT.grid} <= seen
    plot.setPalette(palette_of(DARK))
    QApplication.processEvents()
    assert {palette.DARK.series[0], palette.DARK.series[1], palette.DARK.grid} <= pixels(plot)


def test_its_ground_is_that_of_the_panels() -> None:
    """A picture that is saved looks as if it were cut out of the window."""
    assert (QColor(palette.LIGHT.ground), QColor(palette.DARK.ground)) == (LIGHT.panel, DARK.panel)
    assert palette_of(LIGHT).color(QPalette.ColorRole.Base) == QColor(palette.LIGHT.ground)


def test_the_keyboard_leads_from_point_to_point(plot: Plot) -> None:
    def told(key: Qt.Key) -> str:
        QTest.keyClick(plot, key)
        return plot.accessibleDescription()

    assert plot.accessibleName() == "Accuracy"
    assert plot.accessibleDescription().startswith("accuracy, % against epoch. LeNet-5: from 90 %")
    keys = Qt.Key
    assert told(keys.Key_Right) == "LeNet-5 · epoch 1: 90 % (89 to 91)"
    assert told(keys.Key_Right) == "LeNet-5 · epoch 2: 98.5 % (98 to 99)"
    assert told(keys.Key_Down) == "Slim · epoch 2: 85 %"
    assert told(keys.Key_Right) == "Slim · epoch 2: 85 %"
    assert told(keys.Key_Home) == "Slim · epoch 1: 80 %"
    assert told(keys.Key_Escape).startswith("accuracy, % against epoch.")


def test_enter_and_a_click_tell_which_point_is_meant(plot: Plot, qtbot: QtBot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Right)
    with qtbot.waitSignal(plot.pressed, timeout=TIMEOUT) as told:
        QTest.keyClick(plot, Qt.Key.Key_Return)
    assert told.args == [0, 0]
    canvas = plot._canvas
    assert canvas is not None
    at = canvas._box.mapViewToScene(QPointF(2, 85)).toPoint()
    QTest.mouseMove(canvas.viewport(), at + QPoint(3, 2))
    qtbot.waitUntil(lambda: plot.accessibleDescription() == "Slim · epoch 2: 85 %", timeout=TIMEOUT)
    with qtbot.waitSignal(plot.pressed, timeout=TIMEOUT) as told:
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(3, 2))
    assert told.args == [1, 1]


def test_looking_closer_is_undone_by_the_button_and_saved_as_it_is_seen(plot: Plot, tmp_path: Path) -> None:
    assert not plot._all_button.isVisible()
    whole = saved(plot, Form.SVG, tmp_path / "whole.svg")
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot._all_button.isVisible()
    assert saved(plot, Form.SVG, tmp_path / "part.svg") != whole
    plot.set_chart(CHART)
    assert plot._all_button.isVisible()  # new numbers do not take away what somebody looks at
    plot._all_button.click()
    assert not plot._all_button.isVisible()
    assert saved(plot, Form.SVG, tmp_path / "again.svg") == whole


def test_a_curve_grows_while_something_runs(plot: Plot, qtbot: QtBot) -> None:
    for step in range(1000):
        plot.append("Slim", 3 + step, 86.0)
    plot.append("Slim", [2000, 2001], [87.0, 88.0])
    plot.append("nobody", 1, 1)
    grown = plot.chart.series[1]
    assert len(grown.x) == 1004
    assert (grown.x[-1], grown.y[-1]) == (2001, 88.0)
    qtbot.waitUntil(lambda: "88 %" in plot.accessibleDescription(), timeout=TIMEOUT)


def saved(plot: Plot, form: Form, path: Path) -> bytes:
    (keepsake,) = plot.keepsakes()
    keepsake.forms[form]()(path)
    return path.read_bytes()


def test_it_is_kept_as_a_picture_as_svg_and_as_numbers(plot: Plot, tmp_path: Path) -> None:
    small, large = (saved(plot, form, tmp_path / "a.png") for form in (Form.PNG_100_DPI, Form.PNG_200_DPI))
    sizes = [QImage.fromData(content).size() for content in (small, large)]
    assert sizes[0].width() == round(600 * 100 / 96)
    assert sizes[1].width() == pytest.approx(2 * sizes[0].width(), abs=1)
    assert QImage.fromData(large).dotsPerMeterX() == pytest.approx(200 / 0.0254, abs=1)
    ET.fromstring(saved(plot, Form.SVG, tmp_path / "a.svg"))
    rows = list(csv.reader(saved(plot, Form.CSV, tmp_path / "a.csv").decode().splitlines()))
    assert rows[-1] == ["Slim", "", "2.0", "85.0", "", ""]


def test_nothing_is_kept_of_an_empty_chart(qtbot: QtBot) -> None:
    plot = Plot()
    qtbot.addWidget(plot)
    assert plot.keepsakes() == ()


def test_points_bars_and_what_cannot_be_drawn(plot: Plot) -> None:
    nan = float("nan")
    points = Points("runs", floats([10, 0, 1000]), floats([1, 2, nan]), ("a", "b", "c"), floats([0.1, 0.2, 0.3]))
    for chart in (
        Chart("Points", Axis("s", is_log=True), Axis("y"), (points,)),
        Chart("Bars", Axis("", labels=("a", "b")), Axis("y"), (Bars("n", floats([0, 1]), floats([2, 3])),)),
        Chart("One", Axis("x"), Axis("y"), (Curve("c", floats([1]), floats([nan])),)),
        Chart("None", Axis("x"), Axis("y")),
    ):
        plot.set_chart(chart)
        plot.grab()
        QTest.keyClick(plot, Qt.Key.Key_Right)
        plot.grab()


def test_the_picture_shows_what_the_svg_says() -> None:
    image = QImage.fromData(as_png(as_svg(CHART), 96))
    assert (image.width(), image.height()) == (720, 420)
    seen = {image.pixelColor(x, y).name() for x in range(0, 720) for y in range(0, 420)}
    assert {palette.LIGHT.ground, palette.LIGHT.series[0]} <= seen
