"""The actions of the canvas, for its keys and for the buttons of the page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from lenet_app.gui.look.icons import icon
from lenet_app.language import tr


class CanvasActions:
    """Pen, eraser, undo, redo, clear; their keys work while the owner or a widget they were added to has the focus.

    Args:
        owner: the canvas; the actions belong to it.
    """

    def __init__(self, owner: QWidget) -> None:
        standard = QKeySequence.StandardKey
        self.pen = _action(owner, "pen", [QKeySequence("P")])
        self.eraser = _action(owner, "eraser", [QKeySequence("E")])
        self.undo = _action(owner, "undo-2", QKeySequence.keyBindings(standard.Undo))
        self.redo = _action(owner, "redo-2", QKeySequence.keyBindings(standard.Redo))
        backspace = QKeySequence(Qt.Key.Key_Backspace)  # what small keyboards have
        self.clear = _action(owner, "trash-2", [*QKeySequence.keyBindings(standard.Delete), backspace])
        self._tools = QActionGroup(owner)
        for tool in (self.pen, self.eraser):
            tool.setCheckable(True)
            self._tools.addAction(tool)
        self.pen.setChecked(True)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts in the language that now holds."""
        self._tell(self.pen, tr("Pen"), tr("Draw with the pen"))
        self._tell(self.eraser, tr("Eraser"), tr("Erase what was drawn"))
        self._tell(self.undo, tr("Undo"), tr("Undo the last change"))
        self._tell(self.redo, tr("Redo"), tr("Redo what was undone"))
        self._tell(self.clear, tr("Clear"), tr("Clear the canvas"))

    @staticmethod
    def _tell(action: QAction, text: str, what: str) -> None:
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setText(text)
        action.setToolTip(f"{what} ({key})" if key else what)
        action.setStatusTip(what)


def _action(owner: QWidget, icon_name: str, keys: list[QKeySequence]) -> QAction:
    action = QAction(owner)
    action.setIcon(icon(icon_name))
    action.setShortcuts(keys)
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    owner.addAction(action)
    return action
