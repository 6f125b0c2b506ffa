"""Why: four views in one panel, of which the one that is seen computes something."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.draw.inspector.why.change import ChangeView
from lenet_app.gui.draw.inspector.why.exciting import ExcitingView
from lenet_app.gui.draw.inspector.why.nearest import NearestView
from lenet_app.gui.draw.inspector.why.pixels import PixelsView
from lenet_app.gui.draw.inspector.why.view import WhyView
from lenet_app.gui.draw.learned_pictures import LearnedPictures
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.keep.pictures import keepsakes_of
from lenet_app.gui.inside.live_look import LiveLook, Looked
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.workers.newest import NewestOnly
from lenet_app.gui.workers.searching import Searches
from lenet_app.language import tr

_MARGINS = 12, 0, 12, 8
_SIDES, _AFTER_NAMES = _MARGINS[0] + _MARGINS[2], 8
_SHEET = """
QPushButton { min-height: 22px; padding: 0 8px; border-radius: 6px; }
QPushButton:focus { min-height: 20px; padding: 0 7px; }
QComboBox { min-height: 22px; border-radius: 6px; }
QComboBox:focus { min-height: 20px; }
"""


class WhyPanel(QWidget):
    """Pixels, change, nearest pictures, exciting pictures.

    Args:
        choice: of the unit and the class.
        live_look: tells each answer's look.
        in_use: who answers.
        learned: the pictures that it learned.
    """

    def __init__(self, choice: UnitChoice, live_look: LiveLook, in_use: ModelInUse, learned: LearnedPictures) -> None:
        super().__init__()
        self._live_look = live_look
        self._looked: Looked | None = None
        self._newest = NewestOnly("why", lambda request: request.run(), self)
        self._searches = Searches("search", self)
        self.pixels = PixelsView(choice, self._newest)
        self.change = ChangeView(self._searches, learned)
        self.nearest = NearestView(self._newest, self._searches, learned)
        self.exciting = ExcitingView(choice, in_use, self._searches, learned)
        self._views: tuple[WhyView, ...] = (self.pixels, self.change, self.nearest, self.exciting)
        self.buttons: list[QPushButton] = []
        """What chooses among the views, in their order."""
        self.title, self.line = ElidedLabel(), ElidedLabel()
        """Of the pixels the score, beside the buttons; of the other views a whole line, below them."""
        for label in (self.title, self.line):
            set_kind(label, Kind.SECONDARY)
        self._group, self._stack = QButtonGroup(self), QStackedWidget()
        self._head, self._below = QHBoxLayout(), QHBoxLayout()
        self._places: list[QWidget] = []
        """Each view's controls, which stand in the head or, where that is too narrow, below it."""
        self._lay_out()
        live_look.looked.connect(self._on_looked)
        self._newest.failed.connect(live_look.failed)
        self.setFocusProxy(self.buttons[0])

    def _lay_out(self) -> None:
        self.setStyleSheet(_SHEET)
        head, below = self._head, self._below
        for row in (head, below):
            row.setSpacing(4)
        told = (
            (tr("Pixels"), tr("Which pixels have to do with the answer, told in four ways")),
            (tr("Change"), tr("The smallest change of the ink that turns the answer into another one")),
            (tr("Nearest"), tr("The training pictures that the network finds most like this one")),
            (tr("Exciting"), tr("The training pictures that excite the chosen unit most")),
        )
        for (text, tip), view in zip(told, self._views, strict=True):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setToolTip(tip)
            set_kind(button, Kind.TAB)
            button.clicked.connect(lambda _checked=False, view=view: self.show_view(view))
            self._group.addButton(button)
            self.buttons.append(button)
            head.addWidget(button)
            view.titled.connect(lambda _title, view=view: self._show_title(view))
            self._stack.addWidget(view)
        self.buttons[0].setChecked(True)
        head.addSpacing(_AFTER_NAMES)
        head.addWidget(self.title, 1)
        below.addWidget(self.line, 1)
        for view in self._views:
            place = QWidget()
            row = QHBoxLayout(place)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            for control in view.controls:
                row.addWidget(control)
            if view is not self.view:  # the other is not shown before it has a parent, or it were a window
                place.hide()
            self._places.append(place)
            head.addWidget(place)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(below)
        layout.addWidget(self._stack, 1)
        self._tell(self.view)

    @property
    def view(self) -> WhyView:
        """The one that is chosen."""
        return self._views[self._stack.currentIndex()]

    def show_view(self, view: WhyView) -> None:
        """Choose a view."""
        self._sleep()
        index = self._views.index(view)
        self._stack.setCurrentIndex(index)
        self.buttons[index].setChecked(True)
        for place, one in zip(self._places, self._views, strict=True):
            place.setVisible(one is view)
        if self.isVisible():
            self._wake()

    def event(self, event: QEvent) -> bool:
        """See where there is room for the controls, which are as wide as what may stand in them."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and self._places:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        place = self._places[self._stack.currentIndex()]
        wanted = sum(one.sizeHint().width() + self._head.spacing() for one in (*self.buttons, place))
        row = self._head if wanted + _AFTER_NAMES <= self.width() - _SIDES else self._below
        if row.indexOf(place) < 0:
            row.addWidget(place)
        self._show_below()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the pen."""
        super().showEvent(event)
        self._wake()

    def hideEvent(self, event: QHideEvent) -> None:
        """Compute nothing any more."""
        self._sleep()
        super().hideEvent(event)

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """The current picture, and all that are seen."""
        view = self.view
        return () if view.sentence else keepsakes_of(view.pictures, view.title)

    def finish(self) -> None:
        """End the threads."""
        self._searches.finish()
        self._newest.finish()

    def _wake(self) -> None:
        view = self.view
        self._tell(view)
        view.wake(self._looked)
        if view.parts is None:
            self._live_look.forget(self)
        else:
            self._live_look.want(self, view.parts)

    def _sleep(self) -> None:
        self._live_look.forget(self)
        self.view.sleep()

    def _on_looked(self, looked: Looked | None) -> None:
        self._looked = looked
        if self.isVisible() and self.view.parts is not None:
            self.view.show_looked(looked)

    def _show_title(self, view: WhyView) -> None:
        if view is self.view:
            self._tell(view)

    def _tell(self, view: WhyView) -> None:
        is_short = view is self.pixels
        self.title.setText(view.title if is_short else "")
        self.line.setText("" if is_short else view.title)
        self._show_below()

    def _show_below(self) -> None:
        """Take no room for a line that says nothing, unless controls stand at its end."""
        place = self._places[self._stack.currentIndex()]
        self.line.setVisible(bool(self.line.text()) or self._below.indexOf(place) >= 0)
