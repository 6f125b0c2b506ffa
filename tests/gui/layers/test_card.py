"""A layer alone and large, and one map alone with its kernels: opened, walked, painted, left."""

from dataclasses import replace
from itertools import pairwise
from math import prod

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.colour_maps import signed_map
from lenet_app.gui.layers.card import LayersCard
from lenet_app.gui.layers.shown import shown_layers
from lenet_app.gui.look.colours import LIGHT
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.inspection.units import Unit
from lenet_app.networks import family
from lenet_app.networks.forward import dense_kernels
from lenet_app.networks.layers import Convolution
from lenet_app.networks.model import Model
from tests.gui.helpers import shown_pixels
from tests.gui.layers.test_view_family import looked_into, model_of

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
SMALL, LARGE = (446, 480), (1300, 800)


class _Desk:
    """A card whose choices are told back to it, as the page does."""

    def __init__(self, qtbot: QtBot, architecture_id: str, size: tuple[int, int] = SMALL) -> None:
        self.card, self.model = LayersCard(), model_of(architecture_id)
        self.chosen: list[Unit | None] = []
        self.view, self.stage = self.card.view, self.card.map_stage
        self.view.unit_chosen.connect(self.chosen.append)
        self.view.unit_chosen.connect(self.card.show_chosen)
        self.view.unit_pointed.connect(self.card.show_pointed)
        qtbot.addWidget(self.card)
        self.card.resize(*size)
        self.card.show()
        self.card.activateWindow()
        qtbot.waitUntil(self.card.isActiveWindow)
        self.view.set_model(self.model)
        self.insight = looked_into(self.model)
        self.view.show_activations(self.insight.network_input, self.insight.activations)
        self.view.setFocus()

    def open_map(self, unit: Unit) -> None:
        self.view.unit_chosen.emit(unit)
        QTest.keyClick(self.view, Qt.Key.Key_Return)
        QTest.keyClick(self.view, Qt.Key.Key_Return)


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    ThemeSwitch(qapp, Theme.LIGHT)


def test_a_double_click_shows_a_layer_large_and_escape_all_of_them(qtbot: QtBot) -> None:
    desk = _Desk(qtbot, "lenet5")
    view, small = desk.view, desk.view.place("C3")
    left, top, width, height = small.cell(4)
    at = QPoint(int(left + width / 2), int(top + height / 2))
    QTest.mouseClick(view.viewport(), LEFT, NONE, at)
    QTest.mouseDClick(view.viewport(), LEFT, NONE, at)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, at)
    assert view.stage == "C3"
    assert view.place("C3").cell_width > 1.5 * small.cell_width
    assert desk.card.large_button.isChecked()
    with pytest.raises(KeyError):
        view.place("C1")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.stage == ""
    assert view.place("C3") == small
    assert view.chosen is not None, "one Escape, one step"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.chosen is None


def test_walking_to_another_layer_takes_the_stage_along(qtbot: QtBot) -> None:
    desk = _Desk(qtbot, "lenet5")
    desk.view.unit_chosen.emit(Unit("C3", (4, 2, 7)))
    desk.card.large_button.click()
    assert desk.view.stage == "C3"
    QTest.keyClick(desk.view, Qt.Key.Key_Right, SHIFT)
    assert desk.view.stage == "S4"
    assert desk.view.chosen is not None
    assert desk.view.chosen.layer == "S4"
    desk.card.large_button.click()
    assert desk.view.stage == ""


def test_on_the_stage_units_are_pointed_at_as_elsewhere(qtbot: QtBot) -> None:
    desk = _Desk(qtbot, "lenet5", LARGE)
    desk.view.set_stage("C5")
    left, top, width, height = desk.view.place("C5").cell(17)
    QTest.mouseClick(desk.view.viewport(), LEFT, NONE, QPoint(int(left + width / 2), int(top + height / 2)))
    assert desk.chosen[-1] == Unit("C5", (17,))
    assert "Sees all of S4" in desk.card.unit_line.text()


def painted(desk: _Desk, place: QRectF, rows: int, columns: int) -> npt.NDArray[np.int_]:
    """The colours near a corner of each pixel, where no number stands, (rows, columns, 3)."""
    shown = shown_pixels(desk.stage).astype(int)
    ys = (place.top() + np.arange(rows) * place.height() / rows).astype(int) + 1
    xs = (place.left() + np.arange(columns) * place.width() / columns).astype(int) + 1
    return shown[np.ix_(ys, xs)]


@pytest.mark.parametrize(("architecture_id", "number"), [("lenet5", 4), ("lenet5-1998", 3)])
def test_a_map_stands_beside_its_kernels(architecture_id: str, number: int, qtbot: QtBot) -> None:
    desk = _Desk(qtbot, architecture_id, LARGE)
    desk.open_map(Unit("C3", (number, 2, 7)))
    assert desk.card.shows_map
    assert desk.stage.hasFocus()
    (layer,) = (one for one in desk.model.architecture.layers if one.name == "C3")
    assert isinstance(layer, Convolution)
    dense = dense_kernels(layer, desk.model.weights["C3.weight"], 6)[number]
    seen = [map_ for map_ in range(6) if dense[map_].any()]
    kernels = desk.stage.kernels
    assert kernels is not None
    assert list(kernels.maps) == seen
    assert np.array_equal(kernels.values, dense[seen])
    assert kernels.bias == float(desk.model.weights["C3.bias"][number])
    table, largest = signed_map(False).astype(int), np.abs(dense).max()
    places = desk.stage.kernel_places()
    assert all(QRectF(desk.stage.rect()).contains(place) for place in (*places, desk.stage.map_place))
    for place, map_ in zip(places, seen, strict=True):
        expected = table[128 + np.rint(127 * dense[map_] / largest).astype(int)]
        assert np.abs(painted(desk, place, 5, 5) - expected).max() <= 8
    for one, other in pairwise(places):
        assert not one.intersects(other)


