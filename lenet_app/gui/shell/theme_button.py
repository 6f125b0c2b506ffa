"""The button at the rail's foot that chooses between light and dark."""

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.rail import foot_button
from lenet_app.language import tr


def theme_button(switch: ThemeSwitch, settings: Settings) -> QToolButton:
    """A button with a menu of the themes; the choice is kept in `settings`."""
    button = foot_button("sun-moon", tr("Theme"), tr("Light, dark or as the system has it"))
    menu = QMenu(button)
    group = QActionGroup(menu)

    def choose(theme: Theme) -> None:
        switch.set_theme(theme)
        settings.theme = theme

    texts = {Theme.SYSTEM: tr("As the system"), Theme.LIGHT: tr("Light"), Theme.DARK: tr("Dark")}
    for theme, text in texts.items():
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(theme is switch.theme)
        action.triggered.connect(lambda _checked, theme=theme: choose(theme))
        group.addAction(action)
    give_menu(button, menu)
    return button
