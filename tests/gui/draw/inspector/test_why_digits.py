"""Why on the page: the nearest and the exciting pictures are those of an independent computation."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lenet_app.gui.answering.subjects import DataSetPicture
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.draw.inspector.why.nearest import TableSearch
from lenet_app.gui.draw.inspector.why.panel import WhyPanel
from lenet_app.inspection.fields import receptive_field
from lenet_app.inspection.training_digits import hidden_table
from lenet_app.inspection.units import Unit
from lenet_app.networks.forward import activations
from tests.gui.draw.desk import Desk
from tests.gui.draw.inspector.why_panel import (
    C3,
    COUNT,
    TIMEOUT,
    draw_seven,
    learned,
    panel,
    passage_of,
    show_digit,
    small_set,
    wait_for_all,
)
from tests.gui.helpers import ONE
from tests.unit.inspection.networks import FAMILY, model_of


@pytest.mark.parametrize("name", FAMILY)
def test_the_nearest_pictures_of_every_network(here: Desk, tmp_path: Path, name: str) -> None:
    channels = model_of(name).architecture.input_shape[0]
    path, pictures = small_set(tmp_path, channels)
    model = learned(model_of(name), path)
    here.use(model)
    show_digit(here, channels)
    found = panel(here, 2)
    wait_for_all(here, found)
    table, passage = found.nearest.table, passage_of(here)
    assert table is not None
    inputs = model.normalisation.network_input(pictures.images, model.architecture.input_shape)
    hidden = activations(model.architecture, model.weights, inputs)[table.layer].reshape(COUNT, -1).astype(np.float64)
    distances = np.linalg.norm(hidden - passage.values(table.layer).reshape(-1), axis=1)
    best = np.sort(distances)[:12]
    np.testing.assert_allclose([one.distance for one in found.nearest.found], best, rtol=1e-3, atol=1e-5)
    for one, shown in zip(found.nearest.found, found.nearest.pictures.pictures, strict=True):
        assert shown.title == str(pictures.labels[one.index])
        image = pictures.images[one.index]
        np.testing.assert_allclose(shown.values, image if channels == 3 else image[0] / 255, atol=1e-6)


def test_the_nearest_follow_the_pen_and_one_is_put_on_the_canvas(here: Desk, tmp_path: Path) -> None:
    path, pictures = small_set(tmp_path)
    here.use(learned(model_of("lenet5"), path))
    found = panel(here, 2)
    draw_seven(here)
    wait_for_all(here, found)
    before, table = found.nearest.found, found.nearest.table
    here.canvas.set_content(ONE)
    here.qtbot.waitUntil(lambda: found.nearest.found != before, timeout=TIMEOUT)
    assert found.nearest.table is table, "it is made once"
    chosen = found.nearest.found[1]
    found.nearest.pictures.setFocus()
    QTest.keyClick(found.nearest.pictures, Qt.Key.Key_Right)
    QTest.keyClick(found.nearest.pictures, Qt.Key.Key_Return)
    content = here.canvas.content
    assert isinstance(content, ShownPicture)
    assert isinstance(content.source, DataSetPicture)
    assert np.array_equal(content.source.image, pictures.images[chosen.index])
    assert content.source.label == str(chosen.label)
    here.qtbot.waitUntil(lambda: found.nearest.found[0].index == chosen.index, timeout=TIMEOUT)
    assert found.nearest.found[0].distance < 1e-3, "it is nearest to itself"


def test_a_search_for_the_nearest_is_stopped_and_gone_on_with(here: Desk, tmp_path: Path) -> None:
    here.use(learned(model_of("lenet5"), small_set(tmp_path)[0]))
    draw_seven(here)
    found = panel(here, 2)
    here.qtbot.waitUntil(lambda: found.nearest.search_bar.is_searching, timeout=TIMEOUT)
    found.nearest.search_bar.button.click()
    assert not found.nearest.search_bar.is_searching
    table = found.nearest.table
    here.canvas.set_content(ONE)
    here.wait_for("1")
    assert found.nearest.table is table
    found.nearest.search_bar.button.click()
    wait_for_all(here, found)


def test_what_was_looked_at_is_kept_and_shown_on_the_way(here: Desk, tmp_path: Path) -> None:
    path, pictures = small_set(tmp_path)
    model = learned(model_of("lenet5"), path)
    here.use(model)
    draw_seven(here)
    found = panel(here, 2)
    here.qtbot.waitUntil(lambda: found.nearest.search_bar.is_searching, timeout=TIMEOUT)
    found.nearest.search_bar.button.click()
    report = next(hidden_table(model, pictures))
    assert found.nearest.learned.learned is not None
    found.nearest.take(TableSearch(model, found.nearest.learned.learned), report)
    found.nearest.search_bar.rest()
    here.qtbot.waitUntil(lambda: found.nearest.shown is report.table, timeout=TIMEOUT)
    assert f", of {report.pictures} training pictures of " in found.line.text()
    assert all(one.index < report.pictures for one in found.nearest.found)
    found.buttons[0].click()
    found.buttons[2].click()
    found.nearest.search_bar.button.click()
    assert isinstance(found.nearest.search, TableSearch)
    assert found.nearest.search.begun is report.table, "it goes on behind these"
    wait_for_all(here, found)
    assert f", of {COUNT} training pictures of " in found.line.text()


def test_of_a_data_set_that_is_not_here_it_is_said_and_led_to_it(here: Desk) -> None:
    here.use(learned(model_of("lenet5"), "kmnist"))
    draw_seven(here)
    found = panel(here, 2)
    here.qtbot.waitUntil(lambda: "which is not on this computer." in found.nearest.sentence, timeout=TIMEOUT)
    with here.qtbot.waitSignal(here.page.learned.missed) as missed:
        QTest.mouseClick(found.nearest.lead_button, Qt.MouseButton.LeftButton)
    assert missed.args == ["kmnist"]
    here.use(replace(model_of("lenet5"), making=replace(model_of("lenet5").making, data_set=None)))
    here.qtbot.waitUntil(lambda: found.nearest.sentence.startswith("It is not known which"), timeout=TIMEOUT)
    assert not found.nearest.lead_button.isVisible()


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "lenet5-wide", "lenet-rgb"])
def test_the_pictures_that_excite_a_unit_most(here: Desk, tmp_path: Path, name: str) -> None:
    channels = model_of(name).architecture.input_shape[0]
    path, pictures = small_set(tmp_path, channels)
    model = learned(model_of(name), path)
    here.use(model)
    found = panel(here, 3)
    inputs = model.normalisation.network_input(pictures.images, model.architecture.input_shape)
    outputs = activations(model.architecture, model.weights, inputs)
    last = model.architecture.plans[-1]
    for unit in (C3, Unit(last.name, (3,))):
        here.page.choice.choose(unit)
        wait_for_unit(here, found, unit)
        numbers = outputs[unit.layer][unit.in_batch]
        assert found.exciting.found is not None
        best = found.exciting.found.best
        np.testing.assert_allclose([one.value for one in best], np.sort(numbers)[::-1][:12], rtol=1e-3, atol=1e-5)
        for one, shown in zip(best, found.exciting.pictures.pictures, strict=True):
            assert shown.title == str(pictures.labels[one.index])
    here.page.choice.choose(C3)
    assert shown_unit(found) == C3, "what was found is kept"
    assert not found.exciting.search_bar.isVisible()


def shown_unit(found: WhyPanel) -> Unit | None:
    """Of which all pictures were looked through."""
    whole = found.exciting.found
    return whole.search.unit if whole is not None and whole.is_whole else None


def wait_for_unit(desk: Desk, found: WhyPanel, unit: Unit) -> None:
    desk.qtbot.waitUntil(lambda: shown_unit(found) == unit, timeout=TIMEOUT)


def test_of_a_whole_map_the_place_is_framed_and_led_to(here: Desk, tmp_path: Path) -> None:
    path, pictures = small_set(tmp_path)
    model = learned(model_of("lenet5"), path)
    here.use(model)
    here.page.choice.choose(C3)
    found = panel(here, 3)
    found.exciting.map_button.click()
    wait_for_unit(here, found, Unit("C3", (2,)))
    assert found.exciting.found is not None
    best, shown = found.exciting.found.best, found.exciting.pictures.pictures
    for one, picture in zip(best, shown, strict=True):
        box = receptive_field(model.architecture, one.unit)[0].box
        assert box is not None
        left, top, right, bottom = box
        wanted = (max(left - 2, 0), max(top - 2, 0), min(right - 2, 28), min(bottom - 2, 28))
        assert picture.frame == wanted, "without the edge of two pixels"
    found.exciting.pictures.setFocus()
    QTest.keyClick(found.exciting.pictures, Qt.Key.Key_Return)
    assert here.page.choice.unit == best[0].unit
    content = here.canvas.content
    assert isinstance(content, ShownPicture)
    assert isinstance(content.source, DataSetPicture)
    assert np.array_equal(content.source.image, pictures.images[best[0].index])


def test_the_row_of_the_data_set_goes_to_the_picture(here: Desk, tmp_path: Path) -> None:
    path, pictures = small_set(tmp_path)
    here.page.load_data_set(path)
    here.use(learned(model_of("lenet5"), path))
    browser = here.page.browser
    here.qtbot.waitUntil(browser.isEnabled, timeout=TIMEOUT)
    draw_seven(here)
    found = panel(here, 2)
    wait_for_all(here, found)
    chosen = found.nearest.found[0]
    found.nearest.pictures.picked.emit(0)
    assert not browser.is_test
    assert browser.index.value() == chosen.index
    assert browser.truth.startswith(f"true: {pictures.labels[chosen.index]}")
