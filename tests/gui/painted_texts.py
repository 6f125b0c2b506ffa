"""What texts a window paints, which of them are cut, and which were never given to a translator.

A widget is rendered on a device that keeps no pixels but every text with its place, so that labels, tabs, headers and
widgets that paint themselves are all looked at in the same way. The window must be in the pseudo-language, whose
brackets show where a text begins and ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontInfo, QPaintDevice, QPaintEngine, QPaintEngineState, QRegion, QTextItem
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTableView,
    QWidget,
)

_SLACK = 2.0
"""Pixels that the box of a line may stand out: no letter fills it to its edges."""


@dataclass(frozen=True)
class PaintedText:
    """A piece of text in the widget's pixels, the part of them that it may show in, and the pixels of its font."""

    text: str
    place: QRectF
    room: QRectF
    pixels: int


class _TextEngine(QPaintEngine):
    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.texts: list[PaintedText] = []

    def begin(self, _device: QPaintDevice, /) -> bool:
        self.setActive(True)
        return True

    def end(self) -> bool:
        self.setActive(False)
        return True

    def drawTextItem(self, start: QPointF, item: QTextItem, /) -> None:  # type: ignore[override]
        painter = self.painter()
        to_device = painter.combinedTransform()
        height = item.ascent() + item.descent()
        place = to_device.mapRect(QRectF(start.x(), start.y() - item.ascent(), item.width(), height))
        room = to_device.mapRect(painter.clipBoundingRect()) if painter.hasClipping() else QRectF(0, 0, 1e6, 1e6)
        self.texts.append(PaintedText(item.text(), place, room, QFontInfo(item.font()).pixelSize()))

    def updateState(self, _state: QPaintEngineState, /) -> None: ...

    def drawPixmap(self, *_arguments: object) -> None: ...

    def drawImage(self, *_arguments: object) -> None: ...

    def drawTiledPixmap(self, *_arguments: object) -> None: ...

    def drawPath(self, _path: object, /) -> None: ...

    def drawPolygon(self, *_arguments: object) -> None: ...

    def drawRects(self, *_arguments: object) -> None: ...

    def drawLines(self, *_arguments: object) -> None: ...

    def drawEllipse(self, *_arguments: object) -> None: ...

    def drawPoints(self, *_arguments: object) -> None: ...

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User


class _TextDevice(QPaintDevice):
    def __init__(self, size: QSize) -> None:
        super().__init__()
        self.engine = _TextEngine()
        self._size = size

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric, /) -> int:
        kind = QPaintDevice.PaintDeviceMetric
        known = {kind.PdmWidth: self._size.width(), kind.PdmHeight: self._size.height(), kind.PdmDepth: 32}
        known |= dict.fromkeys((kind.PdmDpiX, kind.PdmDpiY, kind.PdmPhysicalDpiX, kind.PdmPhysicalDpiY), 96)
        return known.get(metric, 0x10000 if metric == kind.PdmDevicePixelRatioScaled else 1)


def painted_texts(widget: QWidget) -> list[PaintedText]:
    """The texts that the widget itself paints, not those of the widgets in it."""
    device = _TextDevice(widget.size())
    QWidget.render(widget, device, QPoint(), QRegion(), QWidget.RenderFlag(0))  # a view of graphics has one of its own
    return [one for one in device.engine.texts if one.text.strip()]


def faults_in(window: QWidget, names: frozenset[str] = frozenset()) -> list[str]:
    """A line for each text that is cut, painted over another one, or not in the pseudo-language.

    Args:
        window: what is looked at with all that can be seen in it.
        names: words that are the same in every language, or the user's own.
    """
    shown = [window, *(child for child in window.findChildren(QWidget) if child.isVisibleTo(window))]
    found, painted = [], []
    for widget in shown:
        texts = painted_texts(widget)
        seen = [_seen(widget, one) for one in texts if _shows(widget, one)]
        painted += [(widget, _in_window(widget, window, one)) for one in seen]
        faults = [*_cuts(widget, texts), *_overlaps(texts), *_untranslated(widget, texts, names)]
        found += [f"{_place_of(widget)}: {fault}" for fault in faults]
    return [*found, *_overlaps_of_widgets(painted)]


def _place_of(widget: QWidget) -> str:
    chain = [widget]
    while (parent := chain[-1].parentWidget()) is not None and not chain[-1].isWindow():
        chain.append(parent)
    return " in ".join(type(one).__name__ for one in chain[:4])


def _cuts(widget: QWidget, texts: list[PaintedText]) -> Iterator[str]:
    whole = " ".join(one.text for one in texts)
    if whole.count("[") != whole.count("]") and not _is_told_elsewhere(widget, [one.text for one in texts]):
        yield f"cut: {whole}"
    if isinstance(widget, QLineEdit) and not isinstance(widget.parent(), QAbstractSpinBox):
        return  # what is typed may be longer than its field
    for one in texts:
        if _can_be_scrolled_to(widget, one.place):
            continue
        room = one.room.intersected(_room_of(widget))
        if not room.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(one.place):
            yield f"stands out: {one.text} at {_numbers(one.place)} of {_numbers(room)}"


