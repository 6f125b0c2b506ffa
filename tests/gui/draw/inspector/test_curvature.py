"""The curvature that 1998's step divides by, measured from the panel Back."""

from dataclasses import replace

import numpy as np
import pytest

from lenet_app.data.pictures import DataSet
from lenet_app.gui.draw.inspector.back import BackPanel
from lenet_app.gui.draw.panels import BACK
from lenet_app.inspection.next_step import measured_curvature, next_step
from lenet_app.inspection.units import Unit
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN
from tests.unit.inspection.networks import model_of
from tests.unit.samples import digits

NAMES = tuple("0123456789")
UNIT = Unit("C3", (2, 3, 4))


def opened(desk: Desk) -> BackPanel:
    desk.canvas.set_content(SEVEN)
    desk.page.choice.choose(UNIT)
    desk.page.inspector.open(BACK)
    panel = desk.page.inspector.panel(BACK)
    assert isinstance(panel, BackPanel)
    return panel


def test_the_next_step_once_h_is_measured(desk: Desk) -> None:
    made = model_of("lenet5-1998")
    model = replace(made, recipe=replace(made.recipe, curvature_pictures=20))
    desk.use(model)
    pictures = digits(30, first=100)
    panel = opened(desk)
    desk.qtbot.waitUntil(panel.curvature_button.isVisible, timeout=20_000)
    assert not panel.curvature_button.isEnabled(), "there are no pictures yet"
    desk.page.set_data_set(DataSet("digits", "Digits", NAMES, pictures, digits(5)))
    assert panel.curvature_button.isEnabled()
    panel.curvature_button.click()
    assert panel.curvature_button.text() == "Measuring…"
    assert not panel.curvature_button.isEnabled()
    desk.qtbot.waitUntil(lambda: panel.curvature_button.text() == "h is measured", timeout=20_000)

    def has_curvature() -> bool:
        return panel.looked is not None and panel.looked.request.curvature is not None

    desk.qtbot.waitUntil(has_curvature, timeout=20_000)
    assert panel.looked is not None
    look, passage = panel.looked.look, panel.looked.passage
    curvature = measured_curvature(model, pictures.take(np.arange(20)))
    assert look.learned is not None
    assert look.next_step is not None
    wanted = next_step(passage, model.recipe, UNIT, look.learned, curvature)
    np.testing.assert_allclose(look.next_step.weight, wanted.weight, rtol=1e-6)
    assert look.next_step.bias == pytest.approx(wanted.bias)
    desk.use(replace(model, name="other"))
    desk.qtbot.waitUntil(lambda: panel.curvature_button.text() == "Measure h", timeout=20_000)


def test_other_optimisers_have_none(desk: Desk) -> None:
    panel = opened(desk)
    desk.qtbot.waitUntil(lambda: panel.looked is not None and panel.looked.look.unit == UNIT, timeout=20_000)
    assert not panel.curvature_button.isVisible()
