"""Pictures that were chosen: the surest mistakes, those of a cell or a class, those on which two models differ."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout

from lenet_app.gui.evaluate.widgets.save_button import save_button
from lenet_app.gui.inside.widgets.pictures import Picture
from lenet_app.gui.inside.widgets.pictures_view import PicturesView
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_HIGH = 68.0


class GalleryCard(QFrame):
    """Buttons choose what is shown, a line tells it, a click on a picture brings it to the canvas."""

    mistakes_wanted = Signal()
    different_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        self.mistakes_button = _tab(tr("Mistakes"), tr("The wrong answers, the surest first"))
        self.different_button = _tab(
            tr("Differences"), tr("The pictures to which the two models give different answers")
        )
        self._none = _tab("", "")  # which is chosen while a cell or a class is shown
        group = QButtonGroup(self)
        for button in (self.mistakes_button, self.different_button, self._none):
            group.addButton(button)
        self.mistakes_button.setChecked(True)
        self.title = ElidedLabel()
        set_kind(self.title, Kind.SECONDARY)
        self.pictures = PicturesView(tr("Pictures"), tr("Put this picture on the canvas"), high=_HIGH)
        explain(
            self.pictures,
            tr(
                "Above each picture stands its class and what was said to it, below it how sure the model was, and "
                "what the second model says where there is one."
            ),
        )
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_kind(self._sentence, Kind.SECONDARY)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pictures)
        self._stack.addWidget(self._sentence)
        self.save_button = save_button(
            tr("Save pictures"), tr("Save the pictures that are shown, and what was said to all of them")
        )
        self._none.setParent(self)
        self._none.hide()
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.mistakes_button)
        head.addWidget(self.different_button)
        head.addStretch(1)
        head.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.title)
        layout.addWidget(self._stack, 1)
        self.mistakes_button.clicked.connect(lambda _checked=False: self.mistakes_wanted.emit())
        self.different_button.clicked.connect(lambda _checked=False: self.different_wanted.emit())
        self.set_has_second(False)

    @property
    def sentence(self) -> str:
        """What stands in the place of pictures; empty where there are some."""
        return self._sentence.text() if self._stack.currentWidget() is self._sentence else ""

    def set_has_second(self, has_second: bool) -> None:
        """Whether there are two models that can differ."""
        self.different_button.setEnabled(has_second)

    def show_choice(self, *, is_mistakes: bool, is_different: bool) -> None:
        """Which button is the chosen one, if any."""
        chosen = self.mistakes_button if is_mistakes else self.different_button if is_different else self._none
        chosen.setChecked(True)

    def show_pictures(self, title: str, pictures: Sequence[Picture], nothing: str) -> None:
        """Show these, or say that there is nothing."""
        self.title.setText(title)
        self.pictures.set_pictures(pictures)
        self.pictures.go_to_first()
        self._sentence.setText(nothing)
        self._stack.setCurrentWidget(self.pictures if pictures else self._sentence)


def _tab(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setToolTip(tip)
    set_kind(button, Kind.TAB)
    return button
