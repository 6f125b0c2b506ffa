"""What was chosen for the preparation of each picture, and the panel that shows it, for the Draw page."""

from dataclasses import replace
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.answering.subjects import Answer, DataSetPicture, OpenedPicture, Subject
from lenet_app.gui.draw.preparation.control import PreparationControl
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.strokes import Drawing
from lenet_app.networks.model import Model


class PreparationDesk(QObject):
    """Keeps threshold and inversion with the picture that they were chosen for, and the slant's switch for all.

    Args:
        control: what opens the steps.
        parent: who ends it.
    """

    changed = Signal()
    """What is there has to be answered anew."""
    upright_changed = Signal(bool)
    """Whether the user wants slanted writing set upright."""

    def __init__(self, control: PreparationControl, parent: QObject) -> None:
        super().__init__(parent)
        self._control = control
        self._subject: Subject | None = None
        self._is_upright = False
        # With the picture they go, and with an undo they are back.
        self._chosen: WeakKeyDictionary[OpenedPicture, Corrections] = WeakKeyDictionary()
        control.corrections_changed.connect(self._choose)
        control.opened_changed.connect(lambda is_open: self.changed.emit() if is_open else None)

    @property
    def corrections(self) -> Corrections:
        """What holds for the subject that is there."""
        chosen = self._chosen.get(self._subject, AUTOMATIC) if isinstance(self._subject, OpenedPicture) else AUTOMATIC
        return replace(chosen, deslant=self._is_upright)

    @property
    def wants_steps(self) -> bool:
        """Whether somebody looks at the steps."""
        return self._control.is_open

    def set_upright(self, is_upright: bool) -> None:
        """Set slanted writing upright from now on, or leave it; what is there is answered anew."""
        if is_upright != self._is_upright:
            self._is_upright = is_upright
            self.changed.emit()

    def take(self, subject: Subject | None, model: Model | None) -> None:
        """Be about this subject, as this model takes it."""
        self._subject = subject
        has_steps = model is not None and not model.takes_whole_pictures and not isinstance(subject, DataSetPicture)
        self._control.set_available(has_steps, has_content=subject is not None)

    def show(self, answer: Answer) -> None:
        """Show the steps of an answer, unless it is about something that is gone or was asked without them."""
        request = answer.request
        # Of a drawing that grows every answer is about an earlier one.
        is_here = request.subject is self._subject or (
            isinstance(request.subject, Drawing) and isinstance(self._subject, Drawing)
        )
        if answer.preparation is not None and is_here:
            # While the slider is dragged the steps lag behind what is chosen.
            self._control.show_preparation(answer.preparation, request.corrections, self.corrections)

    def _choose(self, corrections: Corrections) -> None:
        if isinstance(self._subject, OpenedPicture):
            self._chosen[self._subject] = corrections
        if corrections.deslant != self._is_upright:
            self._is_upright = corrections.deslant
            self.upright_changed.emit(self._is_upright)
        self.changed.emit()
