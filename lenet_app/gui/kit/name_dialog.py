"""A dialog that asks for a name; one that is refused stays there to be changed, with the reason below it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from lenet_app.gui.look.theme import Kind, set_kind

Answer = Callable[[str], None]
"""Takes the sentence that says why a name is refused; an empty one where it is given."""

_WIDTH = 360
_LINES, _MARGIN = 2, 8


class NameDialog(QDialog):
    """Stays open until the name is given, or somebody gives it up.

    Args:
        title: of its window.
        question: above the field.
        name: in the field at first.
        give: called with each name that is entered, and with whom to answer, at once or later; only from the window's
            thread.
        parent: what it lies over.
    """

    def __init__(
        self, title: str, question: str, name: str, give: Callable[[str, Answer], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._give = give
        self.field = QLineEdit(name)
        self.field.selectAll()
        self.field.setMinimumWidth(_WIDTH)
        self.field.setAccessibleName(question)
        self.field.setToolTip(question)
        label = QLabel(question)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setBuddy(self.field)
        self._fault = QLabel()
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        self._fault.setWordWrap(True)
        self._fault.setFixedHeight(_LINES * self._fault.fontMetrics().lineSpacing() + 2 * _MARGIN)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        set_kind(self.buttons.button(QDialogButtonBox.StandardButton.Ok), Kind.PRIMARY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for part in (label, self.field, self._fault, self.buttons):
            layout.addWidget(part)
        self.field.textEdited.connect(lambda _text: self._say(""))
        self.buttons.accepted.connect(self._enter)
        self.buttons.rejected.connect(self.reject)

    @property
    def fault(self) -> str:
        """Why the last name was refused; empty where none was."""
        return self._fault.text()

    def _enter(self) -> None:
        self._set_waiting(is_waiting=True)
        self._give(self.field.text(), self._answer)

    def _answer(self, fault: str) -> None:
        if not Shiboken.isValid(self):
            return  # it was given up meanwhile
        self._set_waiting(is_waiting=False)
        if not fault:
            self.accept()
            return
        self._say(fault)
        self.field.setFocus()
        self.field.selectAll()

    def _set_waiting(self, *, is_waiting: bool) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not is_waiting)
        self.field.setReadOnly(is_waiting)

    def _say(self, fault: str) -> None:
        self._fault.setText(fault)
        self._fault.setAccessibleName(fault)
        self._fault.setMargin(_MARGIN if fault else 0)
        set_kind(self._fault, Kind.NOTICE if fault else None)
