"""The panel in which a user looks through what was done to a drawing or a picture, and corrects it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.draw.preparation.corrections_form import CorrectionsForm
from lenet_app.gui.draw.preparation.step_list import StepList
from lenet_app.gui.draw.preparation.step_picture import StepPicture
from lenet_app.gui.draw.preparation.step_words import shown_steps
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.ink.corrections import Corrections
from lenet_app.ink.prepared import PreparedPicture
from lenet_app.ink.steps import Preparation
from lenet_app.language import tr

_BETWEEN = 16
_WIDTH, _HEIGHT = 496, 464


class PreparationPanel(QFrame):
    """The steps at the left, the chosen one large at the right, and below it what can be corrected."""

    corrections_changed = Signal(object)
    """The Corrections that somebody chose."""
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.CARD)
        self.setAccessibleName(tr("What was done"))
        self.list = StepList()
        self.picture = StepPicture()
        self.form = CorrectionsForm()
        self.form.changed.connect(self.corrections_changed)
        self.list.step_chosen.connect(lambda: self.picture.show_step(self.list.current))
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("x"))
        set_kind(self.close_button, Kind.FLAT)
        self.close_button.setToolTip(tr("Close the panel (Esc)"))
        self.close_button.setAccessibleName(tr("Close"))
        self.close_button.clicked.connect(self.close_requested)
        self._lay_out()
        # Wherever the focus is; a notice that is open, too, takes its turn.
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setWhatsThis(tr("Close the panel"))
        escape.activated.connect(self.close_requested)
        escape.activatedAmbiguously.connect(self.close_requested)
        self.form.set_for_picture(False)
        self.clear()

    def _lay_out(self) -> None:
        title = QLabel(tr("What was done"))
        set_kind(title, Kind.TITLE)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.close_button)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.picture, 1)
        right.addWidget(self.form)
        body = QHBoxLayout()
        body.setSpacing(_BETWEEN)
        body.addWidget(self.list)
        body.addLayout(right, 1)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(body, 1)
        layout.insertLayout(0, head)  # last, for Tab leads through the fields in the order of their coming

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is with one of its fields."""
        return any(field.hasFocus() for field in (self.list, *self.form.fields, self.close_button))

    def sizeHint(self) -> QSize:
        """Room for all steps that there may be, so that it keeps its size whatever was done."""
        margins = self.contentsMargins() + self._layout.contentsMargins()
        needed = margins.left() + self.list.width() + _BETWEEN + self.form.least_width + margins.right()
        return QSize(max(_WIDTH, needed), _HEIGHT)

    def show_preparation(self, preparation: Preparation, corrections: Corrections, chosen: Corrections) -> None:
        """Show what was done.

        Args:
            preparation: the steps.
            corrections: what they were made with.
            chosen: what is chosen by now, which the steps may not have caught up with.
        """
        made = preparation.made
        self.form.set_for_picture(isinstance(made, PreparedPicture))
        self.form.set_corrections(chosen, made.picture.threshold if isinstance(made, PreparedPicture) else 0.0)
        self.list.set_steps(shown_steps(preparation, corrections))

    def clear(self) -> None:
        """Show no steps, until there are some."""
        self.list.set_steps(())
