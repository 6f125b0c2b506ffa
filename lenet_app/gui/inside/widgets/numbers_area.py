"""What pictures of numbers that are scrolled have in common: room, type, colours, tooltips."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFont, QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from lenet_app.gui.kit.focus_ring import FocusRing
from lenet_app.gui.look.theme import with_tabular_figures

_CHANGES = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)


class NumbersArea(QAbstractScrollArea):
    """Arranges and colours anew whenever its room, its type or the theme changes; whoever inherits says how.

    Args:
        name: what it is called while there is nothing in it.
        usual: the room that it would like.
        least: the least that can be looked at.
        smaller: how large its type is, as a share of the window's.
    """

    def __init__(self, name: str, *, usual: QSize, least: QSize, smaller: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual, self._least, self._smaller = usual, least, smaller
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewport(QWidget())
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        FocusRing(self)

    def sizeHint(self) -> QSize:
        """The room that it would like."""
        return self._usual

    def minimumSizeHint(self) -> QSize:
        """The least that can be looked at."""
        return self._least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the sizes that fit."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and font."""
        super().changeEvent(event)
        if event.type() in _CHANGES:
            self._colour()
            self._arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show and tell where the keyboard is."""
        super().focusInEvent(event)
        self._tell()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what stands at the pointer as a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._text_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def _small(self) -> QFont:
        font = with_tabular_figures(self.font())
        font.setPointSizeF(font.pointSizeF() * self._smaller)
        return font

    def _arrange(self) -> None:
        """Find the place of everything."""
        raise NotImplementedError

    def _colour(self) -> None:
        """Make the pictures in the theme's colours."""
        raise NotImplementedError

    def _tell(self) -> None:
        """Tell assistive technology what the keyboard is on."""
        raise NotImplementedError

    def _text_at(self, at: QPoint) -> str:
        """What stands at a point of the viewport."""
        raise NotImplementedError
