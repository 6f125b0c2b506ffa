"""How sure is sure, of the model in use, as a panel of the inspector."""

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.widgets.threshold_panel import ThresholdPanel


class CertaintyPanel(ThresholdPanel):
    """Follows the model in use, and tells it what the user chooses."""

    def __init__(self, in_use: ModelInUse) -> None:
        super().__init__()
        self._in_use = in_use
        in_use.model_changed.connect(self._follow)
        in_use.threshold_changed.connect(self._follow)
        self.threshold_changed.connect(in_use.set_threshold)
        self._follow()

    def _follow(self) -> None:
        model, recognizer = self._in_use.model, self._in_use.recognizer
        if model is not None and recognizer is not None:
            reads_again = recognizer.reads_again
            self.set_certainty(model.certainty, self._in_use.threshold, model.metrics.refused, reads_again=reads_again)
