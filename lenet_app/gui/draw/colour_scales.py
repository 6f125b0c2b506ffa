"""How large the activations of the model in use usually are, found out beside the window."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QObject, Signal

from lenet_app.data.pictures import DataSet
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.workers.background import Background


class ColourScales(QObject):
    """Measures each model on pictures of the data set, where they are of its kind, once its first answer is shown."""

    found = Signal(object)
    """Of the model in use: each layer's usual largest value, by its name."""

    def __init__(self, in_use: ModelInUse, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._in_use, self._background = in_use, background
        self._data_set: DataSet | None = None
        self._is_known = False
        in_use.model_changed.connect(self._forget)

    def set_data_set(self, data_set: DataSet) -> None:
        """Measure on the test pictures of this data set from now on."""
        self._data_set = data_set
        self._forget()

    def _forget(self) -> None:
        self._is_known = False

    def find(self) -> None:
        """Measure, unless that is done: an answer is shown, which measuring would have held up."""
        recognizer, data_set = self._in_use.recognizer, self._data_set
        if self._is_known or recognizer is None or data_set is None or not len(data_set.test):
            return
        if self._in_use.looks_back:  # all epochs have one scale, so that they can be compared
            return
        self._is_known = True
        model = recognizer.model
        knows_classes = model.reads_rows or data_set.class_names == model.class_names
        if data_set.channels != model.architecture.input_shape[0] or not knows_classes:
            return

        def measure() -> Mapping[str, float]:
            from lenet_app.recognition.scales import PICTURES, usual_scales  # noqa: PLC0415 - the window is there sooner

            some = data_set.test.take(np.arange(min(PICTURES, len(data_set.test))))
            return usual_scales(recognizer, some.images)

        def take(scales: Mapping[str, float]) -> None:
            if self._in_use.model is model:
                self.found.emit(scales)

        # What could fail fails for the pictures on the canvas as well, and is told there.
        self._background.run(measure, take, lambda _sentence: None)
