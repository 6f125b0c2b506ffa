from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from lenet_app.colour_maps import non_negative_map, signed_map
from lenet_app.gui.layers.column import Column
from lenet_app.gui.layers.view import LayersView
from lenet_app.gui.look.colours import LIGHT
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.ink.normalise import fit
from lenet_app.ink.stroke_ink import drawing_ink
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import Convolution, FullyConnected, MaxPooling
from lenet_app.recognition.recognizer import Insight
from tests.gui.helpers import SEVEN, shipped_model, shipped_recognizer, shown_pixels

LAYERS = ("input", "C1", "S2", "C3", "S4", "C5", "F6", "output")


@pytest.fixture
def switch(qapp: QApplication) -> Iterator[ThemeSwitch]:
    switch = ThemeSwitch(qapp, Theme.LIGHT)
    yield switch
    switch.set_theme(Theme.LIGHT)


@pytest.fixture
def insight() -> Insight:
    ink = drawing_ink(SEVEN)
    assert ink is not None
    fitted = fit(ink)
    assert fitted is not None
    return shipped_recognizer().look_into(fitted.picture[None])


@pytest.fixture
def view(qtbot: QtBot, switch: ThemeSwitch) -> LayersView:
    view = LayersView()
    qtbot.addWidget(view)
    view.resize(655, 510)
    view.set_model(shipped_model())
    return view


def filled(view: LayersView, insight: Insight) -> LayersView:
    view.show_activations(insight.network_input, insight.activations)
    return view


def cell_colours(view: LayersView, name: str, rows: int = 1, columns: int = 1) -> npt.NDArray[np.int_]:
    """The colours in the middle of every pixel of a layer, as the view paints it: (maps, rows, columns, 3)."""
    shown, block = shown_pixels(view), view.place(name)
    return np.array([_cell_colours(shown, block, index, rows, columns) for index in range(block.count)])


def _cell_colours(
    shown: npt.NDArray[np.uint8], block: Column, index: int, rows: int, columns: int
) -> npt.NDArray[np.int_]:
    left, top, width, height = block.cell(index)
    ys = (top + (np.arange(rows) + 0.5) * height / rows).astype(int)
    xs = (left + (np.arange(columns) + 0.5) * width / columns).astype(int)
    return shown[np.ix_(ys, xs)].astype(int)


def corner_colours(view: LayersView, name: str) -> list[list[int]]:
    """The colours of the units beside their classes' names."""
    shown, block = shown_pixels(view), view.place(name)
    corners = [block.cell(index)[:2] for index in range(block.count)]
    return [[int(value) for value in shown[int(top) + 1, int(left) + 1]] for left, top in corners]


@pytest.mark.parametrize("dark", [False, True])
def test_the_input_has_the_colours_of_its_ink(
    view: LayersView, switch: ThemeSwitch, insight: Insight, dark: bool
) -> None:
    switch.set_theme(Theme.DARK if dark else Theme.LIGHT)
    filled(view, insight)
    ink = (insight.network_input[0].astype(float) + 0.1) / 1.275
    expected = non_negative_map(dark)[np.rint(np.clip(ink, 0, 1) * 255).astype(int)].astype(int)
    assert ink.max() > 0.9
    assert np.abs(cell_colours(view, "input", 32, 32)[0] - expected).max() <= 3


@pytest.mark.parametrize(("name", "side"), [("C1", 28), ("S2", 14), ("C3", 10), ("S4", 5)])
def test_maps_after_relu_run_from_nothing_to_the_layers_largest(
    view: LayersView, insight: Insight, name: str, side: int
) -> None:
    filled(view, insight)
    values = insight.activations[name].astype(float)
    expected = non_negative_map(False)[np.rint(255 * values / values.max()).astype(int)].astype(int)
    assert np.array_equal(cell_colours(view, name, side, side), expected)


@pytest.mark.parametrize("name", ["C5", "F6"])
def test_units_after_relu_have_the_same_scale(view: LayersView, insight: Insight, name: str) -> None:
    filled(view, insight)
    values = insight.activations[name].astype(float)
    expected = non_negative_map(False)[np.rint(255 * values / values.max()).astype(int)].astype(int)
    assert np.array_equal(cell_colours(view, name)[:, 0, 0], expected)


