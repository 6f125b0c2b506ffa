"""What a person says of the digits that were read: which they are, which are none, and which were not found."""

from collections.abc import Callable

from lenet_app.gui.answering.model_in_use import is_same_model
from lenet_app.gui.read.item import Item
from lenet_app.gui.workers.background import Background
from lenet_app.ink.strokes import Drawing
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.page import Box, ReadDigit
from lenet_app.reading.reader import Reader, unanswered

_MOST_STEPS = 30
"""How many corrections can be taken back."""


class Corrections:
    """Changes the pages of items, and keeps what they were.

    Args:
        item: gives the item with a key, which there is.
        tell: called with an item that was changed.
        background: where digits are answered that were added.
    """

    def __init__(self, item: Callable[[int], Item], tell: Callable[[Item], None], background: Background) -> None:
        self._item, self._tell, self._background = item, tell, background

    def correct(self, key: int, index: int, digit: int | None) -> None:
        """Digit `index` is this one, 0 to 9, or none at all."""
        self._change(key, self._page(key).corrected(index, digit))

    def restore(self, key: int, index: int) -> None:
        """Digit `index` is what was read."""
        page = self._page(key)
        if page.digits[index].is_corrected:
            self._change(key, page.as_read(index))

    def add_digit(self, key: int, box: Box, given: int | None) -> int:
        """There is a digit that was not found; the model is asked for it.

        Args:
            key: of an item that was read.
            box: in the unit of the page's boxes.
            given: which digit it is, 0 to 9; None leaves it to the model.

        Returns:
            The number of the digit.
        """
        item = self._item(key)
        assert item.recognizer is not None
        page, index = self._page(key).with_digit(unanswered(item.recognizer, box), given)
        self._change(key, page)
        self.answer_boxes(item)
        return index

    def undo(self, key: int) -> None:
        """Take the last correction back, if there is one."""
        item = self._item(key)
        if item.earlier:
            item.page = item.earlier.pop()
            self._tell(item)

    def answer_boxes(self, item: Item) -> None:
        """Ask the item's model, beside the window, what the digits are that were added."""
        source, recognizer = item.source if isinstance(item.source, Drawing) else item.shown, item.recognizer
        if source is None or recognizer is None or item.page is None:
            return  # it is answered when its picture is fetched
        boxes = item.page.added_boxes

        def deliver(boxed: tuple[ReadDigit, ...]) -> None:
            if item.recognizer is not None and is_same_model(item.recognizer.model, recognizer.model):
                certainty = item.recognizer.certainty
                item.on_each_page(lambda page: page.answered(boxed).with_certainty(certainty))
                self._tell(item)

        # What goes wrong is logged; the digit then waits for a person to say what it is.
        self._background.run(lambda: Reader(recognizer).read_boxes(source, boxes), deliver, lambda _sentence: None)

    def _page(self, key: int) -> CheckedPage:
        page = self._item(key).page
        assert page is not None
        return page

    def _change(self, key: int, page: CheckedPage) -> None:
        item = self._item(key)
        item.earlier = [*item.earlier, self._page(key)][-_MOST_STEPS:]
        item.page = page
        item.is_wanted = item.is_wanted or item.is_closer_look  # what a person said is not left out of a table
        self._tell(item)
