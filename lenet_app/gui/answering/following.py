"""Whether Draw follows a training: every decision on that stands here."""

from PySide6.QtCore import QObject

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.networks.model import Model


class Following(QObject):
    """On Draw the network in training answers from epoch to epoch, and what came of it until somebody has decided.

    Whoever chooses another model meanwhile keeps that. Nothing here chooses: the model in use stays.
    """

    def __init__(self, in_use: ModelInUse, switch: ModelSwitch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._in_use = in_use
        self._follows = False
        switch.chosen_by_user.connect(self._leave)

    def begin(self) -> None:
        """A training begins: follow it."""
        self._follows = True

    def show(self, model: Model, text: str) -> None:
        """Try out the network as it is now, and call it `text`."""
        if self._follows:
            self._in_use.try_out(model, text)

    def end(self) -> None:
        """Nothing came of it, or somebody has decided: the model in use answers everywhere."""
        self._follows = False
        self._in_use.end_trial()

    def _leave(self) -> None:
        self._follows = False
