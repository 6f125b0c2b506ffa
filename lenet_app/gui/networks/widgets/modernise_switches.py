"""LeNet-5 of 1998 brought up to today, piece by piece: four switches."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr
from lenet_app.networks.modernise import Parts, Step

_SHEET = "QPushButton { padding: 0 8px; min-height: 24px; } QPushButton:focus { padding: 0 7px; min-height: 22px; }"


class ModerniseSwitches(QWidget):
    """Each switch has the way of 1998 at its left and what came later beside it."""

    changed = Signal(object)
    """The Parts as the user set them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[QButtonGroup] = []
        self._buttons: dict[Step, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for caption, old, old_tip, steps in self._pieces():
            layout.addLayout(self._switch(caption, old, old_tip, steps))
        layout.addStretch(1)

    def _pieces(self) -> tuple[tuple[str, str, str, tuple[tuple[Step, str, str], ...]], ...]:
        """Caption, the way of 1998, and its later ones, each with a sentence."""
        return (
            (
                *(tr("Activation"), tr("scaled tanh"), tr("f(a) = 1.7159 tanh(⅔ a), as in 1998")),
                ((Step.RELU, tr("ReLU"), tr("f(a) = max(0, a); faster to learn and to compute")),),
            ),
            (
                *(tr("Subsampling"), tr("trainable")),
                tr("A block's sum × a coefficient + a bias, with an activation, as in 1998"),
                (
                    (Step.AVERAGE_POOL, tr("average"), tr("The mean of each block; nothing to learn")),
                    (Step.MAX_POOL, tr("max"), tr("The largest value of each block; nothing to learn")),
                ),
            ),
            (
                *(tr("C3"), tr("table"), tr("Each map of C3 sees some of S2's maps, as in 1998")),
                ((Step.FULL, tr("full"), tr("Each map of C3 sees all of S2's maps")),),
            ),
            (
                *(tr("Output"), tr("RBF"), tr("The distance to a picture of each digit, as in 1998")),
                ((Step.SOFTMAX, tr("softmax"), tr("A score for each digit, learned by cross-entropy")),),
            ),
        )

    def _switch(self, caption: str, old: str, old_tip: str, steps: tuple[tuple[Step, str, str], ...]) -> QVBoxLayout:
        label = QLabel(caption)
        set_kind(label, Kind.SECONDARY)
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._button(group, caption, old, old_tip))
        for step, text, tip in steps:
            self._buttons[step] = self._button(group, caption, text, tip)
            row.addWidget(self._buttons[step])
        group.buttons()[0].setChecked(True)
        group.buttonClicked.connect(lambda _button: self.changed.emit(self.parts))
        self._groups.append(group)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label)
        column.addLayout(row)
        return column

    def _button(self, group: QButtonGroup, caption: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleName(f"{caption}: {text}")
        button.setStyleSheet(_SHEET)
        group.addButton(button)
        return button

    @property
    def parts(self) -> Parts:
        """Which pieces are replaced."""
        return Parts(frozenset(step for step, button in self._buttons.items() if button.isChecked()))

    def button(self, step: Step) -> QPushButton:
        """The button of a step."""
        return self._buttons[step]

    def set_parts(self, parts: Parts) -> None:
        """Show these pieces as replaced; nobody is told."""
        for group in self._groups:
            group.buttons()[0].setChecked(True)
        for step in parts.steps:
            self._buttons[step].setChecked(True)
