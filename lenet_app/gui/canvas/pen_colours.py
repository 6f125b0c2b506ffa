"""The colours of the pen, for networks that see colours."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QConicalGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QColorDialog, QHBoxLayout, QWidget

from lenet_app.gui.look.theme import colours
from lenet_app.ink.strokes import PEN_COLOUR, Colour
from lenet_app.language import tr

_SIDE = 23  # pixels; eleven of them stand in a column of 256
_RINGS = 6  # colours around the circle of a colour of one's own


class PenColours(QWidget):
    """A row of colours, one of which the pen has; the last is any colour of one's own.

    Tab leads to the one that is chosen, the arrow keys from each to the next; Space on the last asks for a colour.
    """

    chosen = Signal(object)
    """The Colour that the user has chosen; None for the usual near-black."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for name, colour in self._choices():
            layout.addWidget(self._swatch(name, colour))
            layout.addStretch(1)
        self.own = _Swatch(tr("Another colour…"), None)
        self.own.setCheckable(False)
        self.own.clicked.connect(self._ask)
        layout.addWidget(self.own)
        self._colour: Colour | None = None
        self._group.buttons()[0].setChecked(True)
        self.setAccessibleName(tr("Colour of the pen"))

    def _choices(self) -> list[tuple[str, Colour]]:
        return [
            (tr("Black"), PEN_COLOUR),
            (tr("Grey"), (134, 142, 150)),
            (tr("White"), (255, 255, 255)),
            (tr("Brown"), (139, 90, 43)),
            (tr("Red"), (214, 40, 40)),
            (tr("Orange"), (245, 130, 15)),
            (tr("Yellow"), (250, 208, 20)),
            (tr("Green"), (45, 145, 60)),
            (tr("Sky blue"), (105, 185, 240)),
            (tr("Blue"), (25, 85, 190)),
        ]

    def _swatch(self, name: str, colour: Colour) -> "_Swatch":
        swatch = _Swatch(name, colour)
        swatch.setCheckable(True)
        swatch.toggled.connect(lambda checked: self._take(colour) if checked else None)
        self._group.addButton(swatch)
        return swatch

    @property
    def colour(self) -> Colour | None:
        """The colour that is chosen; None is the usual near-black."""
        return self._colour

    @property
    def swatches(self) -> list[QAbstractButton]:
        """The buttons of the colours that are there to choose, in their order."""
        return self._group.buttons()

    def choose_own(self, colour: Colour) -> None:
        """Choose a colour that is not in the row; the last button shows it."""
        self._group.setExclusive(False)
        for swatch in self._group.buttons():
            swatch.setChecked(False)
        self._group.setExclusive(True)
        self.own.show_colour(colour)
        self._colour = colour
        self.chosen.emit(colour)

    def _take(self, colour: Colour) -> None:
        self.own.show_colour(None)
        self._colour = None if colour == PEN_COLOUR else colour
        self.chosen.emit(self._colour)

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(*(self._colour or PEN_COLOUR)), self)
        dialog.setWindowTitle(tr("Colour of the pen"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda one: self.choose_own((one.red(), one.green(), one.blue())))
        dialog.open()


class _Swatch(QAbstractButton):
    """A round patch of a colour; without one a ring of all colours."""

    def __init__(self, name: str, colour: Colour | None) -> None:
        super().__init__()
        self._colour = colour
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """A small square."""
        return QSize(_SIDE, _SIDE)

    def show_colour(self, colour: Colour | None) -> None:
        """Show another colour; a button that cannot be checked then looks chosen."""
        self._colour = colour
        self.setAccessibleDescription("" if colour is None else QColor(*colour).name())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the patch, a ring where it is chosen, and a box where the keyboard is."""
        named = colours(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QRectF(self.rect()).center()
        is_own = not self.isCheckable()
        chosen = self.isChecked() or (is_own and self._colour is not None)
        painter.setPen(QPen(named.accent, 2) if chosen else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 10.0, 10.0)
        radius = 7.0 if chosen else 9.0 if self.underMouse() else 8.0
        painter.setPen(QPen(named.secondary_text if self._colour else named.outline, 1))
        painter.setBrush(_all_colours(centre) if self._colour is None else QColor(*self._colour))
        painter.drawEllipse(centre, radius, radius)
        if is_own and self._colour is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(named.surface)
            painter.drawEllipse(centre, radius / 2.4, radius / 2.4)
        if self.hasFocus():
            painter.setPen(QPen(named.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


def _all_colours(centre: QPointF) -> QConicalGradient:
    gradient = QConicalGradient(centre, 90)
    for step in range(_RINGS + 1):
        gradient.setColorAt(step / _RINGS, QColor.fromHsvF(step % _RINGS / _RINGS, 0.75, 0.95))
    return gradient
