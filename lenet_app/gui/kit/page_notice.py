"""The page's notice: it has room of its own, and may offer to take back what it tells."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QToolButton, QWidget

from lenet_app.gui.kit.notice import Notice
from lenet_app.language import tr

_GAP = 8


class PageNotice(Notice):
    """Lies below what is in `host`, which gives it the room as long as it is shown.

    Args:
        host: has a layout, the lower margin of which is the notice's.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._take_back: Callable[[], None] | None = None
        self.undo_button = QPushButton(tr("Undo"))
        self.undo_button.setToolTip(tr("Take it back"))
        self.undo_button.clicked.connect(self._undo)
        self.undo_button.hide()
        layout = self.layout()
        assert isinstance(layout, QGridLayout)
        (close,) = self.findChildren(QToolButton)
        layout.removeWidget(close)
        layout.addWidget(self.undo_button, 0, 2)
        layout.addWidget(close, 0, 3, Qt.AlignmentFlag.AlignTop)

    def say(self, sentence: str) -> None:
        """Show `sentence` in place of any earlier one."""
        self._offer(sentence, None, "", "")

    def offer(self, sentence: str, take_back: Callable[[], None]) -> None:
        """Show `sentence` and a button that takes back what it tells."""
        self._offer(sentence, take_back, tr("Undo"), tr("Take it back"))

    def offer_opening(self, sentence: str, open_it: Callable[[], None]) -> None:
        """Show `sentence` and a button that opens what it tells of."""
        self._offer(sentence, open_it, tr("Open"), tr("Open it with the program that you have for it"))

    def _offer(self, sentence: str, act: Callable[[], None] | None, text: str, tip: str) -> None:
        self._take_back = act
        self.undo_button.setText(text)
        self.undo_button.setToolTip(tip)
        self.undo_button.setVisible(act is not None)
        super().say(sentence)

    def _undo(self) -> None:
        take_back = self._take_back
        self.dismiss()
        if take_back is not None:
            take_back()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room."""
        super().showEvent(event)
        self._make_room(self.height() + _GAP)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the room back."""
        super().hideEvent(event)
        if self.isHidden():
            self._make_room(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as much room as the sentence needs."""
        super().resizeEvent(event)
        if not self.isHidden():
            self._make_room(self.height() + _GAP)

    @property
    def _room(self) -> QWidget:
        host = self.parentWidget()
        assert host is not None
        return host

    def area(self) -> QRect:
        """The notice is as wide as the host, and lies at its very edge."""
        return self._room.rect().adjusted(-_GAP, 0, _GAP, _GAP)

    def _make_room(self, height: int) -> None:
        layout = self._room.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, height)
