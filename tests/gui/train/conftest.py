from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.train.desk import TrainingDesk


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TrainingDesk]:
    desk = TrainingDesk(tmp_path, qtbot)
    yield desk
    desk.finish()
