"""Qt for commands that paint: no window is opened, and no display is needed."""

from PySide6.QtGui import QGuiApplication

_ARGUMENTS = ("lenet-app", "-platform", "offscreen")


def windowless_application() -> QGuiApplication:
    """What Qt needs to paint letters, for as long as the caller keeps it."""
    application = QGuiApplication.instance() or QGuiApplication(list(_ARGUMENTS))
    assert isinstance(application, QGuiApplication)
    return application
