"""What the panels that look inside have in common: they want something only while they are seen."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.keep.keepsake import Forms, Keepsake
from lenet_app.gui.inside.keep.making import shown_pictures
from lenet_app.gui.inside.live_look import LiveLook, Looked
from lenet_app.gui.inside.widgets.unit_bar import UnitBar
from lenet_app.gui.inside.words import unit_text
from lenet_app.gui.kit.printing import printed, side_by_side
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.inspection.looking import Part
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.language import tr

_MARGINS = 12, 0, 12, 8
_GAP = 12


class LookPanel(QWidget):
    """Shows each look while it can be seen; while there is none, or no unit is chosen, it says so.

    Args:
        choice: of the unit.
        live_look: computes what is wanted.
        parts: what is wanted.
    """

    def __init__(self, choice: UnitChoice, live_look: LiveLook, parts: frozenset[Part]) -> None:
        super().__init__()
        self._choice, self._live_look, self._parts = choice, live_look, parts
        self.looked: Looked | None = None
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_kind(self._sentence, Kind.SECONDARY)
        self.begin_button = QPushButton(tr("Look at the answer"))
        self.begin_button.setToolTip(tr("Choose the unit of the last layer that stands for the answer"))
        set_kind(self.begin_button, Kind.SMALL)
        self.begin_button.clicked.connect(self._begin)
        nothing = QWidget()
        layout = QVBoxLayout(nothing)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(self._sentence)
        layout.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*_MARGINS)
        outer.addWidget(self._stack)
        live_look.looked.connect(self._on_looked)
        self._say_nothing()

    def set_content(self, content: QWidget) -> None:
        """Have this in the panel once there is something to show."""
        self._stack.addWidget(content)

    def set_parts(self, bar: UnitBar, parts: Iterable[QWidget], wide: QWidget) -> None:
        """Have these side by side below a bar once there is something to show; `wide` of them takes what is left."""
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        for part in parts:
            row.addWidget(part, 1 if part is wide else 0)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(bar)
        layout.addLayout(row, 1)
        self.set_content(content)

    def share_room(self) -> None:
        """Give lists their width of what the panel has; called whenever it changes."""

    def refresh(self) -> None:
        """Show the same look anew: somebody wants to see it otherwise."""
        if self.looked is not None and self.can_show(self.looked):
            self.show_looked(self.looked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.share_room()

    @property
    def sentence(self) -> str:
        """Why nothing is shown; empty while something is."""
        return self._sentence.text() if self._stack.currentIndex() == 0 else ""

    def keepsake(self, title: str, parts: Iterable[QWidget | None], made: Forms) -> tuple[Keepsake, ...]:
        """What can be kept of this panel while something is shown: its picture, and what else is made.

        Args:
            title: of the panel.
            parts: from left to right; those that are hidden are left out.
            made: the numbers.
        """
        looked = self.looked
        if looked is None or self.sentence or looked.look.unit is None:
            return ()
        unit = looked.look.unit
        name = f"{title}: {unit_text(unit, looked.passage.architecture)}"
        seen = [part for part in parts if part is not None and part.isVisibleTo(self)]
        pictures = shown_pictures(lambda: side_by_side(list(map(printed, seen)), name, self.font(), self), name)
        return (Keepsake(name, f"{title} {unit}", {**pictures, **made}),)

    def showEvent(self, event: QShowEvent) -> None:
        """Want what is shown here."""
        super().showEvent(event)
        self._live_look.want(self, self._parts)

    def hideEvent(self, event: QHideEvent) -> None:
        """Want nothing any more."""
        self._live_look.forget(self)
        super().hideEvent(event)

    def show_looked(self, looked: Looked) -> None:
        """Show a look at a unit that is not of the network input; each panel does it in its own way."""
        raise NotImplementedError

    def can_show(self, looked: Looked) -> bool:
        """Whether there is something to show here."""
        return looked.look.unit is not None

    def _on_looked(self, looked: Looked | None) -> None:
        if not self.isVisible():
            return
        self.looked = looked
        if looked is None or not self.can_show(looked) or self._is_off(looked):
            self._say_nothing()
        else:
            self._stack.setCurrentIndex(1)
            self.show_looked(looked)

    @staticmethod
    def _is_off(looked: Looked) -> bool:
        return looked.look.unit is not None and looked.passage.is_off(looked.look.unit)

    def _say_nothing(self) -> None:
        if self.looked is not None and self._is_off(self.looked):
            text = tr("This unit is switched off: whatever it sees, it gives what its activation makes of 0.")
        elif self._live_look.is_of_line:
            text = tr("A line has an answer in every frame: let a model of single digits answer to see its numbers.")
        elif self.looked is None:
            text = tr("Draw or open a picture: the numbers of its way through the network are shown here.")
        elif self.looked.look.unit is None:
            text = tr("Click a unit in the layers above to see its numbers.")
        else:
            text = tr("The network input is given, not computed: choose a unit of a layer.")
        self._sentence.setText(text)
        self.begin_button.setVisible(self.looked is not None)
        self._stack.setCurrentIndex(0)

    def _begin(self) -> None:
        if self.looked is not None:
            self._choice.choose(unit_of_answer(self.looked.passage))


def switch(text: str, tip: str) -> QPushButton:
    """A small button that is on or off."""
    button = QPushButton(text)
    button.setCheckable(True)
    button.setToolTip(tip)
    set_kind(button, Kind.SMALL)
    return button


def unit_of_answer(passage: Passage) -> Unit:
    """The unit of the last layer that stands for the answer."""
    return Unit(passage.architecture.layers[-1].name, (passage.answer,))
