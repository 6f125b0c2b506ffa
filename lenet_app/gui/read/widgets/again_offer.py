"""The offer to read pictures again that another model read; it is quiet, for nothing is wrong with them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr, trn

_LEAST = 96
"""Pixels of a model's name that the button shows however narrow the page is."""
_AROUND = 56
"""Pixels beside the texts: the button's margins and what lies between."""


class AgainOffer(QWidget):
    """A line and a button, while pictures were read by another model than the present one."""

    accepted = Signal()
    """The user wants them read again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ""
        self._text = ElidedLabel()
        self._text.setFont(with_tabular_figures(self._text.font()))
        set_kind(self._text, Kind.SECONDARY)
        self.button = QPushButton()
        self.button.clicked.connect(self.accepted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty while hidden."""
        return "" if self.isHidden() else self._text.text()

    def offer(self, count: int, model: str) -> None:
        """Offer to have the present model read again what another one read.

        Args:
            count: how many pictures another model read; of none there is nothing to offer.
            model: the name of the present one.
        """
        self.setVisible(count > 0)
        text = trn("{count} picture read by another model", "{count} pictures read by another model", count)
        self._text.setText(text.format(count=count))
        self._model = model
        self.button.setAccessibleName(tr("Read again with {model}").format(model=model))
        tip = tr("Have {model} read these pictures; what you corrected stays")
        self.button.setToolTip(plain(tip.format(model=model)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the model's name as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        sentence, metrics = tr("Read again with {model}"), self.button.fontMetrics()
        taken = self._text.sizeHint().width() + metrics.horizontalAdvance(sentence.format(model="")) + _AROUND
        room = max(self.width() - taken, _LEAST)
        short = metrics.elidedText(self._model, Qt.TextElideMode.ElideMiddle, room)
        self.button.setText(sentence.format(model=short.replace("&", "&&")))
