"""The one model in use: who answers, who answered before, and from which confidence on an answer is sure."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from lenet_app.gui.settings import Settings
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import Entry


class ModelInUse(QObject):
    """Knows what answers and tells everyone who listens; nobody else keeps it.

    Draw answers with whatever is in use, a network in training among them; numbers are read with the last model in use
    that was finished.
    """

    model_changed = Signal(object)
    """The Model that answers from now on."""
    finished_changed = Signal(object)
    """The finished Model that answers from now on; not told where the same one was chosen again."""
    threshold_changed = Signal(object)
    """The user's own threshold, 0 to 1; None for what each model suggests."""
    way_back_changed = Signal(object)
    """The Entry that the user can go back to; None where there is no way back."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._entry: Entry | None = None
        self._unlisted = ""
        self._way_back: Entry | None = None
        self._recognizer: Recognizer | None = None
        self._finished: Recognizer | None = None

    @property
    def model(self) -> Model | None:
        """Who answers; None until the first model is read."""
        return None if self._recognizer is None else self._recognizer.model

    @property
    def recognizer(self) -> Recognizer | None:
        """Answers with the model in use, sure from the threshold on."""
        return self._recognizer

    @property
    def finished(self) -> Model | None:
        """The last model in use that was not in training."""
        return None if self._finished is None else self._finished.model

    @property
    def finished_recognizer(self) -> Recognizer | None:
        """Answers with that model, sure from the threshold on."""
        return self._finished

    @property
    def entry(self) -> Entry | None:
        """The listed model that was last in use; None until one is."""
        return self._entry

    @property
    def unlisted(self) -> str:
        """What the list calls a model in use that is not saved; empty for a listed one."""
        return self._unlisted

    @property
    def remembered(self) -> str:
        """The name of the listed model that was last in use, in this session or an earlier one; empty for none."""
        return self._settings.model

    def use(self, entry: Entry, model: Model) -> None:
        """Answer with this model of the library; the next session begins with it."""
        self._entry, self._unlisted = entry, ""
        self._settings.model = entry.name
        self._answer_with(model, is_finished=True)

    def use_unlisted(self, model: Model, text: str, *, is_finished: bool = True) -> None:
        """Answer with a model that is not saved.

        Args:
            model: who answers.
            text: what the list calls it.
            is_finished: False while it is in training.
        """
        self._unlisted = text
        self._answer_with(model, is_finished=is_finished)

    @property
    def threshold(self) -> float | None:
        """The user's own confidence from which on an answer is sure, 0 to 1; None for what each model suggests."""
        return self._settings.threshold

    def set_threshold(self, threshold: float | None) -> None:
        """Be sure from this confidence on, 0 to 1, whatever the model; None leaves it to the model."""
        self._settings.threshold = threshold
        if self._recognizer is not None:
            self._recognizer = self.recognizer_of(self._recognizer.model)
        if self._finished is not None:
            self._finished = self.recognizer_of(self._finished.model)
        self.threshold_changed.emit(threshold)

    def recognizer_of(self, model: Model) -> Recognizer:
        """Answers with this model, which need not be in use any more, sure from the threshold on."""
        return Recognizer(model, self.threshold)

    @property
    def way_back(self) -> Entry | None:
        """The model that a training has taken over from, for as long as the user can go back to it."""
        return self._way_back

    def set_way_back(self, entry: Entry | None) -> None:
        """Offer the way back to this model; None withdraws it."""
        if entry != self._way_back:
            self._way_back = entry
            self.way_back_changed.emit(entry)

    def _answer_with(self, model: Model, *, is_finished: bool) -> None:
        before = self.finished
        self._recognizer = self.recognizer_of(model)
        is_another = is_finished and (before is None or not is_same_model(model, before))
        if is_another:
            self._finished = self._recognizer
        self.model_changed.emit(model)
        if is_another:
            self.finished_changed.emit(model)


def is_same_model(one: Model, other: Model) -> bool:
    """Whether two models have one name and answer alike: one that is chosen again is read from its file again."""
    if one is other:
        return True
    facts = [
        (model.name, model.architecture, model.normalisation, model.certainty, model.class_names)
        for model in (one, other)
    ]
    return facts[0] == facts[1] and all(np.array_equal(one.weights[name], other.weights[name]) for name in one.weights)
