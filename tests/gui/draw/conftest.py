from collections.abc import Iterator
from pathlib import Path

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
    desk.samples.finish()
    desk.background.finish()


@pytest.fixture
def here(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    """A page on a computer where a data set can be read by its path."""
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = Desk(qtbot, lambda name: name if Path(name).exists() else None)
    yield desk
    desk.page.finish()
    desk.samples.finish()
    desk.background.finish()
