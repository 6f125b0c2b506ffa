"""Leads through the pictures of a data set: Previous, Next, Random, or a number."""

import random
from enum import Enum, auto

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.kit.fields import CountBox, ElidedLabel, ListBox, widen_list
from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.kit.line_button import LineButton
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr

_PART_WIDTH = 72
_LEAST_LARGEST, _BESIDE_NUMBER = 9999, 40
_NARROW = "QToolButton { padding: 0 3px; } QToolButton:focus { padding: 0 2px; }"


class Verdict(Enum):
    """What came of the picture's answer."""

    RIGHT = auto()
    WRONG = auto()
    NOT_SURE = auto()


class PictureNumber(CountBox):
    """A number that counts once it is entered or stepped to: one that was left half typed is taken back."""

    def sizeHint(self) -> QSize:
        """Room for the largest number, and no more: a column of 256 pixels has to hold the whole row."""
        width = self.fontMetrics().horizontalAdvance(self.textFromValue(max(self.maximum(), _LEAST_LARGEST)))
        return QSize(width + _BESIDE_NUMBER, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take back what was not entered."""
        self._take_back()
        super().focusOutEvent(event)

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (Key(key_names("Esc"), tr("Take back what was typed")),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was not entered."""
        if event.key() == Qt.Key.Key_Escape:
            self._take_back()
        super().keyPressEvent(event)

    def _take_back(self) -> None:
        self.lineEdit().setText(self.textFromValue(self.entered))


class DataSetBrowser(QWidget):
    """Asks for pictures by part and index; it does not hold them, and waits until it is told how many there are."""

    requested = Signal(bool, int)
    """Whether of the test pictures (or of the training pictures), and the index, from 0."""
    offer_accepted = Signal()
    """The user wants to see the pictures that were offered."""

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
        self.index = PictureNumber()
        self.index.setFont(with_tabular_figures(self.index.font()))
        self.index.setAccessibleName(tr("Number of the picture"))
        self.index.setToolTip(tr("Number of the picture"))
        explain(self.index, tr("Which picture of the chosen part is shown, counted from 0. Type a number to go there."))
        self.index.setKeyboardTracking(False)
        self.index.lineEdit().setAcceptDrops(False)  # a file that falls here is meant for the page
        self.index.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.index.valueChanged.connect(self._request)
        self.previous_action = self._action("chevron-left", tr("Previous picture"), "Ctrl+Left", self._previous)
        self.next_action = self._action("chevron-right", tr("Next picture"), "Ctrl+Right", self._next)
        self.random_action = self._action("shuffle", tr("Random picture"), "Ctrl+R", self._random)
        self._label, self._named = "", ""
        self._verdict: Verdict | None = None
        self._is_shown = False
        self._caption, self._truth = ElidedLabel(), QLabel()
        self._truth.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._truth.setFont(with_tabular_figures(self._truth.font()))
        self._truth.setTextFormat(Qt.TextFormat.PlainText)
        self.offer_button = LineButton()
        self.offer_button.clicked.connect(self.offer_accepted)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        for label in (self._caption, self._sentence):
            set_kind(label, Kind.SECONDARY)
        self._buttons = self._row()
        self._lay_out()
        self.withdraw_offer()
        self.say("")
        self.setEnabled(False)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self._caption, 1)
        above.addWidget(self._truth)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addWidget(self._buttons)
        layout.addWidget(self.offer_button)
        layout.addWidget(self._sentence)

    def _row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.part, 1)
        layout.addWidget(self._button(self.previous_action))
        layout.addWidget(self.index)
        layout.addWidget(self._button(self.next_action))
        layout.addWidget(self._button(self.random_action))
        return row

    @property
    def caption(self) -> str:
        """Whose pictures they are."""
        return self._caption.text()

    @property
    def truth(self) -> str:
        """The true label of the picture that is shown, and whether it was answered; empty without one."""
        return self._truth.text()

    @property
    def sentence(self) -> str:
        """Why the pictures are not those that the model learned; empty where there is nothing to say."""
        return "" if self._sentence.isHidden() else self._sentence.text()

    @property
    def is_usable(self) -> bool:
        """Whether pictures can be asked for."""
        return self._buttons.isEnabled()  # which follows the whole

    def say(self, label: str, title: str = "") -> None:
        """Tell the true label of the picture that is shown.

        Args:
            label: the name of the picture's class; empty where none is shown.
            title: the picture's data set, where it can be another than the one that is browsed.
        """
        self._is_shown = bool(label)
        if label != self._label:
            self._label, self._verdict = label, None
        self._tell(title)

    def judge(self, verdict: Verdict | None) -> None:
        """Mark the true label: what came of the answer to its picture. None leaves it without a mark."""
        self._verdict = verdict
        self._tell_truth()

    def _tell(self, title: str = "") -> None:
        shown = title or self._named or self._title
        text = tr("Pictures of {title}").format(title=shown) if shown else tr("Pictures of a data set")
        if text != self._caption.text():
            self._caption.setText(text)
        self._tell_truth()

    def _tell_truth(self) -> None:
        texts = {
            None: tr("true: {label}"),
            Verdict.RIGHT: tr("true: {label} ✓ right"),
            Verdict.WRONG: tr("true: {label} ✗ wrong"),
            Verdict.NOT_SURE: tr("true: {label}, not sure"),
        }
        text = texts[self._verdict].format(label=self._label) if self._label else ""
        if text == self._truth.text():
            return  # this is asked at every move of a pen, and looks cost
        self._truth.setText(text)
        set_kind(self._truth, Kind.WARNING if self._verdict is Verdict.WRONG else Kind.TITLE)

    def offer(self, leads: str, *, is_usable: bool) -> None:
        """Offer other pictures in a few words.

        Args:
            leads: what a press does.
            is_usable: whether the model in use takes those that are here.
        """
        self._sentence.hide()
        self.offer_button.set_line("", leads, tip=tr("The model that answers learned these pictures"))
        self.offer_button.show()
        self._use("", is_usable=is_usable)

    def explain(self, sentence: str, *, title: str, is_usable: bool) -> None:
        """Say in a sentence why other pictures are not offered.

        Args:
            sentence: why.
            title: of the data set that is named in place of the one that is here; empty for that one.
            is_usable: whether the model in use takes those that are here.
        """
        self.offer_button.hide()
        self._sentence.setText(sentence)
        self._sentence.show()
        self._use(title, is_usable=is_usable)

    def withdraw_offer(self) -> None:
        """Offer nothing."""
        self.offer_button.hide()
        self._sentence.hide()
        self._use("", is_usable=True)

    def _use(self, named: str, *, is_usable: bool) -> None:
        self._named = named
        self._buttons.setEnabled(is_usable and self._counts[self.is_test] > 0)
        for action in (self.previous_action, self.next_action, self.random_action):
            action.setEnabled(self._buttons.isEnabled())
        self._tell()

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
        self._use("", is_usable=True)
        self.say("")

    def go_to(self, *, of_test: bool, index: int) -> None:
        """Ask for this picture of this part."""
        if of_test != self.is_test:
            self.part.setCurrentIndex(self.part.findData(of_test))
            self.index.blockSignals(True)
            self.index.setRange(0, self._counts[of_test] - 1)
            self.index.blockSignals(False)
        self._go(index)

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
        button.setStyleSheet(_NARROW)
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
