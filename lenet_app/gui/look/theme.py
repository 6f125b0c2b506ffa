"""The look of the window: Fusion in a light and a dark palette that follows the system, and its fonts."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from lenet_app.gui.look.colours import DARK, LIGHT, Colours, colours, palette_of
from lenet_app.gui.look.style_sheet import Kind, set_kind, style_sheet

__all__ = ["GRID", "Colours", "Kind", "Theme", "ThemeSwitch", "colours", "set_kind", "with_tabular_figures"]

GRID = 8  # pixels; distances are multiples or halves of it


class Theme(StrEnum):
    """Which colours the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SCHEMES = {
    Theme.SYSTEM: Qt.ColorScheme.Unknown,
    Theme.LIGHT: Qt.ColorScheme.Light,
    Theme.DARK: Qt.ColorScheme.Dark,
}


class ThemeSwitch(QObject):
    """Dresses the application and keeps to the system while the theme is `Theme.SYSTEM`.

    Widgets hear of a change through QEvent.Type.PaletteChange in `changeEvent`.
    """

    changed = Signal(object)
    """The Colours that now hold."""

    def __init__(self, application: QApplication, theme: Theme = Theme.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._theme = theme
        self._dressed: Colours | None = None
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._dress)
        self.set_theme(theme)

    @property
    def theme(self) -> Theme:
        """What the user chose."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Choose the colours; title bars and the system's own dialogs follow where the platform can."""
        self._theme = theme
        self._application.styleHints().setColorScheme(_SCHEMES[theme])
        self._dress()

    def _dress(self) -> None:
        # Not every platform can be told a scheme, so an explicit choice does not ask what came of it.
        scheme = _SCHEMES[self._theme]
        if scheme == Qt.ColorScheme.Unknown:
            scheme = self._application.styleHints().colorScheme()
        named = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        if named is self._dressed:
            return
        self._dressed = named
        self._application.setPalette(palette_of(named))
        self._application.setStyleSheet(style_sheet(named))
        self.changed.emit(named)


def with_tabular_figures(font: QFont) -> QFont:
    """A copy of `font` whose digits are all equally wide, so that changing numbers do not jump."""
    tabular = QFont(font)
    tabular.setFeature(QFont.Tag.fromString("tnum"), 1)
    return tabular
