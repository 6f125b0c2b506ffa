"""The outline around a field that cannot be as it is."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import colours

_ROUND = 6
_WIDTH = 2


class FaultMark(QWidget):
    """Lies over one field at a time, says why by the field's tooltip, and lets every click through.

    Args:
        home: whose child it is while nothing is marked.
    """

    def __init__(self, home: QWidget) -> None:
        super().__init__(home)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._home = home
        self._field: QWidget | None = None
        self._tip = ""
        self.hide()

    @property
    def field(self) -> QWidget | None:
        """What is marked."""
        return self._field

    def mark(self, field: QWidget, sentence: str) -> None:
        """Mark `field` in place of any other; eyes and assistive technology learn why."""
        self.clear()
        self._field, self._tip = field, field.toolTip()
        field.setToolTip("\n".join(filter(None, [plain(sentence), self._tip])))
        field.setAccessibleDescription(sentence)
        field.installEventFilter(self)
        self.setParent(field)
        self.setGeometry(field.rect())
        self.show()
        self.raise_()

    def clear(self) -> None:
        """Mark nothing."""
        field, self._field = self._field, None
        if field is None:
            return
        field.removeEventFilter(self)
        field.setToolTip(self._tip)
        field.setAccessibleDescription("")
        self.hide()
        self.setParent(self._home)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the field's size."""
        if event.type() == QEvent.Type.Resize and self._field is not None:
            self.setGeometry(self._field.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # A field that a style sheet dresses has a palette that tells nothing.
        painter.setPen(QPen(colours(QGuiApplication.palette()).warning, _WIDTH))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _ROUND, _ROUND)
        painter.end()