def test_the_output_is_signed_and_bears_the_names_of_the_classes(view: LayersView, insight: Insight) -> None:
    filled(view, insight)
    scores = insight.activations["output"].astype(float)
    assert scores.min() < 0 < scores.max()
    entries = 128 + np.rint(127 * scores / np.abs(scores).max()).astype(int)
    assert corner_colours(view, "output") == signed_map(False)[entries].tolist()
    left, top, width, height = (int(value) for value in view.place("output").cell(8))
    inner = shown_pixels(view)[top + 1 : top + height - 1, left + 1 : left + width - 1]
    assert len(np.unique(inner.reshape(-1, 3), axis=0)) > 3, "an 8 is painted there"


@pytest.mark.parametrize("winner", [None, 3])
def test_only_a_class_that_is_the_answer_is_framed(view: LayersView, insight: Insight, winner: int | None) -> None:
    view.show_activations(insight.network_input, insight.activations, winner)
    shown, accent = shown_pixels(view).astype(int), LIGHT.accent
    for index in range(10):
        left, top, _, _ = (int(value) for value in view.place("output").cell(index))
        edge = np.abs(shown[top + 1, left + 6] - (accent.red(), accent.green(), accent.blue())).max() <= 8
        assert edge == (index == winner)


def test_with_usual_scales_the_colours_of_two_drawings_can_be_compared(view: LayersView, insight: Insight) -> None:
    scales = {name: float(np.abs(values).max()) for name, values in insight.activations.items()}
    view.set_scales(scales)
    filled(view, insight)
    strong = cell_colours(view, "output")
    faint = {name: values * np.float32(0.25) for name, values in insight.activations.items()}
    view.show_activations(insight.network_input, faint)
    scores = faint["output"].astype(float) / scales["output"]
    expected = signed_map(False)[128 + np.rint(127 * scores).astype(int)]
    assert corner_colours(view, "output") == expected.tolist()
    assert not np.array_equal(cell_colours(view, "output"), strong)
    loud = {name: values * np.float32(4) for name, values in insight.activations.items()}
    view.show_activations(insight.network_input, loud)
    expected = signed_map(False)[128 + np.rint(127 * np.clip(scores * 16, -1, 1)).astype(int)]
    assert corner_colours(view, "output") == expected.tolist()


def test_another_network_forgets_the_scales_of_the_one_before(view: LayersView, insight: Insight) -> None:
    view.set_scales(dict.fromkeys(insight.activations, 1e6))
    layers = (FullyConnected("F1", units=10, activation=Activation.NONE),)
    architecture = Architecture("linear", "Linear", (1, 32, 32), layers)
    weights = {name: np.zeros(shape, dtype=np.float32) for name, shape in architecture.parameter_shapes.items()}
    view.set_model(replace(shipped_model(), architecture=architecture, weights=weights))
    view.set_model(shipped_model())
    filled(view, insight)
    values = insight.activations["C1"].astype(float)
    expected = non_negative_map(False)[np.rint(255 * values / values.max()).astype(int)].astype(int)
    assert np.array_equal(cell_colours(view, "C1", 28, 28), expected)


def test_pooling_after_a_layer_without_activation_is_signed_too(qtbot: QtBot, switch: ThemeSwitch) -> None:
    layers = (Convolution("C1", maps=2, activation=Activation.NONE), MaxPooling("S2"), FullyConnected("F3", units=3))
    architecture = Architecture("small", "Small", (1, 12, 12), layers)
    random = np.random.default_rng(0)
    weights = {
        name: random.normal(size=shape).astype(np.float32) for name, shape in architecture.parameter_shapes.items()
    }
    view = LayersView()
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.set_model(replace(shipped_model(), architecture=architecture, weights=weights, class_names=("a", "b", "c")))
    values = random.normal(size=(2, 4, 4)).astype(np.float32)
    activations = {"C1": random.normal(size=(2, 8, 8)).astype(np.float32), "S2": values, "F3": np.ones(3, np.float32)}
    view.show_activations(np.zeros((1, 12, 12), np.float32), activations)
    entries = 128 + np.rint(127 * values.astype(float) / np.abs(values).max()).astype(int)
    assert np.array_equal(cell_colours(view, "S2", 4, 4), signed_map(False)[entries].astype(int))


def test_without_a_model_nothing_is_painted(qtbot: QtBot, switch: ThemeSwitch) -> None:
    view = LayersView()
    qtbot.addWidget(view)
    view.resize(655, 510)
    assert view.architecture is None
    assert len(np.unique(shown_pixels(view).reshape(-1, 3), axis=0)) == 1


def test_before_anything_is_drawn_the_cells_are_empty(view: LayersView) -> None:
    hover = [LIGHT.hover.red(), LIGHT.hover.green(), LIGHT.hover.blue()]
    assert view.values("C1") is None
    for name in LAYERS[:-1]:
        assert (cell_colours(view, name) == hover).all()


