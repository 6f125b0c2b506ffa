from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.draw.colour_scales import ColourScales
from lenet_app.gui.settings import Settings
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.recognition.scales import usual_scales
from tests.gui.draw.desk import Desk
from tests.gui.helpers import entry_of, shipped_model


def mnist() -> DataSet:
    return catalogue.load(catalogue.MNIST, Home.of_user().data)


def test_scales_come_from_pictures_of_the_data_set(desk: Desk, qtbot: QtBot) -> None:
    in_use = ModelInUse(Settings())
    scales = ColourScales(in_use, desk.background, desk.page)
    data_set = mnist()
    scales.set_data_set(data_set)
    in_use.use(entry_of(shipped_model()), shipped_model())
    with qtbot.waitSignal(scales.found) as told:
        scales.find()
    assert told.args == [usual_scales(Recognizer(shipped_model()), data_set.test.images)]


def test_pictures_of_another_kind_tell_nothing(desk: Desk, qtbot: QtBot) -> None:
    in_use = ModelInUse(Settings())
    in_use.use(entry_of(shipped_model()), shipped_model())
    scales = ColourScales(in_use, desk.background, desk.page)
    letters = replace(mnist(), class_names=tuple("abcdefghij"))
    told: list[object] = []
    scales.found.connect(told.append)
    scales.set_data_set(letters)
    scales.find()
    done: list[None] = []
    desk.background.run(lambda: None, done.append, pytest.fail)  # one after the other: what was asked before is done
    qtbot.waitUntil(lambda: bool(done))
    assert not told


def test_a_faint_output_looks_faint_on_the_page(desk: Desk, qtbot: QtBot) -> None:
    """With a scale of its own every drawing would have one class in the strongest colour."""
    desk.draw_seven()
    before = desk.page.layers_view.grab().toImage()
    desk.page.set_data_set(mnist())
    desk.canvas.clear()
    desk.draw_seven()
    qtbot.waitUntil(lambda: desk.page.layers_view.grab().toImage() != before)
    values = desk.page.layers_view.values("output")
    assert values is not None
    usual = usual_scales(Recognizer(shipped_model()), mnist().test.images)["output"]
    assert np.abs(values).max() < usual
