"""The one model in use: who answers, who answered before, and from which confidence on an answer is sure."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from lenet_app.gui.settings import Settings
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import Entry


class ModelInUse(QObject):
    """Knows what answers and tells everyone who listens; nobody else keeps it.

    Draw answers with whatever is in use, a model on trial among them, such as a network in training; numbers are read
    with the model that a person chose.
    """

    model_changed = Signal(object)
    """The Model that answers from now on."""
    finished_changed = Signal(object)
    """The finished Model that answers from now on; not told where the same one was chosen again."""
    row_model_changed = Signal(object)
    """The Entry of the model that a person chose to sweep over rows."""
    threshold_changed = Signal(object)
    """The user's own threshold, 0 to 1; None for what each model suggests."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._entry: Entry | None = None
        self._row_entry: Entry | None = None
        self._trial = ""
        self._recognizer: Recognizer | None = None
        self._finished: Recognizer | None = None
        self._past: tuple[Recognizer, str] | None = None

    @property
    def model(self) -> Model | None:
        """Who answers; None until the first model is read."""
        return None if self.recognizer is None else self.recognizer.model

    @property
    def recognizer(self) -> Recognizer | None:
        """Answers with the model in use, sure from the threshold on."""
        return self._recognizer if self._past is None else self._past[0]

    @property
    def finished(self) -> Model | None:
        """The model that a person chose, whatever is on trial."""
        return None if self._finished is None else self._finished.model

    @property
    def finished_recognizer(self) -> Recognizer | None:
        """Answers with that model, sure from the threshold on."""
        return self._finished

    @property
    def entry(self) -> Entry | None:
        """The listed model of single digits that was last in use; None until one is."""
        return self._entry

    @property
    def row_entry(self) -> Entry | None:
        """The reader of rows that a person has answer on Draw; None where another model answers there."""
        return self._row_entry

    @property
    def row_model(self) -> str:
        """The name of the model that sweeps over rows on Read; empty for the one that came with the program."""
        return self._settings.row_model

    @property
    def trial(self) -> str:
        """What to call the model on trial, which answers on Draw alone; empty where there is none."""
        return self._trial if self._past is None else self._past[1]

    @property
    def looks_back(self) -> bool:
        """Whether an earlier state of a network answers, see `look_back`."""
        return self._past is not None

    @property
    def remembered(self) -> str:
        """The name of the listed model that was last in use, in this session or an earlier one; empty for none."""
        return self._settings.model

    @property
    def remembers_rows(self) -> bool:
        """Whether a reader of rows was last in use on Draw, in this session or an earlier one."""
        return self._settings.rows_on_draw

    def use(self, entry: Entry, model: Model) -> None:
        """Answer with this model of the library, in the next session, too.

        A reader of rows answers on Draw, and sweeps over rows on Read from now on; single digits stay with the model
        before.
        """
        self._trial, self._past = "", None
        self._row_entry = entry if model.reads_rows else None
        if model.reads_rows:
            self._settings.row_model = entry.name
            self._settings.have_rows_on_draw()
            self._recognizer = self.recognizer_of(model)
            self.model_changed.emit(model)
            self.row_model_changed.emit(entry)
            return
        self._entry = entry
        self._settings.model = entry.name
        self._answer_with(model)

    def try_out(self, model: Model, text: str) -> None:
        """Answer on Draw with a model that nobody has chosen yet, and call it `text`."""
        self._trial = text
        self._recognizer = self.recognizer_of(model)
        if self._past is None:
            self.model_changed.emit(model)

    def end_trial(self) -> None:
        """Answer everywhere with the chosen model again."""
        if self._trial and self._finished is not None:
            self._trial = ""
            self._recognizer = self._finished
            if self._past is None:
                self.model_changed.emit(self._finished.model)

    def look_back(self, model: Model, text: str) -> None:
        """Answer on Draw with a network as it was, and call it `text`, whatever is tried out meanwhile."""
        self._past = self.recognizer_of(model), text
        self.model_changed.emit(model)

    def end_look_back(self) -> None:
        """Answer again with what is in use or on trial by now."""
        if self._past is not None:
            self._past = None
            if self._recognizer is not None:
                self.model_changed.emit(self._recognizer.model)

    @property
    def threshold(self) -> float | None:
        """The user's own confidence from which on an answer is sure, 0 to 1; None for what each model suggests."""
        return self._settings.threshold

    def set_threshold(self, threshold: float | None) -> None:
        """Be sure from this confidence on, 0 to 1, whatever the model; None leaves it to the model."""
        self._settings.threshold = threshold
        if self._recognizer is not None:
            self._recognizer = self.recognizer_of(self._recognizer.model)
        if self._past is not None:
            self._past = self.recognizer_of(self._past[0].model), self._past[1]
        if self._finished is not None:
            self._finished = self.recognizer_of(self._finished.model)
        self.threshold_changed.emit(threshold)

    def recognizer_of(self, model: Model) -> Recognizer:
        """Answers with this model, which need not be in use any more, sure from the threshold on."""
        return Recognizer(model, self.threshold)

    def _answer_with(self, model: Model) -> None:
        before = self.finished
        self._recognizer = self.recognizer_of(model)
        is_another = before is None or not is_same_model(model, before)
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
