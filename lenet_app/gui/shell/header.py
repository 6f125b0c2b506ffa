"""The window's header: the pages, the model that answers, the theme."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, Theme, ThemeSwitch, set_kind
from lenet_app.gui.settings import Settings
from lenet_app.language import tr


class Header(QWidget):
    """Lies above the pages.

    Args:
        tabs: chooses the page.
        selector: chooses the model.
        theme: what is switched between light and dark.
        settings: where the theme is kept.
    """

    def __init__(self, tabs: QWidget, selector: QWidget, theme: ThemeSwitch, settings: Settings) -> None:
        super().__init__()
        self._theme, self._settings = theme, settings
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 0)
        layout.setSpacing(0)
        layout.addWidget(tabs)
        layout.addStretch(1)
        layout.addWidget(selector)
        layout.addWidget(self._theme_button())

    def _theme_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("sun-moon"))
        button.setIconSize(QSize(18, 18))
        button.setToolTip(tr("Light, dark or as the system has it"))
        button.setAccessibleName(tr("Theme"))
        set_kind(button, Kind.FLAT)
        menu = QMenu(button)
        group = QActionGroup(menu)
        texts = {Theme.SYSTEM: tr("As the system"), Theme.LIGHT: tr("Light"), Theme.DARK: tr("Dark")}
        for theme, text in texts.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(theme is self._theme.theme)
            action.triggered.connect(lambda _checked, theme=theme: self._choose_theme(theme))
            group.addAction(action)
        give_menu(button, menu)
        return button

    def _choose_theme(self, theme: Theme) -> None:
        self._theme.set_theme(theme)
        self._settings.theme = theme
