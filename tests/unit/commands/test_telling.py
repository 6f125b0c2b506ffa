"""A sentence for somebody without a terminal is shown by what the desktop has."""

import sys
from pathlib import Path

import pytest

from lenet_app.commands import telling

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has a dialog of its own.")


@pytest.mark.parametrize("name", ["zenity", "kdialog", "xmessage", "notify-send"])
def test_the_desktops_own_dialog_shows_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / name
    tool.write_text(
        f'#!/bin/sh\nfor one; do echo "$one"; done >{tmp_path}/told\necho "$LD_LIBRARY_PATH" >{tmp_path}/path\n'
    )
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/lenet-app/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/own")
    telling.tell("Qt needs the system library libEGL.so.1.")
    assert "Qt needs the system library libEGL.so.1." in (tmp_path / "told").read_text()
    # The system's programs want the system's libraries.
    assert (tmp_path / "path").read_text() == "/usr/own\n"


def test_where_there_is_none_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    telling.tell("Nobody sees this.")


def test_a_program_that_is_not_frozen_has_a_terminal_or_a_log() -> None:
    assert not telling.is_without_terminal()
