"""A quiet line of text that can be pressed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Colours, Kind, colours, set_kind, with_tabular_figures

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
        lines: 2 for the words of where it leads in a line of their own.
    """

    def __init__(self, parent: QWidget | None = None, *, is_centred: bool = False, lines: int = 1) -> None:
        super().__init__(parent)
        self._line, self._leads, self._tip = "", "", ""
        self._is_centred, self._lines = is_centred, lines
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
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._line + _BETWEEN + self._leads)
        return QSize(width + 2 * _SIDE, max(24, self._lines * metrics.height() + 8))

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
        # A button that its style sheet makes transparent has a palette that tells nothing.
        named = colours(QGuiApplication.palette())
        line, leads = self._shown()
        between = _BETWEEN if line and leads and self._lines == 1 else ""
        parts = ((line + between, named.secondary_text), (leads, named.accent))
        if self._lines == 1:
            self._paint_line(painter, parts, 0, self.height(), named)
        else:
            top, height = (self.height() - 2 * self.fontMetrics().height()) // 2, self.fontMetrics().height()
            for number, part in enumerate(part for part in parts if part[0]):
                self._paint_line(painter, (part,), top + number * height, height, named)
        painter.end()

    def _paint_line(
        self, painter: QPainter, parts: Sequence[tuple[str, QColor]], top: int, height: int, named: Colours
    ) -> None:
        """Parts of a line side by side; all in the accent's colour while the pointer is over the button."""
        metrics, room = self.fontMetrics(), self.width() - 2 * _SIDE
        width = metrics.horizontalAdvance("".join(text for text, _ in parts))
        x = _SIDE + (max(0, (room - width) // 2) if self._is_centred else 0)
        for text, colour in parts:
            painter.setPen(named.accent if self.underMouse() else colour)
            place = QRect(x, top, self.width() - x, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            x += metrics.horizontalAdvance(text)

    def _shown(self) -> tuple[str, str]:
        """What can be read in the width there is."""
        metrics, room = self.fontMetrics(), self.width() - 2 * _SIDE
        if self._lines > 1:
            return self._cut(self._line, room), self._cut(self._leads, room)
        if metrics.horizontalAdvance(self._line + _BETWEEN + self._leads) <= room or not self._leads:
            return self._cut(self._line, room), self._leads
        rest = room - metrics.horizontalAdvance(_BETWEEN + self._leads)
        line = self._cut(self._line, max(0, rest))
        return line if len(line) > 1 else "", self._cut(self._leads, room)

    def _cut(self, text: str, room: int) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _explain(self) -> None:
        whole = "" if self._shown() == (self._line, self._leads) else f"{self._line}{_BETWEEN}{self._leads}"
        self.setToolTip(plain("\n".join(filter(None, [whole, self._tip]))))