def test_clearing_empties_the_cells_again(view: LayersView, insight: Insight) -> None:
    before = shown_pixels(view)
    filled(view, insight)
    values = view.values("C3")
    assert values is not None
    assert np.array_equal(values, insight.activations["C3"])
    assert not np.array_equal(shown_pixels(view), before)
    view.clear()
    assert view.values("C3") is None
    assert np.array_equal(shown_pixels(view), before)


def test_another_model_of_the_same_architecture_keeps_places_and_pictures(view: LayersView, insight: Insight) -> None:
    filled(view, insight)
    places, before = [view.place(name) for name in LAYERS], shown_pixels(view)
    view.set_model(replace(shipped_model(), name="another"))
    assert [view.place(name) for name in LAYERS] == places
    assert np.array_equal(shown_pixels(view), before)


def test_another_architecture_is_arranged_anew_and_empty(view: LayersView, insight: Insight) -> None:
    filled(view, insight)
    layers = (FullyConnected("F1", units=10, activation=Activation.NONE),)
    architecture = Architecture("linear", "Linear", (1, 32, 32), layers)
    weights = {name: np.zeros(shape, dtype=np.float32) for name, shape in architecture.parameter_shapes.items()}
    view.set_model(replace(shipped_model(), architecture=architecture, weights=weights))
    assert view.values("input") is None
    assert view.place("F1").count == 10
    assert "Linear" in view.accessibleDescription()
    with pytest.raises(KeyError):
        view.place("C1")


def test_the_theme_recolours_what_is_shown(view: LayersView, switch: ThemeSwitch, insight: Insight) -> None:
    filled(view, insight)
    switch.set_theme(Theme.DARK)
    values = insight.activations["C1"].astype(float)
    expected = non_negative_map(True)[np.rint(255 * values[0] / values.max()).astype(int)].astype(int)
    assert np.array_equal(cell_colours(view, "C1", 28, 28)[0], expected)


def test_a_larger_view_is_arranged_anew(view: LayersView, insight: Insight) -> None:
    filled(view, insight)
    before = view.place("C1").cell_width
    view.resize(1400, 1000)
    assert view.grab().width() == 1400
    assert view.place("C1").cell_width > before
    values = insight.activations["S4"].astype(float)
    expected = non_negative_map(False)[np.rint(255 * values[15] / values.max()).astype(int)].astype(int)
    assert np.array_equal(cell_colours(view, "S4", 5, 5)[15], expected)


def test_headings_are_painted_within_their_columns(view: LayersView) -> None:
    shown = shown_pixels(view).astype(int)
    for name in LAYERS:
        column = view.place(name)
        left, right = int(column.x), int(column.x + column.width)
        for strip in (shown[0:16, left:right], shown[17:32, left:right]):
            assert np.ptp(strip, axis=(0, 1)).max() > 60, f"{name} has its name and its shape above"


def test_arrows_lead_from_each_layer_to_the_next(view: LayersView) -> None:
    shown = shown_pixels(view).astype(int)
    for one, following in pairwise(view.place(name) for name in LAYERS):
        middle = round((one.top + one.cells_height / 2 + following.top + following.cells_height / 2) / 2)
        between = shown[middle - 6 : middle + 6, int(one.left + one.cells_width) + 1 : int(following.left) - 1]
        assert np.ptp(between, axis=(0, 1)).max() > 60


def test_a_wide_view_says_what_each_layer_does(view: LayersView) -> None:
    before = view.place("C1").top
    view.resize(1500, 700)
    view.grab()
    words = shown_pixels(view)[32:64].astype(int)
    assert np.ptp(words, axis=(0, 1)).max() > 60
    assert view.place("C1").top > 64 or before > 64


def hint_at(view: LayersView, x: float, y: float) -> str:
    at = QPoint(int(x), int(y))
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    return QToolTip.text()


def test_the_tooltip_tells_of_the_layer_under_the_pointer(view: LayersView, qtbot: QtBot) -> None:
    view.show()
    qtbot.waitExposed(view)
    for name, text in (("input", "Input: what the network receives, 1 × 32 × 32"), ("C3", "C3: convolution")):
        block = view.place(name)
        assert hint_at(view, block.x + 4, 4).startswith(text)
    hint_at(view, view.place("C1").x - 4, 4)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    QToolTip.hideText()


def test_assistive_technology_hears_of_the_network(view: LayersView) -> None:
    assert view.accessibleName() == "Layers"
    assert view.accessibleDescription().startswith("LeNet-5: 61,706 parameters")
