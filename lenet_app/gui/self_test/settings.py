"""Settings for a window that is opened to be looked at: a first session's, kept nowhere."""

from pathlib import Path

from PySide6.QtCore import QSettings

from lenet_app.gui.settings import Settings


def settings_in(folder: Path) -> Settings:
    """Settings that lie in this folder and not among the user's."""
    return Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
