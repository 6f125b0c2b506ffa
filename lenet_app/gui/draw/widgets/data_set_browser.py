"""Leads through the pictures of a data set: Previous, Next, Random, or a number."""

import random

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.kit.fields import ElidedLabel, ListBox, widen_list
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr

_PART_WIDTH = 84


class DataSetBrowser(QWidget):
    """Asks for pictures by part and index; it does not hold them, and waits until it is told how many there are."""

    requested = Signal(bool, int)
    """Whether of the test pictures (or of the training pictures), and the index, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = {True: 0, False: 0}
        self._title = ""
        self.part = ListBox(_PART_WIDTH)
        self.part.addItem(tr("Test"), True)
        self.part.addItem(tr("Training"), False)
        widen_list(self.part)
        self.part.setAccessibleName(tr("Part of the data set"))
        explain(
            self.part,
            tr(
                "The test pictures are those that no training ever sees: what a network answers to them tells how good"
                " it is. The training pictures are those that it learns from."
            ),
        )
        self.part.currentTextChanged.connect(self._describe_part)
        self._describe_part(self.part.currentText())
        self.part.activated.connect(self._on_part)
        self.index = QSpinBox()
        self.index.setFont(with_tabular_figures(self.index.font()))
        self.index.setAccessibleName(tr("Number of the picture"))
        self.index.setToolTip(tr("Number of the picture"))
        explain(self.index, tr("Which picture of the chosen part is shown, counted from 0. Type a number to go there."))
        self.index.setKeyboardTracking(False)
        self.index.valueChanged.connect(self._request)
        self.previous_action = self._action("chevron-left", tr("Previous picture"), "Ctrl+Left", self._previous)
        self.next_action = self._action("chevron-right", tr("Next picture"), "Ctrl+Right", self._next)
        self.random_action = self._action("shuffle", tr("Random picture"), "Ctrl+R", self._random)
        self._caption = ElidedLabel()
        set_kind(self._caption, Kind.SECONDARY)
        self.say("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._caption)
        layout.addLayout(self._row())
        self.setEnabled(False)

    def _row(self) -> QHBoxLayout:
        layout = QHBoxLayout()
        layout.setSpacing(4)
        layout.addWidget(self.part, 1)
        layout.addWidget(self._button(self.previous_action))
        layout.addWidget(self.index)
        layout.addWidget(self._button(self.next_action))
        layout.addWidget(self._button(self.random_action))
        return layout

    @property
    def caption(self) -> str:
        """What is said of the picture."""
        return self._caption.text()

    def say(self, label: str, title: str = "") -> None:
        """Tell the true label of the picture that is shown; an empty one says what these buttons are for.

        Args:
            label: the name of the picture's class.
            title: the picture's data set, where it can be another than the one that is browsed.
        """
        self._is_shown = bool(label)
        if label:
            text = tr("{title}: true label {label}")
            self._caption.setText(text.format(title=title or self._title, label=label))
        elif self._title:
            self._caption.setText(tr("Pictures of {title}").format(title=self._title))
        else:
            self._caption.setText(tr("Pictures of a data set"))

    @property
    def is_test(self) -> bool:
        """Whether the test pictures are chosen."""
        return bool(self.part.currentData())

    def set_data_set(self, title: str, *, test: int, training: int) -> None:
        """The data set's title and how many pictures it has; from now on they can be asked for.

        Whose picture was shown before is not told any more: say it again if it still is.
        """
        self._title = title
        self._counts = {True: test, False: training}
        self.index.blockSignals(True)
        self.index.setRange(0, self._counts[self.is_test] - 1)
        self.index.blockSignals(False)
        self.setEnabled(True)
        self.say("")

    def _action(self, icon_name: str, text: str, keys: str, slot: object) -> QAction:
        action = QAction(icon(icon_name), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setToolTip(f"{text} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        action.setWhatsThis(
            tr("Leads through the data set's pictures, which the network answers as it answers a drawing.")
        )
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        return button

    def _describe_part(self, part: str) -> None:
        """What the choice means, after the whole of what may be cut short."""
        self.part.setToolTip(f"{part}\n" + tr("Pictures the network never trained on, or those it did"))

    def _on_part(self) -> None:
        self.index.blockSignals(True)
        self.index.setRange(0, self._counts[self.is_test] - 1)
        self.index.blockSignals(False)
        self._request()

    def _previous(self) -> None:
        # From something else on the canvas both ways lead to the picture whose number stands here.
        self._go((self.index.value() - self._is_shown) % self._counts[self.is_test])

    def _next(self) -> None:
        self._go((self.index.value() + self._is_shown) % self._counts[self.is_test])

    def _random(self) -> None:
        self._go(random.randrange(self._counts[self.is_test]))

    def _go(self, index: int) -> None:
        if index == self.index.value():
            self._request()
        else:
            self.index.setValue(index)

    def _request(self) -> None:
        self.requested.emit(self.is_test, self.index.value())
