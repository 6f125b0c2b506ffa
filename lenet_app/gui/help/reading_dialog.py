"""A dialog to read in: it lies beside the window, which goes on meanwhile."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from lenet_app.language import tr

_MARGIN = 16

Value = TypeVar("Value")


class ReadingDialog(QDialog):
    """Holds a body over a row of buttons, the last of which closes it, as Esc does.

    Args:
        parent: the window that it belongs to.
        title: of the dialog.
        size: in pixels, where the screen has room for it.
    """

    def __init__(self, parent: QWidget, title: str, size: QSize) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.buttons = QDialogButtonBox()
        self.close_button = self.add_button(tr("Close"), tr("Close this (Esc)"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.rejected.connect(self.reject)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(12)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.buttons)
        self.resize(size.boundedTo(self.screen().availableSize() * 0.9))

    def add_button(
        self, text: str, tip: str, role: QDialogButtonBox.ButtonRole = QDialogButtonBox.ButtonRole.ActionRole
    ) -> QPushButton:
        """A button in the row at the foot."""
        button = self.buttons.addButton(text, role)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def while_open(self, handler: Callable[[Value], None]) -> Callable[[Value], None]:
        """`handler`, which does nothing once the dialog is closed: work beside the window may end later."""

        def handle(value: Value) -> None:
            if Shiboken.isValid(self):
                handler(value)

        return handle
