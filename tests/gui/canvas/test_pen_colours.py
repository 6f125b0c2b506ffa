"""The canvas as a white sheet with coloured pens."""

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.canvas.content import ShownPicture, size_of
from lenet_app.gui.canvas.panel import CanvasPanel
from lenet_app.gui.canvas.pen_and_eraser import Tool
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.ink.strokes import PEN_COLOUR, Colour, Drawing, Stroke
from lenet_app.ink.whole import fit_sheet, fit_whole
from tests.gui.canvas.canvas_helpers import LEFT, draw, drawing, shown_canvas
from tests.gui.helpers import shown_pixels

RED, BLUE, WHITE = (214, 40, 40), (25, 85, 190), (255, 255, 255)
CROSS = Drawing((Stroke(((0.2, 0.5), (0.8, 0.5)), 0.1, RED), Stroke(((0.5, 0.2), (0.5, 0.8)), 0.1, BLUE)))


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication) -> Canvas:
    canvas = shown_canvas(qtbot, qapp)
    canvas.set_is_sheet(True)
    return canvas


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> CanvasPanel:
    ThemeSwitch(qapp, Theme.LIGHT)
    panel = CanvasPanel()
    qtbot.addWidget(panel)
    panel.resize(304, 480)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.suit(whole=True, colour=True)
    return panel


def seen(canvas: Canvas, x: int, y: int) -> Colour:
    canvas.hover(None)
    red, green, blue = shown_pixels(canvas)[y, x].tolist()
    return red, green, blue


# The sheet


def test_strokes_are_drawn_in_the_colour_of_the_pen(canvas: Canvas) -> None:
    draw(canvas, (30, 60), (270, 60))
    canvas.set_pen_colour(RED)
    draw(canvas, (30, 120), (270, 120))
    canvas.set_pen_colour(BLUE)
    draw(canvas, (30, 180), (270, 180))
    assert [stroke.colour for stroke in drawing(canvas).strokes] == [None, RED, BLUE]
    assert [seen(canvas, 150, y) for y in (60, 120, 180, 240)] == [PEN_COLOUR, RED, BLUE, WHITE]


def test_a_growing_stroke_has_its_colour(canvas: Canvas) -> None:
    canvas.set_pen_colour(RED)
    QTest.mousePress(canvas, LEFT, pos=QPoint(30, 60))
    QTest.mouseMove(canvas, QPoint(270, 60))
    assert seen(canvas, 150, 60) == RED
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(270, 60))
    assert seen(canvas, 150, 60) == RED


def test_undo_redo_and_the_eraser_keep_the_colours(canvas: Canvas) -> None:
    canvas.set_content(CROSS)
    assert seen(canvas, 150, 150) == BLUE
    canvas.set_tool(Tool.ERASER)
    draw(canvas, (80, 100), (80, 200))
    assert seen(canvas, 80, 150) == WHITE
    assert seen(canvas, 120, 150) == RED
    assert {stroke.colour for stroke in drawing(canvas).strokes} == {RED, BLUE}
    canvas.undo()
    assert seen(canvas, 80, 150) == RED
    canvas.redo()
    assert seen(canvas, 80, 150) == WHITE


def test_the_same_line_in_another_colour_is_painted_anew(canvas: Canvas) -> None:
    for colour in (RED, BLUE, None):
        canvas.set_content(Drawing((Stroke(((0.2, 0.5), (0.8, 0.5)), 0.1, colour),)))
        assert seen(canvas, 150, 150) == (colour or PEN_COLOUR)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_the_sheet_is_white_in_every_theme(canvas: Canvas, qapp: QApplication, theme: Theme) -> None:
    ThemeSwitch(qapp, theme)
    canvas.set_content(Drawing((Stroke(((0.2, 0.5), (0.8, 0.5)), 0.1),)))
    assert seen(canvas, 150, 150) == PEN_COLOUR
    assert seen(canvas, 150, 50) == WHITE


def test_on_paper_the_same_strokes_are_ink(canvas: Canvas, qapp: QApplication) -> None:
    canvas.set_pen_colour(RED)
    canvas.set_content(CROSS)
    canvas.set_is_sheet(False)
    assert canvas.content is CROSS
    light = seen(canvas, 80, 150)
    assert light == seen(canvas, 150, 80)
    draw(canvas, (30, 40), (270, 40))
    assert drawing(canvas).strokes[-1].colour is None
    ThemeSwitch(qapp, Theme.DARK)
    assert seen(canvas, 80, 150) != light
    canvas.set_is_sheet(True)
    assert seen(canvas, 80, 150) == RED


def test_the_network_gets_what_the_canvas_shows(canvas: Canvas) -> None:
    """Also where the points lie far apart and the line is a curve between them."""
    random = np.random.default_rng(1)
    for count in range(1, 9):
        points = tuple((float(x), float(y)) for x, y in random.uniform(0.15, 0.85, (count, 2)))
        drawn = Drawing((*CROSS.strokes, Stroke(points, float(random.uniform(0.02, 0.2)))))
        canvas.set_content(drawn)
        shown, taken = fit_whole(shown_pixels(canvas), 3, (30, 30)), fit_sheet(drawn, 3, (30, 30))
        assert shown is not None
        assert taken is not None
        inner = np.abs(shown.picture.astype(int) - taken.picture)[:, 1:-1, 1:-1]
        assert inner.mean() < 2
        assert inner.max() < 64


