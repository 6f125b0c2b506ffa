"""Compare: a second model on the same drawing; its numbers are its own, and the differences those of both."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lenet_app.gui.draw.inspector.beside import BesidePanel
from lenet_app.gui.draw.panels import BESIDE, STEPS
from lenet_app.gui.inside.words import number_text
from lenet_app.inspection.units import Unit
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from tests.gui.draw.desk import Desk
from tests.gui.draw.inspector.test_look_panels import draw_seven, show_digit
from tests.gui.helpers import ONE, shipped_model
from tests.unit.inspection.networks import FAMILY, model_of
from tests.unit.samples import digits

TIMEOUT = 30_000


def panel(desk: Desk) -> BesidePanel:
    desk.page.inspector.open(BESIDE)
    found = desk.page.inspector.panel(BESIDE)
    assert isinstance(found, BesidePanel)
    return found


def compare(desk: Desk, model: Model) -> BesidePanel:
    found = panel(desk)
    desk.page.beside.set_model(model)
    desk.qtbot.waitUntil(lambda: found.compared is not None and found.compared.models[1] is model, timeout=TIMEOUT)
    return found


@pytest.mark.parametrize("name", FAMILY)
def test_any_network_beside_any_other(desk: Desk, name: str) -> None:
    second = model_of(name)
    first = model_of("lenet-rgb") if second.takes_colour else shipped_model()
    desk.use(first)
    show_digit(desk, first.architecture.input_shape[0])
    found = compare(desk, second)
    image = np.repeat(digits(1, first=7).images[0], second.architecture.input_shape[0], axis=0)
    expected = Recognizer(second).look_into(image)
    assert found.compared is not None
    for layer, values in expected.activations.items():
        np.testing.assert_array_equal(found.compared.passages[1].activations[layer], values)
    recognition = expected.recognition
    is_told = recognition.sure or not recognition.is_of_no_class
    assert found.second_line.text().startswith(f"Second: {recognition.label}" if is_told else "Second: No")
    assert found.second_line.text().endswith(" %") == is_told
    for row, pair in enumerate(found.compared.pairs):
        found.table.selectRow(row)
        assert found.pair is pair
        blocks = [view.blocks for view in (found.first_pictures, found.second_pictures) if view.isVisible()]
        if pair.difference is not None:
            assert len(blocks) == 1
            one, two, apart = (sheet.values.ravel() for sheet in blocks[0].sheets)
            np.testing.assert_array_equal(apart, pair.difference.ravel())
            np.testing.assert_array_equal(two - one, apart)
            assert found.table.lines[row].texts[2:] == (
                number_text(float(np.abs(apart).mean(dtype=np.float64))),
                number_text(float(np.abs(apart).max())),
            )
        else:
            assert len(blocks) == sum(layer is not None for layer in pair.layers)
            assert found.table.lines[row].texts[2:] == ("", "")


def test_weights_of_either_and_how_far_they_are_apart(desk: Desk) -> None:
    first, second = shipped_model(), model_of("lenet5-dropout")
    draw_seven(desk)
    found = compare(desk, second)
    found.table.selectRow(1)
    for index, weight in (
        (1, first.weights["C1.weight"]),
        (2, second.weights["C1.weight"]),
        (3, second.weights["C1.weight"] - first.weights["C1.weight"]),
    ):
        found.shown_box.setCurrentIndex(index)
        assert found.matrix.matrix is not None
        np.testing.assert_array_equal(found.matrix.matrix.values[0], weight[:, 0])
    found.table.selectRow(0)
    assert found.nothing.isVisible()
    found = compare(desk, model_of("lenet-caffe"))
    found.table.selectRow(1)
    assert found.nothing.text() == "These two layers have no weights that are alike."


def test_it_follows_the_drawing_and_says_what_is_missing(desk: Desk) -> None:
    found = panel(desk)
    assert found.sentence.text().startswith("Choose a second model")
    desk.page.beside.set_model(model_of("lenet5-1998"))
    assert found.sentence.text().startswith("Draw or open")
    draw_seven(desk)
    desk.qtbot.waitUntil(lambda: ": 7, " in found.second_line.text(), timeout=TIMEOUT)
    desk.canvas.set_content(ONE)
    desk.qtbot.waitUntil(lambda: ": 1, " in found.second_line.text(), timeout=TIMEOUT)
    desk.page.what_if.switch(Unit("F6", (17,)))
    desk.qtbot.waitUntil(
        lambda: found.compared is not None and bool(found.compared.answers[0].request.what_if.off), timeout=TIMEOUT
    )
    assert found.compared is not None
    assert found.compared.passages[0].activations["F6"][17] == 0
    assert not found.compared.answers[1].request.what_if.off
    desk.canvas.clear()
    assert found.sentence.text().startswith("Draw or open")
    desk.page.inspector.open(STEPS)
    shown = found.compared
    draw_seven(desk)
    assert found.compared is shown, "out of sight nothing is compared"


def test_a_model_of_the_library_is_chosen(desk: Desk, tmp_path: Path) -> None:
    entries = [entry for entry in ModelLibrary(tmp_path).entries() if entry.shipped][:3]
    desk.page.beside.set_entries(entries)
    draw_seven(desk)
    found = panel(desk)
    found.model_box.setFocus()
    for _ in range(3):
        QTest.keyClick(found.model_box, Qt.Key.Key_Down)
    desk.qtbot.waitUntil(
        lambda: found.compared is not None and found.compared.models[1].name == entries[2].name, timeout=TIMEOUT
    )
    assert found.model_box.currentText() == entries[2].name


def test_a_model_that_cannot_be_read_is_told_and_another_can_be_chosen(desk: Desk, tmp_path: Path) -> None:
    whole = next(entry for entry in ModelLibrary(tmp_path).entries() if entry.shipped)
    lost = replace(whole, name="Lost", path=tmp_path / "lost.safetensors")
    beside = desk.page.beside
    beside.set_entries([lost, whole])
    draw_seven(desk)
    found = panel(desk)
    with desk.qtbot.waitSignal(beside.failed, timeout=TIMEOUT) as failed:
        beside.choose(lost)
        assert found.sentence.text() == "Lost is being read…"
    assert found.sentence.text() == failed.args[0]
    assert found.model_box.currentIndex() == -1
    beside.choose(whole)
    desk.qtbot.waitUntil(lambda: found.compared is not None, timeout=TIMEOUT)
