"""What was brought so far: the list, ways to take something out and back in, and how far the reading has come."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.kit.tool_button import tool_button
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.gui.read.widgets.item_list import ItemList
from lenet_app.language import tr, trn


class ListCard(QFrame):
    """The list with its menu, and below it the progress, what was taken out, or a summary. It asks; others do."""

    removal_requested = Signal(list)
    """The keys of the items that should go."""
    return_requested = Signal()
    """What was taken out last should come back."""
    stop_requested = Signal()
    marks_changed = Signal(bool)
    """Whether points, commas and dashes should be in the text."""
    goes_on_changed = Signal(bool)
    """Whether a digit that was corrected by a key should be followed by the next doubtful one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.CARD)
        self.list = ItemList()
        self._make_actions()
        self.menu_button = QToolButton()
        self.menu_button.setIcon(icon("ellipsis"))
        self.menu_button.setIconSize(QSize(18, 18))
        self.menu_button.setToolTip(tr("Take out, bring back, and how typing goes on"))
        self.menu_button.setAccessibleName(tr("Menu of the list"))
        set_kind(self.menu_button, Kind.FLAT)
        menu = QMenu(self.menu_button)
        menu.setToolTipsVisible(True)
        menu.addActions([self.remove_action, self.empty_action, self.return_action])
        menu.addSeparator()
        menu.addAction(self.goes_on_action)
        menu.addAction(self.marks_action)
        give_menu(self.menu_button, menu)
        self.progress = Progress()
        self.progress.stop_button.clicked.connect(self.stop_requested)
        self.removed = _Removed()
        self.removed.button.clicked.connect(self.return_requested)
        self._summary = QLabel()
        self._summary.setFont(with_tabular_figures(self._summary.font()))
        self._summary.setWordWrap(True)
        self._summary.setContentsMargins(12, 4, 12, 4)
        set_kind(self._summary, Kind.SECONDARY)
        self._foot = QStackedWidget()  # the list keeps its height whichever is shown
        for part in (self._summary, self.progress, self.removed):
            self._foot.addWidget(part)
        self._is_reading = False
        self.list.currentItemChanged.connect(self._enable)
        self._lay_out()
        self.show_removed("")

    def _make_actions(self) -> None:
        self.remove_action = self._action(
            tr("Take out of the list"),
            tr("Take the chosen line out of the list; it can be brought back"),
            QKeySequence(Qt.Key.Key_Delete),
        )
        self.remove_action.setIcon(icon("trash-2"))
        self.remove_action.triggered.connect(self._remove_chosen)
        self.empty_action = self._action(tr("Empty the list"), tr("Take everything out; it can be brought back"))
        self.empty_action.triggered.connect(lambda: self.removal_requested.emit(list(self.list.keys)))
        undo = QKeySequence(QKeySequence.StandardKey.Undo)
        self.return_action = self._action(tr("Bring back"), tr("Bring back what was taken out last"), undo)
        self.return_action.triggered.connect(self.return_requested)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.goes_on_action = QAction(tr("Typing goes on to the next digit that is not sure"), self)
        self.goes_on_action.setToolTip(tr("After a digit was corrected by a key, choose the next one that is not sure"))
        self.goes_on_action.setCheckable(True)
        self.goes_on_action.toggled.connect(self.goes_on_changed)
        self.marks_action = QAction(tr("Points, commas and dashes in the text"), self)
        self.marks_action.setToolTip(tr("Keep what stands between digits: 12.50 instead of 1250, -38 instead of 38"))
        self.marks_action.setCheckable(True)
        self.marks_action.toggled.connect(self.marks_changed)

    def _action(self, text: str, tip: str, keys: QKeySequence | None = None) -> QAction:
        """An action of the list, whose keys count while the list has the keyboard."""
        action = QAction(text, self)
        if keys is not None:
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            tip = f"{tip} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})"
        action.setToolTip(tip)
        self.list.addAction(action)
        return action

    def _lay_out(self) -> None:
        title = QLabel(tr("Read so far"))
        set_kind(title, Kind.TITLE)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 8, 0)
        head.setSpacing(0)
        head.addWidget(title, 1)
        self.remove_button = tool_button(self.remove_action)
        head.addWidget(self.remove_button)
        head.addWidget(self.menu_button)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 4, 0, 4)
        inner.setSpacing(4)
        inner.addLayout(head)
        inner.addWidget(self.list, 1)
        inner.addWidget(self._foot)

    def _remove_chosen(self) -> None:
        if (key := self.list.current_key) is not None:
            self.removal_requested.emit([key])

    def _enable(self) -> None:
        self.remove_action.setEnabled(self.list.current_key is not None)
        self.empty_action.setEnabled(self.list.count() > 0)

    def show_removed(self, text: str, *, is_new: bool = False) -> None:
        """Say what was taken out last and can be brought back; nothing where nothing was.

        Args:
            text: what it was.
            is_new: whether that was done just now: then it stands below the list, too.
        """
        self.return_action.setEnabled(bool(text))
        self.removed.say(text if is_new else "")
        self._show_foot()
        self._enable()

    def show_progress(self, done: int, total: int) -> None:
        """How many of several pictures are read; of less than two there is nothing to show."""
        self.progress.show_count(done, total)
        self._is_reading = total > 1
        self._show_foot()

    @property
    def summary(self) -> str:
        """What stands below the list while nothing more is to be read; empty while something else is shown."""
        return self._summary.text() if self._foot.currentWidget() is self._summary else ""

    def show_summary(self, text: str) -> None:
        """Say this below the list whenever nothing else is to be said there."""
        self._summary.setText(text)

    def _show_foot(self) -> None:
        said = self.removed if self.removed.text else self._summary
        self._foot.setCurrentWidget(self.progress if self._is_reading else said)


class Progress(QWidget):
    """A bar, how many of how many, and Stop."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Pictures read"))
        self._count = ElidedLabel()
        self._count.setFont(with_tabular_figures(self._count.font()))
        set_kind(self._count, Kind.SECONDARY)
        self.stop_button = QPushButton(tr("Stop"))
        self.stop_button.setToolTip(tr("Stop reading; what was read stays"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._count)

    @property
    def text(self) -> str:
        """How many of how many."""
        return self._count.text()

    def show_count(self, done: int, total: int) -> None:
        """So many are read."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        text = trn("{done} of {count} picture read", "{done} of {count} pictures read", total)
        self._count.setText(text.format(done=done, count=total))


class _Removed(QWidget):
    """What was just taken out, and a button that brings it back."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ElidedLabel()
        set_kind(self._text, Kind.SECONDARY)
        self.button = QPushButton(tr("Bring back"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.button)

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def say(self, text: str) -> None:
        """Say that this was taken out."""
        self._text.setText(text)
        self.button.setToolTip(plain(tr("Undo: {what}").format(what=text)))
