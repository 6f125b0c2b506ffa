"""What if: what is switched off or painted is seen at once, told as a what-if, and taken back by a button."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from lenet_app.gui.draw.inspector.forward import ForwardPanel
from lenet_app.gui.draw.inspector.what_if import WhatIfPanel
from lenet_app.gui.draw.panels import FORWARD, WHAT_IF
from lenet_app.gui.inside.keep.keepsake import Form
from lenet_app.inspection.units import Unit
from lenet_app.networks.forward import activations
from lenet_app.networks.model import Model
from tests.gui.draw.desk import Desk
from tests.gui.draw.inspector.test_look_panels import draw_seven, show_digit
from tests.gui.helpers import ONE, SEVEN, shipped_model
from tests.unit.inspection.networks import FAMILY, model_of
from tests.unit.samples import small_data_set

TIMEOUT = 30_000
C3 = Unit("C3", (4, 2, 7))


def panel(desk: Desk) -> WhatIfPanel:
    desk.page.inspector.open(WHAT_IF)
    found = desk.page.inspector.panel(WHAT_IF)
    assert isinstance(found, WhatIfPanel)
    return found


def settle(desk: Desk) -> None:
    """Until the newest answer is one to what is switched off and edited now."""
    page = desk.page
    desk.qtbot.waitUntil(
        lambda: page.what_if.answer is not None and page.what_if.answer.request.what_if is page.what_if.value,
        timeout=TIMEOUT,
    )


def output(model: Model, network_input: np.ndarray) -> np.ndarray:
    last = model.architecture.layers[-1].name
    return activations(model.architecture, model.weights, network_input[None])[last][0]


def shown_output(desk: Desk) -> np.ndarray:
    model = desk.in_use.model
    assert model is not None
    values = desk.page.layers_view.values(model.architecture.layers[-1].name)
    assert values is not None
    return values


def zeroed(model: Model, layer: str, number: int) -> Model:
    weights = {name: weight.copy() for name, weight in model.weights.items()}
    plan = next(plan for plan in model.architecture.plans if plan.name == layer)
    rows = [map_ for map_, seen in enumerate(plan.layer.table) for _ in seen]
    places = np.flatnonzero(np.array(rows) == number) if rows else [number]
    weights[f"{layer}.weight"][places] = 0
    weights[f"{layer}.bias"][number] = 0
    return replace(model, weights=weights)


@pytest.mark.parametrize("name", FAMILY)
def test_switched_off_is_as_if_the_weights_were_zero(desk: Desk, name: str) -> None:
    model = model_of(name)
    desk.use(model)
    show_digit(desk, model.architecture.input_shape[0])
    found, page = panel(desk), desk.page
    learning = [plan for plan in model.architecture.plans[:-1] if plan.parameter_shapes]
    for plan in (learning[0], learning[-1]):
        page.choice.choose(Unit(plan.name, tuple(size // 2 for size in plan.output_shape)))
        assert found.map_button.isEnabled()
        found.map_button.click()
        settle(desk)
        network_input = page.layers_view.values("input")
        assert network_input is not None
        expected = output(zeroed(model, plan.name, plan.output_shape[0] // 2), network_input)
        np.testing.assert_allclose(shown_output(desk), expected, rtol=0, atol=1e-4 * np.abs(expected).max())
        assert page.frame.note.isVisible()
        assert page.frame.note.label.text().startswith("What if: without ")
        assert len(found.off_list.lines) == 1
        page.frame.note.back_button.click()
        settle(desk)
        assert not page.frame.note.isVisible()
        np.testing.assert_allclose(shown_output(desk), output(model, network_input), rtol=0, atol=1e-4)


def test_several_by_keys_and_one_on_again(desk: Desk) -> None:
    draw_seven(desk)
    found, page = panel(desk), desk.page
    for number in (4, 7):
        page.choice.choose(Unit("C3", (number, 2, 7)))
        QTest.keyClick(page.layers_view, Qt.Key.Key_O)
    QTest.keyClick(page.layers_view, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert page.what_if.off == {Unit("C3", (4,)), Unit("C3", (7,)), Unit("C3", (7, 2, 7))}
    settle(desk)
    assert [line.texts for line in found.off_list.lines] == [("C3 map 4",), ("C3 map 7",), ("C3/7/2,7",)]
    values = page.layers_view.values("C3")
    assert values is not None
    assert not values[4].any()
    assert not values[7].any()
    assert values[5].any()
    assert "(off)" in page.frame.unit_line.text()
    found.off_list.setFocus()
    found.off_list.selectRow(0)
    QTest.keyClick(found.off_list, Qt.Key.Key_Return)
    settle(desk)
    assert page.what_if.off == {Unit("C3", (7,)), Unit("C3", (7, 2, 7))}
    found.undo_button.click()
    found.undo_button.click()
    assert page.what_if.off == {Unit("C3", (4,)), Unit("C3", (7,))}
    found.redo_button.click()
    assert len(page.what_if.off) == 3


def test_what_is_off_is_crossed_out_in_the_layers(desk: Desk) -> None:
    draw_seven(desk)
    view = desk.page.layers_view
    before = view.grab().toImage()
    desk.page.what_if.switch(Unit("F6", (17,)))
    settle(desk)
    column = view.place("F6")
    left, top, width, height = column.cell(17)
    centre = view.mapTo(view, QPoint(round(left + width / 2), round(top + height / 2)))
    assert view.grab().toImage().pixelColor(centre) != before.pixelColor(centre)


def test_a_page_that_is_kept_says_that_it_is_a_what_if(desk: Desk, tmp_path: Path) -> None:
    draw_seven(desk)
    desk.page.what_if.switch(Unit("F6", (17,)))
    settle(desk)
    page, file = desk.page.keeping.of_layers(None)[-1], tmp_path / "page.html"
    page.forms[Form.HTML]()(file)
    assert "What if: without F6 unit 17" in file.read_text()


def test_what_cannot_be_switched_off_is_told(desk: Desk) -> None:
    desk.use(model_of("lenet5-1998"))
    draw_seven(desk)
    desk.page.what_if.switch_at(Unit("output", (3,)), False)
    assert "compares with bitmaps" in desk.notice.text
    desk.page.what_if.switch_at(Unit("input", (0, 3, 3)), False)
    assert desk.notice.text == "The input is not computed: edit its pixels instead."
    assert desk.page.what_if.value.is_nothing


def test_the_panel_forward_says_that_a_unit_is_off(desk: Desk) -> None:
    draw_seven(desk)
    desk.page.inspector.open(FORWARD)
    found = desk.page.inspector.panel(FORWARD)
    assert isinstance(found, ForwardPanel)
    desk.page.choice.choose(Unit("S2", (1, 3, 3)))
    desk.qtbot.waitUntil(lambda: found.sentence == "", timeout=TIMEOUT)
    desk.page.what_if.switch(Unit("S2", (1,)))
    desk.qtbot.waitUntil(lambda: found.sentence.startswith("This unit is switched off"), timeout=TIMEOUT)
    desk.page.choice.choose(Unit("S2", (2, 3, 3)))
    desk.qtbot.waitUntil(lambda: found.sentence == "", timeout=TIMEOUT)


def test_painted_pixels_are_what_the_network_gets(desk: Desk) -> None:
    draw_seven(desk)
    found, page, model = panel(desk), desk.page, shipped_model()
    editor = found.editor
    assert page.what_if.answer is not None
    fitted = page.what_if.picture
    assert fitted is not None
    assert fitted.shape == (1, 28, 28)
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Up)
    row, column = editor.cursor_place
    QTest.keyClick(editor, Qt.Key.Key_Space)
    QTest.keyClick(editor, Qt.Key.Key_Left)
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    QTest.keyClick(editor, Qt.Key.Key_Plus)
    settle(desk)
    wanted = fitted.copy()
    wanted[0, row, column], wanted[0, row, column - 1] = 1, 0.125
    expected = model.normalisation.network_input(wanted[None], model.architecture.input_shape)[0]
    np.testing.assert_array_equal(page.layers_view.values("input"), expected)
    np.testing.assert_allclose(shown_output(desk), output(model, expected), rtol=0, atol=1e-4)
    assert "edited" in page.frame.note.label.text()
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.what_if.can_redo
    assert page.canvas.content is SEVEN, "the drawing is not undone"
    for _ in range(2):
        found.undo_button.click()
    settle(desk)
    assert page.what_if.picture is not None
    np.testing.assert_array_equal(page.what_if.picture, fitted)
    assert not page.frame.note.isVisible()


def test_a_stroke_of_the_mouse_is_one_step(desk: Desk) -> None:
    draw_seven(desk)
    found = panel(desk)
    editor = found.editor
    fitted = desk.page.what_if.picture
    side = (editor.height() - 4) // 28
    start, end = (QPoint(2 + side * column + side // 2, 2 + side * 3 + side // 2) for column in (4, 12))
    QTest.mousePress(editor, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(editor, end)
    QTest.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=end)
    painted = desk.page.what_if.picture
    assert painted is not None
    assert fitted is not None
    assert (painted[0, 3, 4:13] == 1).all()
    assert int((painted != fitted).sum()) <= 9
    QTest.mouseClick(editor, Qt.MouseButton.RightButton, pos=start)
    assert desk.page.what_if.picture is not None
    assert desk.page.what_if.picture[0, 3, 4] == 0
    for _ in range(2):
        found.undo_button.click()
    assert not found.undo_button.isEnabled()
    np.testing.assert_array_equal(desk.page.what_if.picture, fitted)


def test_an_edit_is_of_its_drawing_alone(desk: Desk) -> None:
    draw_seven(desk)
    found, page = panel(desk), desk.page
    QTest.keyClick(found.editor, Qt.Key.Key_Space)
    settle(desk)
    assert page.frame.note.isVisible()
    desk.canvas.set_content(ONE)
    desk.qtbot.waitUntil(lambda: not page.frame.note.isVisible(), timeout=TIMEOUT)
    desk.canvas.set_content(SEVEN)
    desk.qtbot.waitUntil(page.frame.note.isVisible, timeout=TIMEOUT)
    desk.canvas.clear()
    desk.qtbot.waitUntil(lambda: found.editor.picture is None, timeout=TIMEOUT)
    assert not page.frame.note.isVisible()


def test_colour_networks_are_painted_in_colour(desk: Desk) -> None:
    desk.use(model_of("lenet-cifar"))
    show_digit(desk, 3)
    found = panel(desk)
    row, column = found.editor.cursor_place
    for key, colour in ((Qt.Key.Key_Backspace, (255, 255, 255)), (Qt.Key.Key_Space, (214, 40, 40))):
        red = desk.page.panel.pen_colours.findChildren(QAbstractButton)[4]
        red.click()
        QTest.keyClick(found.editor, key)
        settle(desk)
        picture = desk.page.what_if.picture
        assert picture is not None
        np.testing.assert_allclose(255 * picture[:, row, column], colour, atol=1e-3)


def test_other_layers_let_go_of_what_was_off(desk: Desk) -> None:
    draw_seven(desk)
    desk.page.what_if.switch(Unit("F6", (17,)))
    settle(desk)
    desk.use(replace(shipped_model(), name="again"))
    assert desk.page.what_if.off == {Unit("F6", (17,))}
    desk.use(model_of("lenet-caffe"))
    settle(desk)
    assert desk.page.what_if.value.is_nothing
    assert not desk.page.frame.note.isVisible()


def test_what_it_costs_on_the_test_pictures(desk: Desk) -> None:
    data_set = small_data_set(training=10, test=200)
    draw_seven(desk)
    found, page, model = panel(desk), desk.page, shipped_model()
    assert not found.accuracy.button.isEnabled()
    off = [Unit("C3", (number,)) for number in range(12)]
    for unit in off:
        page.what_if.switch(unit)
    assert found.accuracy.line.text() == "The test pictures are not read yet."
    page.set_data_set(data_set)
    found.accuracy.button.click()
    desk.qtbot.waitUntil(
        lambda: len(found.accuracy.table.lines) == 11 and found.accuracy.button.text() == "Measure", timeout=TIMEOUT
    )
    reduced = model
    for unit in off:
        reduced = zeroed(reduced, "C3", unit.map)
    inputs = model.normalisation.network_input(data_set.test.images, model.architecture.input_shape)
    right = [np.array([output(one, x).argmax() for x in inputs]) == data_set.test.labels for one in (model, reduced)]
    texts = [f"{100 * some.mean():.2f} %" for some in right]
    line, of_three = (found.accuracy.table.lines[row].texts for row in (0, 4))
    assert line[:4] == ("All", "200", *texts)
    three = data_set.test.labels == 3
    assert of_three[1] == str(three.sum())
    assert of_three[2:4] == tuple(f"{100 * some[three].mean():.2f} %" for some in right)
    page.what_if.switch(off[0])
    assert not found.accuracy.table.lines
    page.what_if.switch(off[0])
    assert found.accuracy.table.lines[0].texts == line, "it was kept"


def test_measuring_is_stopped(desk: Desk) -> None:
    draw_seven(desk)
    found = panel(desk)
    desk.page.set_data_set(small_data_set(training=10, test=9000))
    desk.page.what_if.switch(Unit("C3", (4,)))
    found.accuracy.button.click()
    desk.qtbot.waitUntil(lambda: bool(found.accuracy.table.lines), timeout=TIMEOUT)
    assert found.accuracy.button.text() == "Stop"
    found.accuracy.button.click()
    assert found.accuracy.button.text() == "Measure"
    assert found.accuracy.table.lines == ()


def test_out_of_sight_nothing_is_shown_anew(desk: Desk) -> None:
    draw_seven(desk)
    found = panel(desk)
    desk.page.inspector.open(FORWARD)
    shown = found.editor.picture
    desk.canvas.set_content(ONE)
    desk.wait_for("1")
    assert found.editor.picture is shown
    panel(desk)
    assert found.editor.picture is not shown
