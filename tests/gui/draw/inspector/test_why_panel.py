"""Why on the page: pixels and change are those of an independent computation."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lenet_app.gui.draw.inspector.back import BackPanel
from lenet_app.gui.draw.inspector.why.panel import WhyPanel
from lenet_app.gui.draw.panels import BACK, STEPS
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from tests.gui.draw.desk import Desk
from tests.gui.draw.inspector.why_panel import TIMEOUT, draw_seven, learned, panel, passage_of, show_digit
from tests.gui.helpers import ONE, SEVEN
from tests.unit.inspection.networks import FAMILY, model_of
from tests.unit.inspection.test_attribution import Scores


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
    assert found.title.text() == f"Score of 4: {passage.output[4]:.2f}".replace("-", "\N{MINUS SIGN}")
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
    assert found.line.text().startswith(f"{names[order[0]]} becomes {names[order[1]]}: {change.pixels} pixels, ink +")
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