def test_a_hint_says_what_to_draw(canvas: Canvas) -> None:
    def dark_rows() -> npt.NDArray[np.bool_]:
        return (shown_pixels(canvas)[20:-20, 20:-20].min(axis=(1, 2)) < 200).astype(bool)

    canvas.set_hint("Draw a digit")
    short = dark_rows().sum()
    canvas.set_hint("Draw something", "airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck")
    assert dark_rows().sum() > short + 10
    canvas.set_hint("")
    assert not dark_rows().any()


def test_a_picture_is_shown_as_it_is_taken(canvas: Canvas) -> None:
    on_black, on_white = (np.full((40, 40, 3), value, np.uint8) for value in (0, 255))
    picture = ShownPicture(on_black, whole=on_white)
    canvas.set_content(picture)
    assert seen(canvas, 150, 150) == WHITE
    canvas.set_is_sheet(False)
    assert seen(canvas, 150, 150) == (0, 0, 0)
    assert size_of(picture) == 2 * 40 * 40 * 3
    assert size_of(ShownPicture(on_black, whole=on_black)) == 40 * 40 * 3


def test_what_cannot_be_painted_is_refused() -> None:
    with pytest.raises(ValueError, match="uint8"):
        ShownPicture(np.zeros((4, 4, 3), np.uint8), whole=np.zeros((4, 4), np.uint8))


# The row of colours


def test_the_row_is_there_for_networks_that_see_colours(panel: CanvasPanel) -> None:
    assert panel.pen_colours.isVisible()
    panel.suit(whole=True, colour=False)
    assert not panel.pen_colours.isVisible()
    assert panel.canvas.is_sheet
    panel.suit(whole=False, colour=False)
    assert not panel.canvas.is_sheet


def test_a_click_chooses_a_colour_and_takes_the_pen(panel: CanvasPanel, qtbot: QtBot) -> None:
    panel.canvas.set_tool(Tool.ERASER)
    red = next(one for one in panel.pen_colours.swatches if one.accessibleName() == "Red")
    with qtbot.waitSignal(panel.pen_colours.chosen):
        QTest.mouseClick(red, LEFT)
    assert panel.canvas.tool is Tool.PEN
    side = panel.canvas.sheet()
    draw(panel.canvas, (side.x() + 40, side.y() + 40), (side.x() + 140, side.y() + 40))
    assert drawing(panel.canvas).strokes[0].colour == (214, 40, 40)
    assert seen(panel.canvas, side.x() + 90, side.y() + 40) == (214, 40, 40)


def test_the_colour_lasts_while_another_kind_of_network_answers(panel: CanvasPanel) -> None:
    panel.pen_colours.choose_own((1, 2, 3))
    panel.canvas.set_tool(Tool.ERASER)
    panel.suit(whole=True, colour=False)
    assert panel.canvas.pen_colour is None
    panel.suit(whole=True, colour=True)
    assert panel.canvas.pen_colour == (1, 2, 3)
    assert panel.canvas.tool is Tool.ERASER


def test_the_keys_lead_through_the_colours(panel: CanvasPanel) -> None:
    chosen: list[Colour | None] = []
    panel.pen_colours.chosen.connect(chosen.append)
    first, second, *_ = panel.pen_colours.swatches
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.isChecked()
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Left)
    assert first.isChecked()
    assert chosen == [(134, 142, 150), None]
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert panel.pen_colours.own.hasFocus(), "the row is one stop for Tab, the dialog another"


def test_the_focus_goes_to_the_canvas_as_the_row_goes(panel: CanvasPanel) -> None:
    panel.pen_colours.swatches[0].setFocus()
    panel.suit(whole=True, colour=False)
    assert panel.canvas.hasFocus()


def test_the_default_is_near_black(panel: CanvasPanel) -> None:
    assert panel.canvas.pen_colour is None
    assert panel.pen_colours.swatches[0].isChecked()


def test_every_colour_has_a_name_and_its_patch(panel: CanvasPanel) -> None:
    swatches = panel.pen_colours.swatches
    names = [one.accessibleName() for one in [*swatches, panel.pen_colours.own]]
    assert len(names) == len(set(names)) == 11
    assert all(one.toolTip() == one.accessibleName() for one in swatches)
    red = next(one for one in swatches if one.accessibleName() == "Red")
    middle = red.rect().center()
    assert tuple(shown_pixels(red)[middle.y(), middle.x()]) == RED
    assert panel.pen_colours.accessibleName() == "Colour of the pen"


def test_a_colour_of_ones_own_comes_from_a_dialog(panel: CanvasPanel, qtbot: QtBot) -> None:
    own = panel.pen_colours.own
    without = own.grab().toImage()
    own.setFocus()
    QTest.keyClick(own, Qt.Key.Key_Space)
    dialog = panel.findChild(QColorDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    dialog.setCurrentColor(QColor(10, 200, 30))
    dialog.accept()
    assert panel.canvas.pen_colour == (10, 200, 30)
    assert not any(one.isChecked() for one in panel.pen_colours.swatches)
    assert own.grab().toImage() != without
    assert own.accessibleDescription() == "#0ac81e"
    QTest.mouseClick(panel.pen_colours.swatches[2], LEFT)
    assert panel.pen_colours.colour == WHITE


def test_a_dialog_that_is_cancelled_changes_nothing(panel: CanvasPanel, qtbot: QtBot) -> None:
    QTest.mouseClick(panel.pen_colours.own, LEFT)
    dialog = panel.findChild(QColorDialog)
    assert dialog is not None
    dialog.reject()
    assert panel.canvas.pen_colour is None
    assert panel.pen_colours.swatches[0].isChecked()


def test_the_row_fits_into_the_narrow_column(panel: CanvasPanel) -> None:
    assert panel.pen_colours.minimumSizeHint().width() <= 280
