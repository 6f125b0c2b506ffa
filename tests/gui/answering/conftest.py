from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lenet_app.storage.models import write_model
from tests.gui.answering.desk import Desk, Open
from tests.gui.helpers import shipped_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "models"
    for number, name in enumerate(("first", "second")):
        created = f"2026-01-0{number + 1}T00:00:00+00:00"
        write_model(replace(shipped_model(), name=name, created=created), own / f"{name}.safetensors")
    return tmp_path


@pytest.fixture
def open_desk(folder: Path, qtbot: QtBot) -> Iterator[Open]:
    desks: list[Desk] = []

    def open_desk() -> Desk:
        desks.append(Desk(folder, qtbot))
        return desks[-1]

    yield open_desk
    for desk in desks:
        desk.background.finish()


@pytest.fixture
def desk(open_desk: Open) -> Desk:
    return open_desk().start()
