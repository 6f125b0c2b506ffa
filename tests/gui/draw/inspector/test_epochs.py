"""Epochs: the slider lets the weights of an epoch answer; layers, answer and weights are those, until one goes back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from lenet_app.gui.draw.inspector.epochs import EpochsPanel
from lenet_app.gui.draw.inspector.weights import WeightsPanel
from lenet_app.gui.draw.panels import EPOCHS, WEIGHTS
from lenet_app.gui.inside.keep.keepsake import Form
from lenet_app.inspection.epochs import seen_by
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.runs.kept.kept_run import weights_file
from tests.gui.draw.desk import Desk
from tests.gui.draw.inspector.test_look_panels import draw_seven, show_digit
from tests.gui.helpers import ONE, shipped_model
from tests.gui.inside.keep.saving import assert_shows_something, rows_of, saved
from tests.unit.inspection.networks import FAMILY, model_of
from tests.unit.inspection.test_epochs import course
from tests.unit.runs.kept.by_hand import put_run

TIMEOUT = 30_000


def panel(desk: Desk) -> EpochsPanel:
    desk.page.inspector.open(EPOCHS)
    found = desk.page.inspector.panel(EPOCHS)
    assert isinstance(found, EpochsPanel)
    return found


def fill(desk: Desk, model: Model, kept: list[KeptWeights]) -> None:
    """As a training does."""
    desk.page.epochs.begin()
    for one in kept:
        desk.page.epochs.add(one, model)


def wait_for(desk: Desk, kept: KeptWeights, model: Model) -> None:
    """Until the layers are those of an epoch, computed here anew."""
    page, last = desk.page, model.architecture.layers[-1].name

    def is_there() -> bool:
        answer, values = page.what_if.answer, page.layers_view.values(last)
        if answer is None or answer.insight is None or values is None:
            return False
        if answer.request.recognizer.model is not desk.in_use.model:
            return False
        expected = seen_by(Recognizer(model), kept, answer.insight.network_input)
        return bool(np.array_equal(values, expected.activations[last]))

    desk.qtbot.waitUntil(is_there, timeout=TIMEOUT)


@pytest.mark.parametrize("name", FAMILY)
def test_the_slider_lets_an_epoch_answer(desk: Desk, name: str) -> None:
    model, kept = model_of(name), course(name, 4)
    desk.use(model)
    show_digit(desk, model.architecture.input_shape[0])
    found = panel(desk)
    fill(desk, model, kept)
    assert found.bar.slider.value() == 3
    found.bar.slider.setFocus()
    QTest.keyClick(found.bar.slider, Qt.Key.Key_Home)
    wait_for(desk, kept[0], model)
    QTest.keyClick(found.bar.slider, Qt.Key.Key_Right)
    wait_for(desk, kept[1], model)
    assert found.bar.label.text() == "epoch 1 of 3"
    assert desk.in_use.trial == f"{model.architecture.title}, epoch 1"
    assert desk.page.frame.note.label.text() == f"Seen by {model.architecture.title}, epoch 1"
    assert desk.in_use.finished is not None
    assert desk.in_use.finished is not desk.in_use.model
    found.bar.now_button.click()
    wait_for(desk, KeptWeights(9, model.weights), model)
    desk.qtbot.waitUntil(lambda: not desk.page.frame.note.isVisible(), timeout=TIMEOUT)
    assert desk.in_use.trial == ""


def test_each_epoch_has_a_bar_with_its_answer(desk: Desk) -> None:
    model, kept = shipped_model(), course("lenet5", 5)
    draw_seven(desk)
    found = panel(desk)
    assert found.sentence.text().startswith("From its first epoch on")
    assert not found.bar.slider.isEnabled()
    fill(desk, model, kept)
    desk.qtbot.waitUntil(lambda: len(found.strip.answers) == 5, timeout=TIMEOUT)
    answer = desk.page.what_if.answer
    assert answer is not None
    assert answer.insight is not None
    for one, recognition in zip(kept, found.strip.answers, strict=True):
        expected = seen_by(Recognizer(model), one, answer.insight.network_input).recognition
        np.testing.assert_array_equal(recognition.probabilities, expected.probabilities)
    assert found.strip.text_of(4).startswith("Epoch 4: 7, ")
    QTest.mouseClick(found.strip, Qt.MouseButton.LeftButton, pos=QPoint(3, 10))
    wait_for(desk, kept[0], model)
    assert found.bar.slider.value() == 0
    assert found.strip.accessibleDescription().startswith("Epoch 0: ")
    QTest.keyClick(found.strip, Qt.Key.Key_Right)
    wait_for(desk, kept[1], model)
    desk.canvas.set_content(ONE)
    desk.qtbot.waitUntil(lambda: found.strip.answers[4].label == "1", timeout=TIMEOUT)


def test_it_plays_from_the_first_epoch_to_the_last(desk: Desk) -> None:
    model, kept = shipped_model(), course("lenet5", 4)
    draw_seven(desk)
    found = panel(desk)
    fill(desk, model, kept)
    found.bar.speed.setCurrentIndex(4)
    places: list[int] = []
    found.bar.slider.rangeChanged.connect(places.append)
    desk.page.epochs.changed.connect(lambda: places.append(desk.page.epochs.index))
    found.bar.play_button.click()
    assert found.bar.play_button.text() == "Pause"
    desk.qtbot.waitUntil(lambda: not desk.page.epochs.is_playing, timeout=TIMEOUT)
    assert list(dict.fromkeys(places)) == [0, 1, 2, 3]
    wait_for(desk, kept[3], model)
    assert found.bar.play_button.text() == "Play"
    found.bar.play_button.click()
    desk.page.inspector.open(WEIGHTS)
    assert not desk.page.epochs.is_playing, "nothing plays out of sight"


def test_the_weights_follow_the_slider(desk: Desk) -> None:
    model, kept = shipped_model(), course("lenet5", 3)
    draw_seven(desk)
    desk.page.inspector.open(WEIGHTS)
    found = desk.page.inspector.panel(WEIGHTS)
    assert isinstance(found, WeightsPanel)
    assert not found.epochs.isVisible()
    fill(desk, model, kept)
    assert found.epochs.isVisible()
    found.epochs.slider.setValue(0)
    assert found.plan is not None
    assert found.plan.name == "C1"
    shown = found.matrix.matrix
    assert shown is not None
    np.testing.assert_array_equal(shown.values[0], kept[0].weights["C1.weight"][:, 0])


def test_a_training_goes_on_while_one_looks_back(desk: Desk) -> None:
    model, kept = shipped_model(), course("lenet5", 4)
    draw_seven(desk)
    found = panel(desk)
    fill(desk, model, kept[:2])
    found.bar.slider.setValue(0)
    wait_for(desk, kept[0], model)
    later = replace(model, weights=kept[2].weights)
    desk.in_use.try_out(later, "in training, epoch 2")
    desk.page.epochs.add(kept[2], later)
    assert desk.in_use.trial == "LeNet-5, epoch 0"
    assert (found.bar.slider.value(), found.bar.slider.maximum()) == (0, 2)
    desk.page.frame.note.back_button.click()
    assert (desk.in_use.model, desk.in_use.trial) == (later, "in training, epoch 2")
    found.bar.slider.setValue(1)
    desk.use(model)
    assert not desk.page.epochs.is_looking_back
    assert desk.in_use.trial == ""
    assert not found.bar.now_button.isEnabled()


def test_another_training_takes_its_place(desk: Desk) -> None:
    model, kept = shipped_model(), course("lenet5", 3)
    draw_seven(desk)
    found = panel(desk)
    fill(desk, model, kept)
    found.bar.slider.setValue(1)
    desk.page.epochs.begin()
    assert desk.in_use.trial == ""
    assert not found.bar.slider.isEnabled()
    assert found.sentence.isVisible()


def test_of_a_network_for_other_pictures_it_says_so(desk: Desk) -> None:
    show_digit(desk)
    found = panel(desk)
    fill(desk, model_of("lenet-caffe"), course("lenet-caffe", 3))
    shapes = {model.architecture.input_shape for model in (shipped_model(), model_of("lenet-caffe"))}
    assert len(shapes) == 2
    assert found.sentence.text() == "The model in use takes other pictures than Caffe's LeNet."


def choose(desk: Desk, found: EpochsPanel, line: int) -> None:
    """Choose in the list by key, once it is filled."""
    desk.qtbot.waitUntil(lambda: found.run_box.count() > line, timeout=TIMEOUT)
    found.run_box.setFocus()
    QTest.keyClick(found.run_box, Qt.Key.Key_Home)
    for _ in range(line):
        QTest.keyClick(found.run_box, Qt.Key.Key_Down)


@pytest.mark.parametrize("name", ["lenet5", "lenet-caffe", "lenet-rgb"])
def test_a_kept_run_of_any_network_is_led_through(desk: Desk, name: str) -> None:
    model, kept = model_of(name), course(name, 4)
    put_run("a", model, kept)
    draw_seven(desk)
    found = panel(desk)
    choose(desk, found, 1)
    assert found.run_box.currentText() == "mine, 2026-01-02 03:04"
    desk.qtbot.waitUntil(lambda: len(found.strip.answers) == 4, timeout=TIMEOUT)
    wait_for(desk, kept[3], model)
    assert found.strip.isVisible()
    answer = desk.page.what_if.answer
    assert answer is not None
    assert answer.insight is not None
    for one, recognition in zip(kept, found.strip.answers, strict=True):
        expected = seen_by(Recognizer(model), one, answer.insight.network_input).recognition
        np.testing.assert_array_equal(recognition.probabilities, expected.probabilities)
    found.bar.slider.setValue(1)
    wait_for(desk, kept[1], model)
    assert desk.in_use.trial == f"{model.architecture.title}, epoch 1"
    found.bar.now_button.click()
    wait_for(desk, KeptWeights(9, shipped_model().weights), shipped_model())


def test_a_training_goes_on_while_a_kept_run_is_shown(desk: Desk) -> None:
    model, kept = shipped_model(), course("lenet5", 4)
    put_run("a", model, kept)
    draw_seven(desk)
    found = panel(desk)
    fill(desk, model, kept[:2])
    choose(desk, found, 1)
    desk.qtbot.waitUntil(lambda: found.bar.slider.maximum() == 3, timeout=TIMEOUT)
    fill(desk, model, kept[:3])
    assert found.bar.slider.maximum() == 3
    choose(desk, found, 0)
    assert found.bar.slider.maximum() == 2
    assert desk.in_use.trial == ""


def test_a_damaged_run_is_told_in_one_sentence(desk: Desk) -> None:
    kept = course("lenet5", 3)
    folder = put_run("a", shipped_model(), kept)
    (folder / weights_file(1)).write_bytes(b"no weights")
    draw_seven(desk)
    found = panel(desk)
    choose(desk, found, 1)
    desk.qtbot.waitUntil(lambda: "0001.safetensors cannot be used: " in found.sentence.text(), timeout=TIMEOUT)
    assert found.sentence.isVisible()
    assert not found.bar.slider.isEnabled()
    choose(desk, found, 0)
    assert found.sentence.text().startswith("From its first epoch on")


def test_a_run_without_epochs_is_not_offered(desk: Desk) -> None:
    put_run("a", shipped_model(), course("lenet5", 2))
    put_run("b", shipped_model(), ())
    found = panel(desk)
    desk.qtbot.waitUntil(lambda: found.run_box.count() == 2, timeout=TIMEOUT)
    assert [one.run.name for one in desk.page.epochs.runs] == ["a"]


def test_runs_of_one_network_are_told_apart(desk: Desk) -> None:
    model, kept = shipped_model(), course("lenet5", 2)
    for name, rate in (("a", 0.25), ("b", 0.5), ("c", 0.5)):
        put_run(name, replace(model, recipe=replace(model.recipe, learning_rate=rate)), kept)
    found = panel(desk)
    desk.qtbot.waitUntil(lambda: found.run_box.count() == 4, timeout=TIMEOUT)
    told = sorted(found.run_box.itemText(line).split(", ")[0] for line in range(1, 4))
    assert told == ["rate 0.25 · mine", "rate 0.5 · mine · b", "rate 0.5 · mine · c"]


def test_the_answers_of_the_epochs_are_kept(desk: Desk, tmp_path: Path) -> None:
    model, kept = shipped_model(), course("lenet5", 3)
    draw_seven(desk)
    found = panel(desk)
    assert found.keepsakes() == ()
    fill(desk, model, kept)
    desk.qtbot.waitUntil(lambda: len(found.keepsakes()) == 1, timeout=TIMEOUT)
    (keepsake,) = desk.page.inspector.keepsakes()
    expected = np.stack([one.probabilities for one in found.strip.answers])
    np.testing.assert_array_equal(np.load(saved(desk, keepsake, Form.NPY, tmp_path)), expected)
    rows = rows_of(saved(desk, keepsake, Form.CSV, tmp_path))
    assert [row[:2] for row in rows] == [[str(n), one.label] for n, one in enumerate(found.strip.answers)]
    np.testing.assert_array_equal(np.array([row[2:] for row in rows], np.float32), expected.astype(np.float32))
    assert_shows_something(desk, keepsake, tmp_path)
