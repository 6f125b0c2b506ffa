"""A link is opened by the user's own program, with the environment that the user had."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from lenet_app.gui.system.links import open_from_standalone

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only Linux has such an environment.")


def test_it_is_opened_without_the_programs_own_libraries(tmp_path: Path, qtbot: QtBot) -> None:
    opener, told = tmp_path / "xdg-open", tmp_path / "told"
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$LD_LIBRARY_PATH" "$@" >{told}.new\n/bin/mv {told}.new {told}\n')
    opener.chmod(0o755)
    environ = {"PATH": str(tmp_path), "LD_LIBRARY_PATH": "/opt/_internal:/usr/own", "LD_LIBRARY_PATH_ORIG": "/usr/own"}
    report = tmp_path / "Bericht von Zoë 100 %.html"
    assert open_from_standalone(QUrl.fromLocalFile(str(report)), environ)
    qtbot.waitUntil(told.is_file)
    libraries, link = told.read_text().splitlines()
    assert libraries == "/usr/own"
    assert QUrl(link).toLocalFile() == str(report)


def test_without_a_program_that_opens_it(tmp_path: Path) -> None:
    assert not open_from_standalone(QUrl.fromLocalFile("/report.html"), {"PATH": str(tmp_path)})
