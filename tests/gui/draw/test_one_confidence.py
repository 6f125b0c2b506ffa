"""Of every network of the family: headline, bars and layers tell the same of an answer, sure or not."""

import re

import numpy as np
import pytest
from PySide6.QtWidgets import QScrollArea

from lenet_app.gui.answering.confidence import confidence_text
from lenet_app.gui.answering.widgets.probability_bars import ProbabilityBars
from lenet_app.gui.look.colours import LIGHT
from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.paths import bundled
from lenet_app.storage.models import read_model
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN, shown_pixels
from tests.gui.layers.test_view_family import model_of


def network(architecture_id: str) -> Model:
    """As it is shipped, or with its first weights."""
    shipped = bundled("models", f"{architecture_id}.safetensors")
    return read_model(shipped) if shipped.exists() else model_of(architecture_id)


def accent_pixels(picture: np.ndarray) -> int:
    accent = LIGHT.accent
    return int((np.abs(picture.astype(int) - (accent.red(), accent.green(), accent.blue())).max(axis=-1) <= 2).sum())


def framed(desk: Desk, model: Model, index: int) -> bool:
    """Whether the class has the frame of the one that wins, in the last layer."""
    name = model.architecture.layers[-1].name
    left, top, width, height = (round(one) for one in desk.page.layers_view.place(name).cell(index))
    shown = shown_pixels(desk.page.layers_view)
    edge = shown[top + 4 : top + height - 4, max(0, left - 3) : left + width // 4]
    return accent_pixels(edge) >= len(edge)


@pytest.mark.parametrize("threshold", [0.0, 1.0], ids=["sure", "not sure"])
@pytest.mark.parametrize("architecture_id", family.reproducible_ids())
def test_headline_bars_and_layers_tell_the_same(desk: Desk, architecture_id: str, threshold: float) -> None:
    desk.page.resize(1848, 1032)
    model = network(architecture_id)
    desk.use(model)
    desk.in_use.set_threshold(threshold)
    desk.canvas.set_content(SEVEN)
    desk.qtbot.waitUntil(lambda: bool(desk.answers) and desk.answers[-1].request.recognizer.model is model)
    desk.qtbot.waitUntil(lambda: desk.answers[-1].request.recognizer.certainty.threshold == threshold)
    insight = desk.answers[-1].insight
    assert insight is not None
    found, view = insight.recognition, desk.page.answer_view
    said = confidence_text(found.confidence)
    (bars,) = view.findChildren(ProbabilityBars)
    told = dict(re.findall(r"([^,:]+): ([\d.]+) %", bars.accessibleDescription()))
    assert told[found.label if found.label in told else f" {found.label}"] == said
    assert max(map(float, told.values())) == float(said), "no bar says more than the headline"
    if found.sure:
        assert (view.big_text, view.note) == (found.label, f"{said} % sure")
    elif found.is_of_no_class:
        assert view.note.startswith(f"Nearest are {found.label} and ")
    else:
        assert view.big_text.startswith(f"{found.label} or ")
        assert view.note == f"{said} % sure; 100 % needed"
    row = bars.order.index(found.best)
    (area,) = view.findChildren(QScrollArea)
    area.verticalScrollBar().setValue(row * bars.row)
    line = shown_pixels(bars)[bars.height_of(row) + bars.row // 2]
    assert (accent_pixels(line) > 0) == (found.confidence > 0.02), "the best one's bar is the blue one"
    if len(model.class_names) <= 12:
        frames = [framed(desk, model, index) for index in range(len(model.class_names))]
        expected = [index == found.best and not found.is_of_no_class for index in range(len(frames))]
        assert frames == expected
