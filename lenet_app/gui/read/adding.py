"""How a digit that was not found is added: framed by a person, put in its place, and chosen to be corrected."""

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QStackedWidget

from lenet_app.gui.read.item import Item
from lenet_app.gui.read.session import ReadingSession
from lenet_app.gui.read.widgets.digit_frame import DigitFrame
from lenet_app.gui.read.widgets.number_view import NumberView
from lenet_app.gui.read.widgets.writing_panel import WrittenMarks

_APART = 1.2
"""Of its width is how far the first frame stands from the digit that is chosen."""


class DigitAdding(QObject):
    """Has a digit framed over the picture or the sheet that is shown.

    Args:
        session: keeps what is added.
        stack: what shows pictures and sheets.
    """

    added = Signal(int)
    """The number of the new digit, among those of the item that it was begun for."""

    def __init__(self, session: ReadingSession, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._session, self._stack = session, stack
        self._key: int | None = None
        self._marks: NumberView | WrittenMarks | None = None
        self.frame = DigitFrame(stack)
        self.frame.framed.connect(self._add)

    def begin(self, item: Item, marks: NumberView | WrittenMarks, chosen: int | None) -> None:
        """Have a digit framed.

        Args:
            item: what it is added to, read before.
            marks: what shows it.
            chosen: the number of a digit beside which the frame stands at first.
        """
        self._key, self._marks = item.key, marks
        offset = marks.mapTo(self._stack, marks.rect().topLeft())
        count = len(item.page.digits) if item.page is not None else 0
        places = [marks.place_of(index) for index in range(count)]
        first = _first_frame(marks.picture_place, places, chosen)
        self.frame.begin(marks.picture_place.translated(offset), first.translated(offset))

    def _add(self, frame: QRectF, digit: int | None) -> None:
        """Put it in its place, where the item is still there."""
        item = next((one for one in self._session.items if one.key == self._key), None)
        if item is None or item.page is None or self._marks is None:
            return
        offset = self._marks.mapTo(self._stack, self._marks.rect().topLeft())
        box = self._marks.box_at(frame.translated(-offset))
        self.added.emit(self._session.corrections.add_digit(item.key, box, digit))


def _first_frame(bounds: QRectF, places: list[QRectF], chosen: int | None) -> QRectF:
    """Beside the chosen digit, at its right where there is room; else in the middle, as large as the digits are."""
    if chosen is not None and chosen < len(places):
        place = places[chosen]
        right = place.translated(_APART * place.width(), 0)
        return right if right.right() <= bounds.right() else place.translated(-_APART * place.width(), 0)
    heights = sorted(place.height() for place in places)
    height = heights[len(heights) // 2] if heights else bounds.height() / 3
    frame = QRectF(0, 0, 0.7 * height, height)
    frame.moveCenter(bounds.center())
    return frame
