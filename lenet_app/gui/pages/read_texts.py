"""What the Read page says of an item."""

from lenet_app.gui.pages.reading_item import Item, State
from lenet_app.gui.widgets.reading.item_list import Line
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr


def line_of(item: Item) -> Line:
    """An item in the list: what it says, or what there is to say of it."""
    if item.page is None or item.fault:
        return Line(item.name, status_of(item), warns=bool(item.fault))
    if not item.page.count:
        return Line(item.name, tr("No digits"))
    text, doubtful = " ".join(item.page.text.split("\n")), len(item.page.doubtful)
    if doubtful:
        text = tr("{text} · {count} to check").format(text=text, count=doubtful)
    return Line(item.name, text, warns=bool(doubtful))


def status_of(item: Item) -> str:
    """How far an item has come, in a sentence."""
    if item.fault:
        return item.fault
    if item.state is State.READ and item.page is not None:
        return _page_status(item)
    return {
        State.WAITING: tr("Waits to be read."),
        State.READING: tr("Reading…"),
        State.STOPPED: tr("Stopped before it was read."),
        State.UNREAD: tr("Drag a frame over the number to read."),
    }.get(item.state, "")


def _page_status(item: Item) -> str:
    assert item.page is not None
    if not item.page.complete:
        return tr("There is more than is read at once: only the upper rows were read. Drag a frame over the others.")
    if not item.page.digits:
        return tr("No digits were found.")
    if isinstance(item.source, Drawing):
        return tr("To correct a digit, choose it in the text and type. Insert adds one.")
    return tr("Click and type to correct, Insert to add, drag a frame to read a part.")
