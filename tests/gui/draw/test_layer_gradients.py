"""The loss's gradients in the layers' places: computed while they are seen, coloured by a scale of their own."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from lenet_app.colour_maps import gradient_map
from lenet_app.gui.inside.live_look import Looked
from lenet_app.gui.layers.shown import INPUT
from lenet_app.gui.layers.values_menu import Shows
from lenet_app.inspection.loss_gradients import loss_gradients
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from tests.gui.draw.desk import Desk
from tests.gui.helpers import ONE, SEVEN, shown_pixels
from tests.unit.inspection.networks import FAMILY, model_of

C3 = Unit("C3", (2, 3, 4))


def drawn(desk: Desk) -> None:
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")


def wanted_of(desk: Desk, label: int) -> dict[str, np.ndarray]:
    """Independent of the window's look."""
    answer, model = desk.answers[-1], desk.in_use.model
    assert answer.insight is not None
    assert model is not None
    found = loss_gradients(Passage.of(model, answer.insight), model.recipe, label)
    return {INPUT: found.network_input, **found.values}


def wait_for_gradients(desk: Desk, label: int) -> None:
    view = desk.page.frame.layers_card.gradients

    def are_there() -> bool:
        shown = view.values("F6")
        return shown is not None and np.array_equal(shown, wanted_of(desk, label)["F6"])

    desk.qtbot.waitUntil(are_there, timeout=20_000)


def test_they_follow_pen_and_label_and_cost_nothing_unseen(desk: Desk) -> None:
    looked: list[Looked | None] = []
    desk.page.live_look.looked.connect(looked.append)
    drawn(desk)
    assert [one for one in looked if one is not None] == [], "nobody wants anything"
    card = desk.page.frame.layers_card
    card.values_menu.choose(Shows.BOTH)
    wait_for_gradients(desk, 7)
    assert card.view.isVisible()
    assert card.gradients.isVisible()
    for name, values in wanted_of(desk, 7).items():
        np.testing.assert_array_equal(card.gradients.values(name), values)
    desk.canvas.set_content(ONE)
    desk.wait_for("1")
    wait_for_gradients(desk, 1)
    desk.page.choice.set_label(4)
    wait_for_gradients(desk, 4)
    desk.page.choice.choose(C3)
    assert card.gradients.chosen == C3
    assert card.unit_line.text().startswith("∂E/∂y at 4: ")
    desk.canvas.clear()
    assert card.gradients.values("F6") is None
    card.values_menu.choose(Shows.ACTIVATIONS)
    assert not card.gradients.isVisible()
    looked.clear()
    drawn(desk)
    QApplication.processEvents()
    assert [one for one in looked if one is not None] == []


def test_the_strongest_colours_are_those_of_the_largest_gradients(desk: Desk) -> None:
    drawn(desk)
    desk.page.choice.set_label(3)
    card = desk.page.frame.layers_card
    card.values_menu.choose(Shows.GRADIENTS)
    assert not card.view.isVisible()
    wait_for_gradients(desk, 3)
    view, values = card.gradients, wanted_of(desk, 3)["F6"]
    QApplication.processEvents()
    pixels, table = shown_pixels(view), gradient_map(dark=False)
    for number in (int(values.argmax()), int(values.argmin()), 0):
        left, top, width, height = view.place("F6").cell(number)
        entry = 128 + round(127 * float(values[number] / np.abs(values).max()))
        assert pixels[int(top + height / 2), int(left + width / 2)].tolist() == table[entry].tolist()


@pytest.mark.parametrize("name", FAMILY)
def test_gradients_of_every_network(desk: Desk, name: str) -> None:
    model = model_of(name)
    desk.use(model)
    card = desk.page.frame.layers_card
    card.values_menu.choose(Shows.BOTH)
    desk.canvas.set_content(SEVEN)
    desk.qtbot.waitUntil(lambda: card.gradients.shows_values, timeout=20_000)
    last = model.architecture.layers[-1].name
    assert card.gradients.model is model
    shown = card.gradients.values(last)
    assert shown is not None
    assert shown.shape == model.architecture.plans[-1].output_shape
    assert not card.gradients.grab().isNull()


def test_one_map_of_gradients_and_both_views_walk_together(desk: Desk) -> None:
    drawn(desk)
    desk.page.choice.choose(C3)
    card = desk.page.frame.layers_card
    card.values_menu.choose(Shows.BOTH)
    wait_for_gradients(desk, 7)
    card.view.zoom_in()
    assert card.gradients.zoom == card.view.zoom
    card.gradients.zoom_out()
    assert card.gradients.zoom == card.view.zoom
    card.open_stage("C3")
    assert card.gradients.stage == "C3"
    card.values_menu.choose(Shows.GRADIENTS)
    card.map_button.click()
    assert card.shows_map
    assert card.map_stage.heading.startswith("C3, map 2: ")
    card.map_button.click()
    card.large_button.click()
    assert card.gradients.stage == ""
