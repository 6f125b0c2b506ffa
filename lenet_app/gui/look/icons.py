"""The bundled icons, drawn in the colours of the theme and crisp at every scale."""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from shiboken6 import Shiboken

from lenet_app.gui.look.colours import Colours, colours
from lenet_app.paths import bundled

Tint = QColor | Callable[[Colours], QColor]

_DISABLED_OPACITY = 0.38


def icon(name: str, colour: Tint | None = None) -> QIcon:
    """The icon `name`, the file's name in assets/icons without its ending.

    Args:
        name: for example "undo-2".
        colour: a fixed colour, or what picks one from the theme's, for example `lambda c: c.accent_text`. Without
            one the icon has the colour of text, of the accent where its button is checked, and of text on the accent
            where its row in a list is selected. Unless the colour is fixed the icon follows the theme by itself.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    _outline(name)
    return QIcon(_TintedIcon(name, colour))


@cache
def _outline(name: str) -> bytes:
    return bundled("assets", "icons", f"{name}.svg").read_bytes()


class _TintedIcon(QIconEngine):
    """Renders an outline when it is asked for, at the size and in the colour of that moment."""

    # Qt deletes what `clone` returns; without a reference here Python would do so first. Those that Qt has deleted go
    # at the next clone.
    _clones: "list[_TintedIcon]" = []  # noqa: RUF012 - shared on purpose

    def __init__(self, name: str, tint: Tint | None) -> None:
        super().__init__()
        self._name = name
        self._tint = tint

    def clone(self) -> QIconEngine:
        copy = _TintedIcon(self._name, self._tint)
        self._clones[:] = [*filter(Shiboken.isValid, self._clones), copy]
        return copy

    def iconName(self) -> str:
        return self._name

    def isNull(self) -> bool:
        return False

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, /) -> QSize:
        return size

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, /) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float, /) -> QPixmap:
        pixmap = QPixmap(size * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return pixmap

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State, /) -> None:
        colour = self._colour(mode, state).name().encode()
        renderer = QSvgRenderer(QByteArray(_outline(self._name).replace(b"currentColor", colour)))
        painter.save()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(painter.opacity() * _DISABLED_OPACITY)
        renderer.render(painter, QRectF(rect))
        painter.restore()

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        if isinstance(self._tint, QColor):
            return self._tint
        named = colours(QGuiApplication.palette())
        if self._tint is not None:
            return self._tint(named)
        if mode == QIcon.Mode.Selected:
            return named.accent_text
        return named.accent if state == QIcon.State.On else named.text
