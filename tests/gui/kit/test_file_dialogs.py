"""Dialogs for files begin where the last one of their purpose ended, and all of the program's are such."""

import ast
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

import lenet_app
from lenet_app.gui.kit.file_dialogs import Purpose, file_dialog
from lenet_app.gui.settings import Settings


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


def opened(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


def folder_of(dialog: QFileDialog) -> Path:
    return Path(dialog.directory().absolutePath())


def test_each_purpose_has_a_folder_that_lasts(parent: QWidget, tmp_path: Path) -> None:
    settings = opened(tmp_path)
    begun = {purpose: folder_of(file_dialog(parent, "", purpose, settings)) for purpose in Purpose}
    for number, purpose in enumerate(Purpose):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "file").touch()
        dialog = file_dialog(parent, "", purpose, settings)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()
        dialog.selectFile(str(folder / "file"))
        dialog.accept()
        later = list(Purpose)[number + 1 :]
        assert all(folder_of(file_dialog(parent, "", one, settings)) == begun[one] for one in later)
    settings.write()
    again = opened(tmp_path)
    assert [folder_of(file_dialog(parent, "", one, again)).name for one in Purpose] == [*map(str, range(len(Purpose)))]


def test_a_folder_that_was_chosen_is_the_one_to_begin_in(parent: QWidget, tmp_path: Path) -> None:
    settings = opened(tmp_path)
    dialog = file_dialog(parent, "", Purpose.DATA_SETS, settings)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.filesSelected.emit([str(tmp_path)])
    assert settings.folder(Purpose.DATA_SETS) == tmp_path


def test_a_folder_that_is_gone_gives_way_and_a_dialog_given_up_changes_nothing(
    parent: QWidget, tmp_path: Path, qapp: QApplication
) -> None:
    settings = opened(tmp_path)
    usual = folder_of(file_dialog(parent, "", Purpose.TABLES, settings))
    settings.set_folder(Purpose.TABLES, tmp_path / "gone")
    dialog = file_dialog(parent, "", Purpose.TABLES, settings)
    assert folder_of(dialog) == usual
    dialog.open()
    dialog.reject()
    assert settings.folder(Purpose.TABLES) == tmp_path / "gone"


def test_no_other_dialog_for_files_is_made_anywhere() -> None:
    makers = set()
    for path in (Path(lenet_app.__file__).parent / "gui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name == "QFileDialog" or name.startswith(("QFileDialog.get", "QFileDialog.save")):
                makers.add(path.name)
    assert makers == {"file_dialogs.py"}
