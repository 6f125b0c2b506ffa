"""Units of the pipeline pointed at by mouse and walked by keys: the outlines and the words."""

from collections.abc import Iterator
from math import prod

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.layers.places import unit_at
from lenet_app.gui.layers.shown import Face, shown_layers
from lenet_app.gui.layers.view import LayersView
from lenet_app.gui.look.colours import DARK, LIGHT, Colours
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.inspection.units import Unit
from lenet_app.networks import family
from lenet_app.networks.layers import Convolution
from lenet_app.recognition.recognizer import Insight
from tests.gui.helpers import shown_pixels
from tests.gui.layers.test_view_family import looked_into, model_of

SIZE = (654, 513)
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


class _Desk:
    """A view whose choices are told back to it, as the page does."""

    def __init__(self, qtbot: QtBot, architecture_id: str) -> None:
        self.view, self.model = LayersView(), model_of(architecture_id)
        self.insight: Insight = looked_into(self.model)
        self.chosen: list[Unit | None] = []
        self.pointed: list[Unit | None] = []
        self.lines: list[tuple[str, str]] = []
        self.stages: list[str] = []
        view = self.view
        qtbot.addWidget(view)
        view.unit_chosen.connect(self.chosen.append)
        view.unit_pointed.connect(self.pointed.append)
        view.line_changed.connect(lambda line, fields: self.lines.append((line, fields)))
        view.stage_wanted.connect(self.stages.append)
        view.unit_chosen.connect(view.show_chosen)
        view.unit_pointed.connect(view.show_pointed)
        view.resize(*SIZE)
        view.show()
        qtbot.waitExposed(view)
        view.set_model(self.model)
        view.show_activations(self.insight.network_input, self.insight.activations)

    def at(self, unit: Unit) -> QPoint:
        """The middle of a unit's place in the viewport."""
        column, shape = self.view.place(unit.layer), self.shape(unit.layer)
        left, top, width, height = column.cell(unit.map)
        row, place = unit.index[1:] or (0, 0)
        _, rows, columns = shape if len(shape) == 3 else (1, 1, 1)
        x = left + (place + 0.5) * width / columns - self.view.horizontalScrollBar().value()
        return QPoint(int(x), int(top + (row + 0.5) * height / rows))

    def shape(self, name: str) -> tuple[int, ...]:
        values = self.view.values(name)
        assert values is not None
        return values.shape

    def point(self, unit: Unit, modifiers: Qt.KeyboardModifier = NONE) -> None:
        move(self.view, self.at(unit), modifiers)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> Unit | None:
        QTest.keyClick(self.view, key, modifiers)
        return self.chosen[-1]


def move(view: LayersView, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    there = QPointF(at)
    no = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, there, view.viewport().mapToGlobal(there), no, no, modifiers)
    QApplication.sendEvent(view.viewport(), event)


@pytest.fixture
def switch(qapp: QApplication) -> Iterator[ThemeSwitch]:
    switch = ThemeSwitch(qapp, Theme.LIGHT)
    yield switch
    switch.set_theme(Theme.LIGHT)


def outlined(desk: _Desk, colour: QColor, layer: str) -> set[int]:
    """The maps of a layer around whose some part there is an outline of this colour."""
    shown, column = shown_pixels(desk.view).astype(int), desk.view.place(layer)
    found = set()
    for index in range(column.count):
        left, top, width, height = (round(number) for number in column.cell(index))
        part = shown[top - 1 : top + height + 1, left - 1 : left + width + 1]
        if (np.abs(part - (colour.red(), colour.green(), colour.blue())).max(axis=-1) <= 8).sum() > 8:
            found.add(index)
    return found


