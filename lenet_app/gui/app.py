"""Starts the window."""

import logging
import sys

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

import lenet_app
from lenet_app import language
from lenet_app.gui.main_window import MainWindow
from lenet_app.gui.settings import Settings
from lenet_app.gui.theme import ThemeSwitch
from lenet_app.paths import APP_NAME, log_file


def run_window() -> int:
    """Open the window and return the exit status once it is closed."""
    # Every point of a fast stroke counts.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, on=False)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName(APP_NAME)
    application.setApplicationDisplayName("LeNet-5")
    application.setApplicationVersion(lenet_app.__version__)
    _log_to_file()
    language.install_translator(lambda text: QCoreApplication.translate("core", text))
    settings = Settings()
    window = MainWindow(settings, ThemeSwitch(application, settings.theme))
    window.show()
    return application.exec()


def _log_to_file() -> None:
    """Write tracebacks to the user's data folder; a folder that cannot be written to is no reason not to start."""
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.FileHandler(log_file(), encoding="utf-8", delay=True)
    except OSError:
        handler = logging.StreamHandler()
    logging.basicConfig(handlers=[handler], level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
