"""The panel in which a user looks through what was done to a drawing or a picture, and corrects it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QWidget

from lenet_app.gui.draw.preparation.corrections_form import CorrectionsForm
from lenet_app.gui.draw.preparation.step_list import StepList
from lenet_app.gui.draw.preparation.step_words import shown_steps
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.ink.corrections import Corrections
from lenet_app.ink.prepared import PreparedPicture
from lenet_app.ink.steps import Preparation


class PreparationPanel(QWidget):
    """The steps in a row, and beside them what can be corrected."""

    corrections_changed = Signal(object)
    """The Corrections that somebody chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = StepList()
        self.form = CorrectionsForm()
        self.form.changed.connect(self.corrections_changed)
        self._nothing = QLabel()
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_kind(self._nothing, Kind.SECONDARY)
        self._steps = QStackedWidget()
        self._steps.addWidget(self._nothing)
        self._steps.addWidget(self.list)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 16, 8)
        layout.setSpacing(16)
        layout.addWidget(self._steps, 1)
        layout.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        self.form.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.form.set_for_picture(False)
        self.setFocusProxy(self.list)

    @property
    def sentence(self) -> str:
        """Why there are no steps; empty where there are some."""
        return "" if self._steps.currentWidget() is self.list else self._nothing.text()

    def show_preparation(self, preparation: Preparation, corrections: Corrections, chosen: Corrections) -> None:
        """Show what was done.

        Args:
            preparation: the steps.
            corrections: what they were made with.
            chosen: what is chosen by now, which the steps may not have caught up with.
        """
        made = preparation.made
        self.form.show()
        self.form.set_for_picture(isinstance(made, PreparedPicture))
        self.form.set_corrections(chosen, made.picture.threshold if isinstance(made, PreparedPicture) else 0.0)
        self.list.set_steps(shown_steps(preparation, corrections))
        self._steps.setCurrentWidget(self.list)

    def show_none(self, sentence: str, *, can_be_corrected: bool) -> None:
        """Say why there are no steps.

        Args:
            sentence: why.
            can_be_corrected: whether what comes next may have some.
        """
        self._nothing.setText(sentence)
        self._steps.setCurrentWidget(self._nothing)
        self.list.set_steps(())
        self.form.setVisible(can_be_corrected)
        self.form.set_for_picture(False)
