from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from lenet_app.gui.widgets.training_controls import TrainingControls
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe, Schedule
from lenet_app.training.reports import CPU, Device

GPU = Device("cuda:0", "CUDA: NVIDIA GeForce RTX 4090 Laptop GPU")


@pytest.fixture
def controls(qtbot: QtBot) -> TrainingControls:
    controls = TrainingControls()
    qtbot.addWidget(controls)
    controls.show()
    return controls


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)


def type_rate(controls: TrainingControls, text: str) -> float:
    controls.learning_rate.selectAll()
    QTest.keyClicks(controls.learning_rate, text)
    QTest.keyClick(controls.learning_rate, Qt.Key.Key_Return)
    return controls.recipe.learning_rate


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(),
        Recipe(1, 1, 0.000001, Optimiser.SGD, Schedule.CONSTANT, Augmentation.NONE),
        Recipe(1000, 4096, 10.0, Optimiser.MOMENTUM),
        Recipe(3, 128, 0.00015, Optimiser.ADAM, Schedule.CONSTANT),
    ],
)
def test_a_recipe_is_given_back_as_it_was_set(controls: TrainingControls, recipe: Recipe) -> None:
    controls.set_recipe(recipe)
    assert controls.recipe == recipe


def test_the_fields_change_the_recipe(controls: TrainingControls) -> None:
    controls.epochs.setValue(4)
    controls.batch_size.setValue(256)
    QTest.keyClick(controls.optimiser, Qt.Key.Key_Down)
    assert type_rate(controls, "0.05") == 0.05
    assert controls.recipe == Recipe(4, 256, 0.05, Optimiser.MOMENTUM)


@pytest.mark.parametrize(
    ("rate", "text"),
    [(0.00001, "0.00001"), (0.002, "0.002"), (0.5, "0.5"), (1.0, "1"), (10.0, "10"), (1e-6, "0.000001")],
)
def test_a_rate_is_shown_without_idle_zeros_and_can_be_typed(
    controls: TrainingControls, rate: float, text: str
) -> None:
    controls.set_recipe(Recipe(learning_rate=rate))
    assert controls.learning_rate.text() == text
    controls.set_recipe(Recipe())
    assert type_rate(controls, text) == pytest.approx(rate)
    assert controls.learning_rate.text() == text


def test_a_rate_is_written_as_the_language_has_it(german: None, qtbot: QtBot) -> None:
    controls = TrainingControls()
    qtbot.addWidget(controls)
    controls.set_recipe(Recipe(learning_rate=0.00015))
    assert controls.learning_rate.text() == "0,00015"
    assert type_rate(controls, "0,00001") == pytest.approx(0.00001)
    assert type_rate(controls, "2") == 2.0
    assert controls.learning_rate.text() == "2"


def test_a_step_is_a_tenth_of_the_power_of_ten(controls: TrainingControls) -> None:
    controls.set_recipe(Recipe(learning_rate=0.002))
    QTest.keyClick(controls.learning_rate, Qt.Key.Key_Up)
    assert controls.learning_rate.text() == "0.0021"


def test_the_devices_are_offered_the_best_first(controls: TrainingControls) -> None:
    assert (controls.device.currentText(), controls.device_id) == ("Automatic", "")
    controls.set_devices((GPU, CPU), "")
    offered = [controls.device.itemText(index) for index in range(controls.device.count())]
    assert offered == [f"Automatic ({GPU.title})", GPU.title, "CPU"]
    assert controls.device_id == ""
    assert GPU.title in controls.device.toolTip()
    controls.device.setCurrentIndex(2)
    assert controls.device_id == "cpu"
    assert "Where to train: CPU." in controls.device.toolTip()


@pytest.mark.parametrize(("chosen", "kept"), [("cpu", "cpu"), ("cuda:0", "cuda:0"), ("cuda:7", ""), ("", "")])
def test_the_chosen_device_is_kept_where_it_is_still_there(controls: TrainingControls, chosen: str, kept: str) -> None:
    controls.set_devices((GPU, CPU), chosen)
    assert controls.device_id == kept


def test_a_long_device_name_does_not_widen_the_window(controls: TrainingControls) -> None:
    before = controls.minimumSizeHint().width()
    controls.set_devices((GPU, CPU), "")
    assert controls.minimumSizeHint().width() == before
    name = controls.device.fontMetrics().horizontalAdvance(GPU.title)
    assert controls.device.view().minimumWidth() > name, "the list shows it whole"


def test_the_buttons_ask(controls: TrainingControls, qtbot: QtBot) -> None:
    with qtbot.waitSignal(controls.train_requested):
        QTest.mouseClick(controls.train_button, Qt.MouseButton.LeftButton)
    controls.set_available(False)
    with qtbot.assertNotEmitted(controls.fine_tune_requested):
        QTest.mouseClick(controls.fine_tune_button, Qt.MouseButton.LeftButton)
    controls.set_available(True)
    with qtbot.waitSignal(controls.fine_tune_requested):
        QTest.mouseClick(controls.fine_tune_button, Qt.MouseButton.LeftButton)


def test_the_summary_can_be_read_whole(controls: TrainingControls) -> None:
    summary = "LeNet-5 2026-01-01 10.00: 99.21 % right on the test pictures"
    controls.show_summary(summary)
    assert controls.summary == summary


def test_every_field_is_named_by_its_caption(controls: TrainingControls) -> None:
    fields = (controls.epochs, controls.batch_size, controls.learning_rate, controls.optimiser, controls.device)
    assert [field.accessibleName() for field in fields] == [
        "Epochs",
        "Batch size",
        "Learning rate",
        "Optimiser",
        "Device",
    ]
    assert all(field.toolTip() for field in controls.findChildren(QComboBox))
