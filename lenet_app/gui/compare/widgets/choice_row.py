"""Buttons in a row of which one is pressed: folders, axes, views."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from lenet_app.gui.kit.tips import plain
from lenet_app.gui.kit.wrapping_row import WrappingRow
from lenet_app.gui.look.theme import Kind, set_kind

_SHEET = "QPushButton { padding: 0 7px; } QPushButton:focus { padding: 0 6px; }"


@dataclass(frozen=True)
class Choice:
    """What one can be chosen.

    Args:
        key: what tells it from the others.
        text: on its button.
        tip: a sentence on it.
    """

    key: str
    text: str
    tip: str


class ChoiceRow(WrappingRow):
    """One choice is always made; where there is no room for all of them, some stand in further lines."""

    chosen = Signal(str)
    """The key of the choice that somebody made."""

    def __init__(self, name: str, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(spacing=2, parent=parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._choices: tuple[Choice, ...] = ()
        self.setStyleSheet(_SHEET)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._choices[number].key))
        self.set_choices(choices)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """From left to right."""
        return self._choices

    @property
    def current(self) -> str:
        """The key of the choice that is made; empty where there is none to make."""
        number = self._group.checkedId()
        return self._choices[number].key if number >= 0 else ""

    def button(self, key: str) -> QPushButton:
        """The button of this choice."""
        button = self._group.button([choice.key for choice in self._choices].index(key))
        assert isinstance(button, QPushButton)
        return button

    def choose(self, key: str) -> None:
        """Make this choice, telling nobody."""
        self.button(key).setChecked(True)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; the one that was made stays so where it is among them, else it is the first."""
        if tuple(choices) == self._choices:
            return
        before, had_focus = self.current, any(button.hasFocus() for button in self._group.buttons())
        if [choice.key for choice in choices] != [choice.key for choice in self._choices]:
            for button in self._group.buttons():
                self._group.removeButton(button)
                button.hide()
                button.deleteLater()
            for number, _ in enumerate(choices):
                made = QPushButton()
                made.setCheckable(True)
                set_kind(made, Kind.TAB)
                self._group.addButton(made, number)
            self.set_widgets([self._group.button(number) for number in range(len(choices))])
        self._choices = tuple(choices)
        for number, choice in enumerate(choices):
            button = self._group.button(number)
            button.setText(choice.text.replace("&", "&&"))  # else it would underline a letter
            button.setToolTip(plain(choice.tip))
        keys = [choice.key for choice in choices]
        if keys:
            chosen = self._group.button(keys.index(before) if before in keys else 0)
            chosen.setChecked(True)
            if had_focus:
                chosen.setFocus()
