"""Forward, Back and Weights on the page: their numbers are those of what is drawn; hidden they compute nothing."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from lenet_app.gui.answering.subjects import DataSetPicture
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.draw.inspector.back import BackPanel
from lenet_app.gui.draw.inspector.forward import ForwardPanel
from lenet_app.gui.draw.inspector.weights import WeightsPanel
from lenet_app.gui.draw.panels import BACK, FORWARD, STEPS, WEIGHTS
from lenet_app.gui.inside.words import number_text, shortest_text
from lenet_app.inspection.dropout import dropouts_after
from lenet_app.inspection.units import Unit
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN, number_in
from tests.unit.inspection.networks import FAMILY, model_of, passage_of
from tests.unit.samples import digits

C3 = Unit("C3", (2, 3, 4))


def panel(desk: Desk, key: str) -> QWidget:
    desk.page.inspector.open(key)
    return desk.page.inspector.panel(key)


def forward(desk: Desk) -> ForwardPanel:
    found = panel(desk, FORWARD)
    assert isinstance(found, ForwardPanel)
    return found


def back(desk: Desk) -> BackPanel:
    found = panel(desk, BACK)
    assert isinstance(found, BackPanel)
    return found


def weights(desk: Desk) -> WeightsPanel:
    found = panel(desk, WEIGHTS)
    assert isinstance(found, WeightsPanel)
    return found


def choose(desk: Desk, unit: Unit | None, shown: Callable[[], Unit | None]) -> None:
    desk.page.choice.choose(unit)
    desk.qtbot.waitUntil(lambda: shown() == unit, timeout=20_000)


def unit_of(found: ForwardPanel | BackPanel) -> Callable[[], Unit | None]:
    return lambda: None if found.looked is None else found.looked.look.unit


def draw_seven(desk: Desk) -> None:
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")


def show_digit(desk: Desk, channels: int = 1) -> str:
    """A real digit of the training set; its true class."""
    picture = digits(1, first=7)
    label, image = str(int(picture.labels[0])), picture.images[0].repeat(channels, axis=0)
    shown = np.repeat(picture.images[0].transpose(1, 2, 0), 3, axis=2)
    desk.canvas.set_content(ShownPicture(shown, source=DataSetPicture(image, label, "MNIST")))
    desk.qtbot.waitUntil(lambda: desk.page.answer_view.label != "", timeout=20_000)
    return label


def test_it_says_what_is_missing_and_leads_to_the_answer(desk: Desk) -> None:
    found = forward(desk)
    assert found.sentence.startswith("Draw or open")
    draw_seven(desk)
    desk.qtbot.waitUntil(lambda: found.sentence.startswith("Click a unit"))
    found.begin_button.click()
    desk.qtbot.waitUntil(lambda: found.sentence == "")
    assert desk.page.choice.unit == Unit("output", (7,))
    assert found.softmax.isVisible()
    desk.canvas.clear()
    desk.qtbot.waitUntil(lambda: found.sentence.startswith("Draw or open"))


def test_the_number_is_that_of_the_map_and_follows_the_pen(desk: Desk) -> None:
    found = forward(desk)
    show_digit(desk)
    choose(desk, C3, unit_of(found))
    value = desk.page.layers_view.values("C3")
    assert value is not None
    assert found.result.lines[-1].texts == ("on the map", number_text(float(value[2, 3, 4])))
    assert found.pictures.accessibleName().startswith("sum of map 0: ")
    assert found.curve.isVisible()
    draw_seven(desk)
    other = desk.page.layers_view.values("C3")
    assert other is not None
    wanted = number_text(float(other[2, 3, 4]))
    desk.qtbot.waitUntil(lambda: found.result.lines[-1].texts == ("on the map", wanted))


@pytest.mark.parametrize("name", FAMILY)
def test_every_layer_of_every_network_can_be_looked_at(desk: Desk, name: str) -> None:
    model = model_of(name)
    desk.use(model)
    show_digit(desk, model.architecture.input_shape[0])
    found = forward(desk)
    for plan in model.architecture.plans:
        choose(desk, Unit(plan.name, tuple(size - 1 for size in plan.output_shape)), unit_of(found))
        assert found.sentence == ""
        assert found.result.lines
    behind = back(desk)
    for plan in model.architecture.plans[-3:]:
        choose(desk, Unit(plan.name, tuple(size - 1 for size in plan.output_shape)), unit_of(behind))
        assert behind.loss.lines[0].texts[0].startswith("loss E at ")
    shown = weights(desk)
    for index in range(shown.layer_box.count()):
        shown.layer_box.setCurrentIndex(index)
        assert shown.note.text()


def test_what_is_hidden_wants_nothing(desk: Desk) -> None:
    found = forward(desk)
    draw_seven(desk)
    choose(desk, C3, unit_of(found))
    before = found.looked
    desk.page.inspector.open(STEPS)
    told: list[object] = []
    desk.page.live_look.looked.connect(told.append)
    desk.page.choice.choose(Unit("C3", (0, 0, 0)))
    show_digit(desk)
    QApplication.processEvents()
    assert told == []
    assert found.looked is before


def test_a_label_is_chosen_and_the_true_one_follows_the_picture(desk: Desk) -> None:
    found = back(desk)
    label = show_digit(desk)
    choose(desk, Unit("output", (3,)), unit_of(found))
    desk.qtbot.waitUntil(lambda: found.label_box.count() == 12)
    assert [found.label_box.itemText(n) for n in range(3)] == [
        f"answer: {desk.page.answer_view.label}",
        f"true: {label}",
        "0",
    ]
    assert desk.page.choice.label is None
    found.label_box.setCurrentIndex(found.label_box.findText("8"))
    desk.qtbot.waitUntil(lambda: found.loss.lines[0].texts[0] == "loss E at 8")
    assert desk.page.choice.label == 8
    found.label_box.setCurrentIndex(1)
    assert desk.page.choice.label == int(label)
    draw_seven(desk)
    desk.qtbot.waitUntil(lambda: found.label_box.count() == 11)
    assert desk.page.choice.label is None, "of a drawing nobody knows the true class"


def test_the_gradient_at_another_label_is_that_of_the_answer_s_probabilities(desk: Desk) -> None:
    found = back(desk)
    draw_seven(desk)
    choose(desk, Unit("output", (4,)), unit_of(found))
    desk.page.choice.set_label(4)
    desk.qtbot.waitUntil(lambda: found.loss.lines[0].texts[0] == "loss E at 4")
    scores = desk.page.layers_view.values("output")
    assert scores is not None
    powers = np.exp(scores.astype(np.float64) - scores.max())
    assert number_in(found.loss.lines[1].texts[1]) == pytest.approx(float(powers[4] / powers.sum()) - 1, abs=1e-4)


def test_an_input_in_the_list_is_led_to(desk: Desk) -> None:
    found = forward(desk)
    draw_seven(desk)
    choose(desk, Unit("F6", (17,)), unit_of(found))
    assert found.inputs.isVisible()
    assert len(found.inputs.lines) == 21
    found.all_button.click()
    assert len(found.inputs.lines) == 120
    key = found.inputs.lines[0].key
    found.inputs.setFocus()
    found.inputs.selectRow(0)
    QTest.keyClick(found.inputs, Qt.Key.Key_Return)
    assert desk.page.choice.unit == key


def test_pictures_become_a_list(desk: Desk) -> None:
    found = forward(desk)
    draw_seven(desk)
    choose(desk, C3, unit_of(found))
    assert found.pictures.isVisible()
    found.list_button.click()
    assert found.inputs.isVisible()
    assert found.inputs.lines[0].texts[0].startswith("S2/")


def test_the_temperature_makes_probabilities_alike(desk: Desk) -> None:
    found = forward(desk)
    draw_seven(desk)
    choose(desk, Unit("output", (7,)), unit_of(found))
    sharp = found.softmax.lines[7].texts[3]
    found.temperature.setValue(100)
    flat = found.softmax.lines[7].texts[3]
    assert float(sharp.removesuffix(" %")) > 90
    assert float(flat.removesuffix(" %")) < 20


def test_the_keyboard_walks_through_pictures_and_positions(desk: Desk) -> None:
    found = forward(desk)
    draw_seven(desk)
    choose(desk, C3, unit_of(found))
    found.pictures.setFocus()
    for _ in range(2):
        QTest.keyClick(found.pictures, Qt.Key.Key_Right)
    assert found.pictures.accessibleName().startswith("sum of map 2: ")
    assert found.pictures.accessibleDescription().count("\n") == 24
    assert "sum of map 2" in found.pictures.explanation_at(None)
    QTest.keyClick(found.pictures, Qt.Key.Key_Return)
    assert found.pictures.opened == 2
    QTest.keyClick(found.pictures, Qt.Key.Key_Return)
    assert found.pictures.opened == -1
    before, after, map_before, map_after = found.bar.buttons
    for button, unit in (
        (after, Unit("C3", (2, 3, 5))),
        (before, C3),
        (map_after, Unit("C3", (3, 3, 4))),
        (map_before, C3),
    ):
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert desk.page.choice.unit == unit


def test_the_window_slides_and_stops_where_nobody_sees_it(desk: Desk) -> None:
    found = forward(desk)
    draw_seven(desk)
    choose(desk, Unit("S4", (0, 0, 0)), unit_of(found))
    found.bar.speed.setCurrentIndex(found.bar.speed.count() - 1)
    found.bar.slide.click()
    assert found.bar.slide.text() == "Pause"
    desk.qtbot.waitUntil(lambda: desk.page.choice.unit == Unit("S4", (0, 0, 2)), timeout=20_000)
    desk.page.inspector.open(STEPS)
    assert not found.bar.sliding.is_sliding
    assert found.bar.slide.text() == "Slide"


def test_a_click_into_the_table_looks_at_the_map(desk: Desk) -> None:
    desk.use(model_of("lenet5-1998"))
    desk.page.choice.choose(Unit("C3", (0, 1, 2)))
    shown = weights(desk)
    assert shown.plan is not None
    assert shown.plan.name == "C3"
    place = shown.matrix.cell(1, 6).center().toPoint()
    QTest.mouseClick(shown.matrix.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.page.choice.unit == Unit("C3", (6, 1, 2))
    assert shown.matrix.matrix is not None
    assert shown.matrix.matrix.chosen == 6
    shown.matrix.setFocus()
    QTest.keyClick(shown.matrix, Qt.Key.Key_Right)
    QTest.keyClick(shown.matrix, Qt.Key.Key_Down)
    assert shown.matrix.accessibleDescription().startswith("C3 7 sees S2 2")
    QTest.keyClick(shown.matrix, Qt.Key.Key_Return)
    assert desk.page.choice.unit == Unit("C3", (7, 1, 2))
    assert shown.matrix.explanation_at(place + QPoint(2, 2)).startswith("C3 6 sees S2 1")


def test_a_picture_of_a_class_is_chosen(desk: Desk) -> None:
    desk.use(model_of("lenet5-1998"))
    shown = weights(desk)
    draw_seven(desk)
    shown.layer_box.setCurrentIndex(shown.layer_box.count() - 1)
    desk.qtbot.waitUntil(lambda: len(shown.pictures.blocks.titles) == 11)
    distances = desk.page.layers_view.values("output")
    assert distances is not None
    assert number_text(float(distances[7])) in shown.pictures.blocks.told[8]
    shown.pictures.setFocus()
    for _ in range(8):
        QTest.keyClick(shown.pictures, Qt.Key.Key_Right)
    QTest.keyClick(shown.pictures, Qt.Key.Key_Return)
    assert desk.page.choice.unit == Unit("output", (7,))


def test_what_dropout_does_in_training(desk: Desk) -> None:
    desk.use(model_of("lenet5-dropout"))
    found = forward(desk)
    (layer,) = dropouts_after(passage_of("lenet5-dropout"), "C5")
    factor_kept = 1 / (1 - layer.rate)
    draw_seven(desk)
    choose(desk, Unit("C5", (17,)), unit_of(found))
    desk.qtbot.waitUntil(found.dropout_view.isVisible, timeout=20_000)
    notes = set()
    for draw in range(12):
        found.draw_box.setValue(draw)
        number, factor, result = (sheet.values[0, 1, 5] for sheet in found.dropout_view.blocks.sheets)
        assert factor in (0.0, pytest.approx(factor_kept))
        assert result == pytest.approx(number * factor)
        notes.add(found.dropout_view.blocks.notes[0])
        assert found.dropout_view.blocks.marked == (0, 1, 5)
    assert notes == {f"kept, × {shortest_text(factor_kept)}", "dropped, × 0"}
    choose(desk, Unit("C1", (0, 3, 3)), unit_of(found))
    assert not found.dropout_view.isVisible()
