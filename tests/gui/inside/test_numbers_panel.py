"""The numbers of every layer in a table: whose, where, live, and by keys."""

from collections.abc import Iterator
from math import prod

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.answers import answer
from lenet_app.gui.answering.subjects import Answer, DataSetPicture, Request
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.live_look import LiveLook, Looked
from lenet_app.gui.inside.numbers_panel import NumbersPanel
from lenet_app.gui.layers.shown import shown_layers
from lenet_app.ink.strokes import Drawing
from lenet_app.inspection.units import Unit
from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognizer
from tests.gui.helpers import ONE, SEVEN, shipped_model
from tests.gui.layers.test_view_family import model_of

TEXT, WORDS = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole


class _Desk:
    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot, self._parent = qtbot, QObject()
        self.choice = UnitChoice()
        self.live = LiveLook(self.choice, self._parent)
        self.panel = NumbersPanel(self.choice, self.live)
        self.looks: list[Looked | None] = []
        self.live.looked.connect(self.looks.append)
        qtbot.addWidget(self.panel)
        self.panel.resize(800, 220)
        self.panel.show()
        qtbot.waitExposed(self.panel)

    def show(self, subject: Drawing | DataSetPicture, model: Model) -> Answer:
        self.choice.follow(model)
        found = answer(Request(subject, Recognizer(model), 0.0))
        self.live.show(found)
        self._qtbot.waitUntil(lambda: self.looks[-1:] != [] and self.is_of(found))
        return found

    def is_of(self, found: Answer) -> bool:
        last = self.looks[-1]
        return last is not None and last.request.answer is found

    def cell(self, row: int, column: int, role: Qt.ItemDataRole = TEXT) -> object:
        return self.panel.values.index(row, column).data(role)

    @property
    def size(self) -> tuple[int, int]:
        return self.panel.values.rowCount(), self.panel.values.columnCount()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[_Desk]:
    desk = _Desk(qtbot)
    yield desk
    desk.live.finish()


def text(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def test_the_table_follows_the_chosen_unit_and_the_drawing(desk: _Desk) -> None:
    found = desk.show(SEVEN, shipped_model())
    desk.choice.choose(Unit("C3", (4, 2, 7)))
    assert found.insight is not None
    values = found.insight.activations["C3"]
    assert desk.size == (10, 10)
    assert desk.cell(2, 7) == text(values[4, 2, 7])
    assert desk.cell(2, 7, WORDS) == f"C3, map 4, row 2, column 7: {text(values[4, 2, 7])}"
    place = desk.panel.table.currentIndex()
    assert (place.row(), place.column()) == (2, 7)
    assert desk.panel.table.accessibleName() == "Numbers of C3, map 4"
    assert f"to {text(values[4].max())}" in desk.panel.range_label.text()
    other = desk.show(ONE, shipped_model())
    assert other.insight is not None
    assert desk.cell(3, 4) == text(other.insight.activations["C3"][4, 3, 4])
    place = desk.panel.table.currentIndex()
    assert (place.row(), place.column()) == (2, 7)


def test_arrow_keys_in_the_table_choose_units(desk: _Desk) -> None:
    desk.show(SEVEN, shipped_model())
    desk.choice.choose(Unit("C3", (4, 2, 7)))
    QTest.keyClick(desk.panel.table, Qt.Key.Key_Down)
    assert desk.choice.unit == Unit("C3", (4, 3, 7))
    desk.choice.choose(Unit("F6", (17,)))
    assert desk.size == (9, 10)
    QTest.keyClick(desk.panel.table, Qt.Key.Key_Down)
    assert desk.choice.unit == Unit("F6", (27,))


def test_layer_and_map_are_chosen_by_keys(desk: _Desk) -> None:
    found = desk.show(SEVEN, shipped_model())
    panel = desk.panel
    assert panel.layer_box.currentText() == "C1"
    QTest.keyClick(panel.layer_box, Qt.Key.Key_Down)
    assert panel.layer_box.currentText() == "S2"
    QTest.keyClick(panel.map_box, Qt.Key.Key_Up)
    assert found.insight is not None
    assert desk.cell(5, 6) == text(found.insight.activations["S2"][1, 5, 6])
    assert desk.choice.unit is None, "looking at numbers chooses nothing"
    QTest.keyClick(panel.layer_box, Qt.Key.Key_End)
    assert panel.layer_box.currentText() == "Output"
    assert not panel.map_box.isEnabled()
    assert desk.cell(0, 7, WORDS) == f"Output, 7: {text(found.insight.activations['output'][7])}"


@pytest.mark.parametrize("architecture_id", family.ids())
def test_every_number_of_every_network_is_in_its_cell(architecture_id: str, desk: _Desk) -> None:
    model = model_of(architecture_id)
    pixels = np.random.default_rng(3).integers(0, 256, model.architecture.input_shape).astype(np.uint8)
    found = desk.show(DataSetPicture(pixels, "0"), model)
    assert found.insight is not None
    layers = shown_layers(model.architecture, model.normalisation)
    for number, layer in enumerate(layers):
        desk.panel.layer_box.setCurrentIndex(number)
        is_input = layer.plan is None
        values = found.insight.network_input if is_input else found.insight.activations[layer.name]
        has_maps = prod(layer.shape[1:]) > 1
        if has_maps:
            desk.panel.map_box.setValue(layer.shape[0] - 1)
        expected = values[-1] if has_maps else values.ravel()
        rows, columns = desk.size
        flat = [desk.cell(row, column) for row in range(rows) for column in range(columns)]
        assert [cell for cell in flat if cell is not None] == [text(float(value)) for value in expected.ravel()]


def test_nothing_is_computed_for_a_panel_that_nobody_sees(desk: _Desk, qtbot: QtBot) -> None:
    desk.show(SEVEN, shipped_model())
    desk.panel.hide()
    count, found = len(desk.looks), answer(Request(ONE, Recognizer(shipped_model()), 0.0))
    desk.live.show(found)
    desk.choice.choose(Unit("C3", (1, 2, 3)))
    desk.panel.show()
    qtbot.waitUntil(lambda: desk.is_of(found))
    assert len(desk.looks) == count + 1, "only since it is seen again"
    assert desk.panel.values.unit(desk.panel.table.currentIndex()) == Unit("C3", (1, 2, 3))


def test_without_a_drawing_there_is_a_sentence(desk: _Desk) -> None:
    desk.show(SEVEN, shipped_model())
    assert desk.panel.table.isVisible()
    desk.live.show(None)
    assert not desk.panel.table.isVisible()
    assert desk.panel.values.unit(QModelIndex()) is None
