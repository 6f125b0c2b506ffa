"""A sentence beside what it concerns, until dismissed; it lies over the window, so nothing else moves."""

import re
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QToolButton, QWidget

from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr


class Where(StrEnum):
    """Where a notice lies."""

    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"


_MARGIN = 8
_SIGN = 16
_LONGEST_WORD = 16  # characters; words of that length, such as names of files, may be broken
_LONGEST_NUMBER = 6  # digits
_NO_SPACE = "\u200b"


class Notice(QFrame):
    """Lies over the lower edge of `host`, above it or below it, while it has something to say.

    Args:
        host: what the sentences concern.
        where: above or below for a host whose controls must stay in reach meanwhile.
    """

    def __init__(self, host: QWidget, where: Where = Where.WITHIN) -> None:
        super().__init__(host)
        self._host, self._where = host, where
        self._sentence = ""
        set_kind(self, Kind.NOTICE)
        self._icon = icon("triangle-alert", lambda named: named.warning)
        self._sign = QLabel()
        self._sign.setFixedSize(_SIGN, _SIGN)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setIcon(icon("x"))
        set_kind(self._close, Kind.FLAT)
        self._close.setToolTip(tr("Put away what is told (Esc)"))
        self._close.setAccessibleName(tr("Dismiss"))
        self._close.clicked.connect(self.dismiss)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(12, 4, 4, 4)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._sign, 0, 0)
        self._layout.addWidget(self._text, 0, 1)
        self._layout.addWidget(self._close, 0, 2, Qt.AlignmentFlag.AlignTop)
        self._layout.setColumnStretch(1, 1)
        # Wherever the focus is; of two notices each takes its turn.
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setWhatsThis(tr("Put away what is told"))
        escape.activated.connect(self.dismiss)
        escape.activatedAmbiguously.connect(self.dismiss)
        host.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown; empty while hidden."""
        return "" if self.isHidden() else self._sentence

    def say(self, sentence: str) -> None:
        """Show `sentence` in place of any earlier one."""
        self._sentence = sentence
        self._text.setText(_breakable(sentence))
        self.setAccessibleName(sentence)
        self._paint_sign()
        if self._where is not Where.WITHIN and self.parent() is not self._host.window():
            self.setParent(self._host.window())
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def dismiss(self) -> None:
        """Hide the sentence."""
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._sentence:
            self._paint_sign()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the host."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and watched is self._host:
            self._place()
        return super().eventFilter(watched, event)

    def _paint_sign(self) -> None:
        self._sign.setPixmap(self._icon.pixmap(QSize(_SIGN, _SIGN), self.devicePixelRatioF()))

    def area(self) -> QRect:
        """The part of the host that it lies over, in pixels of the host."""
        return self._host.rect()

    def _place(self) -> None:
        host, where = self._host, Where.WITHIN if self._host.isWindow() else self._where
        area = self.area()
        if where is not Where.WITHIN:
            area.translate(host.mapTo(host.window(), QPoint()))
        width = max(80, area.width() - 2 * _MARGIN)
        self.setFixedWidth(width)
        height = self._layout.totalHeightForWidth(width)
        tops = {
            Where.WITHIN: area.y() + area.height() - height - _MARGIN,
            Where.ABOVE: area.y() - height - _MARGIN,
            Where.BELOW: area.y() + area.height() + _MARGIN,
        }
        self.setGeometry(area.x() + _MARGIN, max(0, tops[where]), width, height)


def _breakable(sentence: str) -> str:
    """The sentence with places where its long words and numbers may be broken, which are not seen otherwise."""
    return re.sub(
        rf"\S{{{_LONGEST_WORD},}}|\d{{{_LONGEST_NUMBER},}}", lambda word: _NO_SPACE.join(word.group()), sentence
    )
