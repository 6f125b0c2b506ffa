"""The layers view with what the networks of the family have beyond LeNet-5's layers."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from lenet_app.colour_maps import non_negative_map, signed_map
from lenet_app.gui.layers.view import LayersView
from lenet_app.gui.look.colours import LIGHT
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.layers import AveragePooling, Convolution, Dropout, FullyConnected, MaxPooling
from lenet_app.networks.model import Model
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.recognition.recognizer import Insight, Recognizer
from tests.gui.helpers import shown_pixels

WIDE, NARROW = (654, 513), (446, 436)
"""The view's sizes in windows of 1280 × 720 and 1024 × 640."""
Pixels = npt.NDArray[np.int_]


@cache
def model_of(architecture_id: str, classes: int = 10) -> Model:
    member = family.member(architecture_id)
    architecture = member.architecture.for_data(member.architecture.input_shape[0], classes)
    names = tuple(f"{number}" for number in range(classes))
    return made(architecture, names, member.normalisation)


def made(architecture: Architecture, names: tuple[str, ...], normalisation: InputNormalisation | None = None) -> Model:
    weights = initial_weights(architecture, Recipe(), seed=1)
    normalisation = normalisation or InputNormalisation(0.0, 1.0)
    return Model("A model", architecture, weights, normalisation, Recipe(), names, "2026-01-02T03:04:05+00:00")


def looked_into(model: Model, seed: int = 1) -> Insight:
    shape = model.architecture.input_shape
    picture = np.random.default_rng(seed).integers(0, 256, shape).astype(np.uint8)
    return Recognizer(model).look_into(picture)


@pytest.fixture
def switch(qapp: QApplication) -> Iterator[ThemeSwitch]:
    switch = ThemeSwitch(qapp, Theme.LIGHT)
    yield switch
    switch.set_theme(Theme.LIGHT)


@pytest.fixture
def view(qtbot: QtBot, switch: ThemeSwitch) -> LayersView:
    view = LayersView()
    qtbot.addWidget(view)
    view.resize(*WIDE)
    return view


def filled(view: LayersView, model: Model) -> Insight:
    insight = looked_into(model)
    view.set_model(model)
    view.show_activations(insight.network_input, insight.activations, insight.recognition.best)
    return insight


def middle(view: LayersView, name: str, index: int, rows: int = 1, columns: int = 1) -> Pixels:
    """The colours in the middle of every pixel of one cell, (rows, columns, 3)."""
    shown = shown_pixels(view)
    left, top, width, height = view.place(name).cell(index)
    ys = (top + (np.arange(rows) + 0.5) * height / rows).astype(int)
    xs = (left + (np.arange(columns) + 0.5) * width / columns).astype(int)
    return shown[np.ix_(ys, xs)].astype(int)


def signed_colours(values: npt.NDArray[np.float32], largest: float) -> Pixels:
    return signed_map(False)[np.rint(128 + 127 * values.astype(float) / largest).astype(int)].astype(int)


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("architecture_id", family.ids())
def test_every_network_is_shown(view: LayersView, architecture_id: str, size: tuple[int, int]) -> None:
    view.resize(*size)
    model = model_of(architecture_id)
    view.set_model(model)
    empty = shown_pixels(view)
    insight = filled(view, model)
    assert not np.array_equal(shown_pixels(view), empty)
    for plan in model.architecture.plans:
        if isinstance(plan.layer, Dropout):
            with pytest.raises(KeyError):
                view.place(plan.name)
        else:
            values = view.values(plan.name)
            assert values is not None
            assert np.array_equal(values, insight.activations[plan.name])


@pytest.mark.parametrize("name", ["C1", "S2", "C3", "S4"])
def test_maps_of_1998_have_signs(view: LayersView, name: str) -> None:
    values = filled(view, model_of("lenet5-1998")).activations[name]
    rows = values.shape[1]
    expected = signed_colours(values[-1], np.abs(values).max())
    assert np.abs(middle(view, name, len(values) - 1, rows, rows) - expected).max() <= 2


def test_maps_of_one_pixel_are_shown_as_units(view: LayersView) -> None:
    values = filled(view, model_of("lenet5-1998")).activations["C5"].ravel()
    block = view.place("C5")
    assert block.count == 120
    assert block.across > 1
    expected = signed_colours(values, np.abs(values).max())
    assert np.abs(middle(view, "C5", 77)[0, 0] - expected[77]).max() <= 2


def test_the_layer_before_an_rbf_output_is_a_picture_like_its_bitmaps(view: LayersView) -> None:
    values = filled(view, model_of("lenet5-1998")).activations["F6"]
    assert view.place("F6").count == 1
    assert view.place("F6").cell_width / view.place("F6").cell_height == pytest.approx(7 / 12)
    expected = signed_colours(values.reshape(12, 7), np.abs(values).max())
    assert np.abs(middle(view, "F6", 0, 12, 7) - expected).max() <= 2


