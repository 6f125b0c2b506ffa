"""What conftest.py promises every other test."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lenet_app.paths import Home

_CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"

_LEAK = """
from PySide6.QtCore import QObject, QThread

class Endless(QThread):
    def run(self):
        while not self.isInterruptionRequested():
            self.msleep(1)

kept = []

def test_own_loop():
    thread = Endless()
    thread.start()
    kept.append(thread)

def test_held_by_a_parent_only():
    parent = QObject()
    QThread(parent).start()
    kept.append(parent)

def test_clean():
    thread = Endless()
    thread.start()
    thread.requestInterruption()
    assert thread.wait(10_000)
"""

_LONG = """
import pytest

@pytest.mark.long
def test_proof():
    pass

def test_other():
    pass
"""


def _run_suite(folder: Path, source: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a suite of one file under this project's conftest.py."""
    shutil.copy(_CONFTEST, folder / "conftest.py")
    (folder / "test_inner.py").write_text(source)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = long: takes minutes\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments, "."]
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")} | {"COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=120, check=False)


def test_a_leaked_thread_fails_the_suite(tmp_path: Path) -> None:
    result = _run_suite(tmp_path, _LEAK, "-rE")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "3 passed, 2 errors" in result.stdout
    assert "ERROR test_inner.py::test_own_loop - Failed: The test left a QThread running" in result.stdout
    assert "ERROR test_inner.py::test_held_by_a_parent_only - Failed: The test left a QThread running" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "summary"), [((), "1 passed, 1 deselected"), (("-m", "long"), "1 passed, 1 deselected")]
)
def test_long_proofs_run_only_when_asked_for(tmp_path: Path, arguments: tuple[str, ...], summary: str) -> None:
    result = _run_suite(tmp_path, _LONG, "-v", *arguments)
    assert summary in result.stdout
    assert ("test_proof PASSED" in result.stdout) == bool(arguments)


def test_user_data_is_the_tests_own(user_home: Path) -> None:
    assert Home.of_user().folder == user_home
    assert not list(user_home.iterdir())


def test_settings_are_the_tests_own(user_home: Path) -> None:
    from PySide6.QtCore import QSettings

    for settings in (
        QSettings("an organisation", "an application"),
        QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "an organisation", "an application"),
    ):
        assert Path(settings.fileName()).is_relative_to(user_home)
