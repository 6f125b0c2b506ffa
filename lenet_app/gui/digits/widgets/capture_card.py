"""Three small sheets on which the same digit is written, and how far the round is."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.canvas.content import CanvasContent
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr
from lenet_app.samples.capture import TIMES, Capture

_ASPECT, _PEN = 0.7, 0.075
"""Width per height of a sheet, and the pen on it, as a share of the width."""
_GAP, _MARGIN = 8, 12
_PAUSE = 1000
"""Milliseconds after the last stroke on the last sheet until the three are taken."""


class CaptureCard(QFrame):
    """Asks for one digit after the other; once all sheets have ink and the pen rests, they are taken."""

    written = Signal(int, object)
    """The digit, and a tuple of Drawings of it."""

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        self.capture = Capture()
        self._title, self._count, self._note = QLabel(), QLabel(), ElidedLabel()
        set_kind(self._title, Kind.TITLE)
        self._title.setWordWrap(True)
        for quiet in (self._count, self._note):
            set_kind(quiet, Kind.SECONDARY)
        self.sheets = [self._sheet(number) for number in range(TIMES)]
        self.again_button = self._button(tr("Again"), tr("Clear the sheets and write this digit once more"))
        self.again_button.clicked.connect(self.clear)
        self.skip_button = self._button(tr("Skip"), tr("Go on with the next digit; this one is not kept"))
        self.skip_button.clicked.connect(lambda: self._go_to(self.capture.skipped()))
        self.keep_button = self._button(tr("Keep"), tr("Keep what is written now, and go on (Return)"))
        self.keep_button.clicked.connect(self.take)
        self.paper_button = self._button(tr("From paper…"), tr("Print a sheet, write on it, and photograph it"))
        self._add_key()
        self.digit_buttons = [self._digit_button(digit) for digit in range(10)]
        self._bars = [self._bar() for _ in range(10)]
        self.rest = QTimer(self)
        """Runs while the pen rests."""
        self.rest.setSingleShot(True)
        self.rest.setInterval(_PAUSE)
        self.rest.timeout.connect(self._take_all)
        self._lay_out()
        self._tell()

    def _add_key(self) -> None:
        action = QAction(tr("Keep what is written, and go on"), self)
        action.setShortcuts([QKeySequence(Qt.Key.Key_Return), QKeySequence(Qt.Key.Key_Enter)])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self.take)
        self.addAction(action)

    def _lay_out(self) -> None:
        top, sheets, buttons, digits = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QGridLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        sheets.setSpacing(_GAP)
        for sheet in self.sheets:
            sheets.addWidget(sheet, 1)
        buttons.setSpacing(4)
        for button in (self.again_button, self.skip_button, self.keep_button):
            button.setStyleSheet("QPushButton { padding: 0 4px; }")  # they are as wide as there is room
            buttons.addWidget(button, 1)
        digits.setSpacing(2)
        for digit, (number, bar) in enumerate(zip(self.digit_buttons, self._bars, strict=True)):
            digits.addWidget(number, 0, digit)
            digits.addWidget(bar, 1, digit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(8)
        for part in (top, sheets, buttons, digits):
            layout.addLayout(part)
        layout.addWidget(self._note)
        layout.addWidget(self.paper_button)

    def _sheet(self, number: int) -> Canvas:
        sheet = Canvas(aspect=_ASPECT)
        sheet.set_pen_width(_PEN)
        sheet.set_hint("")
        sheet.setAccessibleName(tr("Sheet {number}").format(number=number + 1))
        explain(
            sheet,
            tr(
                "Write the digit that is asked for as you always do, once on each sheet. When the pen rests after the"
                " last one, the three are kept, and the next digit is asked for."
            ),
        )
        sheet.setToolTip(tr("Write the digit here"))
        sheet.content_changed.connect(self._on_written)
        return sheet

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        set_kind(button, Kind.SMALL)
        button.setToolTip(tip)
        return button

    def _digit_button(self, digit: int) -> QToolButton:
        button = QToolButton()
        set_kind(button, Kind.FLAT)
        button.setStyleSheet("QToolButton { padding: 0; min-width: 14px; min-height: 20px; }")
        button.setText(str(digit))
        button.setFont(with_tabular_figures(button.font()))
        button.setCheckable(True)
        button.setAccessibleName(tr("Write {digit}").format(digit=digit))
        button.setToolTip(tr("Write a {digit} next").format(digit=digit))
        button.clicked.connect(lambda: self._go_to(self.capture.at(digit)))
        return button

    def _bar(self) -> QProgressBar:
        bar = QProgressBar()
        bar.setRange(0, TIMES)
        bar.setTextVisible(False)
        bar.setMinimumWidth(8)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the sheets as high as their width asks for."""
        super().resizeEvent(event)
        gaps = (TIMES - 1) * _GAP + 2 * _MARGIN
        for sheet in self.sheets:
            sheet.setFixedHeight(round((event.size().width() - gaps) / TIMES / _ASPECT))

    # What is written

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """What is on the sheets, without those that are empty."""
        contents = (sheet.content for sheet in self.sheets)
        return tuple(one for one in contents if isinstance(one, Drawing) and not one.is_empty)

    def clear(self) -> None:
        """Take what is written from the sheets."""
        self.rest.stop()
        for sheet in self.sheets:
            sheet.set_content(Drawing())
        self._tell()

    def take(self) -> None:
        """Take what is written, as much as it is, and go on."""
        if drawings := self.drawings:
            digit = self.capture.digit
            self._go_to(self.capture.written())
            self.written.emit(digit, drawings)

    def _on_written(self, _content: CanvasContent) -> None:
        self.rest.start()  # anew with every move of the pen
        self._tell()

    def _take_all(self) -> None:
        if any(sheet.is_drawing for sheet in self.sheets):
            self.rest.start()
        elif len(self.drawings) == TIMES:
            self.take()

    def _go_to(self, capture: Capture) -> None:
        self.capture = capture
        self.clear()
        self.sheets[0].setFocus()

    def _tell(self) -> None:
        digit, count = self.capture.digit, len(self.drawings)
        self._title.setText(tr("Write three {digit}s").format(digit=digit))
        self._count.setText(f"{count} / {TIMES}")
        self.keep_button.setEnabled(count > 0)
        self.again_button.setEnabled(count > 0)
        for number, (button, bar) in enumerate(zip(self.digit_buttons, self._bars, strict=True)):
            button.setChecked(number == digit)
            bar.setValue(TIMES if number in self.capture.done else count if number == digit else 0)
        self._note.setText(tr("Round {round}. Write as you always do.").format(round=self.capture.round))
