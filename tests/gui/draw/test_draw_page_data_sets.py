"""Pictures of data sets keep to the model in use, and their true label is held against its answer."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet, Fitting, Pictures
from lenet_app.gui.draw.page import DrawPage
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.networks.model import Model
from tests.gui.draw.desk import Desk
from tests.gui.draw.test_draw_page_colour import coloured_set
from tests.gui.helpers import shipped_model
from tests.unit.whole_models import primaries

CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")


@pytest.fixture
def with_mnist(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    """A page on a computer that has MNIST alone, with its pictures."""
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = Desk(qtbot, lambda name: name if name == catalogue.MNIST else None)
    qtbot.waitUntil(desk.page.browser.isEnabled, timeout=60_000)
    yield desk
    desk.page.finish()
    desk.background.finish()


def learned(model: Model, data_set: str) -> Model:
    return replace(model, making=replace(model.making, data_set=data_set))


def clothes() -> DataSet:
    part = Pictures(np.full((3, 1, 28, 28), 90, np.uint8), np.arange(3, dtype=np.uint8))
    return DataSet("fashion", "Fashion-MNIST", CLOTHES, part, part, Fitting.WHOLE)


def test_a_model_brings_the_pictures_that_it_learned(with_mnist: Desk) -> None:
    assert with_mnist.page.browser.caption == "Pictures of MNIST"
    assert with_mnist.page.browser.sentence == ""
    assert not with_mnist.page.browser.offer_button.isVisible()


def test_of_a_colour_network_it_is_said_that_its_pictures_are_not_here(with_mnist: Desk) -> None:
    browser = with_mnist.page.browser
    with_mnist.use(learned(primaries(), "cifar10"))
    assert browser.caption == "Pictures of CIFAR-10", "not of MNIST"
    assert browser.sentence.endswith("learned CIFAR-10, which is not on this computer.")
    before = with_mnist.canvas.content
    QTest.keySequence(with_mnist.canvas, "Ctrl+Right")
    assert with_mnist.canvas.content is before, "no picture that the network does not take"
    with_mnist.use(shipped_model())
    assert browser.caption == "Pictures of MNIST"
    assert browser.sentence == ""
    QTest.keySequence(with_mnist.canvas, "Ctrl+Right")
    assert with_mnist.canvas.content is not before


def test_a_model_that_tells_no_data_set_says_so_in_a_sentence(with_mnist: Desk) -> None:
    with_mnist.use(replace(primaries(), name="Mine", making=replace(primaries().making, data_set=None)))
    assert with_mnist.page.browser.sentence == "MNIST has no pictures that Mine takes."
    assert not with_mnist.page.browser.is_usable


def test_the_models_own_pictures_are_offered_beside_others(with_mnist: Desk, qtbot: QtBot) -> None:
    page: DrawPage = with_mnist.page
    page.set_data_set(clothes())
    assert page.browser.caption == "Pictures of Fashion-MNIST"
    assert page.browser.offer_button.leads == "Show pictures of MNIST"
    page.browser.next_action.trigger()
    qtbot.waitUntil(lambda: bool(with_mnist.answers))
    assert page.browser.truth == "true: T-shirt/top", "the model cannot know it, so it is neither right nor wrong"
    page.browser.offer_button.click()
    qtbot.waitUntil(lambda: page.data_set is not None and page.data_set.title == "MNIST", timeout=60_000)
    assert not page.browser.offer_button.isVisible()


def test_a_colour_set_is_no_set_for_a_grey_network(with_mnist: Desk) -> None:
    page = with_mnist.page
    page.set_data_set(coloured_set())
    assert not page.browser.is_usable
    assert page.browser.offer_button.leads == "Show pictures of MNIST"


@pytest.mark.parametrize(("bias", "mark"), [(0, "✓ right"), (1000, "✗ wrong")])
def test_the_true_label_is_held_against_the_answer(with_mnist: Desk, bias: int, mark: str) -> None:
    weights = dict(shipped_model().weights)
    # The first test picture is a 7.
    weights["output.bias"] = weights["output.bias"] + np.eye(10, dtype=np.float32)[3] * bias
    with_mnist.use(replace(shipped_model(), weights=weights))
    with_mnist.page.browser.next_action.trigger()
    with_mnist.qtbot.waitUntil(lambda: with_mnist.page.browser.truth == f"true: 7 {mark}")


def test_an_answer_that_is_not_sure_is_neither(with_mnist: Desk) -> None:
    with_mnist.in_use.set_threshold(1.0)
    with_mnist.page.browser.next_action.trigger()
    with_mnist.qtbot.waitUntil(lambda: with_mnist.page.browser.truth == "true: 7, not sure")
    with_mnist.in_use.set_threshold(0.5)
    with_mnist.qtbot.waitUntil(lambda: with_mnist.page.browser.truth == "true: 7 ✓ right")
