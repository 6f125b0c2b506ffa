"""What the tests of the window need beyond those of the core."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import Home
from tests.gui.helpers import Opener
from tests.gui.window_pages import draw_page

_TIMEOUT = 200_000


@pytest.fixture(autouse=True)
def nothing_left_over(no_thread_left_running: None) -> Iterator[None]:
    """Delete what a test leaves to be deleted, and its themes, which would go on dressing all that later tests make."""
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.clipboard().clear()  # at the process's end nothing of Python's may lie there
        for switch in application.findChildren(ThemeSwitch, options=Qt.FindChildOption.FindDirectChildrenOnly):
            switch.deleteLater()
        QApplication.processEvents()  # what workers have told still finds whom it was told to
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def no_button_left_pressed() -> Iterator[None]:
    """Fail a test that does not let go of the mouse: moves in later tests would be parts of its drag."""
    yield
    pressed = QApplication.mouseButtons()
    if pressed != Qt.MouseButton.NoButton:
        place = QWidget()
        QTest.mouseRelease(place, pressed)
        pytest.fail(f"The test left a button of the mouse pressed: {pressed}")


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    """The window in front of a user who waited until its models and its pictures were there."""
    home = Home.of_user()
    window = MainWindow(home, Settings.of(home), ThemeSwitch(qapp, Theme.LIGHT))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: window.model_in_use.model is not None, timeout=_TIMEOUT)
    qtbot.waitUntil(draw_page(window).browser.isEnabled, timeout=_TIMEOUT)
    yield window
    if window.training.is_running:
        with qtbot.waitSignal(window.training.ended, timeout=_TIMEOUT):
            window.training.stop()
    window.stop_and_close()  # whatever a test that failed left undecided
    window.deleteLater()


@pytest.fixture
def opener() -> Iterator[Opener]:
    """Takes what the test would open in other programs."""
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")  # type: ignore[arg-type]  # the stub is wrong
    yield opener
    QDesktopServices.unsetUrlHandler("file")
