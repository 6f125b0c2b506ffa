from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.data import catalogue
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.subjects import DataSetPicture
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.draw.page import DrawPage
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import FullyConnected
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from tests.gui.canvas.canvas_helpers import LEFT
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN, entry_of, shipped_model
from tests.unit.reading.pages import shipped_sweep


def test_a_drawing_gets_an_answer(desk: Desk) -> None:
    desk.draw_seven()
    assert desk.page.answer_view.note.endswith(" % sure")
    assert desk.page.layers_view.values("F6") is not None
    assert desk.page.fitting_line.line == "Fitted: 20-pixel box, centred by mass"


def test_the_answer_comes_while_the_pen_is_down(desk: Desk) -> None:
    sheet = desk.canvas.sheet()
    start = QPoint(sheet.x() + sheet.width() // 2, sheet.y() + 40)
    QTest.mousePress(desk.canvas, LEFT, pos=start)
    QTest.mouseMove(desk.canvas, start + QPoint(0, sheet.height() - 90))
    desk.wait_for("1")
    QTest.mouseRelease(desk.canvas, LEFT, pos=start + QPoint(0, sheet.height() - 90))


def test_an_empty_canvas_has_no_answer(desk: Desk) -> None:
    desk.assert_nothing_is_shown()
    desk.draw_seven()
    QTest.keyClick(desk.canvas, Qt.Key.Key_Delete)
    desk.assert_nothing_is_shown()


def test_a_late_answer_does_not_come_back_after_clear(desk: Desk, qtbot: QtBot) -> None:
    """The request is under way as the canvas is cleared."""
    desk.canvas.set_content(SEVEN)
    with qtbot.waitSignal(desk.page.recognition.answered):
        desk.canvas.clear()
    desk.assert_nothing_is_shown()
    assert not desk.answers


def test_before_there_is_a_model_nothing_is_answered(desk: Desk, qtbot: QtBot) -> None:
    in_use = ModelInUse(desk.settings)
    page = DrawPage(
        in_use, desk.settings, Home.of_user(), desk.background, lambda _name: None, desk.samples, sweep=shipped_sweep
    )
    qtbot.addWidget(page)
    with qtbot.assertNotEmitted(page.recognition.answered, wait=50):
        page.canvas.set_content(SEVEN)
    in_use.use(entry_of(shipped_model()), shipped_model())
    qtbot.waitUntil(lambda: page.answer_view.label == "7")
    page.finish()


def test_another_model_answers_at_once(desk: Desk) -> None:
    desk.draw_seven()
    weights = dict(shipped_model().weights)
    weights["output.bias"] = weights["output.bias"] + np.eye(10, dtype=np.float32)[3] * 1000
    model = replace(shipped_model(), weights=weights, name="always three")
    desk.use(model)
    desk.wait_for("3")
    desk.use(shipped_model())
    desk.wait_for("7")


def test_an_answer_of_the_model_before_is_not_shown(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.set_content(SEVEN)
    other = replace(shipped_model(), name="other")
    desk.use(other)
    qtbot.waitUntil(lambda: bool(desk.answers))
    assert [one.request.recognizer.model for one in desk.answers] == [other]


# The data set


@pytest.fixture
def with_data(desk: Desk, qtbot: QtBot) -> Desk:
    desk.page.load_data_set()
    qtbot.waitUntil(desk.page.browser.isEnabled, timeout=60_000)
    return desk


def test_pictures_of_the_data_set_are_shown_with_their_label(with_data: Desk) -> None:
    test = catalogue.load(catalogue.MNIST, Home.of_user().data).test
    QTest.keySequence(with_data.canvas, "Ctrl+Right")
    with_data.wait_for(str(test.labels[0]))
    assert with_data.page.browser.truth == f"true: {test.labels[0]} ✓ right"
    assert with_data.page.fitting_line.line == "Not fitted: as it is in the data set"
    content = with_data.canvas.content
    assert isinstance(content, ShownPicture)
    assert np.array_equal(content.pixels[..., 0], test.images[0, 0])
    assert with_data.canvas.accessibleDescription() == "Picture"
    (answer,) = with_data.answers
    assert answer.fitted is None
    with_data.canvas.clear()
    assert with_data.page.browser.caption == "Pictures of MNIST"
    assert with_data.page.browser.truth == ""


def test_leafing_through_the_data_set_is_one_step_back_to_the_drawing(with_data: Desk) -> None:
    with_data.draw_seven()
    drawn = with_data.canvas.content
    for _ in range(250):
        with_data.page.browser.next_action.trigger()
    assert with_data.canvas.content is not drawn
    with_data.canvas.undo()
    assert with_data.canvas.content is drawn


def test_training_pictures_are_shown_too(with_data: Desk) -> None:
    training = catalogue.load(catalogue.MNIST, Home.of_user().data).training
    with_data.page.browser.part.setFocus()
    QTest.keyClick(with_data.page.browser.part, Qt.Key.Key_Down)
    assert with_data.page.browser.truth == f"true: {training.labels[0]}"


def test_editing_the_number_leaves_the_canvas_alone(with_data: Desk) -> None:
    with_data.draw_seven()
    drawn = with_data.canvas.content
    with_data.page.browser.index.setFocus()
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_1):
        QTest.keyClick(with_data.page.browser.index, key)
    assert with_data.canvas.content is drawn


# Failures


def test_what_the_network_cannot_take_is_told_and_nothing_else_is_shown(desk: Desk, qtbot: QtBot) -> None:
    desk.draw_seven()
    image = np.full((1, 40, 40), 255, np.uint8)
    shown = np.zeros((40, 40, 3), np.uint8)
    desk.canvas.set_content(ShownPicture(shown, source=DataSetPicture(image, "0")))
    qtbot.waitUntil(lambda: "do not fit a network input" in desk.notice.text)
    desk.assert_nothing_is_shown()


def test_a_model_of_another_architecture_takes_over(desk: Desk) -> None:
    desk.draw_seven()
    layers = (FullyConnected("F1", units=3, activation=Activation.NONE),)
    architecture = Architecture("linear", "Linear", (1, 28, 28), layers)
    weights = {"F1.weight": np.zeros((3, 784), np.float32), "F1.bias": np.array([0, 9, 0], np.float32)}
    model = replace(shipped_model(), architecture=architecture, weights=weights, class_names=("x", "y", "z"))
    desk.use(model)
    desk.wait_for("y")
    assert desk.page.layers_view.values("F1") is not None
    assert isinstance(desk.answers[-1].request.recognizer, Recognizer)
