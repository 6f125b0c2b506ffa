"""What the views of the panel Why have in common: pictures, or a sentence on why there are none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.inside.live_look import Looked
from lenet_app.gui.inside.widgets.pictures_view import PicturesView
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.inspection.looking import Part


class WhyView(QStackedWidget):
    """One view; nothing of it is computed while it sleeps.

    Args:
        pictures: what it shows.
        leads: what the button below a sentence says.
        tip: what that button does, in a sentence.
    """

    titled = Signal(str)
    """What is to be read in the line above it."""
    parts: frozenset[Part] | None = frozenset()
    """What is wanted of each look; None where none is needed."""

    def __init__(self, pictures: PicturesView, leads: str = "", tip: str = "") -> None:
        super().__init__()
        self.pictures, self.is_awake = pictures, False
        self.controls: tuple[QWidget, ...] = ()
        """What belongs into the line above it, in the order there."""
        self.title = ""
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_kind(self._label, Kind.SECONDARY)
        self.lead_button = QPushButton(leads)
        self.lead_button.setToolTip(tip)
        set_kind(self.lead_button, Kind.SMALL)
        self.lead_button.hide()
        nothing = QWidget()
        layout = QVBoxLayout(nothing)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(self._label)
        layout.addWidget(self.lead_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.addWidget(nothing)
        self.addWidget(pictures)

    @property
    def sentence(self) -> str:
        """Why nothing is shown; empty while something is."""
        return self._label.text() if self.currentIndex() == 0 else ""

    def say(self, sentence: str, *, leads: bool = False) -> None:
        """Say why nothing is shown, and whether there is a way out."""
        self._label.setText(sentence)
        self.lead_button.setVisible(leads)
        self.setCurrentIndex(0)
        self.tell_title("")

    def show_pictures(self) -> None:
        """Show what there is again."""
        self.setCurrentIndex(1)

    def tell_title(self, title: str) -> None:
        """Say this in the line above."""
        self.title = title
        self.titled.emit(title)

    def wake(self, looked: Looked | None) -> None:
        """It is seen from now on.

        Args:
            looked: the newest look, which may be one at other parts; None where there is no answer.
        """
        self.is_awake = True
        self.show_looked(looked)

    def sleep(self) -> None:
        """Nobody sees it any more."""
        self.is_awake = False

    def show_looked(self, looked: Looked | None) -> None:
        """Follow the newest look; each view does it in its own way."""
        raise NotImplementedError
