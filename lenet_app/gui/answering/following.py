"""Whether the model in use follows a training: every decision on that stands here."""

from PySide6.QtCore import QObject

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.networks.model import Model
from lenet_app.storage.library import Entry


class Following(QObject):
    """With each epoch a training takes over, until the user chooses another model; its end offers the way back."""

    def __init__(self, in_use: ModelInUse, switch: ModelSwitch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._in_use, self._switch = in_use, switch
        self._follows = self._has_taken_over = False
        self._before: Entry | None = None
        switch.chosen_by_user.connect(self._leave)

    def begin(self) -> None:
        """A training begins: follow it."""
        self._follows = True
        self._before = self._in_use.entry
        self._in_use.set_way_back(None)

    def take_epoch(self, model: Model, text: str) -> None:
        """Answer with the network as it is after an epoch; the list calls it `text`."""
        if self._follows:
            self._in_use.use_unlisted(model, text, is_finished=False)

    def take_saved(self, entry: Entry, model: Model) -> None:
        """Answer with what came of the training; where the user chose another model it is only listed."""
        if self._follows:
            self._follows, self._has_taken_over = False, True
            self._switch.take_saved(entry, model)
        else:
            self._switch.list_again()

    def take_unsaved(self, model: Model, text: str) -> None:
        """Keep a model at hand that could not be saved, whoever wanted what: it lasts as long as the window does."""
        self._follows = False
        self._in_use.use_unlisted(model, text)

    def end(self) -> None:
        """The training is over: offer the way back from its model, or go back where it left none."""
        if self._follows:
            self._switch.go_back()
        self._in_use.set_way_back(self._before if self._has_taken_over else None)
        self._follows = self._has_taken_over = False

    def go_back(self) -> None:
        """Answer again with the model that the training has taken over from."""
        if (before := self._in_use.way_back) is not None:
            self._switch.choose(before)

    def _leave(self) -> None:
        """The user chose another model."""
        self._follows = False
        self._before = None
        self._in_use.set_way_back(None)
