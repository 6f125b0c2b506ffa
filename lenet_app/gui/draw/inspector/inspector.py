"""The inspector: one place for whatever is looked at more closely, which never covers the layers."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QPaintEvent, QShortcut, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.draw.inspector.panel import HasThreads, InspectorPanel
from lenet_app.gui.draw.inspector.tab_row import TabRow
from lenet_app.gui.inside.keep.keepsake import Keeps, Keepsake
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_SHEET = """
QPushButton { padding: 0 5px; min-height: 26px; }
QPushButton:focus { padding: 0 4px; min-height: 24px; }
QToolButton { min-height: 26px; font-weight: 600; }
QToolButton:focus { min-height: 24px; }
"""
_HEAD_MARGIN = 5


class Inspector(QFrame):
    """A title line with the names of its panels and a caret, and below it one panel while it is open.

    Args:
        panels: in the order of their names.
    """

    shown_changed = Signal(str)
    """The key of the panel that is to be seen; empty while the inspector is collapsed."""
    made = Signal(QWidget)
    """A panel that was shown for the first time."""
    menu_wanted = Signal(QPoint)
    """Somebody wants a menu for the panel that is seen, at this point of the screen."""
    opened_by_user = Signal(bool)
    """Whether somebody has opened it, or collapsed it."""

    def __init__(self, panels: Sequence[InspectorPanel], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panels = {panel.key: panel for panel in panels}
        self._made: dict[str, QWidget] = {}
        self._tabs = TabRow(panels)
        self._tabs.chosen.connect(self.open)
        self._current, self._is_open, self._is_told = panels[0].key, False, ""
        self._came_from: QWidget | None = None
        set_kind(self, Kind.CARD)
        self.setAccessibleName(tr("Inspector"))
        explain(self, tr("One place for what is looked at more closely; the buttons in its title line choose what."))
        self._body = QStackedWidget()
        self._body.hide()
        self._caret = QToolButton()
        set_kind(self._caret, Kind.FLAT)
        self._caret.clicked.connect(self._toggle)
        explain(self._caret, tr("Collapsed, the inspector leaves its room to the layers; open, it shows one panel."))
        self.save_button = QToolButton()
        self.save_button.setIcon(icon("download"))
        self.save_button.setAccessibleName(tr("Save as…"))
        self.save_button.setToolTip(tr("Save what this panel shows, as a picture or as numbers"))
        set_kind(self.save_button, Kind.FLAT)
        self._head = self._head_line()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._body, 1)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.setWhatsThis(tr("Collapse the inspector"))
        escape.activated.connect(self._leave)
        self._show()

    def _head_line(self) -> QWidget:
        head = QWidget()
        head.setStyleSheet(_SHEET)
        row = QHBoxLayout(head)
        row.setContentsMargins(6, _HEAD_MARGIN, 6, _HEAD_MARGIN)
        row.setSpacing(2)
        row.addWidget(self._tabs, 1)
        row.addWidget(self.save_button)
        row.addWidget(self._caret)
        return head

    @property
    def shown(self) -> str:
        """The key of the panel that is to be seen; empty while the inspector is collapsed."""
        return self._current if self._is_open else ""

    @property
    def is_open(self) -> bool:
        """Whether more than its title line is to be seen."""
        return self._is_open

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """What there is to keep of the panel that is seen."""
        panel = self._made.get(self.shown)
        return panel.keepsakes() if isinstance(panel, Keeps) else ()

    @property
    def caret(self) -> QToolButton:
        """What opens and collapses it."""
        return self._caret

    @property
    def head_height(self) -> int:
        """Pixels of the title line, which is all of it while it is collapsed."""
        return self._head.sizeHint().height() + 2

    def button(self, key: str) -> QPushButton:
        """The name of a panel in the title line."""
        return self._tabs.buttons[key]

    def panel(self, key: str) -> QWidget:
        """A panel; the first to ask has it made."""
        if key not in self._made:
            self._made[key] = self._panels[key].make()
            self._body.addWidget(self._made[key])
            self.made.emit(self._made[key])
        return self._made[key]

    def open(self, key: str, came_from: QWidget | None = None) -> None:
        """Show a panel, as a user wishes.

        Args:
            key: which.
            came_from: what was pressed, which gets the keyboard back on Escape; then the panel has it meanwhile.
        """
        self._current, self._came_from = key, came_from
        self._open(True)
        if came_from is not None:
            self.panel(key).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_open(self, is_open: bool) -> None:
        """Be open or collapsed; nobody has wished it."""
        self._is_open = is_open
        self._show()

    def finish(self) -> None:
        """End the threads of the panels that have some; this is the end."""
        for panel in self._made.values():
            if isinstance(panel, HasThreads):
                panel.finish()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Make a panel that is open from the beginning once the window is there."""
        super().paintEvent(event)
        if self._is_open and self._current not in self._made:
            QTimer.singleShot(0, self._fill)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Have a menu for the panel, by mouse or key."""
        if not self.save_button.isHidden():
            self.menu_wanted.emit(event.globalPos())

    def _fill(self) -> None:
        if self._is_open:
            self._body.setCurrentWidget(self.panel(self._current))
            self.save_button.setVisible(isinstance(self.panel(self._current), Keeps))

    def _toggle(self) -> None:
        self._open(not self._is_open)

    def _open(self, is_open: bool) -> None:
        self._is_open = is_open
        if is_open:
            self._fill()
        self._show()
        self.opened_by_user.emit(is_open)

    def _leave(self) -> None:
        """Collapse, and give the keyboard back."""
        came_from = self._came_from
        self._open(False)
        (came_from if came_from is not None and came_from.isVisible() else self._caret).setFocus()

    def _show(self) -> None:
        self._body.setVisible(self._is_open)
        self.save_button.setVisible(isinstance(self._made.get(self.shown), Keeps))
        self._tabs.set_current(self._current, is_seen=self._is_open)
        text = tr("Collapse the inspector to this line") if self._is_open else tr("Open the inspector")
        self._caret.setIcon(icon("chevron-down" if self._is_open else "chevron-up"))
        self._caret.setToolTip(text)
        self._caret.setAccessibleName(text)
        if self.shown != self._is_told:
            self._is_told = self.shown
            self.shown_changed.emit(self.shown)
