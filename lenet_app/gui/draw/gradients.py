"""Brings the loss's gradients to the layers while somebody looks at them there."""

from PySide6.QtCore import QObject

from lenet_app.gui.inside.live_look import LiveLook, Looked
from lenet_app.gui.layers.card import LayersCard


class LayerGradients(QObject):
    """Wants gradients of each answer as long as the card shows them.

    Args:
        card: of the layers.
        live_look: computes them.
        parent: who owns it.
    """

    def __init__(self, card: LayersCard, live_look: LiveLook, parent: QObject) -> None:
        super().__init__(parent)
        self._card, self._live_look, self._is_wanted = card, live_look, False
        card.gradients_wanted.connect(self._want)
        live_look.looked.connect(self._show)

    def _want(self, is_wanted: bool) -> None:
        self._is_wanted = is_wanted
        if is_wanted:
            from lenet_app.inspection.looking import Part  # noqa: PLC0415 - loaded when somebody looks

            self._live_look.want(self, {Part.GRADIENTS})
        else:
            self._live_look.forget(self)

    def _show(self, looked: Looked | None) -> None:
        if not self._is_wanted:
            return
        if looked is None:
            self._card.clear_gradients()
        elif (found := looked.look.gradients) is not None:
            model = looked.request.answer.request.recognizer.model
            self._card.show_gradients(model, model.class_names[found.label], found.network_input, found.values)
