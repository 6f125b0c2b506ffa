"""Why on the page: pixels, change, nearest and exciting pictures are those of an independent computation."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.data.pictures import Pictures
from lenet_app.gui.answering.subjects import DataSetPicture
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.draw.inspector.back import BackPanel
from lenet_app.gui.draw.inspector.why.panel import WhyPanel
from lenet_app.gui.draw.panels import BACK, STEPS, WHY
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.inspection.fields import receptive_field
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.networks.forward import activations
from lenet_app.networks.model import Model
from tests.gui.draw.desk import Desk
from tests.gui.helpers import ONE, SEVEN
from tests.unit.data.on_disk import write_idx
from tests.unit.inspection.networks import FAMILY, model_of
from tests.unit.inspection.test_attribution import Scores
from tests.unit.samples import digits

TIMEOUT = 60_000
COUNT = 150
C3 = Unit("C3", (2, 3, 4))


@pytest.fixture
def here(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    """A page on a computer where a data set can be read by its path."""
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = Desk(qtbot, lambda name: name if Path(name).exists() else None)
    yield desk
    desk.page.finish()
    desk.background.finish()


def small_set(folder: Path, channels: int = 1) -> tuple[str, Pictures]:
    """Its path, and its training pictures."""
    part = digits(COUNT)
    pictures = Pictures(part.images.repeat(channels, axis=1), part.labels)
    return str(write_idx(folder, pictures, pictures.take(np.arange(10)))), pictures


def learned(model: Model, data_set: str) -> Model:
    return replace(model, making=replace(model.making, data_set=data_set))


def panel(desk: Desk, view: int = 0) -> WhyPanel:
    desk.page.inspector.open(WHY)
    found = desk.page.inspector.panel(WHY)
    assert isinstance(found, WhyPanel)
    found.buttons[view].click()
    return found


def draw_seven(desk: Desk) -> None:
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")


def show_digit(desk: Desk, channels: int = 1, noise: int = 0) -> None:
    """With noise hardly any two numbers are equal, so that the largest of a block is no matter of rounding."""
    picture = digits(1, first=COUNT)
    image = picture.images[0].repeat(channels, axis=0)
    image = image // 2 + np.random.default_rng(2).integers(0, noise + 1, image.shape).astype(np.uint8)
    shown = np.repeat(picture.images[0].transpose(1, 2, 0), 3, axis=2)
    desk.canvas.set_content(ShownPicture(shown, source=DataSetPicture(image, str(picture.labels[0]), "MNIST")))
    desk.qtbot.waitUntil(lambda: desk.page.latest_answer is not None, timeout=TIMEOUT)


def passage_of(desk: Desk) -> Passage:
    answer = desk.page.latest_answer
    assert answer is not None
    assert answer.insight is not None
    return Passage.of(answer.request.recognizer.model, answer.insight)


def is_whole(found: WhyPanel, count: int = 5) -> Callable[[], bool]:
    """Whether what takes a moment is there, too."""
    return lambda: (
        len(found.pixels.pictures.pictures) == count
        and all(one.has_scale for one in found.pixels.pictures.pictures[1:])
    )


def gradient(passage: Passage, label: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    x = torch.tensor(passage.network_input[None], dtype=torch.float64, requires_grad=True)
    torch.autograd.backward(Scores(passage)(x)[0, label])
    assert x.grad is not None
    return x.grad[0].numpy()


def cut(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """What lies on a picture of 28 × 28."""
    edge = (values.shape[-1] - 28) // 2
    return values[..., edge : edge + 28, edge : edge + 28]


def test_it_says_what_is_missing(desk: Desk) -> None:
    found = panel(desk)
    desk.qtbot.waitUntil(lambda: found.pixels.sentence.startswith("Draw or open a picture: which"))
    for view, text in ((1, "Draw or open a picture: what"), (2, "Draw or open a picture: the")):
        found.buttons[view].click()
        assert found.view.sentence.startswith(text)
    found.buttons[3].click()
    assert found.view.sentence.startswith("Click a unit of a layer above")


@pytest.mark.parametrize("name", FAMILY)
def test_the_pixels_of_every_network(desk: Desk, name: str) -> None:
    model = model_of(name)
    desk.use(model)
    show_digit(desk, model.architecture.input_shape[0], noise=100)
    found = panel(desk)
    desk.qtbot.waitUntil(is_whole(found), timeout=TIMEOUT)
    passage = passage_of(desk)
    wanted = cut(np.abs(gradient(passage, passage.answer)).max(axis=0))
    _, saliency, cam, occlusion, integrated = found.pixels.pictures.pictures
    np.testing.assert_allclose(saliency.values, wanted, atol=2e-4 * wanted.max())
    assert saliency.largest == pytest.approx(wanted.max(), rel=1e-3)
    assert cam.values.shape == occlusion.values.shape == integrated.values.shape == (28, 28)
    assert (saliency.is_signed, cam.is_signed, occlusion.is_signed, integrated.is_signed) == (False, False, True, True)
    assert all(one.outline is not None and one.explanation for one in (saliency, cam, occlusion, integrated))


@pytest.mark.parametrize("name", ["lenet5-1998", "lenet-cifar"])
def test_the_picture_is_what_the_network_gets(desk: Desk, name: str) -> None:
    model = model_of(name)
    desk.use(model)
    desk.canvas.set_content(SEVEN)
    found = panel(desk)
    desk.qtbot.waitUntil(is_whole(found), timeout=TIMEOUT)
    shown, normalisation = found.pixels.pictures.pictures[0], model.normalisation
    share = (passage_of(desk).network_input - normalisation.background) / (normalisation.ink - normalisation.background)
    if shown.is_coloured:
        np.testing.assert_allclose(shown.values, 255 * share, atol=0.51)
    else:
        np.testing.assert_allclose(shown.values, cut(share.astype(np.float64))[0], atol=1e-6)


def test_the_pixels_follow_pen_and_class(desk: Desk) -> None:
    found = panel(desk)
    draw_seven(desk)
    desk.qtbot.waitUntil(is_whole(found), timeout=TIMEOUT)
    before = found.pixels.pictures.pictures
    desk.canvas.set_content(ONE)
    desk.wait_for("1")
    desk.qtbot.waitUntil(lambda: is_whole(found)() and found.pixels.pictures.pictures[4] is not before[4])
    assert found.title.text().startswith("Score of 1: ")
    found.pixels.label_box.setCurrentIndex(found.pixels.label_box.findText("4"))
    desk.qtbot.waitUntil(lambda: found.title.text().startswith("Score of 4: ") and is_whole(found)(), timeout=TIMEOUT)
    passage = passage_of(desk)
    wanted = cut(np.abs(gradient(passage, 4)).max(axis=0))
    np.testing.assert_allclose(found.pixels.pictures.pictures[1].values, wanted, atol=2e-4 * wanted.max())
    assert found.title.text() == f"Score of 4: {passage.output[4]:.2f}"
    assert desk.page.choice.label == 4, "Back asks about the same class"
    found.pixels.layer_box.setCurrentIndex(0)
    assert found.pixels.pictures.pictures[2].title == "Grad-CAM C1"
    desk.canvas.clear()
    desk.qtbot.waitUntil(lambda: found.pixels.sentence != "")


def test_back_and_why_ask_about_the_same_class(desk: Desk) -> None:
    draw_seven(desk)
    desk.page.inspector.open(BACK)
    back = desk.page.inspector.panel(BACK)
    assert isinstance(back, BackPanel)
    desk.page.choice.choose(Unit("output", (3,)))
    desk.qtbot.waitUntil(lambda: back.label_box.count() > 0, timeout=TIMEOUT)
    back.label_box.setCurrentIndex(back.label_box.findText("8"))
    found = panel(desk)
    desk.qtbot.waitUntil(is_whole(found), timeout=TIMEOUT)
    assert found.pixels.label_box.currentText() == "8"
    assert found.title.text().startswith("Score of 8: ")
    found.pixels.label_box.setCurrentIndex(0)
    assert desk.page.choice.label is None
    assert back.label_box.currentText() == "answer: 7"


def test_hidden_it_computes_nothing(desk: Desk) -> None:
    found = panel(desk)
    draw_seven(desk)
    desk.qtbot.waitUntil(is_whole(found), timeout=TIMEOUT)
    before = found.pixels.pictures.pictures
    desk.page.inspector.open(STEPS)
    told: list[object] = []
    desk.page.live_look.looked.connect(told.append)
    desk.canvas.set_content(ONE)
    desk.wait_for("1")
    QApplication.processEvents()
    assert told == []
    assert found.pixels.pictures.pictures == before


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "lenet-cifar"])
def test_the_smallest_change_has_the_other_answer(desk: Desk, name: str) -> None:
    model = learned(model_of(name), "of nowhere")
    desk.use(model)
    show_digit(desk, model.architecture.input_shape[0])
    found = panel(desk, 1)
    desk.qtbot.waitUntil(lambda: found.change.target_box.count() > 2, timeout=TIMEOUT)
    QTest.mouseClick(found.change.lead_button, Qt.MouseButton.LeftButton)
    assert found.change.search_bar.is_searching
    desk.qtbot.waitUntil(lambda: not found.change.search_bar.is_searching, timeout=TIMEOUT)
    change = found.change.change
    assert change is not None
    passage = passage_of(desk)
    order = np.argsort(passage.output if model.architecture.answers_with_distances else -passage.output)
    assert change.after.best == order[1]
    changed = model.normalisation.network_input(change.picture[None], model.architecture.input_shape)
    scores = Scores(passage)(torch.tensor(changed, dtype=torch.float64))
    assert int(scores[0].argmax()) == order[1]
    names = model.class_names
    assert found.title.text().startswith(f"{names[order[0]]} becomes {names[order[1]]}: {change.pixels} pixels, ink +")
    assert [one.title for one in found.change.pictures.pictures] == ["Before", "Change", "After"]
    desk.canvas.clear()
    desk.qtbot.waitUntil(lambda: found.change.sentence != "")
    assert found.change.change is None


def test_a_search_for_a_change_is_stopped_and_what_is_the_answer_is_not_searched_for(desk: Desk) -> None:
    draw_seven(desk)
    found = panel(desk, 1)
    desk.qtbot.waitUntil(lambda: found.change.target_box.count() > 2, timeout=TIMEOUT)
    found.change.search_bar.button.click()
    assert found.change.search_bar.is_searching
    assert found.change.search_bar.button.text() == "Stop"
    found.change.search_bar.button.click()
    assert not found.change.search_bar.is_searching
    assert found.change.change is None
    found.change.target_box.setCurrentIndex(found.change.target_box.findText("7"))
    found.change.search_bar.button.click()
    assert found.change.sentence == "The answer is 7 already."


@pytest.mark.parametrize("name", FAMILY)
def test_the_nearest_pictures_of_every_network(here: Desk, tmp_path: Path, name: str) -> None:
    channels = model_of(name).architecture.input_shape[0]
    path, pictures = small_set(tmp_path, channels)
    model = learned(model_of(name), path)
    here.use(model)
    show_digit(here, channels)
    found = panel(here, 2)
    here.qtbot.waitUntil(lambda: len(found.nearest.found) > 0, timeout=TIMEOUT)
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
    here.qtbot.waitUntil(lambda: len(found.nearest.found) > 0, timeout=TIMEOUT)
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
    assert found.nearest.sentence == "The search was stopped."
    here.canvas.set_content(ONE)
    here.wait_for("1")
    assert found.nearest.table is None
    found.nearest.search_bar.button.click()
    here.qtbot.waitUntil(lambda: len(found.nearest.found) > 0, timeout=TIMEOUT)


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
    here.qtbot.waitUntil(lambda: len(found.nearest.found) > 0, timeout=TIMEOUT)
    chosen = found.nearest.found[0]
    found.nearest.pictures.picked.emit(0)
    assert not browser.is_test
    assert browser.index.value() == chosen.index
    assert browser.truth.startswith(f"true: {pictures.labels[chosen.index]}")
