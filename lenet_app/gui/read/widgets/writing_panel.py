"""A wide sheet to write a number on; what is read stands below the ink."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.canvas.pen_and_eraser import DEFAULT_PEN_WIDTH
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.tool_button import tool_button
from lenet_app.gui.look.colours import colours
from lenet_app.gui.read.widgets.marks import box_of, moved, paint_marks
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.page import Box

_ASPECT = 1.8
"""A row of digits, with room for their labels and for a second row."""
_DIGIT_ON_CANVAS = 4 / 7
"""The usual height of a digit, of the square canvas's side."""
_DIGIT_HERE = 2 / 15
"""The same of this sheet's width: six of them are written side by side."""


class WritingPanel(QWidget):
    """The sheet with its tools. Each number has one of its own, with its own steps to undo."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas(aspect=_ASPECT)
        self.canvas.set_pen_width(DEFAULT_PEN_WIDTH * _DIGIT_HERE / _DIGIT_ON_CANVAS)
        explain(
            self.canvas,
            tr(
                "Write a number, in one row or several; it is read while you write, and stands below the ink. Digits"
                " may touch each other and need not be of one size."
            ),
        )
        self.canvas.set_hint(tr("Write a number"), tr("in one row or several"))
        self.boxes = WrittenMarks(self.canvas)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        for action in (self.canvas.pen_action, self.canvas.eraser_action):
            tools.addWidget(tool_button(action))
        tools.addStretch(1)
        for action in (self.canvas.undo_action, self.canvas.redo_action, self.canvas.clear_action):
            tools.addWidget(tool_button(action))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.canvas, 1)
        layout.addLayout(tools)

    def take(self, drawing: Drawing) -> None:
        """Go on with what was drawn on a square canvas, in the middle of the sheet and as high as it is.

        The pen is that of the last stroke, as far as the canvas has one so thin.
        """
        factor = 1 / _ASPECT
        placed = drawing.scaled(factor, (1 - factor) / 2, 0)
        self.canvas.set_pen_width(placed.strokes[-1].width)
        self.canvas.set_content(placed, replace=True)

    @property
    def drawing(self) -> Drawing:
        """What is written, the unfinished stroke included."""
        content = self.canvas.content
        assert isinstance(content, Drawing)  # nobody puts a picture here
        return content


class WrittenMarks(QWidget):
    """Lies over the ink, lets every stroke through, and marks the digits."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._page = CheckedPage()
        self._current: int | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        canvas.installEventFilter(self)

    def set_page(self, page: CheckedPage) -> None:
        """Mark these digits; boxes are in the drawing's unit."""
        self._page = page
        if self._current is not None and self._current >= len(page.digits):
            self._current = None
        self.update()

    def choose(self, index: int | None) -> None:
        """Show this digit as the chosen one."""
        self._current = index
        self.update()

    @property
    def picture_place(self) -> QRectF:
        """Where the sheet is, in pixels."""
        return QRectF(self._canvas.sheet())

    def place_of(self, index: int) -> QRectF:
        """Where the box of digit `index` is, in pixels."""
        sheet = self.picture_place
        return moved(QRectF(*self._page.digits[index].read.box), sheet.topLeft(), sheet.width())

    def box_at(self, place: QRectF) -> Box:
        """What lies at `place`, in pixels, as a box in the drawing's unit."""
        sheet = self.picture_place
        return box_of(place, sheet.topLeft(), sheet.width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the canvas."""
        if watched is self._canvas and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint boxes and labels."""
        digits = self._page.digits
        if not digits:
            return
        places = [self.place_of(index) for index in range(len(digits))]
        painter = QPainter(self)
        paint_marks(painter, digits, places, self.picture_place, colours(self), chosen=self._current)
        painter.end()
