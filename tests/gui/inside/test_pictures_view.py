"""Pictures beside each other: all in sight, reached by keyboard and pointer, their numbers told, the ink outlined."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.colour_maps import non_negative_map, signed_map
from lenet_app.gui.inside.widgets.pictures import Picture, outline_of
from lenet_app.gui.inside.widgets.pictures_view import PicturesView
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from tests.gui.helpers import shown_pixels
from tests.unit.samples import digits


def heat(number: int, **facts: object) -> Picture:
    values = np.random.default_rng(number).normal(0, 1, (28, 28))
    return Picture(f"Heat {number}", values, f"heat number {number}", what="value", largest=3.0, **facts)  # type: ignore[arg-type]


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> PicturesView:
    ThemeSwitch(qapp, Theme.LIGHT)
    view = PicturesView("Pictures", "Do something")
    qtbot.addWidget(view)
    view.resize(700, 120)
    view.show()
    return view


def test_the_outline_parts_ink_from_paper() -> None:
    ink = digits(1, first=7).images[0, 0] / 255.0
    inside = ink > ink.max() / 2
    expected = set()
    for row, column in np.argwhere(inside).tolist():
        for down, across, line in (
            (-1, 0, (column, row, column + 1, row)),
            (1, 0, (column, row + 1, column + 1, row + 1)),
            (0, -1, (column, row, column, row + 1)),
            (0, 1, (column + 1, row, column + 1, row + 1)),
        ):
            there = (row + down, column + across)
            if not (0 <= there[0] < 28 and 0 <= there[1] < 28 and inside[there]):
                expected.add(line)
    found = outline_of(ink[None]).tolist()
    steps = []
    for left, top, right, bottom in found:  # each goes along one edge or several
        across, down = int(right - left), int(bottom - top)
        assert (across == 0) != (down == 0)
        steps += [(left + n, top, left + n + 1, top) for n in range(across)]
        steps += [(left, top + n, left, top + n + 1) for n in range(down)]
    assert sorted(steps) == sorted(expected)
    assert len(found) < len(expected)
    assert not len(outline_of(np.zeros((1, 28, 28))))
    assert outline_of(np.stack([1 - ink, 0.4 + 0 * ink, 1 - ink])).tolist() == found, "dark on light, in colour"


@pytest.mark.parametrize(("width", "height"), [(700, 120), (1100, 90), (640, 320), (500, 400), (1500, 330)])
@pytest.mark.parametrize("count", [1, 3, 5, 12])
def test_all_are_in_sight_and_none_lies_over_another(view: PicturesView, width: int, height: int, count: int) -> None:
    view.resize(width, height)
    view.set_pictures([heat(number, has_scale=True) for number in range(count)])
    places = [view.place_of(number) for number in range(count)]
    assert view.horizontalScrollBar().maximum() == 0 or width < 640 or count == 12
    for number, place in enumerate(places):
        assert place.height() >= 22
        assert place.bottom() <= height
        assert place.top() >= 0
        assert not any(place.intersects(other) for other in places[number + 1 :])
    if view.horizontalScrollBar().maximum() == 0:
        assert max(place.right() for place in places) <= width


def test_the_numbers_of_a_scale_stand_apart_below_a_small_picture(view: PicturesView) -> None:
    view.resize(700, 90)
    signed = replace(heat(0, has_scale=True), title="a", largest=23.61, is_signed=True)
    view.set_pictures([signed, signed, signed])
    first, second = view.place_of(0), view.place_of(1)
    words = QFontMetrics(view.font()).horizontalAdvance("−23.6 23.6") * 0.8  # they are painted smaller
    assert first.width() < words < second.left() - first.left()


def test_each_has_the_colours_of_its_numbers(view: PicturesView) -> None:
    view.resize(700, 120)
    low, high = np.full((28, 28), -3.0), np.full((28, 28), 3.0)
    colour = np.zeros((3, 28, 28), np.uint8)
    colour[1] = 200
    view.set_pictures(
        [
            Picture("a", low, "a", largest=3.0, is_signed=True),
            Picture("b", high, "b", largest=3.0, is_signed=True),
            Picture("c", high, "c", largest=6.0),
            Picture("d", colour, "d"),
        ]
    )
    pixels = shown_pixels(view)
    wanted = [signed_map(False)[1], signed_map(False)[255], non_negative_map(False)[128], (0, 200, 0)]
    for number, expected in enumerate(wanted):
        place = view.place_of(number).center().toPoint()
        assert pixels[place.y(), place.x()].tolist() == list(expected)


def test_keys_go_from_picture_to_picture_and_pick_one(view: PicturesView, qtbot: QtBot) -> None:
    view.set_pictures([heat(number) for number in range(4)])
    view.setFocus()
    assert view.accessibleName() == "heat number 0"
    for key, expected in (
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, 3),
        (Qt.Key.Key_Right, 3),
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 3),
    ):
        QTest.keyClick(view, key)
        assert view.accessibleName() == f"heat number {expected}"
    assert view.explanation_at(None).startswith("heat number 3\nDo something")
    with qtbot.waitSignal(view.picked) as picked:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert picked.args == [3]
    place = view.place_of(1).center().toPoint()
    with qtbot.waitSignal(view.picked) as picked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picked.args == [1]


def test_the_number_at_the_pointer_is_told(view: PicturesView) -> None:
    one = heat(1)
    view.set_pictures([heat(0), one])
    place = view.place_of(1)
    side = place.width() / 28
    at = QPoint(round(place.left() + 5.5 * side), round(place.top() + 3.5 * side))
    assert view.explanation_at(at).startswith(f"Heat 1, row 3, column 5: value {one.values[3, 5]:.4f}")


def test_many_in_a_low_place_are_scrolled_to(view: PicturesView) -> None:
    view.resize(300, 90)
    view.set_pictures([heat(number) for number in range(12)])
    assert view.horizontalScrollBar().maximum() > 0
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    place = view.place_of(11)
    assert place.right() <= view.viewport().width() + 2


def test_very_many_stand_in_lines_that_are_scrolled_down(qtbot: QtBot, qapp: QApplication) -> None:
    ThemeSwitch(qapp, Theme.LIGHT)
    view = PicturesView("Pictures", "Do something", high=40.0)
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    view.set_pictures([heat(number, note="95 % sure\nsecond: 3") for number in range(300)])
    assert view.horizontalScrollBar().maximum() == 0
    assert view.verticalScrollBar().maximum() > 1000
    places = [view.place_of(number) for number in range(300)]
    assert {place.height() for place in places} == {40}
    per_line = sum(place.top() == places[0].top() for place in places)
    assert per_line > 2
    assert max(place.right() for place in places) <= view.viewport().width()
    assert places[per_line].top() - places[0].bottom() > 3 * view.fontMetrics().height() * 0.8, "room for three lines"
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current == per_line
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.rect().contains(view.place_of(299).toRect())
    at = view.place_of(298).center().toPoint()
    with qtbot.waitSignal(view.picked) as picked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert picked.args == [298]
    assert 1000 < view.printed().size.height() <= 3002
    view.go_to_first()
    assert (view.current, view.verticalScrollBar().value()) == (0, 0)
