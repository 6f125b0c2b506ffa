"""The panel that lists models below whatever opens it, and has done what is asked there."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from lenet_app.gui.answering.model_dialogs import ModelDialogs
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.answering.widgets.model_list import WIDTH, ModelList
from lenet_app.gui.kit.file_dialogs import Folders
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr
from lenet_app.storage.files import Unusable
from lenet_app.storage.library import Entry

_AROUND_LIST = 64
"""Pixels of margins and buttons."""
_HIGHEST_LIST, _GAP = 460, 4


class ModelPanel(QFrame):
    """A popup that goes once something was chosen, a key Escape was pressed, or one clicks elsewhere.

    Args:
        anchor: what opens it.
        in_use: which model answers.
        switch: does what is asked.
        folders: where the dialog for files begins.
    """

    fine_tune_requested = Signal(object)
    """The Entry to go on from."""

    def __init__(self, anchor: QWidget, in_use: ModelInUse, switch: ModelSwitch, folders: Folders) -> None:
        super().__init__(anchor, Qt.WindowType.Popup)
        set_kind(self, Kind.CARD)
        self.setAccessibleName(tr("Models"))
        self._anchor, self._in_use = anchor, in_use
        self.models = ModelList()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.models)
        dialogs = ModelDialogs(anchor, switch, folders)
        models = self.models
        for signal, do in (
            (models.chosen, switch.choose),
            (models.fine_tune_requested, self.fine_tune_requested.emit),
            (models.rename_requested, dialogs.ask_name),
            (models.delete_requested, dialogs.ask_delete),
            (models.folder_requested, switch.show_folder),
            (models.open_requested, dialogs.ask_file),
        ):
            signal.connect(self.hide)
            signal.connect(do)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the keyboard back to what opened it."""
        super().hideEvent(event)
        self._anchor.window().activateWindow()
        self._anchor.setFocus()

    def open_with(self, entries: Sequence[Entry], unusable: Sequence[Unusable] = ()) -> None:
        """Open below the anchor, at its right edge where there is room, and list these models and files."""
        self.models.set_entries(entries, self._in_use.row_entry or self._in_use.entry, unusable)
        window = self._anchor.window()
        below = self._anchor.mapTo(window, QPoint(self._anchor.width(), self._anchor.height() + _GAP))
        width = max(WIDTH, self.sizeHint().width())
        room = window.height() - below.y() - 2 * _GAP
        self.resize(width, min(self.models.list.full_height + _AROUND_LIST, _HIGHEST_LIST, room))
        left = min(max(0, below.x() - width), max(0, window.width() - width))
        self.move(window.mapToGlobal(QPoint(left, below.y())))
        self.show()
        self.models.list.setFocus()