def test_the_winners_bitmap_stands_out(view: LayersView) -> None:
    insight = filled(view, model_of("lenet5-1998"))
    winner = int(insight.activations["output"].argmin())
    largest = max(float(np.abs(insight.activations["F6"]).max()), 1.0)
    expected = signed_colours(BITMAPS[winner].reshape(12, 7), largest)
    assert np.abs(middle(view, "output", winner, 12, 7) - expected).max() <= 2
    shown, accent = shown_pixels(view).astype(int), LIGHT.accent
    for index in range(10):
        left, top, _, _ = (int(value) for value in view.place("output").cell(index))
        frame = np.abs(shown[top - 1, left + 5] - (accent.red(), accent.green(), accent.blue())).max() <= 8
        assert frame == (index == winner)
        if index != winner:
            paler = np.abs(middle(view, "output", index, 12, 7) - 255).sum()
            assert paler < np.abs(signed_colours(BITMAPS[index], largest) - 255).sum()


def test_every_bitmap_has_its_distance_beside_it(view: LayersView) -> None:
    filled(view, model_of("lenet5-1998"))
    before = shown_pixels(view)
    block = view.place("output")
    words = []
    for index in range(10):
        left, top, width, height = (int(value) for value in block.cell(index))
        words.append(before[top : top + height, left + width + 3 : left + width + int(block.beside) + 1])
    assert all(np.ptp(word.astype(int)) > 60 for word in words)
    view.clear()
    assert not np.array_equal(shown_pixels(view), before)


def test_bitmaps_are_there_before_anything_is_drawn(view: LayersView) -> None:
    view.set_model(model_of("lenet5-1998"))
    zero = middle(view, "output", 0, 12, 7)
    ink = BITMAPS[0].reshape(12, 7) > 0
    assert zero[ink].mean(axis=0)[0] > zero[ink].mean(axis=0)[2], "ink is orange"
    assert zero[~ink].mean(axis=0)[2] > zero[~ink].mean(axis=0)[0], "the rest is blue"


def test_a_colour_input_is_shown_in_colour_with_its_channels(view: LayersView) -> None:
    model = model_of("lenet-cifar")
    picture = np.zeros((3, 32, 32), np.uint8)
    picture[0], picture[1, :16] = 200, 120
    insight = Recognizer(model).look_into(picture)
    view.set_model(model)
    view.show_activations(insight.network_input, insight.activations)
    shown = shown_pixels(view).astype(int)
    block = view.place("input")
    assert middle(view, "input", 0, 2, 1)[:, 0].tolist() == [[200, 120, 0], [200, 0, 0]]
    expected = [[200, 0, 0], [0, 120, 0], [0, 0, 0]]
    for index, colour in enumerate(expected):
        left, top, width, height = block.small_cell(index)
        assert shown[int(top + height / 4), int(left + width / 2)].tolist() == colour


def test_the_scale_of_a_colour_input_is_undone(view: LayersView) -> None:
    plain = model_of("lenet-cifar")
    model = made(plain.architecture, plain.class_names, InputNormalisation(background=-1.0, ink=1.0))
    picture = np.full((3, 32, 32), 51, np.uint8)
    insight = Recognizer(model).look_into(picture)
    view.set_model(model)
    view.show_activations(insight.network_input, insight.activations)
    assert middle(view, "input", 0)[0, 0].tolist() == [51, 51, 51]


@pytest.mark.parametrize("pool", [MaxPooling("S2"), AveragePooling("S2")])
@pytest.mark.parametrize(
    ("activation", "signed"),
    [(Activation.NONE, True), (Activation.TANH, True), (Activation.GELU, True), (Activation.SIGMOID, False)],
)
def test_pools_and_dropout_pass_on_whether_there_are_signs(
    view: LayersView, pool: MaxPooling | AveragePooling, activation: Activation, signed: bool
) -> None:
    layers = (
        *(Convolution("C1", 2, activation=activation), Dropout("drop"), pool),
        FullyConnected("output", 3, Activation.NONE),
    )
    insight = filled(view, made(Architecture("small", "Small", (1, 12, 12), layers), ("a", "b", "c")))
    values = insight.activations["S2"].astype(float)
    if signed:
        expected = signed_colours(insight.activations["S2"][1], np.abs(values).max())
    else:
        expected = non_negative_map(False)[np.rint(255 * values[1] / values.max()).astype(int)].astype(int)
    assert np.abs(middle(view, "S2", 1, 4, 4) - expected).max() <= 2


def test_a_pool_of_an_input_below_zero_has_signs(view: LayersView) -> None:
    layers = (MaxPooling("S1", window=4), FullyConnected("output", 3, Activation.NONE))
    architecture = Architecture("small", "Small", (1, 12, 12), layers)
    model = made(architecture, ("a", "b", "c"), InputNormalisation(-0.1, 1.175))
    insight = Recognizer(model).look_into(np.zeros((1, 12, 12), np.uint8))
    view.set_model(model)
    view.show_activations(insight.network_input, insight.activations)
    assert middle(view, "S1", 0)[0, 0].tolist() == signed_map(False)[1].tolist()