@pytest.mark.parametrize(("theme", "named"), [(Theme.LIGHT, LIGHT), (Theme.DARK, DARK)])
def test_what_a_unit_sees_is_orange_and_what_it_feeds_is_blue(
    qtbot: QtBot, switch: ThemeSwitch, theme: Theme, named: Colours
) -> None:
    switch.set_theme(theme)
    desk = _Desk(qtbot, "lenet5-1998")
    (layer,) = (one for one in desk.model.architecture.layers if one.name == "C3")
    assert isinstance(layer, Convolution)
    for number in (0, 7, 15):
        desk.point(Unit("C3", (number, 4, 4)))
        assert desk.pointed[-1] == Unit("C3", (number, 4, 4))
        assert layer.table is not None
        assert outlined(desk, named.seen, "S2") == set(layer.table[number]), "the table says which maps"
        assert outlined(desk, named.seen, "C3") == {number}
        assert outlined(desk, named.fed, "S4") == {number}
        assert not outlined(desk, named.seen, "S4")
    desk.view.unit_pointed.emit(None)
    assert not outlined(desk, named.seen, "S2")


def test_the_outline_on_the_input_is_where_the_unit_sees(qtbot: QtBot, switch: ThemeSwitch) -> None:
    """C3 sees 14 × 14 pixels: 5 of S2, each 2 of C1, each 5 of the input, at twice its place."""
    desk = _Desk(qtbot, "lenet5")
    desk.point(Unit("C3", (4, 2, 7)))
    shown, (left, top, width, _) = shown_pixels(desk.view).astype(int), desk.view.place("input").cell(0)
    orange = np.abs(shown - (LIGHT.seen.red(), LIGHT.seen.green(), LIGHT.seen.blue())).max(axis=-1) <= 8
    rows, columns = np.nonzero(orange[:, int(left) - 2 : int(left + width) + 3])
    pixel = width / 32
    expected = [2 * 2 * pixel + top - 2, (2 * 2 + 14) * pixel + top + 1, 2 * 7 * pixel, (2 * 7 + 14) * pixel + 3]
    found = [rows.min(), rows.max(), columns.min(), columns.max()]
    assert np.abs(np.array(found) - expected).max() <= 1.5


def test_with_shift_the_whole_map_is_meant(qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, "lenet5")
    desk.point(Unit("C3", (4, 2, 7)), SHIFT)
    line, fields = desk.lines[-1]
    values = desk.insight.activations["C3"][4]
    assert line.startswith("C3, map 4: ")
    assert f"{100 * float((values == 0).mean()):.0f} % zeros" in line
    assert "all of S2" in fields
    assert fields.endswith("Feeds S4 5 × 5 in 1 of 16 maps, all of C5, F6, Output")
    assert desk.pointed[-1] == Unit("C3", (4, 2, 7)), "the unit is told to others"


def test_value_range_and_fields_are_told_in_words(qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, "lenet5")
    unit = Unit("C3", (4, 2, 7))
    desk.point(unit)
    values = desk.insight.activations["C3"]
    line, fields = desk.lines[-1]
    assert line == (
        f"C3, map 4, row 2, column 7: {values[unit.index]:.4g}  "
        f"(C3: 0 to {values.max():.4g}, {100 * (values == 0).mean():.0f} % zeros)"
    )
    assert fields == ("Sees S2 5 × 5, C1 10 × 10, Input 14 × 14. Feeds S4 1 × 1 in 1 of 16 maps, all of C5, F6, Output")
    assert desk.view.accessibleDescription() == f"{line}. {fields}"
    other = looked_into(desk.model, seed=2)
    desk.view.show_activations(other.network_input, other.activations)
    assert f"column 7: {other.activations['C3'][unit.index]:.4g}" in desk.lines[-1][0], "it follows the drawing"
    desk.view.clear()
    assert desk.lines[-1][0] == "C3, map 4, row 2, column 7"