def test_the_map_alone_is_live_and_walked(qtbot: QtBot) -> None:
    desk = _Desk(qtbot, "lenet5", LARGE)
    desk.open_map(Unit("C3", (4, 2, 7)))
    before = desk.stage.heading
    assert before.startswith("C3, map 4: ")
    other = looked_into(desk.model, seed=2)
    desk.view.show_activations(other.network_input, other.activations)
    assert f"to {other.activations['C3'][4].max():.4g}" in desk.stage.heading
    QTest.keyClick(desk.stage, Qt.Key.Key_Down)
    assert desk.chosen[-1] == Unit("C3", (4, 3, 7))
    QTest.keyClick(desk.stage, Qt.Key.Key_Down, SHIFT)
    assert desk.stage.heading.startswith("C3, map 5: ")
    place = desk.stage.map_place
    at = QPoint(int(place.left() + 1.5 * place.width() / 10), int(place.top() + 8.5 * place.height() / 10))
    QTest.mouseClick(desk.stage, LEFT, NONE, at)
    assert desk.chosen[-1] == Unit("C3", (5, 8, 1))
    shown = shown_pixels(desk.stage).astype(int)
    orange = np.abs(shown - (LIGHT.seen.red(), LIGHT.seen.green(), LIGHT.seen.blue())).max(axis=-1) <= 8
    ys, xs = np.nonzero(orange)
    assert xs.min() < at.x() < xs.max()
    assert ys.min() < at.y() < ys.max()
    QTest.keyClick(desk.stage, Qt.Key.Key_Escape)
    assert not desk.card.shows_map
    assert desk.view.stage == "C3"
    assert desk.view.hasFocus()


def test_from_a_map_to_a_layer_without_maps_the_layer_is_shown(qtbot: QtBot) -> None:
    desk = _Desk(qtbot, "lenet5")
    desk.open_map(Unit("S4", (4, 2, 2)))
    assert desk.card.shows_map
    assert desk.stage.kernels is None
    QTest.keyClick(desk.stage, Qt.Key.Key_Right, SHIFT)
    assert not desk.card.shows_map
    assert desk.view.stage == "C5"
    assert not desk.card.map_button.isVisible()


def test_kernels_are_those_of_the_model_that_answers(qtbot: QtBot) -> None:
    desk = _Desk(qtbot, "lenet5")
    desk.open_map(Unit("C3", (4, 2, 7)))
    weights = {name: weight * 2 for name, weight in desk.model.weights.items()}
    desk.view.set_model(replace(desk.model, name="other", weights=weights))
    desk.view.show_activations(desk.insight.network_input, desk.insight.activations)
    assert desk.card.shows_map
    assert desk.stage.kernels is not None
    assert desk.stage.kernels.bias == float(weights["C3.bias"][4])


def test_the_pictures_of_rbf_units_alone_are_large(qtbot: QtBot) -> None:
    desk = _Desk(qtbot, "lenet5-1998", LARGE)
    small = desk.view.place("output")
    desk.view.set_stage("output")
    large = desk.view.place("output")
    assert large.cell_height > 2 * small.cell_height
    assert large.across > 1
    left, top, width, height = large.cell(7)
    QTest.mouseClick(desk.view.viewport(), LEFT, NONE, QPoint(int(left + width / 2), int(top + height / 2)))
    assert desk.chosen[-1] == Unit("output", (7,))


def test_another_network_ends_a_stage_that_it_does_not_have(qtbot: QtBot) -> None:
    desk = _Desk(qtbot, "lenet5")
    desk.open_map(Unit("C3", (4, 2, 7)))
    desk.view.set_model(model_of("lenet-pytorch"))
    assert not desk.card.shows_map
    assert desk.view.stage == ""


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("architecture_id", family.ids())
def test_every_layer_of_every_network_stands_large(architecture_id: str, size: tuple[int, int], qtbot: QtBot) -> None:
    desk = _Desk(qtbot, architecture_id, size)
    view, model = desk.view, desk.model
    for layer in shown_layers(model.architecture, model.normalisation):
        small = view.place(layer.name)
        view.set_stage(layer.name)
        column = view.place(layer.name)
        assert column.cell_width * column.cell_height >= small.cell_width * small.cell_height
        assert shown_pixels(view).std() > 0
        if prod(layer.shape[1:]) > 1:
            view.unit_chosen.emit(Unit(layer.name, (layer.shape[0] - 1, 0, 0)))
            desk.card.map_button.click()
            assert desk.card.shows_map
            _assert_map_fits(desk, model)
            desk.card.map_button.click()
        view.set_stage("")


def _assert_map_fits(desk: _Desk, model: Model) -> None:
    stage = desk.stage
    inside = QRectF(stage.rect())
    assert inside.contains(stage.map_place)
    assert shown_pixels(stage).std() > 0
    kernels = stage.kernels
    plan = next((plan for plan in model.architecture.plans if plan.name == stage.layer_name), None)
    assert (kernels is not None) == (plan is not None and isinstance(plan.layer, Convolution))
    if kernels is not None and len(kernels.maps) <= 16:
        assert all(inside.contains(place) for place in stage.kernel_places())
