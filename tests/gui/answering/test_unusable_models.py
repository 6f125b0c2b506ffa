"""Files among the user's models that cannot be used: listed with the reason, deleted, never chosen."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton

from lenet_app.gui.answering.widgets.model_list import ModelList
from lenet_app.gui.kit.line_list import NOTE
from tests.gui.answering.desk import Desk, Open
from tests.gui.helpers import SHIPPED, Opener

DAMAGED = "It is damaged or not a safetensors file"


@pytest.fixture
def broken(folder: Path, open_desk: Open) -> Desk:
    """A window that found a damaged file among the models."""
    (folder / "models" / "broken.safetensors").write_bytes(SHIPPED.read_bytes()[:-100])
    return open_desk().start()


def listed(desk: Desk) -> ModelList:
    desk.chip.show_models()
    return desk.chip.panel.models


def lines(models: ModelList) -> list[tuple[str, str | None]]:
    """What the list says, from top to bottom: titles and notes."""
    items = (models.list.item(row) for row in range(models.list.count()))
    return [(item.text(), item.data(NOTE)) for item in items]


def on_the_file(desk: Desk) -> ModelList:
    """The list with the damaged file highlighted by keys."""
    models = listed(desk)
    QTest.keyClick(models.list, Qt.Key.Key_End)
    assert models.unusable == desk.switch.unusable[-1]
    assert models.current is None
    return models


def test_where_all_can_be_used_nothing_is_said(desk: Desk) -> None:
    assert "Cannot be used" not in [title for title, _ in lines(listed(desk))]


def test_a_file_that_cannot_be_used_stands_at_the_end_with_the_reason(broken: Desk) -> None:
    models = listed(broken)
    assert lines(models)[-2:] == [("Cannot be used", None), ("broken.safetensors", DAMAGED)]
    last = models.list.item(models.list.count() - 1)
    sentence = "broken.safetensors cannot be used as a model: it is damaged or not a safetensors file."
    assert sentence in last.toolTip()
    assert "broken" not in broken.names
    assert models.current is not None, "the model in use is highlighted"


def test_the_files_that_were_found(hostile: Path, folder: Path, open_desk: Open) -> None:
    for name in ("poisoned-accuracy", "surrogate-name", "nan-answers"):
        shutil.copy(hostile / f"{name}.safetensors", folder / "models")
    desk = open_desk().start()
    assert lines(listed(desk))[-3:] == [
        ("Cannot be used", None),
        ("poisoned-accuracy.safetensors", "“test_accuracy” must be from 0 to 1, not 1e+308"),
        ("surrogate-name.safetensors", "“name” holds half a character"),
    ]
    assert desk.answering == "LeNet-5"
    assert {"first", "second", "nan-answers"} < set(desk.names)
    desk.chip.panel.hide()
    desk.choose("nan-answers")  # which only its answers tell
    desk.qtbot.waitUntil(lambda: "not finite" in desk.notice.text)
    desk.settled()
    assert desk.answering == "LeNet-5"


def test_it_is_never_chosen(broken: Desk) -> None:
    models = on_the_file(broken)
    last = models.list.visualItemRect(models.list.item(models.list.count() - 1)).center()
    QTest.keyClick(models.list, Qt.Key.Key_Return)
    QTest.mouseClick(models.list.viewport(), Qt.MouseButton.LeftButton, pos=last)
    QTest.keyClick(models.list, Qt.Key.Key_F2)
    broken.settled()
    assert models.isVisible(), "the list is still open"
    assert (broken.answering, broken.notice.text) == ("LeNet-5", "")


def test_only_what_a_file_allows_can_be_asked_for(broken: Desk) -> None:
    models = on_the_file(broken)
    assert not models.rename_button.isEnabled()
    assert models.delete_button.isEnabled()
    assert models.folder_button.isVisible()
    assert not models.fine_tune_button.isVisible()
    QTest.keyClick(models.list, Qt.Key.Key_Up)
    assert models.current is not None
    assert models.fine_tune_button.isVisible()
    assert not models.folder_button.isVisible()


def test_its_folder_is_opened(broken: Desk, opener: Opener) -> None:
    QTest.mouseClick(on_the_file(broken).folder_button, Qt.MouseButton.LeftButton)
    assert opener.opened == [str(broken.own)]
    assert broken.chip.panel.isHidden()


def test_it_is_deleted_once_that_is_confirmed(broken: Desk) -> None:
    QTest.keyClick(on_the_file(broken).list, Qt.Key.Key_Delete)
    box = broken.chip.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.text() == "Delete broken.safetensors? It cannot be brought back."
    (delete,) = (button for button in box.findChildren(QPushButton) if button.text() == "Delete")
    QTest.mouseClick(delete, Qt.MouseButton.LeftButton)
    broken.qtbot.waitUntil(lambda: not broken.switch.unusable)
    assert not (broken.own / "broken.safetensors").exists()
    assert "Cannot be used" not in [title for title, _ in lines(listed(broken))]
    assert sorted(path.stem for path in broken.own.iterdir()) == ["first", "second"]


def test_a_remembered_model_that_became_one_is_told(broken: Desk, open_desk: Open) -> None:
    broken.settings.model = "broken"
    broken.settings.write()
    again = open_desk().start()
    assert again.answering == "LeNet-5"
    assert again.notice.text.startswith("broken.safetensors cannot be used as a model: ")
