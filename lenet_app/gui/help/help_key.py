"""F1: the explanation of what a person is at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QSize
from PySide6.QtGui import QCursor, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from lenet_app.language import tr

if TYPE_CHECKING:
    from lenet_app.gui.help.popover import Popover
    from lenet_app.gui.kit.explanations import Explanation

HELP_KEY = "F1"
_TYPED_INTO = ("QLineEdit", "QAbstractSpinBox", "QTextEdit", "QPlainTextEdit")
_POINTED = 16
"""Pixels around the pointer that an explanation of what is there keeps free."""


class HelpKey(QObject):
    """Explains, in one window, what has the keyboard, or what the pointer was moved onto since.

    Who draws has the keyboard on the canvas all the while and points at the bars: the pointer counts where it was moved
    since the keyboard last went elsewhere, but for who types into a field.

    Args:
        window: a window or a dialog.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._popover: Popover | None = None
        self._pointer_before = QCursor.pos()
        shortcut = QShortcut(QKeySequence(HELP_KEY), window)
        shortcut.setWhatsThis(tr("Explain what has the keyboard, or what the pointer is on"))
        shortcut.activated.connect(self.ask)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    @property
    def subject(self) -> QWidget | None:
        """The control that is explained now; None where none is."""
        return self._popover.subject if self._popover else None

    @property
    def text(self) -> str:
        """What is told of it; empty where nothing is told."""
        return self._popover.text if self._popover else ""

    def ask(self) -> None:
        """Show the explanation, or close the one that is shown."""
        from lenet_app.gui.help.popover import Popover  # noqa: PLC0415 - the window is there sooner

        if self._popover is None:
            self._popover = Popover(self._window)
        if self._popover.subject is not None:
            self._popover.close_it()
            return
        explanation, anchor = self._asked_for()
        self._popover.explain(explanation, anchor)

    def close_it(self) -> None:
        """Show no explanation."""
        if self._popover is not None:
            self._popover.close_it()

    def _on_focus(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self._pointer_before = QCursor.pos()

    def _asked_for(self) -> "tuple[Explanation, QRect]":
        """What is asked for, and what its explanation stands beside, in pixels of the window."""
        from lenet_app.gui.kit.explanations import explanation_of  # noqa: PLC0415 - the window is there sooner

        focus, pointer = QApplication.focusWidget(), QCursor.pos()
        if focus is not None and focus.window() is not self._window:
            focus = None
        is_typing = focus is not None and any(map(focus.inherits, _TYPED_INTO))
        if focus is None or (pointer != self._pointer_before and not is_typing):
            below = self._below(pointer)
            found = explanation_of(below, pointer) if below is not None else None
            if found is not None and found.control is not focus:
                around = QRect(QPoint(), QSize(2 * _POINTED, 2 * _POINTED))
                around.moveCenter(self._window.mapFromGlobal(pointer))
                whole = _place_of(found.control, self._window)
                return found, around if whole.width() * whole.height() > _LARGE else whole
        found = explanation_of(focus) if focus is not None else None
        if found is not None:
            return found, _part_place(found.control, self._window)
        return self._how_to_ask(), self._window.rect()

    def _below(self, pointer: QPoint) -> QWidget | None:
        """The widget of this window at a point of the screen, disabled ones included."""
        return self._window.childAt(self._window.mapFromGlobal(pointer))

    def _how_to_ask(self) -> "Explanation":
        from lenet_app.gui.kit.explanations import Explanation  # noqa: PLC0415

        text = tr("Point at something, or go to it with Tab, and press F1. “?” shows everything on the page explained.")
        return Explanation(self._window, tr("Help"), (text,), "")


_LARGE = 40_000
"""Square pixels from which on an explanation stands beside the pointer and not beside the whole control."""


def _place_of(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def _part_place(widget: QWidget, window: QWidget) -> QRect:
    """Where a control is, or the line of a list that the keyboard is on."""
    from PySide6.QtWidgets import QAbstractItemView  # noqa: PLC0415

    if isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        line = widget.visualRect(widget.currentIndex())
        return QRect(widget.viewport().mapTo(window, line.topLeft()), line.size()).intersected(
            _place_of(widget, window)
        )
    return _place_of(widget, window)
