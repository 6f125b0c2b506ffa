"""What the window finds at its start: a folder that cannot be written to, and what killed processes left there."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import HOME_VARIABLE, Home
from tests.e2e.driver import draw, run_program, wait_for_model
from tests.e2e.test_training import ONE
from tests.gui.window_pages import draw_page
from tests.unit.small_disk import read_only_disk


def answered(window: MainWindow, qtbot: QtBot) -> None:
    wait_for_model(window, qtbot)
    page = draw_page(window)
    draw(page.canvas, ONE)
    qtbot.waitUntil(lambda: page.answer_view.label == "1")


def test_what_killed_processes_left_is_cleared(qtbot: QtBot) -> None:
    home = Home.of_user()
    folders = (home.models, home.undecided, home.architectures, home.data, home.reproduction / "results")
    left = [folder / ".half.0123abcd.lenet-app.tmp" for folder in folders]
    for path in left:
        path.parent.mkdir(parents=True)
        path.write_bytes(b"half")
    assert run_program(lambda window: answered(window, qtbot)) == 0
    assert not [path for path in left if path.exists()]


def test_a_home_that_cannot_be_written_to_costs_no_answer(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with read_only_disk(tmp_path / "home") as home:
        monkeypatch.setenv(HOME_VARIABLE, str(home))
        assert run_program(lambda window: answered(window, qtbot)) == 0
        assert not list(home.iterdir())