def test_between_units_the_layer_is_told_and_beside_them_nothing(qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, "lenet5")
    column = desk.view.place("C3")
    move(desk.view, QPoint(int(column.x + column.width / 2), 4))
    assert desk.lines[-1][0].startswith("C3: 0 to ")
    assert desk.lines[-1][1] == ""
    QApplication.sendEvent(desk.view, QEvent(QEvent.Type.Leave))
    assert desk.lines[-1] == ("", "")


@pytest.mark.parametrize("architecture_id", family.ids())
def test_every_unit_of_every_network_is_found_where_it_is(
    architecture_id: str, qtbot: QtBot, switch: ThemeSwitch
) -> None:
    desk = _Desk(qtbot, architecture_id)
    rng = np.random.default_rng(1)
    for layer in shown_layers(desk.model.architecture, desk.model.normalisation):
        if layer.face in (Face.COLOUR, Face.PICTURE):
            continue
        for _ in range(6):
            unit = Unit(layer.name, tuple(int(rng.integers(size)) for size in layer.shape))
            column, at = desk.view.place(layer.name), desk.at(unit)
            x = at.x() + desk.view.horizontalScrollBar().value() + 0.5
            found = unit_at(layer, column, x, at.y() + 0.5)
            assert found is not None
            side = column.cell_width / (layer.shape[-1] if prod(layer.shape[1:]) > 1 else 1)
            near = 1 if side < 2 else 0  # less than two pixels to a unit: its neighbour may be hit
            assert found.layer == layer.name
            assert found.map == unit.map
            assert max(abs(one - other) for one, other in zip(found.index, unit.index, strict=True)) <= near
            desk.view.show_pointed(found)
            assert shown_pixels(desk.view).any()
            assert desk.lines[-1][0]


def test_colours_and_the_picture_before_an_rbf_layer_have_units_too(qtbot: QtBot, switch: ThemeSwitch) -> None:
    colour = _Desk(qtbot, "lenet-cifar")
    left, top, side, height = colour.view.place("input").small_cell(2)
    move(colour.view, QPoint(int(left + side / 2), int(top + height / 2)))
    unit = colour.pointed[-1]
    assert unit is not None
    assert (unit.layer, unit.map) == ("input", 2)
    assert colour.lines[-1][0].startswith("Input, blue, row ")
    assert colour.lines[-1][1].startswith("Feeds C1 ")
    old = _Desk(qtbot, "lenet5-1998")
    left, top, width, height = old.view.place("F6").cell(0)
    move(old.view, QPoint(int(left + 3.5 / 7 * width), int(top + 5.5 / 12 * height)))
    assert old.pointed[-1] == Unit("F6", (5 * 7 + 3,))


# Chosen and walked


def test_a_click_chooses_and_a_click_beside_lets_go(qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, "lenet5")
    QTest.mouseClick(desk.view.viewport(), LEFT, NONE, desk.at(Unit("C5", (17,))))
    assert desk.chosen == [Unit("C5", (17,))]
    QApplication.sendEvent(desk.view, QEvent(QEvent.Type.Leave))
    assert desk.lines[-1][0].startswith("C5, unit 17: ")
    desk.point(Unit("F6", (3,)))
    assert desk.lines[-1][0].startswith("F6, unit 3: "), "what is pointed at comes first"
    QTest.mouseClick(desk.view.viewport(), LEFT, NONE, QPoint(2, 2))
    assert desk.chosen[-1] is None


def test_arrow_keys_walk_and_never_leave_the_network(qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, "lenet5")
    assert desk.key(Qt.Key.Key_Right) == Unit("C1", (0, 14, 14)), "it begins in the middle of the first map"
    assert desk.key(Qt.Key.Key_Right) == Unit("C1", (0, 14, 15))
    assert desk.key(Qt.Key.Key_Down) == Unit("C1", (0, 15, 15))
    assert desk.key(Qt.Key.Key_Down, SHIFT) == Unit("C1", (1, 15, 15))
    assert desk.key(Qt.Key.Key_Right, SHIFT) == Unit("S2", (1, 7, 7))
    before = desk.key(Qt.Key.Key_Left, SHIFT)
    assert before is not None
    assert before.layer == "C1"
    for _ in range(20):
        last = desk.key(Qt.Key.Key_Right, SHIFT)
    assert last is not None
    assert last.layer == "output"
    across = desk.view.place("F6").across
    desk.view.unit_chosen.emit(Unit("F6", (0,)))
    assert desk.key(Qt.Key.Key_Down) == Unit("F6", (across,))


