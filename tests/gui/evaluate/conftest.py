from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.look.theme import Theme, ThemeSwitch
from tests.gui.evaluate.desk import Desk


@pytest.fixture
def evaluating(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """The page with the shipped LeNet-5 in use and a small set chosen, whose pictures are answered."""
    ThemeSwitch(qapp, Theme.LIGHT)
    evaluating = Desk(qtbot, tmp_path)
    yield evaluating
    evaluating.page.finish()
