"""The canvas with its tools, and the ways to bring in a picture."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSlider, QVBoxLayout, QWidget

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.canvas.pen_and_eraser import PEN_WIDTHS, Tool
from lenet_app.gui.canvas.pen_colours import PenColours
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.kit.tool_button import tool_button
from lenet_app.ink.strokes import Colour
from lenet_app.language import tr

_STEPS = 100


class CanvasPanel(QWidget):
    """Canvas, tools, pen width and colour, Open and Paste.

    A notice over the canvas tells what is wrong with a picture.
    """

    open_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas()
        explain(
            self.canvas,
            tr(
                "Draw with mouse, pen or finger, or drop a picture. It is read while you draw, and may be small or"
                " off-centre: it is brought to the size and the place that the network learned."
            ),
        )
        self.notice = Notice(self.canvas)
        self.pen_width = self._pen_width_slider()
        self.pen_colours = PenColours()
        self.pen_colours.chosen.connect(self._take_colour)
        self.pen_colours.hide()
        self.open_action = self._action(tr("Open picture…"), QKeySequence.StandardKey.Open)
        self.open_action.triggered.connect(self.open_requested)
        self.paste_action = self._action(tr("Paste"), QKeySequence.StandardKey.Paste)
        self.paste_action.triggered.connect(self.paste_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._rows = QWidget(), QWidget()
        for row, inner in zip(self._rows, (self._tools(), self._pictures()), strict=True):
            inner.setContentsMargins(0, 0, 0, 0)
            row.setLayout(inner)
        self._is_bare = self._is_colour = False
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._rows[0])
        layout.addWidget(self.pen_colours)
        layout.addWidget(self._rows[1])

    def suit(self, *, whole: bool, colour: bool) -> None:
        """Be a canvas for a network.

        Args:
            whole: whether it takes a drawing as a whole, with its sheet; else its ink.
            colour: whether it sees the colours of pens.
        """
        self.canvas.set_is_sheet(whole)
        self.canvas.set_pen_colour(self.pen_colours.colour if colour else None)
        focus = self.pen_colours.focusWidget()
        if not colour and focus is not None and focus.hasFocus():
            self.canvas.setFocus()
        self._is_colour = colour
        self.pen_colours.setVisible(colour and not self._is_bare)

    def set_bare(self, is_bare: bool) -> None:
        """Show the canvas without its tools, whose keys go on working, or all of it again."""
        self._is_bare = is_bare
        for row in self._rows:
            row.setVisible(not is_bare)
        self.pen_colours.setVisible(self._is_colour and not is_bare)

    def _take_colour(self, colour: Colour | None) -> None:
        self.canvas.set_pen_colour(colour)
        self.canvas.set_tool(Tool.PEN)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for action in (self.canvas.pen_action, self.canvas.eraser_action):
            row.addWidget(tool_button(action))
        row.addWidget(self.pen_width, 1)
        for action in (self.canvas.undo_action, self.canvas.redo_action, self.canvas.clear_action):
            row.addWidget(tool_button(action))
        return row

    def _pictures(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for action in (self.open_action, self.paste_action):
            button = QPushButton(action.text())
            button.setToolTip(action.toolTip())
            button.clicked.connect(action.trigger)
            row.addWidget(button, 1)
        return row

    def _action(self, text: str, keys: QKeySequence.StandardKey) -> QAction:
        action = QAction(text, self)
        action.setShortcut(keys)
        native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        what = tr("or drop a picture")
        action.setToolTip(f"{text.rstrip('…')} ({native}), {what}")
        self.addAction(action)
        return action

    def _pen_width_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, _STEPS)
        slider.setMinimumWidth(48)
        slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        slider.setToolTip(tr("Pen width"))
        slider.setAccessibleName(tr("Pen width"))
        explain(
            slider, tr("How thick the pen draws. Before a network of digits sees it, every stroke is made one width.")
        )
        slider.valueChanged.connect(lambda step: self.canvas.set_pen_width(_width_of(step)))
        self.canvas.pen_width_changed.connect(lambda width: slider.setValue(_step_of(width)))
        slider.setValue(_step_of(self.canvas.pen_width))
        return slider


def _width_of(step: int) -> float:
    """The pen width at a step of the slider; even ratios feel even, so the steps are exponential."""
    low, high = PEN_WIDTHS
    return float(low * (high / low) ** (step / _STEPS))


def _step_of(width: float) -> int:
    low, high = PEN_WIDTHS
    step = 0
    while step < _STEPS and _width_of(step) * (high / low) ** (0.5 / _STEPS) < width:
        step += 1
    return step
