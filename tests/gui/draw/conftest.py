from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.look.theme import Theme, ThemeSwitch
from tests.gui.draw.desk import Desk


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = Desk(qtbot)
    yield desk
    desk.page.finish()
    desk.background.finish()
