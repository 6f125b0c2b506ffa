"""Draw with a reader of rows: it sweeps over what is drawn, and the layers are as wide as the line."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.lines import LineRecognition
from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.layers.places import box_of, unit_at
from lenet_app.gui.layers.shown import Face
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.inspection.units import Unit
from lenet_app.networks.forward import activations
from lenet_app.networks.model import Model
from lenet_app.networks.row_network import CLASS_NAMES, NORMALISATION, WINDOW, line_activations, row_network
from lenet_app.reading.sweep.decoding import log_probabilities, readings
from tests.gui.draw.desk import Desk
from tests.gui.helpers import shipped_model
from tests.unit.samples import model

SMALL = row_network(2, 3, 8, 6)


def reader() -> Model:
    return model(SMALL, name="Rows", class_names=CLASS_NAMES, normalisation=NORMALISATION)


def ones(*places: float) -> Drawing:
    """Upright strokes at these places across."""
    return Drawing(tuple(Stroke(((x, 0.35), (x, 0.6)), 0.02) for x in places))


def swept(desk: Desk, drawing: Drawing) -> Answer:
    """The answer for a drawing."""
    count = len(desk.answers)
    desk.canvas.set_content(drawing)
    desk.qtbot.waitUntil(lambda: any(one.request.subject is drawing for one in desk.answers[count:]))
    return next(one for one in desk.answers[count:] if one.request.subject is drawing)


@pytest.fixture
def rows(desk: Desk) -> Desk:
    desk.use(reader())
    return desk


def test_every_layer_is_what_the_sweep_gives(rows: Desk) -> None:
    answer = swept(rows, ones(0.2, 0.4, 0.6, 0.8))
    assert answer.line is not None
    assert answer.insight is not None
    width = answer.insight.network_input.shape[2]
    assert width % 32 == 0
    expected = line_activations(SMALL, reader().weights, answer.insight.network_input[None])
    for name, values in answer.insight.activations.items():
        np.testing.assert_array_equal(values, expected[name][0])
    assert answer.line.frames == (width - WINDOW) // 4 + 1
    assert rows.page.layers_view.architecture == answer.model.architecture
    assert rows.page.fitting_line.line == f"Swept: {answer.line.frames} frames"


def test_the_text_and_its_probability_are_the_sweeps(rows: Desk) -> None:
    answer = swept(rows, ones(0.2, 0.5, 0.8))
    assert answer.insight is not None
    found = answer.insight.recognition
    assert isinstance(found, LineRecognition)
    scores = answer.insight.activations["output"][:, 0].T.astype(np.float64)
    frames = (scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)).astype(np.float32)
    best = readings(frames)[0]
    assert found.label == "".join(map(str, best.digits)) == rows.page.answer_view.label
    assert found.confidence == pytest.approx(np.exp(log_probabilities(frames, [best.digits])[0]), abs=0.02)
    np.testing.assert_allclose(found.probabilities, np.exp(frames[:, :10]).max(axis=0), rtol=1e-4)
    assert found.class_names == tuple("0123456789")


def test_a_wider_line_has_wider_layers_and_the_model_before_has_its_own_again(rows: Desk) -> None:
    narrow, wide = swept(rows, ones(0.4, 0.5)), swept(rows, ones(0.1, 0.4, 0.7, 0.95))
    assert narrow.insight is not None
    assert wide.insight is not None
    assert narrow.insight.network_input.shape[2] < wide.insight.network_input.shape[2]
    rows.use(shipped_model())
    rows.qtbot.waitUntil(lambda: rows.answers[-1].line is None)
    assert rows.page.layers_view.architecture == shipped_model().architecture
    assert rows.page.answer_view.label in tuple("0123456789")


def test_an_empty_sheet_and_lines_without_a_row_get_no_answer(rows: Desk) -> None:
    swept(rows, ones(0.3))
    level = swept(rows, Drawing((Stroke(((0.1, 0.5), (0.9, 0.5)), 0.02),)))
    assert level.insight is None
    assert rows.page.answer_view.label == ""
    assert not rows.page.layers_view.shows_values


def test_what_is_switched_off_is_off_along_the_line(rows: Desk) -> None:
    before = swept(rows, ones(0.2, 0.5, 0.8))
    count = len(rows.answers)
    rows.page.what_if.switch(Unit("C3", (1,)))
    rows.qtbot.waitUntil(lambda: any(one.is_what_if for one in rows.answers[count:]))
    after = rows.answers[-1]
    assert before.insight is not None
    assert after.insight is not None
    assert not after.insight.activations["C3"][1].any()
    assert not np.array_equal(after.insight.activations["output"], before.insight.activations["output"])


def test_units_along_the_line_are_found_where_they_are_shown(rows: Desk) -> None:
    answer = swept(rows, ones(0.2, 0.5, 0.8))
    view = rows.page.layers_view
    assert answer.line is not None
    for name, face in (("C3", Face.MAPS), ("C5", Face.FRAMES), ("F6", Face.FRAMES), ("output", Face.MAPS)):
        layer, column = view.layer(name), view.place(name)
        assert layer is not None
        assert layer.face is face
        for map_, frame in ((0, 0), (layer.shape[0] - 1, layer.shape[2] - 1), (1, 3)):
            unit = Unit(name, (map_, layer.shape[1] - 1, frame))
            ((left, top, width, height),) = box_of(layer, column, unit)
            assert unit_at(layer, column, left + width / 2, top + height / 2) == unit


def test_a_picture_of_a_data_set_is_one_window(rows: Desk, qtbot: QtBot) -> None:
    rows.page.load_data_set()
    qtbot.waitUntil(rows.page.browser.isEnabled)
    assert rows.page.data_set is not None
    rows.page.pictures.show_test(rows.page.data_set, 3)
    qtbot.waitUntil(lambda: bool(rows.answers) and rows.answers[-1].line is not None)
    answer = rows.answers[-1]
    assert answer.line is not None
    assert answer.insight is not None
    assert answer.line.frames == 1
    alone = activations(SMALL, reader().weights, answer.insight.network_input[None])["output"][0]
    np.testing.assert_allclose(answer.insight.activations["output"][:, 0, 0], alone, rtol=1e-4, atol=1e-5)
