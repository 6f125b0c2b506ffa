"""The chip in the header and the list of models that it opens."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_words import accuracy_text, chip_parts, list_note
from lenet_app.gui.answering.widgets.model_list import ModelList
from lenet_app.gui.kit.name_dialog import NameDialog
from lenet_app.storage.library import Entry
from tests.gui.answering.desk import Desk
from tests.gui.helpers import shipped_accuracy, shipped_model

SHIPPED = Entry("LeNet-5", Path("models/lenet5.safetensors"), True, "lenet5", 0.9945, "2026-01-01")
MINE = Entry("mine", Path("own/mine.safetensors"), False, "lenet5", 0.981, "2026-01-02")
OTHER = Entry("other", Path("own/other.safetensors"), False, "lenet5", None, "2026-01-03")


def opened(desk: Desk, kind: type[QDialog]) -> QDialog:
    desk.qtbot.waitUntil(lambda: desk.chip.findChild(kind) is not None)
    dialog = desk.chip.findChild(kind)
    assert isinstance(dialog, QDialog)
    return dialog


def gone(desk: Desk, kind: type[QDialog]) -> None:
    desk.qtbot.waitUntil(lambda: desk.chip.findChild(kind) is None)


def press(dialog: QDialog, text: str) -> None:
    (button,) = [one for one in dialog.findChildren(QPushButton) if one.text().replace("&", "") == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def highlighted(desk: Desk, name: str) -> ModelList:
    """The opened list with this model highlighted."""
    desk.chip.show_models()
    models = desk.chip.panel.models
    models.select(desk.entry(name))
    return models


# What is said of a model


@pytest.mark.parametrize(("accuracy", "text"), [(0.57, "57.00 %"), (0.99999, "99.99 %"), (1.0, "100.00 %"), (None, "")])
def test_an_accuracy_is_rounded_down(accuracy: float | None, text: str) -> None:
    assert accuracy_text(accuracy) == text


def test_the_line_of_a_model_tells_what_it_learned_from_what_and_how_long() -> None:
    entry = replace(MINE, data_set="MNIST", parent="My first", epochs=3)
    assert list_note(entry) == "98.10 % · MNIST · from My first · 3 epochs"
    assert list_note(OTHER) == ""


def test_what_refuses_and_what_does_not_is_told() -> None:
    assert chip_parts(replace(SHIPPED, refuses=True)) == ("99.45 %", "refuses what is no digit")
    assert chip_parts(MINE) == ("98.10 %", "takes everything for a digit")
    assert chip_parts(replace(MINE, data_set="CIFAR-10")) == ("98.10 %", "CIFAR-10")


# The chip


def test_the_chip_names_the_model_in_use_and_what_there_is_to_know(desk: Desk) -> None:
    assert desk.chip.whole_text.startswith(f"Answers: LeNet-5 · {shipped_accuracy()} % · refuses what is no digit")
    assert desk.chip.accessibleName() == desk.chip.whole_text
    assert "The model that answers (Ctrl+M)" in desk.chip.toolTip()


def test_the_narrower_the_chip_the_less_it_says_but_the_name(desk: Desk) -> None:
    shown = []
    for width in (600, 330, 240, 150):
        desk.page.resize(width, 500)
        desk.page.grab()  # lays it out
        shown.append(desk.chip.shown_text)
        assert "LeNet-5" in desk.chip.shown_text
        assert desk.chip.width() <= width
    assert shown[0] == desk.chip.whole_text
    assert [len(text) for text in shown] == sorted((len(text) for text in shown), reverse=True)
    assert shown[-1] in ("LeNet-5", "Answers: LeNet-5")


def test_a_model_on_trial_is_named_where_it_answers(desk: Desk) -> None:
    desk.in_use.try_out(replace(shipped_model(), name="epoch 1"), "LeNet-5 in training, epoch 1")
    assert desk.shown == "LeNet-5 in training, epoch 1"
    desk.chip.set_follows_trial(False)
    assert desk.shown == "LeNet-5"
    desk.chip.set_follows_trial(True)
    assert desk.shown == "LeNet-5 in training, epoch 1"
    assert "everywhere else LeNet-5 does" in desk.chip.toolTip()
    desk.in_use.end_trial()
    assert desk.shown == desk.answering == "LeNet-5"


# The list below it


def test_shipped_models_and_own_ones_stand_apart_and_the_one_in_use_is_marked(desk: Desk) -> None:
    desk.chip.show_models()
    models = desk.chip.panel.models
    titles = [models.list.item(row).text() for row in range(models.list.count())]
    assert titles == ["Shipped", "LeNet-5", "Yours", *desk.names[1:]]
    assert models.current is not None
    assert models.current.name == "LeNet-5"
    assert models.list.hasFocus()


def test_arrow_keys_only_look_and_return_chooses(desk: Desk) -> None:
    desk.chip.show_models()
    models = desk.chip.panel.models
    QTest.keyClick(models.list, Qt.Key.Key_Down)
    assert models.current is not None
    assert models.current.name == desk.names[1]
    desk.settled()
    assert desk.answering == "LeNet-5"
    QTest.keyClick(models.list, Qt.Key.Key_Return)
    desk.wait_for(desk.names[1])


def test_escape_leaves_everything_as_it_was(desk: Desk) -> None:
    desk.chip.show_models()
    QTest.keyClick(desk.chip.panel.models.list, Qt.Key.Key_Escape)
    assert desk.chip.panel.isHidden()
    desk.settled()
    assert desk.answering == "LeNet-5"


def test_shipped_models_cannot_be_renamed_or_deleted(desk: Desk) -> None:
    models = highlighted(desk, "LeNet-5")
    assert not models.rename_button.isEnabled()
    assert not models.delete_button.isEnabled()
    assert "came with the program" in models.delete_button.toolTip()
    models = highlighted(desk, "first")
    assert models.rename_button.isEnabled()
    assert models.delete_button.isEnabled()


def test_fine_tuning_is_asked_for_by_the_list(desk: Desk, qtbot: QtBot) -> None:
    models = highlighted(desk, "first")
    with qtbot.waitSignal(desk.chip.fine_tune_requested) as signal:
        QTest.mouseClick(models.fine_tune_button, Qt.MouseButton.LeftButton)
    assert signal.args == [desk.entry("first")]
    assert desk.chip.panel.isHidden()


def test_renaming_asks_for_the_name(desk: Desk) -> None:
    QTest.keyClick(highlighted(desk, "first").list, Qt.Key.Key_F2)
    dialog = opened(desk, NameDialog)
    (line,) = dialog.findChildren(QLineEdit)
    assert line.text() == "first"
    line.clear()
    QTest.keyClicks(line, "my sevens")
    press(dialog, "OK")
    desk.qtbot.waitUntil(lambda: "my sevens" in desk.names)
    assert desk.answering == "LeNet-5", "another one was renamed"


def test_deleting_asks_first(desk: Desk) -> None:
    QTest.keyClick(highlighted(desk, "first").list, Qt.Key.Key_Delete)
    dialog = opened(desk, QMessageBox)
    assert isinstance(dialog, QMessageBox)
    assert dialog.text() == "Delete first? It cannot be brought back."
    press(dialog, "Delete")
    desk.qtbot.waitUntil(lambda: "first" not in desk.names)
    assert desk.answering == "LeNet-5"


def test_escape_and_return_delete_nothing(desk: Desk) -> None:
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        QTest.mouseClick(highlighted(desk, "first").delete_button, Qt.MouseButton.LeftButton)
        QTest.keyClick(opened(desk, QMessageBox), key)
        gone(desk, QMessageBox)
    desk.settled()
    assert "first" in desk.names


def test_the_dialog_for_a_file_is_gone_once_closed(desk: Desk) -> None:
    desk.chip.show_models()
    QTest.mouseClick(desk.chip.panel.models.open_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(opened(desk, QFileDialog), Qt.Key.Key_Escape)
    gone(desk, QFileDialog)
