"""Finds what the controls of a window tell of themselves; loaded when somebody asks for help."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from lenet_app.gui.kit.help import TellsKeys, TellsParts
from lenet_app.gui.kit.tips import without_markup

_BRACKETS = re.compile(r"\(([^()]+)\)")
_CONTROLS = (*(QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox, QAbstractSlider, QAbstractItemView, QTabBar),)
_OWN_CODE = "lenet_app."
_TIP_ROLES = Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.ToolTipRole


@dataclass(frozen=True)
class Explanation:
    """A control explained.

    Args:
        control: whose explanation it is.
        name: of the control; may be empty.
        texts: one or two paragraphs, plain or rich as tooltips are: of the part first, then of the whole.
        keys: what brings the control about wherever the focus is, as it is written on the keyboard; may be empty.
    """

    control: QWidget
    name: str
    texts: tuple[str, ...]
    keys: str

    @property
    def plain(self) -> str:
        """The paragraphs without markup, for assistive technology."""
        return "\n".join(without_markup(text) for text in self.texts)


def explanation_of(widget: QWidget, at: QPoint | None = None) -> Explanation | None:
    """The explanation of what a widget belongs to: its own, or that of the nearest around it; None where none is.

    Args:
        widget: any widget of a window, such as the one below the pointer.
        at: a point on the screen; None where the keyboard asks.
    """
    around: QWidget | None = widget
    while around is not None:
        if found := own_explanation(around, at):
            return found
        around = None if around.isWindow() else around.parentWidget()
    return None


def own_explanation(widget: QWidget, at: QPoint | None = None) -> Explanation | None:
    """The explanation that a widget has itself; arguments as for `explanation_of`."""
    whole = widget.whatsThis() or widget.toolTip()
    texts = tuple(dict.fromkeys(filter(None, [_part(widget, at), whole])))
    return Explanation(widget, name_of(widget), texts, keys_of(widget)) if texts else None


def name_of(widget: QWidget) -> str:
    """What assistive technology calls a widget; empty where it has no name."""
    if name := widget.accessibleName():
        return name
    if isinstance(widget, QAbstractButton):
        return _without_marks(widget.text())
    if isinstance(widget, QComboBox):  # would be called by what is chosen in it
        return ""
    interface = QAccessible.queryAccessibleInterface(widget)
    return _without_marks(interface.text(QAccessible.Text.Name)) if interface else ""


def keys_of(widget: QWidget) -> str:
    """The keys that do what a control does: those of its action, or those that its tooltip tells in brackets."""
    for action in widget.actions() if isinstance(widget, QToolButton) else ():
        if keys := keys_text(action):
            return keys
    for told in _BRACKETS.findall(widget.toolTip()):
        native = QKeySequence.SequenceFormat.NativeText
        if QKeySequence(told, native).toString(native) == told:
            return str(told)
    return ""


def keys_text(action: QAction) -> str:
    """An action's keys as they are written on the keyboard."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(dict.fromkeys(keys.toString(native) for keys in action.shortcuts() if not keys.isEmpty()))


def controls_of(window: QWidget) -> Iterator[QWidget]:
    """What of a window is used by mouse or keyboard, and the charts that explain their parts, as they were made.

    Those that are disabled are among them, those that are hidden or scrolled out of sight are not.
    """
    # Not by `nextInFocusChain`: PySide takes what that returns for a child of the widget that was asked, and deletes it
    # when it forgets that one. So it does with `buddy`, `focusProxy` and `defaultAction`.
    for widget in window.findChildren(QWidget):
        in_sight = widget.window() is window and widget.isVisible() and not widget.visibleRegion().isEmpty()
        if in_sight and is_control(widget):
            yield widget


def is_control(widget: QWidget) -> bool:
    """Whether a widget is used by itself, and is no part of another one such as a field's line."""
    parent = widget.parentWidget()
    if isinstance(widget, QScrollBar | QHeaderView) or (isinstance(widget, QLabel) and not _has_keys(widget)):
        return False
    if isinstance(parent, QAbstractSpinBox | QComboBox | QTabBar) or _is_inside_view(widget):
        return False
    if isinstance(widget, QGraphicsView) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        return False  # what it lies in has the keyboard, and explains it
    if isinstance(widget, (*_CONTROLS, TellsParts)) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
        return True
    return any(
        "mousePressEvent" in vars(kind) for kind in type(widget).__mro__ if kind.__module__.startswith(_OWN_CODE)
    )


def _has_keys(label: QLabel) -> bool:
    """Whether a text can be selected or its links followed by keys; one that only the mouse selects is no control."""
    flags = Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    return bool(label.textInteractionFlags() & flags)


def _is_inside_view(widget: QWidget) -> bool:
    """Whether a widget is the viewport, the corner or the like of something that scrolls, or a list that drops down.

    So is what only paints in a widget that has the keys, such as the sheet of a plot.
    """
    parent = widget.parentWidget()
    is_popup = widget.window().windowType() == Qt.WindowType.Popup
    is_part = isinstance(parent, QAbstractItemView) or (
        isinstance(parent, QAbstractScrollArea) and widget is parent.viewport()
    )
    is_sheet = isinstance(parent, TellsKeys) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus
    return is_popup or is_part or (is_sheet and not isinstance(widget, _CONTROLS))


def _part(widget: QWidget, at: QPoint | None) -> str:
    local = None if at is None else widget.mapFromGlobal(at)
    if isinstance(widget, TellsParts):
        return widget.explanation_at(local)
    if isinstance(widget, QHeaderView):
        return "" if local is None else _heading(widget, local)
    if isinstance(widget, QAbstractItemView):
        index = widget.currentIndex() if at is None else widget.indexAt(widget.viewport().mapFromGlobal(at))
        return _item(index)
    return ""


def _item(index: QModelIndex) -> str:
    if not index.isValid():
        return ""
    return next((str(text) for role in _TIP_ROLES if (text := index.data(role))), "")


def _heading(header: QHeaderView, at: QPoint) -> str:
    section, view = header.logicalIndexAt(at), header.parentWidget()
    if section < 0 or not isinstance(view, QTableView):
        return ""
    return str(view.model().headerData(section, header.orientation(), Qt.ItemDataRole.ToolTipRole) or "")


def _without_marks(text: str) -> str:
    """A caption without the mark of its access key, and without the dots that announce a dialog."""
    return text.replace("&", "").removesuffix("…")