def test_maps_of_one_pixel_are_walked_as_units(qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, "lenet5-1998")
    desk.view.unit_chosen.emit(Unit("C5", (3, 0, 0)))
    assert desk.key(Qt.Key.Key_Right) == Unit("C5", (4, 0, 0))
    assert desk.key(Qt.Key.Key_Down) == Unit("C5", (4 + desk.view.place("C5").across, 0, 0))
    desk.view.unit_chosen.emit(Unit("F6", (0,)))
    assert desk.key(Qt.Key.Key_Down) == Unit("F6", (7,)), "F6 is a picture of 7 pixels across"


@pytest.mark.parametrize("architecture_id", family.ids())
def test_the_cursor_crosses_every_network_by_keys(architecture_id: str, qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, architecture_id)
    names = [layer.name for layer in shown_layers(desk.model.architecture, desk.model.normalisation)]
    desk.key(Qt.Key.Key_Right)
    walked = []
    for _ in names[1:]:
        unit = desk.chosen[-1]
        assert unit is not None
        walked.append(unit.layer)
        assert desk.lines[-1][0]
        desk.key(Qt.Key.Key_Right, SHIFT)
    assert walked == names[1:]


def test_the_chosen_unit_is_brought_into_sight(qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, "lenet5")
    desk.view.resize(300, 300)
    for _ in range(4):
        desk.view.zoom_in()
    assert desk.view.horizontalScrollBar().maximum() > 0
    desk.view.unit_chosen.emit(Unit("F6", (3,)))
    assert 0 < desk.at(Unit("F6", (3,))).x() < desk.view.width()
    desk.view.unit_chosen.emit(Unit("input", (0, 1, 1)))
    assert 0 < desk.at(Unit("input", (0, 1, 1))).x() < desk.view.width()


def test_escape_lets_go_and_enter_and_a_double_click_want_the_stage(qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, "lenet5")
    desk.key(Qt.Key.Key_Right)
    QTest.keyClick(desk.view, Qt.Key.Key_Return)
    at = desk.at(Unit("C3", (0, 5, 5)))
    QTest.mouseDClick(desk.view.viewport(), LEFT, NONE, at)
    QTest.mouseRelease(desk.view.viewport(), LEFT, NONE, at)
    assert desk.stages == ["C1", "C3"]
    assert desk.key(Qt.Key.Key_Escape) is None


def test_what_the_next_network_does_not_have_is_not_outlined(qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, "lenet5")
    desk.view.show_chosen(Unit("C5", (119,)))
    desk.view.set_model(model_of("lenet-caffe"))
    assert not outlined(desk, LIGHT.seen, "C3")
    assert desk.lines[-1] == ("", "")


def test_each_map_may_have_a_scale_of_its_own(qtbot: QtBot, switch: ThemeSwitch) -> None:
    desk = _Desk(qtbot, "lenet5")
    faint = {name: values.copy() for name, values in desk.insight.activations.items()}
    faint["C1"][2] *= 0.01
    desk.view.show_activations(desk.insight.network_input, faint)

    def darkest() -> int:
        left, top, width, height = (int(number) for number in desk.view.place("C1").cell(2))
        return int(shown_pixels(desk.view)[top : top + height, left : left + width].min())

    by_layer = darkest()
    desk.view.scale_each_map(True)
    assert darkest() < by_layer - 50
    desk.view.scale_each_map(False)
    assert darkest() == by_layer
