from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_selector import ModelSelector, entry_text
from lenet_app.gui.kit.name_dialog import NameDialog
from lenet_app.storage.library import Entry

SHIPPED = Entry("LeNet-5", Path("models/lenet5.safetensors"), True, "lenet5", 0.9945, "2026-01-01")
MINE = Entry("mine", Path("own/mine.safetensors"), False, "lenet5", 0.981, "2026-01-02")
OTHER = Entry("other", Path("own/other.safetensors"), False, "lenet5", None, "2026-01-03")
ENTRIES = [SHIPPED, MINE, OTHER]


@pytest.fixture
def selector(qtbot: QtBot) -> ModelSelector:
    selector = ModelSelector()
    qtbot.addWidget(selector)
    selector.set_entries(ENTRIES, SHIPPED.path)
    selector.show()
    return selector


def texts(selector: ModelSelector) -> list[str]:
    return [selector.combo.itemText(index) for index in range(selector.combo.count())]


def choose(selector: ModelSelector, entry: Entry) -> None:
    """Choose with the keys, as a user does."""
    steps = ENTRIES.index(entry) - selector.combo.currentIndex()
    for _ in range(abs(steps)):
        QTest.keyClick(selector.combo, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)


def opened(selector: ModelSelector, kind: type[QDialog], qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: selector.findChild(kind) is not None)
    dialog = selector.findChild(kind)
    assert isinstance(dialog, QDialog)
    return dialog


def press(dialog: QDialog, text: str) -> None:
    (button,) = [one for one in dialog.findChildren(QPushButton) if one.text().replace("&", "") == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def assert_gone(selector: ModelSelector, kind: type[QDialog], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: selector.findChild(kind) is None)


def test_the_models_are_listed_with_their_accuracy(selector: ModelSelector) -> None:
    assert texts(selector) == ["LeNet-5 · 99.45 %", "mine · 98.10 %", "other"]
    assert selector.current is SHIPPED


def test_a_long_name_is_cut_in_its_middle_and_told_whole(selector: ModelSelector) -> None:
    name = "LeNet-5 with three convolutions, variant 2026-11-27 04.20"
    long = Entry(name, Path("own/long.safetensors"), False, "lenet5-conv3", 0.9812, "2026-01-02")
    shown = selector.grab().toImage()
    width = selector.combo.width()
    selector.set_entries([SHIPPED, long], long.path)
    assert selector.combo.width() == width
    assert selector.combo.toolTip().splitlines()[0] == f"{name} · 98.12 %"
    assert selector.combo.toolTip().splitlines()[1] == "The model that answers (Ctrl+M)"
    assert selector.grab().toImage() != shown
    wide = selector.combo.fontMetrics().horizontalAdvance(f"{name} · 98.12 %")
    assert selector.combo.view().minimumWidth() > wide, "the opened list shows it whole"


@pytest.mark.parametrize(("accuracy", "text"), [(0.57, "x · 57.00 %"), (0.99999, "x · 99.99 %"), (1.0, "x · 100.00 %")])
def test_an_accuracy_is_rounded_down(accuracy: float, text: str) -> None:
    assert entry_text(Entry("x", Path("x"), False, "lenet5", accuracy, "")) == text


def test_choosing_tells_which(selector: ModelSelector, qtbot: QtBot) -> None:
    with qtbot.waitSignal(selector.chosen) as signal:
        choose(selector, MINE)
    assert signal.args == [MINE]
    assert selector.current is MINE


def test_listing_anew_tells_nothing(selector: ModelSelector, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(selector.chosen):
        selector.set_entries(ENTRIES, OTHER.path)
    assert selector.current is OTHER


@pytest.mark.parametrize("chosen", [None, Path("own/deleted.safetensors")])
def test_a_model_that_is_not_listed_is_not_taken_for_another(selector: ModelSelector, chosen: Path | None) -> None:
    selector.set_entries(ENTRIES, chosen)
    assert selector.combo.currentIndex() == -1
    assert selector.current is None
    assert not selector.rename_action.isEnabled()


def test_shipped_models_cannot_be_renamed_or_deleted(selector: ModelSelector) -> None:
    def enabled() -> tuple[bool, bool, bool]:
        actions = (selector.rename_action, selector.delete_action, selector.open_action)
        return tuple(action.isEnabled() for action in actions)  # type: ignore[return-value]

    assert enabled() == (False, False, True)
    choose(selector, MINE)
    assert enabled() == (True, True, True)
    choose(selector, SHIPPED)
    assert enabled() == (False, False, True)


def test_a_model_in_training_is_shown_and_is_nobody_elses_entry(selector: ModelSelector, qtbot: QtBot) -> None:
    for epoch in (1, 2):
        selector.show_unlisted(f"LeNet-5 in training, epoch {epoch}")
    assert texts(selector) == ["LeNet-5 in training, epoch 2", "LeNet-5 · 99.45 %", "mine · 98.10 %", "other"]
    assert selector.combo.currentIndex() == 0
    assert selector.current is None
    assert not selector.rename_action.isEnabled()
    assert not selector.delete_action.isEnabled()
    with qtbot.assertNotEmitted(selector.chosen):
        selector.combo.activated.emit(0)
    selector.set_entries(ENTRIES, MINE.path)
    assert texts(selector)[0] == "LeNet-5 · 99.45 %"


def test_renaming_asks_for_the_name(selector: ModelSelector, qtbot: QtBot) -> None:
    choose(selector, MINE)
    selector.rename_action.trigger()
    dialog = opened(selector, NameDialog, qtbot)
    (line,) = dialog.findChildren(QLineEdit)
    assert line.text() == "mine"
    line.clear()
    QTest.keyClicks(line, "my sevens")
    with qtbot.waitSignal(selector.rename_requested) as signal:
        press(dialog, "OK")
    assert signal.args[:2] == [MINE, "my sevens"]
    signal.args[2]("")
    assert_gone(selector, NameDialog, qtbot)


def test_renaming_can_be_left(selector: ModelSelector, qtbot: QtBot) -> None:
    choose(selector, MINE)
    selector.rename_action.trigger()
    with qtbot.assertNotEmitted(selector.rename_requested):
        press(opened(selector, NameDialog, qtbot), "Cancel")
        assert_gone(selector, NameDialog, qtbot)


def test_deleting_asks_first(selector: ModelSelector, qtbot: QtBot) -> None:
    choose(selector, OTHER)
    selector.delete_action.trigger()
    dialog = opened(selector, QMessageBox, qtbot)
    assert isinstance(dialog, QMessageBox)
    assert dialog.text() == "Delete other? It cannot be brought back."
    with qtbot.waitSignal(selector.delete_requested) as signal:
        press(dialog, "Delete")
    assert signal.args == [OTHER]
    assert_gone(selector, QMessageBox, qtbot)


def test_escape_and_return_delete_nothing(selector: ModelSelector, qtbot: QtBot) -> None:
    choose(selector, OTHER)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        selector.delete_action.trigger()
        with qtbot.assertNotEmitted(selector.delete_requested):
            QTest.keyClick(opened(selector, QMessageBox, qtbot), key)
            assert_gone(selector, QMessageBox, qtbot)


def test_a_file_can_be_opened_whatever_is_chosen(selector: ModelSelector, qtbot: QtBot) -> None:
    with qtbot.waitSignal(selector.open_requested):
        selector.open_action.trigger()
