"""The offer to read a picture as a number, over the lower edge of the canvas."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QToolButton

from lenet_app.gui.icons import icon
from lenet_app.gui.theme import Kind, set_kind, with_tabular_figures
from lenet_app.gui.widgets.canvas.canvas import Canvas

_MARGIN = 8
_MOST = 24  # characters of the number that are shown
_BUTTON = "QPushButton { min-height: 26px; } QPushButton:focus { min-height: 24px; }"


class ReadOffer(QFrame):
    """Says which number a picture looks like, until it is dismissed or taken up; nothing else moves.

    Args:
        host: the canvas.
    """

    accepted = Signal()
    """The user wants the number read."""

    def __init__(self, host: Canvas) -> None:
        super().__init__(host)
        self._host = host
        set_kind(self, Kind.CARD)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setFont(with_tabular_figures(self.font()))
        self.button = QPushButton(self.tr("Read it as a number"))
        self.button.setStyleSheet(_BUTTON)
        self.button.setToolTip(self.tr("Read every digit of the picture, on the page for numbers"))
        self.button.clicked.connect(self.accepted)
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("x"))
        set_kind(self.close_button, Kind.FLAT)
        self.close_button.setToolTip(self.tr("Dismiss (Esc)"))
        self.close_button.setAccessibleName(self.tr("Dismiss"))
        self.close_button.clicked.connect(self.dismiss)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(12, 4, 4, 8)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._text, 0, 0)
        self._layout.addWidget(self.button, 1, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(self.close_button, 0, 1, Qt.AlignmentFlag.AlignTop)
        self._layout.setColumnStretch(0, 1)
        # Wherever the focus is; of all that Escape closes each takes its turn.
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self.dismiss)
        escape.activatedAmbiguously.connect(self.dismiss)
        host.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty while hidden."""
        return "" if self.isHidden() else self._text.text()

    def offer(self, number: str) -> None:
        """Say that the picture looks like this number; rows are parted by line breaks."""
        line = ", ".join(number.splitlines())
        shown = line if len(line) <= _MOST else line[: _MOST - 1] + "…"
        self._text.setText(self.tr("This looks like a number: {number}").format(number=shown))
        self.setAccessibleName(self._text.text())
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def dismiss(self) -> None:
        """Take the offer back; the keyboard goes to the canvas if it was here."""
        had_focus = self.button.hasFocus() or self.close_button.hasFocus()
        self.hide()
        if had_focus:
            self._host.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the host."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        sheet = self._host.sheet().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        height = self._layout.totalHeightForWidth(sheet.width())
        self.setGeometry(sheet.x(), max(0, sheet.bottom() + 1 - height), sheet.width(), height)
