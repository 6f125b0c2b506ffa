"""How the page shares its room: at the sizes of the window, with the inspector open, and for a projector."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.draw.inspector.grip import Grip
from lenet_app.gui.draw.panels import CERTAINTY, STEPS
from lenet_app.gui.draw.preparation.panel import PreparationPanel
from lenet_app.gui.layers.painter import SMALLEST_TYPE
from lenet_app.inspection.units import Unit
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN
from tests.gui.painted_texts import painted_texts

SMALL, USUAL, LARGE = (952, 592), (1208, 672), (1848, 1032)
WITH_STRIP = (952, 560)
SIZES = [SMALL, WITH_STRIP, USUAL, LARGE]
PROJECTOR = (1920, 1080)
LEGIBLE = 24
"""Pixels of a letter at 1920 × 1080 that can be read at eight metres."""


def drawn(desk: Desk, size: tuple[int, int]) -> Desk:
    desk.page.resize(*size)
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    assert desk.page.size().toTuple() == size
    return desk


def box(desk: Desk, part: QWidget) -> QRect:
    return QRect(part.mapTo(desk.page, QPoint()), part.size())


@pytest.mark.parametrize("key", ["", STEPS, CERTAINTY])
@pytest.mark.parametrize("size", SIZES)
def test_all_layers_of_lenet5_are_in_sight(desk: Desk, size: tuple[int, int], key: str, qtbot: QtBot) -> None:
    page = drawn(desk, size).page
    if key:
        page.inspector.open(key)
    elif page.inspector.is_open:
        page.inspector.caret.click()
    view = page.layers_view
    qtbot.waitUntil(lambda: not view.horizontalScrollBar().isVisible())
    assert view.horizontalScrollBar().maximum() == 0
    columns = [view.place(name) for name in ("input", "C1", "S2", "C3", "S4", "C5", "F6", "output")]
    assert all(column.cell_width >= 24 and column.cell_height >= 24 for column in columns[:5])
    assert all(column.cell_width >= 8 for column in columns[5:])
    for one, following in pairwise(columns):
        assert one.x + one.width < following.x, "words do not meet"
    assert max(column.top + column.cells_height for column in columns) <= view.height()


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_lies_over_anything_else(desk: Desk, size: tuple[int, int], is_open: bool) -> None:
    page = drawn(desk, size).page
    if page.inspector.is_open != is_open:
        page.inspector.caret.click()
    desk.qtbot.waitUntil(lambda: page.rect().contains(box(desk, page.inspector)))
    parts = (page.canvas, page.browser, page.fitting_line, page.layers_view, page.answer_view, page.inspector)
    boxes = [box(desk, part) for part in parts]
    for number, one in enumerate(boxes):
        assert page.rect().contains(one)
        assert not any(one.intersects(other) for other in boxes[number + 1 :])


def test_the_maps_grow_with_the_room(desk: Desk) -> None:
    sides = []
    for size in (SMALL, USUAL, LARGE):
        page = drawn(desk, size).page
        if page.inspector.is_open:
            page.inspector.caret.click()
        sides.append(page.layers_view.place("C1").cell_width)
    assert sides[0] < sides[1] < sides[2]
    view = desk.page.layers_view
    tallest = max(view.place(name).cells_height for name in ("C5", "F6", "output"))
    assert tallest > 0.85 * view.height(), "no third of the card is empty"


def test_letters_grow_with_the_room_and_shrink_again(desk: Desk) -> None:
    usual = [one.pixels for one in painted_texts(desk.page.fitting_line)]
    heights = []
    for size in (LARGE, SMALL):
        drawn(desk, size)
        heights.append(max(one.pixels for one in painted_texts(desk.page.fitting_line)))
    assert heights[0] > 14 > heights[1] == max(usual)


def test_the_inspector_is_open_where_there_is_room_until_somebody_decides(desk: Desk) -> None:
    inspector, settings = desk.page.inspector, desk.settings
    for size, is_open in ((SMALL, False), (USUAL, False), (LARGE, True), (SMALL, False)):
        desk.page.resize(*size)
        assert inspector.is_open is is_open
    assert settings.inspector_open is None
    inspector.caret.click()
    assert settings.inspector_open is True
    for size in (LARGE, USUAL, SMALL):
        desk.page.resize(*size)
        assert inspector.is_open
    inspector.caret.click()
    desk.page.resize(*LARGE)
    assert not inspector.is_open
    assert settings.inspector_open is False


def test_the_inspector_is_as_high_as_somebody_likes(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page
    page.resize(*LARGE)
    before = page.inspector.height()
    (grip,) = page.findChildren(Grip)
    for _ in range(3):
        QTest.keyClick(grip, Qt.Key.Key_Up)
    assert page.inspector.height() == before + 48 == desk.settings.inspector_height
    page.resize(*SMALL)
    page.inspector.open(STEPS)
    assert page.answer_view.height() >= page.answer_view.minimumSizeHint().height(), "the answer stays in sight"


def test_on_a_projector_every_text_can_be_read_from_afar(desk: Desk) -> None:
    page = drawn(desk, USUAL).page
    page.set_projected(True)
    page.resize(*PROJECTOR)
    shown = [one for one in page.findChildren(QWidget) if one.isVisible()]
    texts = [(type(one).__name__, text.text, text.pixels) for one in shown for text in painted_texts(one)]
    assert {"7", "99.9 % sure", "0.0"} <= {text for _, text, _ in texts}
    assert [text for text in texts if text[2] < LEGIBLE] == []
    # The layers keep their words as a picture; this is the smallest type in it.
    assert QFontInfo(page.layers_view.font()).pixelSize() * SMALLEST_TYPE >= LEGIBLE
    assert page.layers_view.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("state", ["empty", "not sure"])
def test_on_a_projector_so_can_what_is_said_when_there_is_no_answer(desk: Desk, state: str) -> None:
    page = desk.page
    page.set_projected(True)
    page.resize(*PROJECTOR)
    if state == "not sure":
        desk.in_use.set_threshold(1.0)
        desk.canvas.set_content(SEVEN)
        desk.qtbot.waitUntil(lambda: bool(desk.answers) and "?" in page.answer_view.big_text)
    texts = [text for one in page.findChildren(QWidget) if one.isVisible() for text in painted_texts(one)]
    assert min(text.pixels for text in texts) >= LEGIBLE


def test_a_projector_shows_canvas_layers_and_answer_alone(desk: Desk) -> None:
    page = drawn(desk, LARGE).page
    hidden = (page.browser, page.fitting_line, page.inspector)
    kept = (page.canvas, page.layers_view, page.answer_view)
    page.set_projected(True)
    page.resize(*PROJECTOR)
    assert not any(one.isVisible() for one in hidden)
    assert all(one.isVisible() for one in kept)
    assert not page.preparation.wants_steps, "nobody sees them"
    page.answer_view.sureness_line.click()
    assert not page.inspector.isVisible()
    QTest.keyClick(page.canvas, Qt.Key.Key_Delete)
    desk.assert_nothing_is_shown()
    page.set_projected(False)
    page.resize(*LARGE)
    assert all(one.isVisible() for one in (*hidden, *kept))
    assert page.preparation.wants_steps
    texts = [text for one in page.findChildren(QWidget) if one.isVisible() for text in painted_texts(one)]
    assert max(text.pixels for text in texts) < 40


def test_an_inspector_that_opens_with_the_room_shows_the_steps_of_what_is_there(desk: Desk, qtbot: QtBot) -> None:
    drawn(desk, USUAL)
    assert not desk.page.inspector.is_open
    desk.page.resize(*LARGE)
    panel = desk.page.inspector.panel(STEPS)
    assert isinstance(panel, PreparationPanel)
    qtbot.waitUntil(lambda: panel.list.count() > 0)
    assert panel.sentence == ""


@pytest.mark.parametrize("size", [SMALL, USUAL, LARGE])
def test_all_that_a_unit_sees_and_feeds_can_be_read(desk: Desk, size: tuple[int, int]) -> None:
    page = drawn(desk, size).page
    line = page.frame.unit_line
    for unit in (Unit("C3", (4, 2, 7)), Unit("C1", (3, 20, 20)), Unit("S4", (15, 4, 4)), Unit("output", (7,))):
        page.choice.choose(unit)
        desk.qtbot.waitUntil(lambda: "Sees" in line.text())
        assert line.toolTip() == "", f"cut: {line.text()}"
        bottom = page.layers_view.mapTo(page, QPoint(0, page.layers_view.height())).y()
        assert bottom <= box(desk, line).top(), "nothing lies over the layers"


def test_where_the_inspector_leaves_little_room_the_line_is_one(desk: Desk) -> None:
    """And tells what is cut in its tooltip."""
    page = drawn(desk, SMALL).page
    line, high = page.frame.unit_line, page.frame.unit_line.height()
    page.inspector.open(STEPS)
    page.choice.choose(Unit("C3", (4, 2, 7)))
    desk.qtbot.waitUntil(lambda: line.height() < high)
    assert line.height() == line.fontMetrics().lineSpacing()
    assert line.text() in line.toolTip()
