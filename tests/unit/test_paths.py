"""Where things are kept, in homes of all kinds."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import platformdirs
import pytest

from lenet_app.paths import HOME_VARIABLE, Home
from tests.unit.closed_folder import closed

ROOT = Path(__file__).resolve().parents[2]


def test_the_users_folder_is_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "Zoë's models"))
    assert Home.of_user().folder == tmp_path / "Zoë's models"
    assert not Home.of_user().is_temporary


def test_a_home_that_was_chosen_keeps_the_settings_and_the_users_own_leaves_them_to_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    assert Home.of_user() == Home(tmp_path)
    assert Home.of_user().settings == tmp_path / "settings.json"
    monkeypatch.delenv(HOME_VARIABLE)
    system = platformdirs.user_config_path("lenet-app", appauthor=False)
    assert Home.of_user().settings == system / "settings.json"


def test_the_parts_of_a_home_lie_in_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    parts = (home.models, home.architectures, home.data, home.reproduction, home.log, home.settings)
    names = ["models", "architectures", "data", "reproduction", "lenet-app.log", "settings.json"]
    assert list(parts) == [tmp_path / name for name in names]
    assert not any(tmp_path.iterdir()), "whoever writes there makes it"


def test_folders_that_cannot_be_read_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert Home.of_user().fault == ""
    (tmp_path / "models").mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    assert Home.of_user().fault == ""
    (tmp_path / "data").touch()
    assert Home.of_user().fault == f"The folder {tmp_path / 'data'} cannot be read: Not a directory."
    with closed(tmp_path):
        assert Home.of_user().fault == f"The folder {tmp_path} cannot be read: Permission denied."


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Elsewhere a user always has a home.")
def test_without_a_home_there_is_a_temporary_folder_which_is_told(tmp_path: Path) -> None:
    """A user whom the system does not know, without HOME."""
    if os.geteuid() != 0:
        pytest.skip("Only root can become a user whom the system does not know.")
    line = '{"strokes": [[[2, 2], [8, 2], [5, 9]]]}'
    strokes = tmp_path / "strokes.jsonl"
    strokes.write_text(line, encoding="utf-8")
    # Once as root first, which loads all modules: they may lie where nobody else can read them.
    code = (
        f"import contextlib, io, os, sys; sys.path.insert(0, {str(ROOT)!r}); from lenet_app import cli\n"
        f"with contextlib.redirect_stdout(io.StringIO()): cli.main(['predict', '--strokes', {str(strokes)!r}])\n"
        "os.setuid(54321); sys.exit(cli.main(['predict', '--strokes', '/dev/stdin']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"]},
        input=line,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stderr.startswith("lenet-app: There is no home folder: what you make is kept in "), done.stderr
    assert f"{tempfile.gettempdir()}/lenet-app-" in done.stderr
    assert "Traceback" not in done.stderr
