"""The offer to read a picture as a number, over the lower edge of the sheet."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QPushButton

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr

_MOST = 24  # characters of the number that are shown
_AROUND = 2 * (8 + 12)  # pixels beside the button: margins of the sheet and of the offer
_BUTTON = "QPushButton { min-height: 26px; } QPushButton:focus { min-height: 24px; }"


class ReadOffer(Notice):
    """Says which number a picture looks like, until it is dismissed or taken up; nothing else moves.

    Args:
        host: the canvas.
    """

    accepted = Signal()
    """The user wants the number read."""

    def __init__(self, host: Canvas) -> None:
        self._canvas = host  # the notice asks for its area at once
        super().__init__(host)
        self._canvas = host
        self.button = QPushButton()
        set_kind(self, Kind.CARD)
        self._sign.hide()
        self._text.setFont(with_tabular_figures(self.font()))
        self.button.setStyleSheet(_BUTTON)
        self.button.setToolTip(tr("Read every digit of the picture, on the page for numbers"))
        self.button.clicked.connect(self.accepted)
        self._layout.setContentsMargins(12, 4, 4, 8)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.button, 1, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)

    def area(self) -> QRect:
        """The sheet."""
        return self._canvas.sheet()

    def offer(self, number: str) -> None:
        """Say that the picture looks like this number; rows are parted by line breaks."""
        line = ", ".join(number.splitlines())
        shown = line if len(line) <= _MOST else line[: _MOST - 1] + "…"
        self.say(tr("This looks like a number: {number}").format(number=shown))

    def dismiss(self) -> None:
        """Take the offer back; the keyboard goes to the canvas if it was here."""
        had_focus = self.button.hasFocus() or self._close.hasFocus()
        super().dismiss()
        if had_focus:
            self._canvas.setFocus()

    def _place(self) -> None:
        """On a small sheet the button says less, so that all of it can be seen."""
        self.button.setText(tr("Read it as a number"))
        if self.button.sizeHint().width() > self.area().width() - _AROUND:
            self.button.setText(tr("Read it"))
        super()._place()