def _is_told_elsewhere(widget: QWidget, shown: list[str]) -> bool:
    """Whether tooltips have the whole of all that is cut."""
    tips = [widget.toolTip(), *_tips_of_items(widget)]
    # The last line of several may have as many brackets of either kind; a text that is whole ends with one.
    cut = [text for text in shown if "…" in text and (text.count("[") != text.count("]") or text.endswith("…"))]
    beginnings = [text.partition("…")[0][-8:] for text in cut]
    return bool(cut) and all(any(one in tip for tip in tips) for one in beginnings)


def _tips_of_items(viewport: QWidget) -> Iterator[str]:
    view = viewport.parentWidget()
    if isinstance(view, QAbstractItemView) and view.model() is not None:
        model = view.model()
        columns = model.columnCount() if isinstance(view, QTableView) else 1
        for row, column in product(range(model.rowCount()), range(columns)):
            yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")


def _room_of(widget: QWidget) -> QRectF:
    """What can be seen of a widget in the widgets around it, in its own pixels; a view that scrolls shows all."""
    room = QRectF(widget.rect())
    inner = widget
    while not inner.isWindow() and (outer := inner.parentWidget()) is not None:
        if isinstance(outer.parentWidget(), QAbstractScrollArea) or isinstance(inner.parentWidget(), QMenu):
            break
        room = room.intersected(QRectF(outer.rect()).translated(QPointF(widget.mapFrom(outer, QPoint()))))
        inner = outer
    return room


def _can_be_scrolled_to(viewport: QWidget, place: QRectF) -> bool:
    """Whether a text lies beyond the edge of a view that can be moved there; a header moves with its table."""
    view, room = viewport.parentWidget(), QRectF(viewport.rect())
    if not isinstance(view, QAbstractScrollArea) or view.viewport() is not viewport or room.contains(place):
        return False
    is_beside = place.left() < room.left() or place.right() > room.right()
    if isinstance(view, QHeaderView):
        return view.length() > (room.width() if is_beside else room.height())
    bar = view.horizontalScrollBar() if is_beside else view.verticalScrollBar()
    return bar.maximum() > bar.minimum()


def _overlaps(texts: list[PaintedText]) -> Iterator[str]:
    for one, other in combinations(texts, 2):
        shared = one.place.intersected(other.place)
        is_selection = one.text == other.text and one.place == other.place  # which is painted over itself
        if not is_selection and shared.width() > 2 * _SLACK and shared.height() > 2 * _SLACK:
            yield f"painted over each other: {one.text} and {other.text}"


def _overlaps_of_widgets(painted: list[tuple[QWidget, PaintedText]]) -> Iterator[str]:
    """Texts of one widget over those of another beside it; a panel that is laid over others covers them."""
    for (widget, one), (other_widget, other) in combinations(painted, 2):
        if widget is not other_widget and not _is_covering(widget, other_widget):
            for fault in _overlaps([one, other]):
                yield f"{_place_of(widget)} and {_place_of(other_widget)}: {fault}"


def _is_covering(widget: QWidget, other: QWidget) -> bool:
    """Whether one of them stands on a surface that the other is not on."""
    return any(
        inner.property("kind") in ("card", "notice") and not inner.isAncestorOf(outer)
        for inner, outer in [*((one, other) for one in _around(widget)), *((one, widget) for one in _around(other))]
    )


def _around(widget: QWidget) -> Iterator[QWidget]:
    around: QWidget | None = widget
    while around is not None:
        yield around
        around = None if around.isWindow() else around.parentWidget()


def _seen(widget: QWidget, text: PaintedText) -> PaintedText:
    """The part of a text that what lies around its widget, such as the edge of what scrolls, leaves to be seen."""
    if not widget.isVisible():
        return text
    region = widget.visibleRegion().boundingRect()
    return replace(text, place=text.place.intersected(QRectF(region)))


def _shows(widget: QWidget, text: PaintedText) -> bool:
    return not _can_be_scrolled_to(widget, text.place) and _room_of(widget).intersects(text.place)


def _in_window(widget: QWidget, window: QWidget, text: PaintedText) -> PaintedText:
    moved = QPointF(widget.mapTo(window, QPoint()) if widget is not window else QPoint())
    return PaintedText(text.text, text.place.translated(moved), text.room, text.pixels)


def _untranslated(widget: QWidget, texts: list[PaintedText], names: frozenset[str]) -> Iterator[str]:
    painted = "" if isinstance(widget, QLineEdit) else " ".join(one.text for one in texts)
    for text in (painted, widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()):
        if words := foreign_words(text, names):
            yield f"not translated: {' '.join(words)} in {text}"


def foreign_words(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """The words outside the brackets of the pseudo-language; a file's path is in no language, nor is half a name."""
    rest = re.sub(r"<[^<>]*>|\((Ctrl|Shift|Alt|Del|Ins|Esc|Backspace)[^()]*\)|(?<!\S)/\S+|\w+…", " ", text)
    while (inner := re.sub(r"\[[^\[\]]*\]", " ", rest)) != rest:
        rest = inner
    rest = re.sub(r"\[.*", " ", rest, flags=re.DOTALL)  # cut, which is another fault
    return [word for word in re.findall(r"[^\W\d_]{2,}", rest) if word not in names]


def _numbers(place: QRectF) -> str:
    return f"{place.x():.0f},{place.y():.0f} {place.width():.0f}×{place.height():.0f}"
