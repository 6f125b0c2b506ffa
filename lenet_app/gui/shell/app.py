"""Starts the window."""

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import lenet_app
from lenet_app.gui.look.theme import ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.gui.system.interruption import closing_on_signals
from lenet_app.paths import APP_NAME, Home, bundled

_log = logging.getLogger(__name__)


def run_window(home: Home, on_window: Callable[[MainWindow], None] | None = None) -> int:
    """Open the window and return the exit status once it is closed.

    Args:
        home: where what the user makes is kept.
        on_window: called with the window when it is made and not shown yet.
    """
    # Every point of a fast stroke counts.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, on=False)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName(APP_NAME)
    application.setApplicationDisplayName(APP_NAME)
    application.setApplicationVersion(lenet_app.__version__)
    # By this name a Wayland desktop finds the entry in its menu, and so the icon.
    application.setDesktopFileName(APP_NAME)
    application.setWindowIcon(QIcon(str(bundled("assets", "lenet-app.svg"))))
    _log_to_file(home.log)
    # Numbers as in the texts around them. Qt's own texts (buttons, the dialogs for files) stay English: a QTranslator
    # for them belongs here. It loads qtbase_<language>.qm of PySide6's folder `translations`, which the standalone
    # program leaves out (packaging/bundle/pruning.py).
    QLocale.setDefault(QLocale(QLocale.Language.English))
    settings = Settings.of(home)
    window = MainWindow(home, settings, ThemeSwitch(application, settings.theme))
    if on_window is not None:
        on_window(window)
    _tell_fault(window, home.fault or window.people.fault)
    settings.keep_written(window)
    window.show()
    QTimer.singleShot(0, window, _collect_again)
    with closing_on_signals(window.stop_and_close, window), _defects_logged():
        status = application.exec()
    settings.write()
    return status


def _tell_fault(window: MainWindow, fault: str) -> None:
    """Say what is wrong with the user's folder once a model answers: what the window begins with clears its notices."""
    if fault:
        once = Qt.ConnectionType.SingleShotConnection
        window.model_in_use.model_changed.connect(lambda _model: window.notice.say(fault), once)


def _collect_again() -> None:
    """Take up the collection of garbage where the command has held it; what is there by now lasts."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _log_to_file(file: Path) -> None:
    """Write tracebacks to this file; a folder that cannot be written to is no reason not to start."""
    handler: logging.Handler = logging.StreamHandler()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # It is made with the first traceback, so that it can be known only now whether it can.
        if os.access(file if file.exists() else file.parent, os.W_OK):
            handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    except OSError:
        pass
    logging.basicConfig(handlers=[handler], level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")


@contextmanager
def _defects_logged() -> Iterator[None]:
    """Log what is raised within Qt's event loop, where nobody could catch it."""
    before = sys.excepthook

    def log(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        _log.critical("A defect", exc_info=(kind, error, traceback))
        before(kind, error, traceback)

    sys.excepthook = log
    try:
        yield
    finally:
        sys.excepthook = before
