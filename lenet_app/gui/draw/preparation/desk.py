"""What was chosen for the preparation of each picture, and the panel that shows it, for the Draw page."""

from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.answering.subjects import Answer, DataSetPicture, OpenedPicture, Subject
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr
from lenet_app.networks.model import Model

if TYPE_CHECKING:
    from lenet_app.gui.draw.preparation.panel import PreparationPanel


class PreparationDesk(QObject):
    """Keeps threshold and inversion with the picture that they were chosen for, and the slant's switch for all."""

    changed = Signal()
    """What is there has to be answered anew."""
    upright_changed = Signal(bool)
    """Whether the user wants slanted writing set upright."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._panel: PreparationPanel | None = None
        self._subject: Subject | None = None
        self._model: Model | None = None
        self._is_upright = self._is_looked_at = False
        # With the picture they go, and with an undo they are back.
        self._chosen: WeakKeyDictionary[OpenedPicture, Corrections] = WeakKeyDictionary()

    def make_panel(self) -> "PreparationPanel":
        """The panel that shows the steps."""
        from lenet_app.gui.draw.preparation.panel import (  # noqa: PLC0415 - the window is there sooner
            PreparationPanel,
        )

        self._panel = panel = PreparationPanel()
        panel.corrections_changed.connect(self._choose)
        self._tell_none()
        if self._is_looked_at:  # the answer with its steps came before there was a panel to show them
            self.changed.emit()
        return panel

    @property
    def corrections(self) -> Corrections:
        """What holds for the subject that is there."""
        chosen = self._chosen.get(self._subject, AUTOMATIC) if isinstance(self._subject, OpenedPicture) else AUTOMATIC
        return replace(chosen, deslant=self._is_upright)

    @property
    def wants_steps(self) -> bool:
        """Whether somebody looks at the steps."""
        return self._is_looked_at

    def set_looked_at(self, is_looked_at: bool) -> None:
        """Somebody looks at the steps, or does so no more; who begins to needs an answer with steps."""
        if is_looked_at != self._is_looked_at:
            self._is_looked_at = is_looked_at
            if is_looked_at:
                self.changed.emit()

    def set_upright(self, is_upright: bool) -> None:
        """Set slanted writing upright from now on, or leave it; what is there is answered anew."""
        if is_upright != self._is_upright:
            self._is_upright = is_upright
            self.changed.emit()

    def has_steps(self) -> bool:
        """Whether anything like a preparation is made of what is there, or of what may be drawn next."""
        is_of_ink = self._model is not None and not self._model.takes_whole_pictures
        return is_of_ink and not isinstance(self._subject, DataSetPicture)

    def take(self, subject: Subject | None, model: Model | None) -> None:
        """Be about this subject, as this model takes it."""
        self._subject, self._model = subject, model
        if subject is None or not self.has_steps():
            self._tell_none()

    def show(self, answer: Answer) -> None:
        """Show the steps of an answer, unless it is about something that is gone or was asked without them."""
        request = answer.request
        # Of a drawing that grows every answer is about an earlier one.
        is_here = request.subject is self._subject or (
            isinstance(request.subject, Drawing) and isinstance(self._subject, Drawing)
        )
        if self._panel is not None and answer.preparation is not None and is_here:
            # While the slider is dragged the steps lag behind what is chosen.
            self._panel.show_preparation(answer.preparation, request.corrections, self.corrections)

    def _tell_none(self) -> None:
        """Say why there are no steps."""
        if self._panel is None:
            return
        if isinstance(self._subject, DataSetPicture):
            sentence = tr("Nothing was done: the network gets this picture as it is in the data set.")
        elif self._model is not None and not self.has_steps():
            sentence = tr("Nothing is cut out here: {model} takes drawings and pictures as a whole.")
            sentence = sentence.format(model=self._model.name)
        else:
            sentence = tr("Draw or open a picture: what is done to it until the network gets it is shown here.")
        self._panel.show_none(sentence, can_be_corrected=self.has_steps())
        self._panel.form.set_corrections(self.corrections, 0.0)

    def _choose(self, corrections: Corrections) -> None:
        if isinstance(self._subject, OpenedPicture):
            self._chosen[self._subject] = corrections
        if corrections.deslant != self._is_upright:
            self._is_upright = corrections.deslant
            self.upright_changed.emit(self._is_upright)
        self.changed.emit()
