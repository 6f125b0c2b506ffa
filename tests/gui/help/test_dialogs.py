import platform
from collections.abc import Iterator

import pytest
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

import lenet_app
from lenet_app.gui.help.about_dialog import AboutDialog
from lenet_app.gui.help.licences_dialog import LicencesDialog
from lenet_app.gui.workers.background import Background
from lenet_app.paths import Home
from tests.gui.helpers import Opener

TIMEOUT = 100_000


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def background(window: QWidget) -> Iterator[Background]:
    background = Background(window)
    yield background
    background.finish()


@pytest.fixture
def asked_for() -> list[str]:
    return []


@pytest.fixture
def about(window: QWidget, background: Background, asked_for: list[str]) -> AboutDialog:
    home = Home.of_user()
    dialog = AboutDialog(window, home, str(home.settings), background, lambda: asked_for.append("licences"))
    dialog.show()
    return dialog


def test_about_tells_versions_and_places(about: AboutDialog, qtbot: QtBot) -> None:
    import torch

    qtbot.waitUntil(lambda: torch.__version__ in about.as_text(), timeout=TIMEOUT)
    about.copy_button.click()
    text = QGuiApplication.clipboard().text()
    home = Home.of_user()
    for told in (lenet_app.__version__, platform.python_version(), qVersion(), str(home.folder), str(home.log)):
        assert told in text
    assert str(home.settings) in text
    assert not about.isModal()


def test_the_folder_is_opened_once_there_is_one(about: AboutDialog, opener: Opener) -> None:
    home = Home.of_user()
    home.folder.rmdir()
    about.folder_button.click()
    assert str(home.folder) in about.notice.text
    home.folder.mkdir()
    about.notice.dismiss()
    about.folder_button.click()
    assert opener.opened == [str(home.folder)]
    assert about.notice.text == ""


def test_the_licences_are_asked_for(about: AboutDialog, asked_for: list[str]) -> None:
    about.licences_button.click()
    assert asked_for == ["licences"]


def test_the_licences_are_listed_and_read(window: QWidget, background: Background, qtbot: QtBot) -> None:
    dialog = LicencesDialog(window, background)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.list.count() > 5, timeout=TIMEOUT)
    assert dialog.text.toPlainText().startswith("MIT License")
    rows = {dialog.list.item(row).text(): row for row in range(dialog.list.count())}
    dialog.list.setCurrentRow(rows["numpy"])
    assert "NumPy Developers" in dialog.text.toPlainText()
    assert dialog.text.isReadOnly()


def test_a_dialog_that_is_closed_meanwhile_is_left_alone(window: QWidget, background: Background, qtbot: QtBot) -> None:
    dialog = LicencesDialog(window, background)
    dialog.reject()
    qtbot.waitUntil(lambda: not Shiboken.isValid(dialog))
    done: list[bool] = []
    background.run(lambda: True, done.append, print)
    qtbot.waitUntil(lambda: bool(done), timeout=TIMEOUT)
