from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.look.theme import Theme, ThemeSwitch
from tests.gui.read.desk import ReadDesk


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[ReadDesk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = ReadDesk(qtbot)
    yield desk
    desk.finish()
