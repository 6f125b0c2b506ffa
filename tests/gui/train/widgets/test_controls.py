from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lenet_app.gui.train.widgets.controls import TrainingControls
from lenet_app.networks import family
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
        Recipe(3, 50, 1e-9, steps=200, hold_out=1 / 12, first_bias=0.1),
        *(family.member(id_).recipe for id_ in family.ids()),
    ],
)
def test_a_recipe_is_given_back_as_it_was_set(controls: TrainingControls, recipe: Recipe) -> None:
    controls.set_recipe(recipe)
    assert controls.recipe == recipe


def test_the_fields_change_the_recipe(controls: TrainingControls) -> None:
    controls.set_recipe(Recipe(batch_size=256, optimiser=Optimiser.MOMENTUM))
    controls.epochs.setValue(4)
    assert type_rate(controls, "0.05") == 0.05
    assert controls.recipe == Recipe(4, 256, 0.05, Optimiser.MOMENTUM)


def test_a_recipe_that_counts_steps_is_changed_in_steps(controls: TrainingControls) -> None:
    controls.set_recipe(Recipe(epochs=3, steps=200))
    assert controls.steps.isVisible()
    assert not controls.epochs.isVisible()
    controls.steps.setValue(150)
    assert controls.recipe == Recipe(epochs=3, steps=150)
    controls.set_recipe(Recipe())
    assert controls.epochs.isVisible()
    assert not controls.steps.isVisible()


def test_every_network_of_the_family_can_be_chosen(controls: TrainingControls, qtbot: QtBot) -> None:
    titles = [family.member(id_).architecture.title for id_ in family.ids()]
    assert controls.network.titles == titles
    assert controls.member == family.member("lenet5")
    with qtbot.waitSignal(controls.network_chosen) as signal:
        QTest.keyClick(controls.network, Qt.Key.Key_Down)
    assert signal.args == [family.member("lenet5-1998")]
    assert controls.member == family.member("lenet5-1998")


def test_a_network_can_be_put_there(controls: TrainingControls, qtbot: QtBot) -> None:
    member = family.member("lenet5-1998+relu")
    with qtbot.waitSignal(controls.network_chosen) as signal:
        controls.set_network(member)
    assert signal.args == [member]
    assert controls.member is member
    assert controls.network.currentText() == "LeNet-5 of 1998, relu"
    controls.set_network(family.member("lenet5-wide"))
    assert controls.member == family.member("lenet5-wide")


def test_the_recipe_is_changed_in_its_dialog(controls: TrainingControls) -> None:
    controls.set_recipe(Recipe())
    dialog = controls.show_recipe()
    dialog.form.batch_size.setValue(99)
    dialog.form.optimiser.setCurrentIndex(dialog.form.optimiser.findData(Optimiser.ADADELTA))
    dialog.accept()
    assert controls.recipe == Recipe(batch_size=99, optimiser=Optimiser.ADADELTA)
    dialog = controls.show_recipe()
    dialog.form.batch_size.setValue(1)
    dialog.reject()
    assert controls.recipe.batch_size == 99
    assert "batches of 99" in controls.recipe_button.toolTip()


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
    controls.set_model("")
    with qtbot.assertNotEmitted(controls.fine_tune_requested):
        QTest.mouseClick(controls.fine_tune_button, Qt.MouseButton.LeftButton)
    controls.set_model("LeNet-5")
    with qtbot.waitSignal(controls.fine_tune_requested):
        QTest.mouseClick(controls.fine_tune_button, Qt.MouseButton.LeftButton)


def test_the_summary_can_be_read_whole(controls: TrainingControls) -> None:
    summary = "LeNet-5 2026-01-01 10.00: 99.21 % right on the test pictures"
    controls.show_summary(summary)
    assert controls.summary == summary


def test_the_way_back_is_offered_once(controls: TrainingControls, qtbot: QtBot) -> None:
    controls.show_summary("LeNet-5 2026-01-01 10.00: 61.20 % right", short="Saved, 61.20 % right")
    controls.offer_way_back("Back to <LeNet-5>")
    label = next(one for one in controls.findChildren(QLabel) if "Back to" in one.text())
    assert label.text().startswith("Saved, 61.20 % right <a ")
    assert label.toolTip() == controls.summary == "LeNet-5 2026-01-01 10.00: 61.20 % right"
    with qtbot.assertNotEmitted(controls.link_activated), qtbot.waitSignal(controls.way_back_requested):
        label.linkActivated.emit("back")
    assert label.text() == "Saved, 61.20 % right"
    controls.show_summary("2 of 2 reproduced.", "file:///tmp/REPRODUCTION.md", "REPRODUCTION.md")
    controls.withdraw_way_back()
    assert "REPRODUCTION.md" in label.text(), "any other link stays"


def test_fine_tune_names_what_it_trains(controls: TrainingControls) -> None:
    assert not controls.fine_tune_button.isEnabled()
    assert controls.fine_tune_button.toolTip().startswith("Train the model in use further")
    controls.set_model("Seven")
    assert controls.fine_tune_button.isEnabled()
    assert controls.fine_tune_button.toolTip().startswith("Train Seven further")


def test_a_link_of_the_summary_is_followed_by_the_keys(controls: TrainingControls, qtbot: QtBot) -> None:
    controls.show_summary("5 of 42 <reproduced>.", "file:///tmp/a%20b/REPRODUCTION.md", "REPRODUCTION.md")
    assert controls.summary == "5 of 42 <reproduced>."
    controls.activateWindow()
    label = next(one for one in controls.findChildren(QLabel) if "REPRODUCTION.md" in one.text())
    label.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(controls.link_activated) as signal:
        QTest.keyClick(label, Qt.Key.Key_Tab)
        QTest.keyClick(label, Qt.Key.Key_Return)
    assert signal.args == ["file:///tmp/a%20b/REPRODUCTION.md"]
    controls.show_summary("Done")
    assert label.text() == "Done"


def test_a_note_stands_beside_the_caption_of_the_data(controls: TrainingControls) -> None:
    assert controls.data_note == "Data"
    controls.show_data_note("45 %")
    assert controls.data_note == "Data · 45 %"
    controls.show_data_note("")
    assert controls.data_note == "Data"


def test_every_field_is_named_by_its_caption(controls: TrainingControls) -> None:
    fields = (
        *(controls.network, controls.data_set, controls.epochs, controls.steps, controls.learning_rate),
        *(controls.recipe_button, controls.device),
    )
    assert [field.accessibleName() for field in fields] == [
        *("Network", "Data", "Epochs", "Steps", "Learning rate", "Recipe", "Device"),
    ]
    assert all(field.toolTip() for field in fields)
