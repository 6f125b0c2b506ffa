"""What was read as text: large figures, row by row."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.colours import colours
from lenet_app.gui.look.theme import with_tabular_figures
from lenet_app.gui.read.widgets.digits_view import DigitsView
from lenet_app.gui.read.widgets.marks import box_pen, colour_of
from lenet_app.language import tr
from lenet_app.reading.checked import CheckedDigit

_LARGEST, _SMALLEST = 32, 16
"""Pixels of the figures; in a wide place they may be larger."""
_SHARE = 0.12
"""Of its width."""
_CELL, _LINE = 0.75, 1.4
"""Width and height of a figure's cell, in its pixels."""
_MARGIN = 4
_ROUND = 4.0


class NumberText(DigitsView):
    """A cell for each digit; those that were left out keep theirs, empty, so that they can come back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("The text"))
        explain(
            self,
            tr(
                "What was read, row by row. Doubtful digits are framed, and what you corrected is underlined. Choose"
                " one and press a key from 0 to 9 to correct it."
            ),
        )

    @property
    def pixels(self) -> int:
        """How large the figures are: as large as the longest row allows."""
        longest = max(map(len, self.page.rows), default=1)
        room = (self.parentWidget() or self).width() - 2 * _MARGIN
        return int(min(max(room / (longest * _CELL), _SMALLEST), max(_LARGEST, room * _SHARE)))

    def digits_changed(self) -> None:
        """Be as large as the rows are."""
        self.updateGeometry()
        self.adjust()

    def adjust(self) -> None:
        """Take the size that the rows need, or the whole of the place where that is larger."""
        wanted, place = self.sizeHint(), self.parentWidget()
        self.resize(wanted.expandedTo(place.size()) if place is not None else wanted)

    def sizeHint(self) -> QSize:
        """All rows."""
        longest, rows = max(map(len, self.page.rows), default=1), max(len(self.page.rows), 1)
        pixels = self.pixels
        return QSize(int(longest * pixels * _CELL) + 2 * _MARGIN, int(rows * pixels * _LINE) + 2 * _MARGIN)

    def place_of(self, index: int) -> QRectF:
        """The cell of digit `index`, in pixels."""
        row = self.page.digits[index].row
        column = index - self.page.rows[row][0]
        width, height = self.pixels * _CELL, self.pixels * _LINE
        return QRectF(_MARGIN + column * width, _MARGIN + row * height, width, height).adjusted(1, 2, -1, -2)

    def bring_into_sight(self, index: int) -> None:
        """Scroll to the digit."""
        place = self.parentWidget()
        area = place.parentWidget() if place is not None else None
        if isinstance(area, QScrollArea):
            middle = self.place_of(index).center().toPoint()
            area.ensureVisible(middle.x(), middle.y(), self.pixels, self.pixels)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point where something can be chosen."""
        super().mouseMoveEvent(event)
        over = self.index_at(QPointF(event.position())) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.adjust()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the figures in their cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = with_tabular_figures(self.font())
        font.setPixelSize(self.pixels)
        for index, digit in enumerate(self.page.digits):
            self._paint_cell(painter, self.place_of(index), digit, font, index)
        painter.end()

    def _paint_cell(self, painter: QPainter, place: QRectF, digit: CheckedDigit, font: QFont, index: int) -> None:
        named = colours(self)
        painter.setPen(Qt.PenStyle.NoPen)
        if index == self.current:
            painter.setBrush(named.pressed)
            painter.setPen(QPen(named.accent, 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(place, _ROUND, _ROUND)
        elif index == self._hovered:
            painter.setBrush(named.hover)
            painter.drawRoundedRect(place, _ROUND, _ROUND)
        painter.setFont(font)
        if digit.is_doubtful or digit.is_left_out:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(box_pen(digit, named, emphasised=False))
            painter.drawRoundedRect(place.adjusted(2, 2, -2, -2), _ROUND, _ROUND)
            painter.setPen(colour_of(digit, named))
        else:
            painter.setPen(named.accent if digit.is_corrected else named.text)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, digit.text)
        if digit.is_corrected and not digit.is_left_out:
            painter.setPen(QPen(named.accent, 2))
            painter.drawLine(place.bottomLeft() + QPointF(4, -3), place.bottomRight() + QPointF(-4, -3))


class NumberTextArea(QScrollArea):
    """The text, scrolled where it is longer than its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = NumberText()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.text)
        for part in (self.text, self.viewport()):  # the card shows through
            part.setAutoFillBackground(False)
        self.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the text the place there is."""
        if watched is self.viewport() and event.type() == QEvent.Type.Resize:
            self.text.adjust()
        return False
