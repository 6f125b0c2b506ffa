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
        if (model := self._in_use.model) is not None:
            self.set_certainty(model.certainty, self._in_use.threshold, model.metrics.refused)
