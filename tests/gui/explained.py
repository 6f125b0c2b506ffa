"""Whether all that can be used in a window is explained, named and reached by the keyboard, and what F1 shows of it."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from lenet_app.gui.help.help_key import HelpKey
from lenet_app.gui.kit.explanations import controls_of, explanation_of, is_control, name_of, own_explanation

NO_TAB_STOP: Mapping[str, str] = {
    "How likely each class is": "nothing can be done with it; its numbers are its accessible description",
}
"""The names of controls that Tab need not stop at, and why."""


def faults_of(window: QWidget) -> list[str]:
    """What is missing in a window or a dialog as it is now, a line for each control."""
    key = window.findChild(HelpKey)
    assert isinstance(key, HelpKey), "F1 does nothing here"
    controls = list(controls_of(window))
    assert controls
    faults = [
        f"{_place_of(control)}: {', '.join(missing)}" for control in controls if (missing := list(_missing(control)))
    ]
    faults += [f"{_place_of(chart)}: no explanation of what is painted" for chart in _unexplained_charts(window)]
    return [*faults, *(f"{_place_of(control)}: F1 {fault}" for control in controls if (fault := _of_f1(control, key)))]


def _unexplained_charts(window: QWidget) -> Iterator[QWidget]:
    """What paints itself, but for controls, which are looked at one by one, and texts."""
    for widget in window.findChildren(QWidget):
        rooms = [kind.__module__ for kind in type(widget).__mro__ if "paintEvent" in vars(kind)]
        is_chart = rooms and rooms[0].startswith("lenet_app.gui.") and not isinstance(widget, QLabel | QAbstractButton)
        is_seen = widget.isVisible() and widget.window() is window and not widget.visibleRegion().isEmpty()
        is_touched = not widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if is_chart and is_seen and is_touched and explanation_of(widget, _middle_of(widget)) is None:
            yield widget


def _missing(control: QWidget) -> Iterator[str]:
    name, explanation = name_of(control), own_explanation(control)
    if not name:
        yield "no accessible name"
    if explanation is None:
        yield "no explanation"
    elif explanation.plain.strip().casefold() in (name.casefold(), f"{name} ({explanation.keys})".casefold()):
        yield "its explanation only repeats its name"
    if control.isEnabled() and not _is_reached(control) and name not in NO_TAB_STOP:
        yield "no tab stop"


def _is_reached(control: QWidget) -> bool:
    """Whether Tab stops at a control, at another button of its group, from which arrow keys lead to it, or within it.

    The last is for what takes the keyboard by a click, so that no key presses anything.
    """
    if control.focusPolicy() == Qt.FocusPolicy.ClickFocus:
        return any(map(_is_reached, filter(is_control, control.findChildren(QWidget))))
    group = control.group() if isinstance(control, QAbstractButton) else None
    stops = group.buttons() if group is not None and group.exclusive() else [control]
    return any(bool(stop.focusPolicy() & Qt.FocusPolicy.TabFocus) for stop in stops)


def _of_f1(control: QWidget, key: HelpKey) -> str:
    """What is wrong with F1 on a control, by the keyboard or, where that cannot be there, by the pointer."""
    window, expected = control.window(), own_explanation(control)
    key.close_it()
    QCursor.setPos(window.mapToGlobal(QPoint(-50, -50)))
    if control.isEnabled() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
        control.setFocus(Qt.FocusReason.TabFocusReason)
        if not control.hasFocus():
            return "cannot be tried: it does not take the keyboard"
    else:
        window.setFocus()
        QCursor.setPos(_middle_of(control))
        below = window.childAt(window.mapFromGlobal(QCursor.pos()))
        if below is None or (below is not control and not control.isAncestorOf(below)):
            return ""  # a panel lies over it
        expected = own_explanation(control, QCursor.pos())
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F1)
    subject, text = key.subject, key.text
    key.close_it()
    if expected is None:
        return ""
    if subject is not control:
        return f"explains {'nothing' if subject is None else _place_of(subject)}"
    return "" if all(part in text for part in expected.texts) else f"shows {text!r}"


def _middle_of(widget: QWidget) -> QPoint:
    """On the screen, of what is seen of a widget."""
    return widget.mapToGlobal(widget.visibleRegion().boundingRect().center())


def _place_of(widget: QWidget) -> str:
    parts = []
    around: QWidget | None = widget
    while around is not None and not around.isWindow():
        if around is widget or type(around).__module__.startswith("lenet_app"):
            parts.append(type(around).__name__)
        around = around.parentWidget()
    return f"{name_of(widget)!r} {' < '.join(parts[:3])}"
