"""A sentence beside what it concerns, until dismissed; it lies over its host, so nothing else moves."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from lenet_app.gui.icons import icon
from lenet_app.gui.theme import Kind, set_kind

_MARGIN = 8


class Notice(QFrame):
    """Lies along the lower edge of `host` while it has something to say."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        set_kind(self, Kind.NOTICE)
        sign = QLabel()
        sign.setPixmap(icon("triangle-alert", lambda named: named.warning).pixmap(16, 16))
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setIcon(icon("x"))
        set_kind(self._close, Kind.FLAT)
        self._close.setToolTip(self.tr("Dismiss (Esc)"))
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.clicked.connect(self.dismiss)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 4, 4)
        self._layout.setSpacing(8)
        self._layout.addWidget(sign)
        self._layout.addWidget(self._text, 1)
        self._layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        host.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown; empty while hidden."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, sentence: str) -> None:
        """Show `sentence` in place of any earlier one."""
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self._place()
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """Hide the sentence."""
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape dismisses."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the host."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = max(80, self._host.width() - 2 * _MARGIN)
        self.setFixedWidth(width)
        height = self._layout.totalHeightForWidth(width)
        self.setGeometry(_MARGIN, max(0, self._host.height() - height - _MARGIN), width, height)
