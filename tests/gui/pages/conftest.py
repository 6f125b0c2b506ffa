from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.theme import Theme, ThemeSwitch
from tests.gui.pages import networks_desk
from tests.gui.pages.desk import Desk


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = Desk(qtbot)
    yield desk
    desk.recognition.finish()
    desk.background.finish()


@pytest.fixture
def networks(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[networks_desk.Desk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    networks = networks_desk.Desk(qtbot, tmp_path)
    yield networks
    networks.background.finish()
