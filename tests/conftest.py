"""What every test gets: no display, a folder of its own for the user's data and settings, and no thread left behind."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

# Before anything imports Qt, and so that `pytest` alone opens no window.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# and in the language that the tests expect.
os.environ["LENET_APP_LANGUAGE"] = "en"

from lenet_app.paths import HOME_VARIABLE

_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
HANDWRITING, HOSTILE = _DATA / "handwriting", _DATA / "hostile"

# A thread that cannot be ended is kept: Qt would abort the process if it were destroyed.
_unending: list[object] = []


def pytest_configure() -> None:
    """Heed signals whoever runs the tests: what nohup starts, or a shell in its background, ignores some of them."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the proofs that take minutes to `pytest -m long`."""
    if "long" in config.getoption("markexpr"):
        return
    proofs = [item for item in items if item.get_closest_marker("long")]
    if proofs:
        config.hook.pytest_deselected(items=proofs)
        items[:] = [item for item in items if item not in set(proofs)]


@pytest.fixture(autouse=True)
def user_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program keeps the user's data in, empty and this test's own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    if "PySide6.QtCore" in sys.modules:
        _keep_settings_in(home)
    return home


@pytest.fixture(autouse=True)
def training_at_full_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the window a training gives way to all else that the machine does, other tests included: here it does not."""
    if "PySide6.QtCore" in sys.modules:
        from lenet_app.gui.workers import stepping

        monkeypatch.setattr(stepping, "_NICENESS", 0)


@pytest.fixture(autouse=True)
def no_thread_left_running() -> Iterator[None]:
    """Fail a test that ends while a QThread of its making runs.

    Being automatic it is set up first and checks last: after pytest-qt has closed the test's widgets and after every
    other fixture has cleaned up.
    """
    before = _running_threads()
    yield
    leaked = [thread for thread in _running_threads() if thread not in before]
    if leaked:
        names = ", ".join(repr(thread) for thread in leaked)
        _end(leaked)
        pytest.fail(f"The test left a QThread running: {names}")


@pytest.fixture(autouse=True)
def no_window_left_open() -> Iterator[None]:
    """Fail a test that leaves a window in sight: a program that a later test runs would not end with its own.

    A dialog or a menu that outlasts the window it belongs to holds no program up; it goes without a word.
    """
    yield
    left = _open_windows()
    for window in left:
        window.hide()
    alone = [window for window in left if window.parentWidget() is None]
    if alone:
        pytest.fail(f"The test left a window open: {', '.join(repr(window) for window in alone)}")


@pytest.fixture
def handwriting() -> Path:
    """The folder with real handwriting beside the checkout; the test is skipped where there is none."""
    if not HANDWRITING.is_dir():
        pytest.skip("There is no real handwriting in ../shared/data/handwriting beside the checkout.")
    return HANDWRITING


@pytest.fixture
def hostile() -> Path:
    """The folder with files that once did harm, beside the checkout; the test is skipped where there is none."""
    if not HOSTILE.is_dir():
        pytest.skip("There are no hostile files in ../shared/data/hostile beside the checkout.")
    return HOSTILE


def _keep_settings_in(folder: Path) -> None:
    from PySide6.QtCore import QSettings

    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(kind, scope, str(folder / "settings"))


def _open_windows() -> "list[QWidget]":
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication

    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def _running_threads() -> list[object]:
    """Every QThread that runs and that Python knows, whoever holds it: a parent in C++ is enough."""
    if "PySide6.QtCore" not in sys.modules:
        return []
    import shiboken6
    from PySide6.QtCore import QThread

    main = QThread.currentThread()
    return [
        one
        for one in shiboken6.getAllValidWrappers()
        if isinstance(one, QThread) and one is not main and one.isRunning()
    ]


def _end(threads: list[object]) -> None:
    from PySide6.QtCore import QThread

    for thread in threads:
        assert isinstance(thread, QThread)
        thread.requestInterruption()
        thread.quit()
        if not thread.wait(2000):
            _unending.append(thread)
