"""A quiet line of text that can be pressed."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, colours, set_kind, with_tabular_figures

_SHEET = """
QPushButton { padding: 0 6px; min-height: 22px; }
QPushButton:focus { padding: 0 5px; min-height: 20px; }
"""
_SIDE = 6
_BETWEEN = "  "


class LineButton(QPushButton):
    """Says something and where a press leads; what does not fit is cut, but for the words of where it leads.

    Args:
        is_centred: whether the line stands in the middle.
    """

    def __init__(self, parent: QWidget | None = None, *, is_centred: bool = False) -> None:
        super().__init__(parent)
        self._line, self._leads, self._tip = "", "", ""
        self._is_centred = is_centred
        set_kind(self, Kind.FLAT)
        self.setStyleSheet(_SHEET)
        self.setFont(with_tabular_figures(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def line(self) -> str:
        """What it says."""
        return self._line

    @property
    def leads(self) -> str:
        """The words of where a press leads."""
        return self._leads

    def set_line(self, line: str, leads: str = "", *, tip: str = "") -> None:
        """Say something.

        Args:
            line: what is said, in a quiet colour.
            leads: where a press leads, in the accent's colour; may be empty.
            tip: a sentence for the tooltip.
        """
        if (line, leads, tip) == (self._line, self._leads, self._tip):
            return
        self._line, self._leads, self._tip = line, leads, tip
        self.setAccessibleName(" ".join(filter(None, [line, leads])))
        self.setAccessibleDescription(tip)
        self._explain()
        self.update()

    def sizeHint(self) -> QSize:
        """The whole line."""
        width = self.fontMetrics().horizontalAdvance(self._line + _BETWEEN + self._leads)
        return QSize(width + 2 * _SIDE, max(24, self.fontMetrics().height() + 8))

    def minimumSizeHint(self) -> QSize:
        """As high as a line; as narrow as need be."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether the text fits now."""
        super().resizeEvent(event)
        self._explain()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self._explain()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button as the style does, and the line in its two colours."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        named, metrics = colours(self), self.fontMetrics()
        line, leads = self._shown()
        between = _BETWEEN if line and leads else ""
        width = metrics.horizontalAdvance(line + between + leads)
        room = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        x = room.x() + max(0, (room.width() - width) // 2) if self._is_centred else room.x()
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for text, colour in ((line + between, named.secondary_text), (leads, named.accent)):
            painter.setPen(named.accent if self.underMouse() else colour)
            advance = metrics.horizontalAdvance(text)
            painter.drawText(QRect(x, 0, room.right() - x + 2, self.height()), middle, text)
            x += advance
        painter.end()

    def _shown(self) -> tuple[str, str]:
        """What can be read in the width there is."""
        metrics, room = self.fontMetrics(), self.width() - 2 * _SIDE
        if metrics.horizontalAdvance(self._line + _BETWEEN + self._leads) <= room or not self._leads:
            return metrics.elidedText(self._line, Qt.TextElideMode.ElideRight, room), self._leads
        rest = room - metrics.horizontalAdvance(_BETWEEN + self._leads)
        line = metrics.elidedText(self._line, Qt.TextElideMode.ElideRight, max(0, rest))
        leads = metrics.elidedText(self._leads, Qt.TextElideMode.ElideRight, room)
        return (line, leads) if len(line) > 1 else ("", leads)

    def _explain(self) -> None:
        whole = "" if self._shown() == (self._line, self._leads) else f"{self._line}{_BETWEEN}{self._leads}"
        self.setToolTip(plain("\n".join(filter(None, [whole, self._tip]))))
