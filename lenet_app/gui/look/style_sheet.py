"""The style sheet on top of Fusion: flat rounded panels on an 8-pixel grid, one accent colour, visible focus."""

from enum import StrEnum
from string import Template

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from lenet_app.gui.look.colours import Colours
from lenet_app.paths import bundled

_ICON_PREFIX = "lenetstyle"
_PROPERTY = "kind"


class Kind(StrEnum):
    """What a widget is, where that says more than its class; see `set_kind`."""

    PRIMARY = "primary"
    """The one button that a person looks for; accent."""
    SMALL = "small"
    """A button in a line of 32 pixels."""
    SMALL_PRIMARY = "small-primary"
    """The same, and the one that a person looks for."""
    FLAT = "flat"
    """A button without a frame, for icons in a row."""
    TAB = "tab"
    """A checkable button that chooses among views."""
    PAGE = "page"
    """A checkable button with icon and word that leads to a page."""
    FOOT = "foot"
    """A small button with an icon alone, at the foot of the rail."""
    RAIL = "rail"
    """The QFrame along the left edge of the window."""
    CAPTION = "caption"
    """A QLabel above a group of pages."""
    CHIP = "chip"
    """A button that tells which model answers and opens a list."""
    CARD = "card"
    """A QFrame that holds what belongs together: panel, outline, round corners."""
    BAR = "bar"
    """A QFrame along the lower edge of the window."""
    NOTICE = "notice"
    """A QFrame or QLabel that says what went wrong."""
    POPOVER = "popover"
    """A QFrame that lies over others for a moment."""
    TITLE = "title"
    """A QLabel that heads a part."""
    WARNING = "warning"
    """A QLabel that says in a word that something is wrong."""
    SECONDARY = "secondary"
    """A QLabel with a note, a unit, a shape."""


