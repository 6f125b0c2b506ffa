from dataclasses import fields

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lenet_app.colour_maps import lightness, non_negative_map, signed_map
from lenet_app.gui.kit.name_dialog import NameDialog
from lenet_app.gui.look.colours import DARK, LIGHT, Colours, colours, palette_of
from lenet_app.gui.look.icons import _TintedIcon, icon
from lenet_app.gui.look.theme import Kind, Theme, ThemeSwitch, set_kind, with_tabular_figures
from lenet_app.paths import bundled

BOTH = pytest.mark.parametrize("named", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def switch(qapp: QApplication) -> ThemeSwitch:
    return ThemeSwitch(qapp, Theme.LIGHT)


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""

    def luminance(colour: QColor) -> float:
        channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
        linear = np.where(channels > 0.04045, ((channels + 0.055) / 1.055) ** 2.4, channels / 12.92)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@BOTH
@pytest.mark.parametrize("text", ["text", "secondary_text", "accent", "warning"])
@pytest.mark.parametrize("behind", ["surface", "panel", "hover"])
def test_texts_can_be_read(named: Colours, text: str, behind: str) -> None:
    assert contrast(getattr(named, text), getattr(named, behind)) >= 4.5


@BOTH
def test_texts_on_coloured_surfaces_can_be_read(named: Colours) -> None:
    assert contrast(named.accent_text, named.accent) >= 4.5
    assert contrast(named.accent_text, named.accent_hover) >= 4.5
    assert contrast(named.warning, named.warning_surface) >= 4.5
    assert contrast(named.text, named.pressed) >= 4.5
    assert contrast(named.pen, named.paper) >= 4.5


@BOTH
def test_the_palette_leads_back_to_its_colours(named: Colours) -> None:
    assert colours(palette_of(named)) is named


@pytest.mark.parametrize("dark", [False, True])
def test_the_non_negative_map_is_even(dark: bool) -> None:
    table = non_negative_map(dark)
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    steps = np.diff(lightness(table)) * (1 if dark else -1)
    assert (steps >= 0).all()
    # Whole bytes leave the single step uneven; over eight of them it must not show.
    broad = lightness(table)[8::8] - lightness(table)[:-8:8]
    assert np.abs(broad).max() < 1.25 * np.abs(broad).min()


@pytest.mark.parametrize("dark", [False, True])
def test_the_signed_map_is_even_on_both_sides(dark: bool) -> None:
    table = signed_map(dark)
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    light = lightness(table)
    sign = 1 if dark else -1
    assert (np.diff(light[128:]) * sign > 0).all()
    assert (np.diff(light[1:129]) * sign < 0).all()
    assert np.abs(light[129:] - light[127:0:-1]).max() < 1, "a value and its negative weigh the same"
    negative, neutral, positive = table[1].astype(int), table[128].astype(int), table[255].astype(int)
    assert negative[2] - negative[0] > 100 > np.ptp(neutral)
    assert positive[0] - positive[2] > 100


def test_maps_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        non_negative_map(False)[0] = 0


def test_the_theme_dresses_the_application(switch: ThemeSwitch, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(switch.changed, check_params_cb=lambda named: named is DARK):
        switch.set_theme(Theme.DARK)
    assert switch.theme is Theme.DARK
    assert colours(qapp.palette()) is DARK
    assert DARK.accent.name() in qapp.styleSheet()
    switch.set_theme(Theme.LIGHT)
    assert colours(qapp.palette()) is LIGHT
    assert "$" not in qapp.styleSheet()


def test_the_system_decides_where_the_user_does_not(switch: ThemeSwitch, qapp: QApplication) -> None:
    switch.set_theme(Theme.DARK)
    switch.set_theme(Theme.SYSTEM)
    dark = qapp.styleHints().colorScheme().name == "Dark"
    assert colours(qapp.palette()) is (DARK if dark else LIGHT)


def test_a_primary_button_is_filled_with_the_accent(switch: ThemeSwitch, qtbot: QtBot) -> None:
    button = QPushButton("Train")
    qtbot.addWidget(button)
    set_kind(button, Kind.PRIMARY)
    assert button.grab().toImage().pixelColor(8, button.height() // 2) == LIGHT.accent
    set_kind(button, None)
    assert button.grab().toImage().pixelColor(8, button.height() // 2) == LIGHT.panel


def test_figures_are_tabular() -> None:
    font = QFont()
    tabular = with_tabular_figures(font)
    assert [tag.toString() for tag in tabular.featureTags()] == [b"tnum"]
    assert font.featureTags() == []


def test_the_named_colours_are_all_different_in_light_and_dark() -> None:
    for field in fields(Colours):
        assert getattr(LIGHT, field.name) != getattr(DARK, field.name), field.name


# Icons

NAMES = sorted(path.stem for path in bundled("assets", "icons").glob("*.svg"))


def ink(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The opacity of each pixel, (height, width)."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4)[..., 3].copy()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_every_icon_is_drawn_at_every_scale(switch: ThemeSwitch, name: str, ratio: float) -> None:
    pixmap = icon(name).pixmap(QSize(20, 20), ratio)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (20 * ratio, ratio)
    assert ink(pixmap.toImage()).max() > 200


def test_an_icon_has_the_colour_of_text_and_follows_the_theme(switch: ThemeSwitch) -> None:
    trash = icon("trash-2")

    def colour(mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off) -> QColor:
        image = trash.pixmap(QSize(24, 24), 1.0, mode, state).toImage()
        return max((image.pixelColor(12, y) for y in range(24)), key=QColor.alpha)

    assert colour().name() == LIGHT.text.name()
    assert colour(state=QIcon.State.On).name() == LIGHT.accent.name()
    assert colour(mode=QIcon.Mode.Selected).name() == LIGHT.accent_text.name()
    assert colour(mode=QIcon.Mode.Disabled).alpha() < 0.5 * colour().alpha()
    switch.set_theme(Theme.DARK)
    assert colour().name() == DARK.text.name()


def test_an_icon_can_have_a_colour_of_its_own(switch: ThemeSwitch) -> None:
    for tint in (QColor("#ff0000"), lambda _named: QColor("#ff0000")):
        image = icon("trash-2", tint).pixmap(QSize(24, 24), 1.0).toImage()
        middle = [image.pixelColor(12, y) for y in range(24)]
        assert max(middle, key=QColor.alpha).name() == "#ff0000"


def test_a_copy_of_an_icon_that_is_changed_stays_whole(switch: ThemeSwitch) -> None:
    original = icon("pen")
    for _ in range(50):
        copy = QIcon(original)
        copy.addPixmap(original.pixmap(16))
        assert ink(copy.pixmap(16).toImage()).any()
    del copy
    assert ink(original.pixmap(16).toImage()).any()


def test_copies_of_an_icon_that_are_gone_are_not_kept(switch: ThemeSwitch) -> None:
    original = icon("pen")
    other = original.pixmap(16)
    for _ in range(20):
        copy = QIcon(original)
        copy.addPixmap(other)
    assert len(_TintedIcon._clones) <= 2


def test_an_icon_stands_out_where_its_menu_entry_is_highlighted(switch: ThemeSwitch, qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.setActiveAction(menu.addAction(icon("trash-2"), ""))
    image = menu.grab().toImage()
    shown = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    background = max(set(map(QColor.name, shown)), key=[one.name() for one in shown].count)
    assert background == LIGHT.pressed.name()
    assert max(contrast(one, LIGHT.pressed) for one in shown) >= 4.5


# Dialogs


def test_buttons_of_dialogs_have_no_icons(switch: ThemeSwitch, qapp: QApplication, qtbot: QtBot) -> None:
    # Not every platform asks for icons by itself, the one of the tests does not.
    qapp.setStyleSheet("* { dialogbuttonbox-buttons-have-icons: 1; }" + qapp.styleSheet())
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert all(button.icon().isNull() for button in box.buttons())


def test_dialogs_are_not_too_narrow_for_their_words(switch: ThemeSwitch, qtbot: QtBot) -> None:
    question = QMessageBox(QMessageBox.Icon.Question, "", "Delete?")
    for dialog in (question, NameDialog("", "Name:", "", lambda _name, _answer: None)):
        qtbot.addWidget(dialog)
        dialog.ensurePolished()
        for child in dialog.findChildren(QWidget):
            child.ensurePolished()
        assert dialog.sizeHint().width() >= 320


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_roles_of_the_palette_that_qt_paints_with() -> None:
    palette = palette_of(DARK)
    role = QPalette.ColorRole
    assert palette.color(role.Window) == DARK.surface
    assert palette.color(QPalette.ColorGroup.Disabled, role.Text) == DARK.disabled_text
