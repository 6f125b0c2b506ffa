"""The loss's gradients by every layer's numbers, in the places that the activations have."""

from PySide6.QtWidgets import QWidget

from lenet_app.gui.kit.help import explain
from lenet_app.gui.layers.pictures import GradientPictures, LayerPictures
from lenet_app.gui.layers.view import LayersView
from lenet_app.language import tr


class GradientsView(LayersView):
    """The same columns as the layers have, in the colours of gradients."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = "\N{PARTIAL DIFFERENTIAL}"
        self.setAccessibleName(tr("Gradients of the layers"))
        explain(
            self,
            tr(
                "The gradient of the loss at the label by each number of each layer, in the same places as the numbers:"
                " green where the loss grows with the number, purple where it falls. Each layer's largest gradient has"
                " the strongest colour. The label is the answer until another is chosen in Back."
            ),
        )

    def _make_pictures(self) -> LayerPictures:
        return GradientPictures()
