from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.train.widgets.choices import TrainingChoices
from lenet_app.networks import family
from lenet_app.storage.library import Entry
from lenet_app.training.reports import CPU, Device

GPU = Device("cuda:0", "CUDA: NVIDIA GeForce RTX 4090 Laptop GPU")
FIRST = Entry("first", Path("own/first.safetensors"), False, "lenet5", 0.98, "2026-01-01")
SECOND = Entry("second", Path("own/second.safetensors"), False, "lenet5", None, "2026-01-02")


@pytest.fixture
def choices(qtbot: QtBot) -> TrainingChoices:
    choices = TrainingChoices()
    qtbot.addWidget(choices)
    choices.resize(288, 500)
    choices.show()
    return choices


def test_every_network_of_the_family_can_be_chosen(choices: TrainingChoices, qtbot: QtBot) -> None:
    titles = [family.member(id_).architecture.title for id_ in family.ids()]
    assert choices.network.titles == titles
    with qtbot.waitSignal(choices.network_chosen) as signal:
        QTest.keyClick(choices.network, Qt.Key.Key_Down)
    assert signal.args == [family.member("lenet5-1998")]


def test_a_model_to_go_on_from_is_chosen_and_the_button_says_so(choices: TrainingChoices, qtbot: QtBot) -> None:
    assert choices.chosen_start is None
    choices.set_models((FIRST, SECOND))
    assert [choices.start.itemText(n) for n in range(choices.start.count())] == ["New weights", "first", "second"]
    with qtbot.waitSignal(choices.start_chosen) as signal:
        QTest.keyClick(choices.start, Qt.Key.Key_Down)
    assert signal.args == [FIRST]
    choices.set_trainable("")
    assert choices.train_button.text() == "Fine-tune"
    assert choices.train_button.toolTip() == "Train first further, as shown here"


def test_listing_models_anew_keeps_the_chosen_one_where_it_is_still_there(choices: TrainingChoices) -> None:
    choices.set_models((FIRST, SECOND))
    choices.show_start(SECOND)
    choices.set_models((SECOND,))
    assert choices.chosen_start == SECOND
    choices.set_models((FIRST,))
    assert choices.chosen_start is None


def test_the_button_asks_unless_there_is_a_reason_not_to(choices: TrainingChoices, qtbot: QtBot) -> None:
    with qtbot.waitSignal(choices.train_requested):
        QTest.mouseClick(choices.train_button, Qt.MouseButton.LeftButton)
    choices.set_trainable("The data set is being read")
    with qtbot.assertNotEmitted(choices.train_requested):
        QTest.mouseClick(choices.train_button, Qt.MouseButton.LeftButton)
    assert choices.train_button.toolTip() == "The data set is being read"


def test_what_does_not_fit_together_is_said_above_the_button(choices: TrainingChoices) -> None:
    choices.show_note("LeNet for CIFAR-10 is made for colour pictures; those of MNIST are grey.")
    choices.grab()
    (label,) = (one for one in choices.findChildren(type(choices._note)) if one.text() == choices.note)
    assert label.isVisible()
    assert label.geometry().bottom() < choices.train_button.y()
    choices.show_note("")
    assert not label.isVisible()


def test_the_devices_are_offered_the_best_first(choices: TrainingChoices) -> None:
    assert (choices.device.currentText(), choices.device_id) == ("Automatic", "")
    choices.set_devices((GPU, CPU), "")
    offered = [choices.device.itemText(index) for index in range(choices.device.count())]
    assert offered == [f"Automatic ({GPU.title})", GPU.title, "CPU"]
    assert choices.device_id == ""
    assert GPU.title in choices.device.toolTip()
    choices.device.setCurrentIndex(2)
    assert choices.device_id == "cpu"
    assert "Where to train: CPU." in choices.device.toolTip()


@pytest.mark.parametrize(("chosen", "kept"), [("cpu", "cpu"), ("cuda:0", "cuda:0"), ("cuda:7", ""), ("", "")])
def test_the_chosen_device_is_kept_where_it_is_still_there(choices: TrainingChoices, chosen: str, kept: str) -> None:
    choices.set_devices((GPU, CPU), chosen)
    assert choices.device_id == kept


def test_a_long_device_name_does_not_widen_the_column(choices: TrainingChoices) -> None:
    before = choices.minimumSizeHint().width()
    choices.set_devices((GPU, CPU), "")
    assert choices.minimumSizeHint().width() == before
    name = choices.device.fontMetrics().horizontalAdvance(GPU.title)
    assert choices.device.view().minimumWidth() > name, "the list shows it whole"


def test_a_note_stands_beside_the_caption_of_the_data_set(choices: TrainingChoices) -> None:
    assert choices.data_note == "Data set"
    choices.show_data_note("45 %")
    assert choices.data_note == "Data set · 45 %"
    choices.show_data_note("")
    assert choices.data_note == "Data set"
