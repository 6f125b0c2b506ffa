"""The name of a panel in the inspector's title line; where not all names fit, they are cut short."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind

_SIDES, _LEAST = 10, 44
"""Pixels beside the text, and of the button at least."""


class TabButton(QPushButton):
    """A checkable button whose tooltip has the whole name where that is cut.

    Args:
        title: the name.
        tip: a sentence on what can be seen there.
    """

    def __init__(self, title: str, tip: str) -> None:
        super().__init__(title)
        self._tip = tip
        self.setCheckable(True)
        self.setToolTip(plain(tip))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        set_kind(self, Kind.TAB)

    @property
    def shown_text(self) -> str:
        """What can be read of the name."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - _SIDES)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether the name fits now."""
        super().resizeEvent(event)
        whole = "" if self.shown_text == self.text() else self.text()
        self.setToolTip(plain("\n".join(filter(None, [whole, self._tip]))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button as the style does, its name cut short."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown_text
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()
