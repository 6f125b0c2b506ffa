"""One digit in detail: its fitted picture, the two best guesses, and buttons that say what it is."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.answering.confidence import percent
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.colours import colours
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.gui.read.widgets.digit_texts import guesses, state_text
from lenet_app.language import tr
from lenet_app.reading.checked import CheckedDigit

_SMALLEST, _LARGEST, _SHARE = 64, 136, 0.33
"""Pixels of the picture at least and at most, and its part of the card's width."""
_COLUMNS = 10


class DigitCard(QWidget):
    """Says what is known of a digit; its size stays whatever it says."""

    corrected = Signal(object)
    """What the digit is, 0 to 9; None where it is no digit."""
    restored = Signal()
    """The digit should be as it was read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = _FittedPicture()
        self._state, self._first, self._second = QLabel(), QLabel(), QLabel()
        set_kind(self._state, Kind.TITLE)
        for line in (self._first, self._second):
            line.setFont(with_tabular_figures(line.font()))
        set_kind(self._second, Kind.SECONDARY)
        for line in (self._state, self._second):
            line.setWordWrap(True)
        self.digit_buttons = [self._digit_button(digit) for digit in range(10)]
        self.leave_button = QPushButton(tr("No digit"))
        self.leave_button.setToolTip(tr("Leave this mark out: it is no digit (Delete)"))
        self.leave_button.clicked.connect(lambda: self.corrected.emit(None))
        self.restore_button = QPushButton(tr("As read"))
        self.restore_button.setToolTip(tr("Take back what you said of this digit (Backspace)"))
        self.restore_button.clicked.connect(self.restored)
        self._lay_out()
        self.show_digit(None)

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for line in (self._state, self._first, self._second):
            texts.addWidget(line)
        texts.addStretch(1)
        upper = QHBoxLayout()
        upper.setSpacing(12)
        upper.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        upper.addLayout(texts, 1)
        digits = QGridLayout()
        digits.setSpacing(2)
        for place, button in enumerate(self.digit_buttons):
            digits.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        lower = QHBoxLayout()
        lower.setSpacing(8)
        lower.addWidget(self.leave_button, 1)
        lower.addWidget(self.restore_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(upper)
        layout.addLayout(digits)
        layout.addLayout(lower)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the picture as large as the column is wide enough for."""
        super().resizeEvent(event)
        side = round(min(max(event.size().width() * _SHARE, _SMALLEST), _LARGEST))
        self._picture.setFixedSize(QSize(side, side))

    def _digit_button(self, digit: int) -> QToolButton:
        button = QToolButton()
        button.setText(str(digit))
        button.setFont(with_tabular_figures(button.font()))
        # Ten of them share the width of the column.
        button.setStyleSheet("QToolButton { padding: 0; }")
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        sentence = tr("It is a {digit}").format(digit=digit)
        button.setAccessibleName(sentence)
        button.setToolTip(sentence)
        explain(
            button, tr("Say that the chosen digit is a {digit}. The key {digit} does the same.").format(digit=digit)
        )
        button.clicked.connect(lambda: self.corrected.emit(digit))
        return button

    @property
    def texts(self) -> tuple[str, str, str]:
        """State, best and second guess, as they are shown."""
        return self._state.text(), self._first.text(), self._second.text()

    def show_digit(self, digit: CheckedDigit | None, *, can_correct: bool = True) -> None:
        """Show a digit with its fitted picture; None says how to choose one."""
        self._picture.show_picture(None if digit is None else digit.read.fitted)
        if digit is None:
            self._state.setText(tr("Nothing chosen"))
            self._first.setText("")
            self._second.setText(tr("Click a digit to see it closely and to correct it."))
        else:
            (best, confidence), (second, probability) = guesses(digit)
            self._state.setText(state_text(digit))
            sentence = tr("{digit}: {percent} %")
            self._first.setText(sentence.format(digit=best, percent=percent(confidence)))
            sentence = tr("or {digit}: {percent} %")
            self._second.setText(sentence.format(digit=second, percent=percent(probability)))
        for button in self.digit_buttons:
            button.setEnabled(digit is not None and can_correct)
        self.leave_button.setEnabled(digit is not None and can_correct and not digit.is_left_out)
        self.restore_button.setEnabled(digit is not None and can_correct and digit.is_corrected)


class _FittedPicture(QWidget):
    """The fitted picture with every pixel sharp."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self.setFixedSize(QSize(_SMALLEST, _SMALLEST))
        self.setAccessibleName(tr("The fitted picture"))
        self.setToolTip(tr("The digit as the network gets it: cut out, brought to one size and centred"))

    def show_picture(self, fitted: npt.NDArray[np.float32] | None) -> None:
        """Show (28, 28) in [0, 1], or an empty square."""
        self._image = None
        if fitted is not None:
            pixels = (np.clip(fitted, 0, 1) * 255 + 0.5).astype(np.uint8)
            height, width = pixels.shape
            self._image = QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it in a rounded square."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setClipPath(corners)
        named = colours(self)
        if self._image is not None:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
            painter.drawImage(QRectF(self.rect()), self._image)
        else:
            painter.fillRect(self.rect(), named.hover)
        painter.setClipping(False)
        painter.setPen(named.outline)
        painter.drawPath(corners)
        painter.end()