def hint_at(view: LayersView, x: float, y: float) -> str:
    at = QPoint(int(x), int(y))
    viewport = view.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at)))
    text = QToolTip.text()
    QToolTip.hideText()
    return text


def test_dropout_is_told_of_the_layer_before_it(view: LayersView, qtbot: QtBot) -> None:
    filled(view, model_of("lenet-pytorch"))
    view.show()
    qtbot.waitExposed(view)
    for name, rate in (("S3", "0.25"), ("F4", "0.5")):
        block = view.place(name)
        assert hint_at(view, block.x + 4, 4).endswith(f"In training: dropout {rate}")


def test_the_output_tells_class_and_value_under_the_pointer(view: LayersView, qtbot: QtBot) -> None:
    view.show()
    qtbot.waitExposed(view)
    insight = filled(view, model_of("lenet5-1998"))
    left, top, _, _ = view.place("output").cell(4)
    assert hint_at(view, left + 2, top + 2).startswith(f"4: distance {insight.activations['output'][4]:.0f}")
    insight = filled(view, model_of("lenet5", classes=40))
    left, top, _, _ = view.place("output").cell(33)
    assert hint_at(view, left + 1, top + 1).startswith(f"33: {insight.activations['output'][33]:.2f}")
    view.clear()
    assert hint_at(view, left + 1, top + 1).startswith("33\n")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_long_class_names_have_wide_units(view: LayersView, size: tuple[int, int]) -> None:
    names = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "Ankle boot")
    plain = model_of("lenet5")
    view.resize(*size)
    filled(view, made(plain.architecture, names, plain.normalisation))
    metrics = view.fontMetrics()
    assert view.place("output").cell_width >= 0.92 * metrics.horizontalAdvance("automobile")


def test_lenet5_needs_no_scrolling(view: LayersView) -> None:
    filled(view, model_of("lenet5"))
    for size in (WIDE, NARROW):
        view.resize(*size)
        view.grab()
        assert view.horizontalScrollBar().maximum() == view.verticalScrollBar().maximum() == 0


def test_a_large_network_scrolls_by_keys_and_wheel(view: LayersView, qtbot: QtBot) -> None:
    view.resize(*NARROW)
    filled(view, model_of("lenet5-wide"))
    view.show()
    qtbot.waitExposed(view)
    bar = view.horizontalScrollBar()
    last = view.place("output")
    assert bar.maximum() >= last.x + last.width - view.width() - 1
    before = shown_pixels(view)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End):
        value = bar.value()
        QTest.keyClick(view, key)
        assert bar.value() > value
    assert bar.value() == bar.maximum()
    assert not np.array_equal(shown_pixels(view), before)
    assert hint_at(view, last.x + 4 - bar.value(), 4).startswith("Output: fully connected")
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() == 0
    turn(view, -120)
    assert bar.value() > 0


def turn(view: LayersView, angle: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    middle = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        *(middle, view.viewport().mapToGlobal(middle), QPoint(), QPoint(0, angle)),
        *(Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(view.viewport(), event)


def test_zooming_by_keys_wheel_and_actions(view: LayersView, qtbot: QtBot) -> None:
    filled(view, model_of("lenet5"))
    view.show()
    qtbot.waitExposed(view)
    fitting = view.place("C1").cell_width
    assert not view.zoom_out_action.isEnabled()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    turn(view, 120, Qt.KeyboardModifier.ControlModifier)
    view.zoom_in_action.trigger()
    assert view.zoom == 2
    assert view.place("C1").cell_width > 1.4 * fitting
    bar = view.horizontalScrollBar()
    assert 0 < bar.value() < bar.maximum(), "what was in the middle stays there"
    QTest.keyClick(view, Qt.Key.Key_Minus)
    turn(view, -120, Qt.KeyboardModifier.ControlModifier)
    view.zoom_out_action.trigger()
    assert view.zoom == 1
    assert view.place("C1").cell_width == fitting
    assert bar.maximum() == 0
    for _ in range(9):
        view.zoom_in()
    assert not view.zoom_in_action.isEnabled()


def test_the_keyboard_is_seen_to_be_in_a_view_that_scrolls(view: LayersView, qtbot: QtBot) -> None:
    view.resize(*NARROW)
    filled(view, model_of("lenet5-wide"))
    view.show()
    qtbot.waitExposed(view)
    without = shown_pixels(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    ring = np.abs(shown_pixels(view).astype(int) - without).max(axis=2) > 0
    bar = view.horizontalScrollBar().height()
    assert ring[-bar:].mean() > 0.15, "a line around the scroll bar"
    assert not ring[:-bar].any(), "nothing of the layers is hidden"


def test_another_network_begins_at_its_left_end(view: LayersView) -> None:
    view.resize(*NARROW)
    filled(view, model_of("lenet5-wide"))
    view.grab()
    view.horizontalScrollBar().setValue(100)
    filled(view, model_of("lenet-slim"))
    assert view.horizontalScrollBar().value() == 0
