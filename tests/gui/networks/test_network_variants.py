"""Variants: changed, checked, saved, renamed, deleted, and never lost."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.name_dialog import NameDialog
from lenet_app.networks import family
from lenet_app.networks.layers import Convolution, MaxPooling
from lenet_app.paths import Home
from lenet_app.storage.architectures import read_architecture
from tests.gui.networks.desk import Desk, begin, enter


def name(networks: Desk, title: str) -> None:
    field = networks.page.editor.title
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, title)


def save(networks: Desk, title: str) -> None:
    name(networks, title)
    networks.click(networks.page.actions_bar.save_button)
    networks.settle()


def test_every_change_is_seen_in_the_table_at_once(networks: Desk) -> None:
    begin(networks)
    enter(networks.page.editor.rows[0].count, 8)
    assert networks.page.current.architecture.layers[0] == Convolution("C1", 8)
    assert networks.column("Output")[0] == "8 × 28 × 28"
    assert networks.column("Parameters")[0] == "208"
    assert networks.page.editor.verdict == "It can be built: 62,558 parameters, 551,678 connections."


def test_layers_are_added_moved_and_removed(networks: Desk) -> None:
    begin(networks)
    editor = networks.page.editor
    (dropout,) = [one for one in editor.rows[4].add_button.menu().actions() if one.text() == "dropout"]
    dropout.trigger()
    assert networks.column("Layer") == ["C1", "S2", "C3", "S4", "C5", "drop1", "F6", "Output", "All"]
    networks.click(editor.rows[5].down_button)
    assert networks.column("Layer") == ["C1", "S2", "C3", "S4", "C5", "F6", "drop1", "Output", "All"]
    assert editor.rows[6].down_button.hasFocus()
    networks.click(editor.rows[6].remove_button)
    networks.click(editor.rows[1].remove_button)
    assert networks.column("Layer") == ["C1", "C2", "S3", "C4", "F5", "Output", "All"]
    assert len(editor.rows) == 6


def test_every_part_of_a_layer_can_be_changed(networks: Desk) -> None:
    begin(networks)
    row = networks.page.editor.rows[0]
    enter(row.kernel, 3)
    enter(row.stride, 2)
    enter(row.padding, 1)
    row.activation.setFocus()
    QTest.keyClicks(row.activation, "GELU")
    row.activation.activated.emit(row.activation.currentIndex())
    row.name.setFocus()
    row.name.selectAll()
    QTest.keyClicks(row.name, "edges\r")
    assert networks.column("Layer")[0] == "edges"
    assert networks.column("Kind")[0] == "convolution, GELU"
    assert networks.column("N = (W − F + 2P) / S + 1")[0] == "⌊(32 − 3 + 2·1) / 2 + 1⌋ = 16"


def test_a_layer_becomes_another_kind(networks: Desk) -> None:
    begin(networks)
    row = networks.page.editor.rows[1]
    row.kind.setFocus()
    QTest.keyClicks(row.kind, "average")
    row.kind.activated.emit(row.kind.currentIndex())
    assert networks.column("Kind")[1] == "average-pool"
    assert not row.activation.isVisible()
    assert row.kernel.isVisible()


def test_a_table_is_left_and_taken_again(networks: Desk) -> None:
    begin(networks, "lenet5-1998")
    row = networks.page.editor.rows[2]
    assert row.kind.currentText() == "convolution, table"
    for text, parameters in (("convolution", "2,416"), ("convolution, table", "1,516")):
        row.kind.setCurrentIndex(row.kind.findText(text))
        row.kind.activated.emit(row.kind.currentIndex())
        assert networks.column("Parameters")[2] == parameters


def test_input_and_classes_are_changed(networks: Desk) -> None:
    begin(networks)
    editor = networks.page.editor
    enter(editor.height_box, 36)
    enter(editor.classes, 26)
    editor.channels.setCurrentIndex(editor.channels.findData(3))
    editor.channels.activated.emit(editor.channels.currentIndex())
    architecture = networks.page.current.architecture
    assert architecture.input_shape == (3, 36, 32)
    assert architecture.classes == 26
    assert networks.page.current.data_set == "cifar10"
    assert networks.column("Output")[-2] == "26"


def test_a_variant_is_saved_under_its_name(networks: Desk) -> None:
    begin(networks, "lenet5-deep")
    networks.click(networks.page.editor.rows[1].remove_button)
    save(networks, "No S2")
    assert list(networks.files) == ["no-s2.json"]
    assert networks.id == "no-s2"
    assert networks.titles[-1] == "No S2"
    assert not networks.page.editor.isVisible()
    assert not networks.page.unsaved
    assert networks.page.current.recipe == family.member("lenet5-deep").recipe


def test_another_network_is_not_replaced_without_asking(networks: Desk) -> None:
    begin(networks)
    save(networks, "Mine")
    before = networks.files
    begin(networks, "lenet5-wide")
    save(networks, "Mine")
    box = networks.dialog(QMessageBox)
    assert box.text() == "There is a network Mine already. Replace it?"
    networks.press(box, "Cancel")
    assert networks.files == before
    assert networks.page.unsaved == ("Mine",)
    networks.click(networks.page.actions_bar.save_button)
    networks.press(networks.dialog(QMessageBox), "Replace")
    networks.settle()
    assert read_architecture(Home.of_user().architectures / "mine.json").architecture.layers[0] == Convolution(
        "C1", 32, padding=2
    )
    assert not networks.page.unsaved


def test_a_name_that_cannot_be_is_told(networks: Desk) -> None:
    begin(networks)
    save(networks, " ")
    assert networks.page.notice.text == "An architecture's name has 1 to 80 characters."
    assert networks.page.editor.isVisible()
    assert not networks.files


def test_an_own_network_is_changed_in_place(networks: Desk) -> None:
    begin(networks)
    save(networks, "Mine")
    networks.click(networks.page.actions_bar.change_button)
    enter(networks.page.editor.rows[0].count, 7)
    networks.click(networks.page.actions_bar.save_button)
    networks.settle()
    assert list(networks.files) == ["mine.json"]
    assert networks.page.current.architecture.layers[0] == Convolution("C1", 7)
    assert not networks.page.editor.isVisible()


def test_changes_wait_while_another_network_is_looked_at(networks: Desk) -> None:
    begin(networks)
    enter(networks.page.editor.rows[0].count, 9)
    networks.choose("LeNet-5 deep")
    assert networks.id == "lenet5-deep"
    assert networks.page.unsaved == ("LeNet-5, variant",)
    assert networks.note("LeNet-5, variant") == "Draft, not saved"
    networks.choose("LeNet-5, variant")
    assert networks.page.editor.rows[0].count.value() == 9


def test_a_variant_that_nothing_was_changed_of_goes_by_itself(networks: Desk, qtbot: QtBot) -> None:
    begin(networks)
    networks.choose("LeNet-5 deep")
    qtbot.waitUntil(lambda: "LeNet-5, variant" not in networks.titles)
    assert networks.page.list.current_key == "lenet5-deep"
    assert networks.page.unsaved == ()


def test_changes_are_discarded_by_their_button(networks: Desk) -> None:
    begin(networks, "lenet5-deep")
    enter(networks.page.editor.rows[0].count, 9)
    networks.click(networks.page.actions_bar.discard_button)
    assert networks.id == "lenet5-deep"
    assert networks.page.unsaved == ()
    assert networks.titles[-1] == "None yet"


def test_an_own_network_is_renamed(networks: Desk) -> None:
    begin(networks)
    save(networks, "Mine")
    networks.page.list.setFocus()
    QTest.keyClick(networks.page.list, Qt.Key.Key_F2)
    dialog = networks.dialog(NameDialog)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.text() == "Mine"
    field.selectAll()
    QTest.keyClicks(field, "  \r")
    networks.settle()
    assert dialog.fault.endswith(".")
    assert (field.text(), list(networks.files)) == ("  ", ["mine.json"])
    QTest.keyClicks(field, "Yours truly\r")
    networks.settle()
    networks.qtbot.waitUntil(lambda: not networks.page.findChildren(NameDialog))
    assert list(networks.files) == ["yours-truly.json"]
    assert networks.id == "yours-truly"


def test_an_own_network_is_deleted_when_asked(networks: Desk) -> None:
    begin(networks)
    save(networks, "Mine")
    networks.page.list.setFocus()
    QTest.keyClick(networks.page.list, Qt.Key.Key_Delete)
    networks.press(networks.dialog(QMessageBox), "Cancel")
    assert list(networks.files) == ["mine.json"]
    networks.page.actions_bar.delete_action.trigger()
    networks.press(networks.dialog(QMessageBox), "Delete")
    networks.settle()
    assert not networks.files
    assert networks.id == "lenet5"


def test_the_familys_networks_are_not_renamed_or_deleted(networks: Desk) -> None:
    bar = networks.page.actions_bar
    assert not bar.rename_action.isEnabled()
    assert not bar.delete_action.isEnabled()


def test_variants_get_names_that_are_free(networks: Desk) -> None:
    begin(networks)
    save(networks, "LeNet-5, variant")
    begin(networks)
    assert networks.page.editor.title.text() == "LeNet-5, variant 2"


def test_the_wheel_changes_no_field_that_nobody_is_in(networks: Desk) -> None:
    begin(networks)
    row = networks.page.editor.rows[1]
    at = QPointF(row.kernel.rect().center())

    def turn() -> None:
        place, keys = QPointF(row.kernel.mapToGlobal(at.toPoint())), Qt.KeyboardModifier.NoModifier
        buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(
            row.kernel, QWheelEvent(at, place, QPoint(), QPoint(0, 120), buttons, keys, phase, False)
        )

    turn()
    assert networks.page.current.architecture.layers[1] == MaxPooling("S2")
    row.kernel.setFocus()
    turn()
    assert networks.page.current.architecture.layers[1] == MaxPooling("S2", 3)
