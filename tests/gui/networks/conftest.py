from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.look.theme import Theme, ThemeSwitch
from tests.gui.networks.desk import Desk


@pytest.fixture
def networks(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    networks = Desk(qtbot, tmp_path)
    yield networks
    networks.background.finish()