def set_kind(widget: QWidget, kind: Kind | None) -> None:
    """Give `widget` the looks of `kind`; None gives it those of its class again."""
    widget.setProperty(_PROPERTY, None if kind is None else kind.value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def style_sheet(named: Colours) -> str:
    """The application's style sheet in the colours `named`."""
    # A search path keeps spaces and brackets of the real path out of the sheet.
    QDir.setSearchPaths(_ICON_PREFIX, [str(bundled("assets", "icons", "style"))])
    values = {key: value.name() for key, value in vars(named).items() if isinstance(value, QColor)}
    return _SHEET.substitute(values, icons=_ICON_PREFIX)


_BUTTONS = """
QPushButton, QToolButton {
    background: $panel; color: $text; border: 1px solid $outline; border-radius: 8px;
    padding: 0 12px; min-height: 30px; outline: 0;
}
QToolButton { padding: 0 7px; min-width: 16px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $pressed; }
QPushButton:checked, QToolButton:checked { border-color: $accent; color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: 28px; }
QToolButton:focus { border: 2px solid $accent; padding: 0 6px; min-height: 28px; }
QPushButton:disabled, QToolButton:disabled { color: $disabled_text; background: $panel; border-color: $outline; }
QPushButton[kind="primary"] {
    background: $accent; color: $accent_text; border-color: $accent; font-weight: 600; padding: 0 16px;
}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 0 15px; }
QPushButton[kind="primary"]:disabled { background: $track; border-color: $track; color: $disabled_text; }
QPushButton[kind="chip"] { border-radius: 16px; text-align: left; }
QPushButton[kind^="small"] { border-radius: 6px; padding: 0 10px; min-height: 22px; }
QPushButton[kind^="small"]:focus { padding: 0 9px; min-height: 20px; }
QPushButton[kind="small-primary"] { background: $accent; color: $accent_text; border-color: $accent; font-weight: 600; }
QPushButton[kind="small-primary"]:hover, QPushButton[kind="small-primary"]:pressed { background: $accent_hover; }
QPushButton[kind="small-primary"]:focus { border: 2px solid $text; }
QPushButton[kind="flat"], QToolButton[kind="flat"] { background: transparent; border-color: transparent; }
QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover { background: $pressed; }
QPushButton[kind="flat"]:focus, QToolButton[kind="flat"]:focus { border-color: $accent; }
QPushButton[kind="tab"], QToolButton[kind="tab"] {
    background: transparent; color: $secondary_text; border-color: transparent; font-weight: 600;
}
QPushButton[kind="tab"]:hover, QToolButton[kind="tab"]:hover { background: $pressed; }
QPushButton[kind="tab"]:checked { background: $pressed; color: $text; border-color: transparent; }
QPushButton[kind="tab"]:focus, QToolButton[kind="tab"]:focus { border-color: $accent; }
QToolButton[kind="page"] {
    background: transparent; color: $secondary_text; border-color: transparent;
    padding: 2px 0; min-height: 38px; min-width: 58px;
}
QToolButton[kind="page"]:hover { background: $hover; }
QToolButton[kind="page"]:checked { background: $pressed; color: $text; border-color: transparent; }
QToolButton[kind="page"]:focus { border: 2px solid $accent; padding: 1px 0; min-height: 38px; min-width: 56px; }
QToolButton[kind="foot"] {
    background: transparent; border-color: transparent; padding: 0 4px; min-height: 26px; min-width: 18px;
}
QToolButton[kind="foot"]:hover { background: $pressed; }
QToolButton[kind="foot"]:focus { border: 2px solid $accent; padding: 0 3px; min-height: 24px; }
QToolButton::menu-indicator { image: none; }
QPushButton::menu-indicator {
    image: url("$icons:chevron-down.svg"); width: 12px; height: 12px;
    subcontrol-origin: padding; subcontrol-position: right center; right: 6px;
}
"""

_FIELDS = """
QComboBox, QAbstractSpinBox, QLineEdit {
    background: $panel; color: $text; border: 1px solid $outline; border-radius: 8px;
    padding: 0 8px; min-height: 30px; selection-background-color: $accent; selection-color: $accent_text;
}
QComboBox:hover, QAbstractSpinBox:hover, QLineEdit:hover { border-color: $disabled_text; }
QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus, QLineEdit:focus {
    border: 2px solid $accent; padding: 0 7px; min-height: 28px;
}
QComboBox:disabled, QAbstractSpinBox:disabled, QLineEdit:disabled { color: $disabled_text; border-color: $outline; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: 0; width: 28px; subcontrol-position: right center; }
QComboBox::down-arrow { image: url("$icons:chevron-down.svg"); width: 16px; height: 16px; }
QComboBox QAbstractItemView {
    background: $panel; color: $text; border: 1px solid $outline; padding: 4px; outline: 0;
    selection-background-color: $accent; selection-color: $accent_text;
}
QAbstractSpinBox { max-height: 30px; qproperty-alignment: 'AlignRight | AlignVCenter'; }
QAbstractSpinBox:focus { max-height: 28px; }
QComboBox QLineEdit { border: 0; padding: 0; min-height: 24px; background: transparent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 24px; subcontrol-origin: border; }
QAbstractSpinBox::up-button { subcontrol-position: top right; top: 3px; right: 2px; height: 13px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; bottom: 3px; right: 2px; height: 13px; }
QAbstractSpinBox::up-arrow { image: url("$icons:chevron-up.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$icons:chevron-down.svg"); width: 12px; height: 12px; }
"""

_BOXES = """
QCheckBox { spacing: 8px; outline: 0; padding: 1px 4px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus { border-color: $accent; }
QCheckBox:disabled { color: $disabled_text; }
QCheckBox::indicator {
    width: 14px; height: 14px; background: $panel; border: 1px solid $secondary_text; border-radius: 4px;
}
QCheckBox::indicator:hover { background: $hover; }
QCheckBox::indicator:disabled { border-color: $outline; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons:check.svg");
}
QCheckBox::indicator:checked:disabled { background: $disabled_text; border-color: $disabled_text; }
"""

_BARS = """
QProgressBar {
    background: $track; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSlider { min-height: 24px; border: 2px solid transparent; border-radius: 8px; }
QSlider:focus { border-color: $accent; }
QSlider::groove:horizontal { background: $track; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal:disabled { background: $track; }
QSlider::handle:horizontal { background: $accent; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:hover { background: $accent_hover; }
QSlider::handle:horizontal:disabled { background: $disabled_text; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $disabled_text; border-radius: 3px; margin: 3px; }
QScrollBar::handle:hover { background: $secondary_text; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

_PANELS = """
QFrame[kind="card"] { background: $panel; border: 1px solid $outline; border-radius: 8px; }
QFrame[kind="rail"] { background: $panel; border: 0; border-right: 1px solid $outline; }
QFrame[kind="bar"] { background: $panel; border: 0; border-top: 1px solid $outline; }
QFrame[kind="popover"] { background: $panel; border: 1px solid $accent; border-radius: 8px; }
QFrame[kind="notice"] { background: $warning_surface; border: 0; border-radius: 8px; }
QLabel[kind="notice"] { background: $warning_surface; color: $warning; border-radius: 8px; padding: 8px; }
QFrame[kind="notice"] QLabel { color: $warning; background: transparent; }
QLabel[kind="title"] { font-weight: 600; }
QLabel[kind="caption"] { color: $secondary_text; }
QLabel[kind="warning"] { color: $warning; font-weight: 600; }
QLabel[kind="secondary"] { color: $secondary_text; }
QToolTip { background: $panel; color: $text; border: 1px solid $outline; padding: 4px; }
QMenu { background: $panel; color: $text; border: 1px solid $outline; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $pressed; }
QMenu::item:disabled { color: $disabled_text; background: transparent; }
QMenu::separator { height: 1px; background: $outline; margin: 4px 8px; }
"""

# The widths are set on what lies in the dialogs, whose own layouts decide about theirs.
_DIALOGS = """
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMessageBox QLabel#qt_msgbox_label { min-width: 320px; }
"""

_SHEET = Template(_BUTTONS + _FIELDS + _BOXES + _BARS + _PANELS + _DIALOGS)
