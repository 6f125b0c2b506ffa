"""The sheet that a person draws on."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.canvas import painter as look
from lenet_app.gui.canvas.actions import CanvasActions
from lenet_app.gui.canvas.content import CanvasContent, ShownPicture, is_blank, size_of
from lenet_app.gui.canvas.drop import DropTarget
from lenet_app.gui.canvas.growing_stroke import UnfinishedStroke
from lenet_app.gui.canvas.painted_strokes import InkCache, fresh_bounds
from lenet_app.gui.canvas.pen_and_eraser import DEFAULT_PEN_WIDTH, ERASER_PER_PEN, PEN_WIDTHS, Tool
from lenet_app.gui.canvas.pointer import StrokeInput
from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.kit.history import History
from lenet_app.gui.look.colours import LIGHT, Colours, colours
from lenet_app.ink.strokes import Colour, Drawing, Point
from lenet_app.language import tr, trn

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Canvas(DropTarget):
    """Holds a drawing or a picture; draws with mouse, pen and touch; remembers the steps.

    It is paper in the colours of the theme, or a white sheet that shows its content as networks for whole pictures take
    it. Lengths and coordinates of the content are shares of the sheet's width, x from 0 to 1, y down.

    Args:
        parent: Qt's parent.
        aspect: width per height of the sheet; a square has room for one digit, a wide one for a number.
    """

    content_changed = Signal(object)
    """The CanvasContent after every change and at every move of a stroke, the unfinished stroke included."""
    history_changed = Signal()
    """What can be undone, redone or cleared may have changed."""
    tool_changed = Signal(object)
    """The Tool now in hand."""
    erasing_refused = Signal()
    """The eraser was set down on a picture; it erases strokes only."""
    pen_width_changed = Signal(float)
    """The pen's width as a share of the side."""

    def __init__(self, parent: QWidget | None = None, *, aspect: float = 1.0) -> None:
        super().__init__(parent)
        self._aspect = aspect
        self._history: History[CanvasContent] = History(Drawing(), size_of=size_of)
        self._unfinished: UnfinishedStroke | None = None
        self._input = StrokeInput(self)
        self._ink = InkCache()
        self._picture = look.PictureCache()
        self._tool = Tool.PEN
        self._pen_width = DEFAULT_PEN_WIDTH
        self._pointer: QPointF | None = None
        self._pen_colour: Colour | None = None
        self._is_sheet = False
        self._hint = (tr("Draw something"), "")
        self._focus_shown = False
        self._actions = CanvasActions(self)
        self._connect_actions()
        self._take_pointers()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._describe()

    def _connect_actions(self) -> None:
        self.undo_action.triggered.connect(self.undo)
        self.redo_action.triggered.connect(self.redo)
        self.clear_action.triggered.connect(self.clear)
        self.pen_action.triggered.connect(self._take_checked_tool)
        self.eraser_action.triggered.connect(self._take_checked_tool)

    def _take_checked_tool(self) -> None:
        self.set_tool(Tool.PEN if self.pen_action.isChecked() else Tool.ERASER)

    def _take_pointers(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAcceptDrops(True)

    # Content and its history

    @property
    def content(self) -> CanvasContent:
        """What lies on the canvas, an unfinished stroke included."""
        return self._unfinished.drawing if self._unfinished else self._history.current

    @property
    def is_drawing(self) -> bool:
        """Whether the pen or the eraser is down."""
        return self._unfinished is not None

    def set_content(self, content: CanvasContent, *, replace: bool = False) -> None:
        """Put `content` in the place of what is there; can be undone.

        With `replace` it takes the current step's place in the history, so that an undo passes both by.
        """
        self._input.finish()
        if content is not self._history.current:
            (self._history.replace if replace else self._history.push)(content)
            self._changed()

    def undo(self) -> None:
        """Go back by one step, if there is one."""
        self._input.finish()
        if self._history.can_undo:
            self._history.undo()
            self._changed()

    def redo(self) -> None:
        """Take back the last undo, if nothing was done since."""
        self._input.finish()
        if self._history.can_redo:
            self._history.redo()
            self._changed()

    def clear(self) -> None:
        """Empty the canvas; can be undone. On an empty canvas nothing happens."""
        self._input.finish()
        if not is_blank(self._history.current):
            self.set_content(Drawing())

    def _changed(self) -> None:
        self._picture.forget()
        self._describe()
        self.update()
        self.content_changed.emit(self.content)
        self.history_changed.emit()

    # Tools

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        """Take `tool` in hand."""
        (self.pen_action if tool is Tool.PEN else self.eraser_action).setChecked(True)
        if tool is not self._tool:
            self._input.finish()
            self._tool = tool
            self.update()
            self.tool_changed.emit(tool)

    @property
    def pen_width(self) -> float:
        """The pen's width as a share of the side."""
        return self._pen_width

    def set_pen_width(self, width: float) -> None:
        """Draw the next strokes with `width`, a share of the side; held to 0.01 to 0.2. The eraser is twice as wide."""
        width = min(max(width, PEN_WIDTHS[0]), PEN_WIDTHS[1])
        if width != self._pen_width:
            self._pen_width = width
            self.update()
            self.pen_width_changed.emit(width)

    @property
    def pen_colour(self) -> Colour | None:
        """The pen's colour on a white sheet; None is the usual near-black. Paper knows ink only."""
        return self._pen_colour

    def set_pen_colour(self, colour: Colour | None) -> None:
        """Draw the next strokes in `colour`."""
        self._pen_colour = colour

    @property
    def pen_action(self) -> QAction:
        """Takes the pen; checkable."""
        return self._actions.pen

    @property
    def eraser_action(self) -> QAction:
        """Takes the eraser; checkable."""
        return self._actions.eraser

    @property
    def undo_action(self) -> QAction:
        """Undoes; enabled where there is something to undo."""
        return self._actions.undo

    @property
    def redo_action(self) -> QAction:
        """Redoes; enabled where there is something to redo."""
        return self._actions.redo

    @property
    def clear_action(self) -> QAction:
        """Clears; enabled where there is something on the canvas."""
        return self._actions.clear

    # What it is for

    def set_hint(self, text: str, detail: str = "") -> None:
        """Say on the empty canvas what to draw, and in a smaller line below what there is to know of it."""
        if (text, detail) != self._hint:
            self._hint = (text, detail)
            self.update()

    def show_dropping(self, is_dropping: bool) -> None:
        """Show that what is held over the page can be dropped, or that it is gone."""
        self._show_dropping(is_dropping)

    @property
    def is_sheet(self) -> bool:
        """Whether it is a white sheet with colours, whatever the theme."""
        return self._is_sheet

    def set_is_sheet(self, is_sheet: bool) -> None:
        """Become a white sheet, or paper and ink in the colours of the theme; the content stays."""
        if is_sheet != self._is_sheet:
            self._input.finish()
            self._is_sheet = is_sheet
            self._picture.forget()
            self.update()

    # Strokes, as StrokeInput tells them

    def begin_stroke(self, position: QPointF, *, with_eraser_end: bool) -> bool:
        """Set the tool down at `position`, in pixels; False outside the sheet and for the eraser on a picture."""
        current = self._history.current
        erasing = with_eraser_end or self._tool is Tool.ERASER
        if not self.sheet().contains(position.toPoint()):
            return False
        if erasing and isinstance(current, ShownPicture):
            self.erasing_refused.emit()
            return False
        colour = self._pen_colour if self._is_sheet else None
        self._unfinished = UnfinishedStroke(current, self._pen_width, colour, erasing=erasing)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.extend_stroke(position)
        return True

    def extend_stroke(self, position: QPointF) -> None:
        """Draw or erase on to `position`, in pixels."""
        stroke = self._unfinished
        if stroke is None or not stroke.extend(self._share(position)):
            return
        if stroke.erasing or len(stroke.points) == 1:
            self.update()
        else:
            self.update(fresh_bounds(stroke.points, stroke.width, self.sheet()))
        self.content_changed.emit(stroke.drawing)

    def end_stroke(self) -> None:
        """Lift the tool: the stroke becomes one step of the history."""
        stroke, self._unfinished = self._unfinished, None
        if stroke is None:
            return
        stroke.finish()
        drawing = stroke.drawing
        if drawing is not self._history.current:
            self._history.push(drawing)
        self._changed()

    def hover(self, position: QPointF | None) -> None:
        """Show the tool's ring at `position`, in pixels; None hides it."""
        inside = position is not None and self.sheet().contains(position.toPoint())
        radius = self._ring_radius()
        self.update(look.ring_bounds(self._pointer, radius))
        self._pointer = position if inside or self._unfinished else None
        self.update(look.ring_bounds(self._pointer, radius))
        # The ring is the pointer; two of them would hide the line.
        shape = Qt.CursorShape.BlankCursor if inside else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def _share(self, position: QPointF) -> Point:
        """`position` in shares of the sheet's width, held to the sheet."""
        sheet = self.sheet()
        x, y = ((p - start) / sheet.width() for p, start in ((position.x(), sheet.x()), (position.y(), sheet.y())))
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), sheet.height() / sheet.width())

    # Qt's questions and events

    def sheet(self) -> QRect:
        """What is drawn on: the largest of its aspect, in the middle of the widget; in pixels."""
        width = max(min(self.width(), int(self.height() * self._aspect)), 1)
        height = max(int(width / self._aspect), 1)
        return QRect(QPoint((self.width() - width) // 2, (self.height() - height) // 2), QSize(width, height))

    def sizeHint(self) -> QSize:
        """The size of the sketch."""
        return QSize(round(304 * self._aspect), 304)

    def minimumSizeHint(self) -> QSize:
        """What a digit can still be drawn on."""
        return QSize(160, max(round(160 / self._aspect), 1))

    def hasHeightForWidth(self) -> bool:
        """The sheet keeps its aspect."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its aspect has it."""
        return round(width / self._aspect)

    def event(self, event: QEvent) -> bool:
        """Let the pointers have their events first."""
        if self._input.handle(event):
            return True
        if event.type() == QEvent.Type.ShortcutOverride and self._unfinished and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (Key(key_names("Esc"), tr("End the stroke that is being drawn")),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the stroke."""
        if self._unfinished and _is_escape(event):
            self._input.finish()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who use the keyboard; who draws knows where the canvas is."""
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._focus_shown = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language; a disabled canvas ends its stroke."""
        if event.type() == QEvent.Type.LanguageChange:
            self._actions.retranslate()
            self._describe()
        elif event.type() == QEvent.Type.EnabledChange:
            self._input.finish()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint sheet, content, ring and edge."""
        sheet, around = self.sheet(), colours(self)
        named = LIGHT if self._is_sheet else around
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(look.paper_path(sheet), named.hover if self._dropping else named.paper)
        painter.setClipPath(look.paper_path(sheet))
        self._paint_content(painter, sheet, named)
        painter.setClipping(False)
        emphasised = self._dropping or (self._focus_shown and self.hasFocus())
        look.paint_edge(painter, sheet, around, emphasised=emphasised)
        painter.end()

    def _paint_content(self, painter: QPainter, sheet: QRect, named: Colours) -> None:
        content = self._unfinished.kept if self._unfinished else self._history.current
        if self._dropping:
            look.paint_hint(painter, sheet, tr("Drop to open"), colour=named.accent)
        elif isinstance(content, ShownPicture):
            self._picture.paint(painter, sheet, content, named, whole=self._is_sheet)
        elif self._unfinished is None and content.is_empty:
            look.paint_hint(painter, sheet, *self._hint, colour=named.secondary_text)
        else:
            stroke = self._unfinished.stroke if self._unfinished else None
            self._ink.paint(painter, sheet, content, stroke, named.pen, coloured=self._is_sheet)
        drawing = self._unfinished is not None and not self._unfinished.erasing
        if self._pointer is not None and not drawing:  # the end of the line tells where the pen is
            look.paint_ring(painter, self._pointer, self._ring_radius(), named)

    def _ring_radius(self) -> float:
        """Of the tool at hand, in pixels."""
        erasing = self._unfinished.erasing if self._unfinished else self._tool is Tool.ERASER
        return self._pen_width * (ERASER_PER_PEN if erasing else 1) * self.sheet().width() / 2

    def _describe(self) -> None:
        """Bring the actions and the words for assistive technology up to the content."""
        content = self._history.current
        self.undo_action.setEnabled(self._history.can_undo)
        self.redo_action.setEnabled(self._history.can_redo)
        self.clear_action.setEnabled(not is_blank(content))
        self.setAccessibleName(tr("Canvas"))
        hint = tr("Draw with mouse, pen or finger, or drop a picture")
        # A tooltip over a drawing would cover what is being drawn.
        self.setToolTip(hint if is_blank(content) else "")
        if isinstance(content, ShownPicture):
            text = tr("Picture: {caption}") if content.caption else tr("Picture")
            self.setAccessibleDescription(text.format(caption=content.caption))
        else:
            count = len(content.strokes)
            text = trn("Drawing of {count} stroke", "Drawing of {count} strokes", count).format(count=count)
            self.setAccessibleDescription(hint if content.is_empty else text)


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
