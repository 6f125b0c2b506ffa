"""The list of data sets to train on, with ways to open and to download others."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent

from lenet_app.gui.kit.fields import ListBox, widen_list
from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.kit.tips import plain
from lenet_app.language import tr

_WIDTH = 108
_ACTION = Qt.ItemDataRole.UserRole + 1
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class DataSetChoice(ListBox):
    """A list of data sets by title; its last lines ask for others. It asks, whoever listens reads them."""

    chosen = Signal(str)
    """The name or path of the data set that the user chose."""
    open_file_requested = Signal()
    open_folder_requested = Signal()
    download_requested = Signal()

    def __init__(self) -> None:
        super().__init__(_WIDTH)
        self._sets: list[tuple[str, str]] = []
        self._name = ""
        self._is_busy = False
        self.activated.connect(self._on_activated)
        self.set_sets((), "")

    @property
    def titles(self) -> list[str]:
        """The data sets that are listed."""
        return [title for _, title in self._sets]

    @property
    def name(self) -> str:
        """The name or path of the data set that is shown as chosen."""
        return self._name

    @property
    def is_busy(self) -> bool:
        """Whether a data set is being read."""
        return self._is_busy

    def set_sets(self, sets: Sequence[tuple[str, str]], chosen: str) -> None:
        """List data sets, each by its name or path and its title, and show one as chosen."""
        self._sets, self._name = list(sets), chosen
        self.clear()
        for name, title in sets:
            self.addItem(title, name)
            self.setItemData(self.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        self.insertSeparator(self.count())
        for text, request in (
            (tr("Open file…"), self.open_file_requested),
            (tr("Open folder…"), self.open_folder_requested),
            (tr("Download…"), self.download_requested),
        ):
            self.addItem(text)
            self.setItemData(self.count() - 1, request, _ACTION)
        widen_list(self)
        self.show_name(chosen)

    def show_name(self, name: str) -> None:
        """Show this data set as the chosen one."""
        self._name = name
        if not self._is_busy:
            self.setCurrentIndex(self.findData(name))
        text = tr("The data set to train on, whose pictures can be looked at.\n{title}")
        self.setToolTip(plain(text.format(title=dict(self._sets).get(name, name)).strip()))

    def set_busy(self, text: str) -> None:
        """Show `text` while a data set is read and nothing can be chosen; an empty text ends that."""
        self._is_busy = bool(text)
        self.setPlaceholderText(text)
        self.setCurrentIndex(-1 if text else self.findData(self._name))

    def showPopup(self) -> None:
        """Open the list, unless a data set is being read."""
        if not self._is_busy:
            super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the choice as it is: reading a data set takes time, and the last lines open dialogs."""
        event.ignore()

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (Key(key_names("Up", "Down", "Home", "End"), tr("Take another data set")),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the keys step through the data sets alone: the lines that open dialogs are chosen in the opened list."""
        key, plain = Qt.Key(event.key()), event.modifiers() in (Qt.KeyboardModifier.NoModifier, _KEYPAD)
        if self._is_busy:
            event.ignore()
        elif plain and self._sets and (key in _STEPS or key in _ENDS):
            last = len(self._sets) - 1
            index = _ENDS[key] % len(self._sets) if key in _ENDS else self.currentIndex() + _STEPS[key]
            index = max(0, min(last, index))
            if index != self.currentIndex():
                self.setCurrentIndex(index)
                self._on_activated(index)
        else:
            super().keyPressEvent(event)

    def _on_activated(self, index: int) -> None:
        request = self.itemData(index, _ACTION)
        if request is not None:
            self.setCurrentIndex(self.findData(self._name))
            request.emit()
        elif (name := self.itemData(index)) and name != self._name:
            self.chosen.emit(name)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
