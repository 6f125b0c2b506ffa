"""The system's notifications, where there are some: for who looks at another window."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

_SHOWN = 10_000
"""Milliseconds that a notification is to be seen, as far as the system heeds it; after that its icon goes as well."""


def notify(window: QWidget, title: str, text: str) -> bool:
    """Tell of something that ended while the window was behind others; whether the system could show it.

    The window's entry in the task bar asks for attention wherever there is one.
    """
    QApplication.alert(window)
    if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
        return False
    icon = QSystemTrayIcon(window.windowIcon(), window)
    icon.setToolTip(title)

    def raise_window() -> None:
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()

    icon.messageClicked.connect(raise_window)
    icon.show()
    icon.showMessage(title, text, window.windowIcon(), _SHOWN)
    QTimer.singleShot(_SHOWN, icon, icon.deleteLater)
    return True
