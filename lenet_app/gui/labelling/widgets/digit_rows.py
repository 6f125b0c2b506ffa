"""Two rows of five buttons that say which digit it is, and what was kept of that."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr

_COLUMNS, _DIGITS = 5, 10
_SHEET = """
QToolButton { padding: 0; min-height: 24px; border-radius: 6px; }
QToolButton:focus { padding: 0; min-height: 22px; }
QToolButton:checked { font-weight: 600; }
"""


class DigitRows(QWidget):
    """Asks what a digit is. The one that was kept is marked, and can be taken back."""

    said = Signal(int)
    """It is this digit, 0 to 9."""
    undo_wanted = Signal()
    """It should not be kept after all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = ElidedLabel()
        set_kind(self.line, Kind.SECONDARY)
        self.undo_button = QPushButton(tr("Undo"))
        set_kind(self.undo_button, Kind.SMALL)
        self.undo_button.setToolTip(tr("Take back what you said; the sample is not kept"))
        self.undo_button.clicked.connect(self.undo_wanted)
        policy = self.undo_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.undo_button.setSizePolicy(policy)
        self.buttons = [self._button(digit) for digit in range(_DIGITS)]
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.line, 1)
        top.addWidget(self.undo_button)
        grid = QGridLayout()
        grid.setSpacing(4)
        for digit, button in enumerate(self.buttons):
            grid.addWidget(button, digit // _COLUMNS, digit % _COLUMNS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(grid)
        self.setAccessibleName(tr("What it is"))
        self.rest()

    def _button(self, digit: int) -> QToolButton:
        button = QToolButton()
        button.setText(str(digit))
        button.setCheckable(True)
        button.setFont(with_tabular_figures(button.font()))
        button.setStyleSheet(_SHEET)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(tr("It is a {digit}").format(digit=digit))
        button.setToolTip(tr("It is a {digit}: keep it among my digits ({digit})").format(digit=digit))
        explain(
            button,
            tr(
                "Say that it is a {digit}, whether the answer is right or wrong. It is kept on this computer among My"
                " digits, from which the network can learn your hand. The key {digit} does the same."
            ).format(digit=digit),
        )
        button.clicked.connect(lambda: self._say(digit))
        return button

    @property
    def kept(self) -> int | None:
        """The digit that is marked as kept."""
        return next((digit for digit, button in enumerate(self.buttons) if button.isChecked()), None)

    def rest(self, *, can_say: bool = False) -> None:
        """Nothing is kept of what is answered now.

        Args:
            can_say: whether there is anything of which something can be said.
        """
        self._show(None, tr("Wrong? It is a …"), can_say=can_say)

    def show_kept(self, digit: int) -> None:
        """This was said, and it is kept."""
        self._show(digit, tr("Kept as a {digit}").format(digit=digit), can_say=True)

    def _show(self, digit: int | None, text: str, *, can_say: bool) -> None:
        self.line.setText(text)
        had_focus = self.undo_button.hasFocus()
        self.undo_button.setVisible(digit is not None)
        for number, button in enumerate(self.buttons):
            button.setEnabled(can_say)
            button.setChecked(number == digit)
        if had_focus and digit is None and can_say:
            self.buttons[0].setFocus()

    def _say(self, digit: int) -> None:
        button = self.buttons[digit]
        button.setChecked(not button.isChecked())  # it is marked once it is kept
        self.said.emit(digit)
