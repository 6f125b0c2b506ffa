"""What of network and picture somebody wants to be other than it is, step by step, and the newest answer to that."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from lenet_app.data.pictures import DataSet
from lenet_app.errors import UserError
from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.answering.what_if import AS_IT_IS, Edit, WhatIf, in_floats
from lenet_app.gui.kit.history import History
from lenet_app.ink.strokes import PEN_COLOUR, Colour
from lenet_app.inspection.units import Unit
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.model import Model


class WhatIfDesk(QObject):
    """One place knows what is switched off and which pixels are edited; whoever shows something of it listens.

    What is switched off stays while one draws, and in every model of the same architecture. An edit is of one fitted
    picture: another drawing is seen as it is, and the edit is there again where that drawing comes back.
    """

    changed = Signal()
    """Something else is to be other than it is: the answer has to be asked for anew."""
    answered = Signal(object)
    """The newest Answer, or None where there is none."""
    refused = Signal(str)
    """One sentence: why a unit cannot be switched off."""
    pen_changed = Signal()
    """Pixels are painted in another colour."""
    ending = Signal()
    """Nothing is to be computed any more."""
    data_set_changed = Signal()
    """Other pictures can be measured with."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._history = History(AS_IT_IS)
        self._model: Model | None = None
        self.answer: Answer | None = None
        """The newest; None where nothing is drawn."""
        self.data_set: DataSet | None = None
        """Whose test pictures can be measured with."""
        self.pen: Colour = PEN_COLOUR
        """What networks that see colours get where a pixel is painted."""
        self._is_stroke_open = False

    @property
    def value(self) -> WhatIf:
        """What is other than it is."""
        return self._history.current

    @property
    def off(self) -> frozenset[Unit]:
        """What is switched off."""
        return self._history.current.off

    @property
    def model(self) -> Model | None:
        """Whose units these are."""
        return self._model

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is one to take again."""
        return self._history.can_redo

    @property
    def picture(self) -> npt.NDArray[np.float32] | None:
        """What the network gets of the newest answer's subject, (channels, height, width) in [0, 1], edits included."""
        if self.answer is None or self.answer.picture is None:
            return None
        edit, picture = self.value.edit, self.answer.picture
        return edit.picture if edit is not None and edit.is_of(picture) else in_floats(picture)

    def follow(self, model: Model) -> None:
        """Be about this model; where its layers are others nothing is switched off any more."""
        before, self._model = self._model, model
        if before is not None and before.architecture != model.architecture:
            edit = self.value.edit
            self._history = History(AS_IT_IS if edit is None else WhatIf(edit=edit))
            self.changed.emit()

    def show(self, answer: Answer | None) -> None:
        """This is the newest answer."""
        self.answer = answer
        self.answered.emit(answer)

    def set_data_set(self, data_set: DataSet) -> None:
        """Measure with the test pictures of this one."""
        self.data_set = data_set
        self.data_set_changed.emit()

    def switch_at(self, unit: Unit, is_alone: bool) -> None:
        """Switch the map of a unit, or a unit without one; or the unit alone, where its map has others."""
        if self._model is None:
            return
        map_, alone = switched(unit, self._model.architecture)
        if not is_alone:
            self.switch(map_)
        elif alone is not None:
            self.switch(alone)

    def switch(self, unit: Unit) -> None:
        """Switch a unit, or by the index (map,) alone a whole map, off; or on again where it is off."""
        off = self.off ^ {unit}
        if unit in off and self._model is not None:
            from lenet_app.inspection.ablation import check  # noqa: PLC0415 - the window is there sooner

            try:
                check(self._model.architecture, (unit,))
            except UserError as error:
                names = [layer.name for layer in self._model.architecture.layers]
                is_input = unit.layer not in names
                self.refused.emit(tr("The input is not computed: edit its pixels instead.") if is_input else str(error))
                return
        self._push(WhatIf(off, self.value.edit))

    def paint(self, picture: npt.NDArray[np.float32], *, ends: bool) -> None:
        """Let the network get this picture, (channels, height, width) in [0, 1], in place of what it would get.

        Args:
            picture: that is not written to any more.
            ends: whether the step ends here; what comes before counts as one step with it.
        """
        if self.answer is None or self.answer.picture is None:
            return
        edit = Edit(self.answer.picture, picture)
        value = WhatIf(self.off, edit if edit.changed else None)
        if self._is_stroke_open:
            self._history.replace(value)
            self.changed.emit()
        else:
            self._push(value)
        self._is_stroke_open = not ends

    def end_step(self) -> None:
        """What is painted next is another step."""
        self._is_stroke_open = False

    def put_back(self) -> None:
        """Let everything be as it is; that can be undone, too."""
        if not self.value.is_nothing:
            self._push(AS_IT_IS)

    def undo(self) -> None:
        """Take back a step."""
        if self.can_undo:
            self._history.undo()
            self._tell()

    def redo(self) -> None:
        """Take a step again."""
        if self.can_redo:
            self._history.redo()
            self._tell()

    def set_pen(self, colour: Colour | None) -> None:
        """Paint pixels in this colour; None is the usual near-black."""
        self.pen = PEN_COLOUR if colour is None else colour
        self.pen_changed.emit()

    def finish(self) -> None:
        """Have everything end that is measured."""
        self.ending.emit()

    def _push(self, value: WhatIf) -> None:
        self._history.push(value)
        self._tell()

    def _tell(self) -> None:
        self._is_stroke_open = False
        self.changed.emit()


def switched(unit: Unit, architecture: Architecture) -> tuple[Unit, Unit | None]:
    """What can be switched off where a unit is chosen: its map, or itself where it is no part of one.

    The second is the unit's position alone, where its map has several.
    """
    sides = next((plan.output_shape[1:] for plan in architecture.plans if plan.name == unit.layer), ())
    alone = unit if len(unit.index) > 1 and sides not in ((), (1, 1)) else None
    return Unit(unit.layer, (unit.map,)), alone
