"""What the Read page says of an item."""

from collections.abc import Sequence

from lenet_app.gui.read.item import Item, State
from lenet_app.gui.read.progress import Counts
from lenet_app.gui.read.widgets.digit_texts import not_sure_text
from lenet_app.gui.read.widgets.item_list import Line
from lenet_app.language import tr, trn
from lenet_app.networks.counts import pictures_text

_SEVERAL = 2


def line_of(item: Item) -> Line:
    """An item in the list: what it says, or in a word what there is to say of it."""
    if item.page is None:
        return Line(item.name, tr("cannot be read"), warns=True) if item.fault else Line(item.name, status_of(item))
    if not item.page.count:
        return Line(item.name, tr("No digits"))
    doubtful = len(item.page.doubtful)
    said = [" ".join(item.page.text.split("\n"))]
    if doubtful:
        said.append(not_sure_text(doubtful))
    if not item.in_table:
        said.append(tr("not in the table"))
    return Line(item.name, " · ".join(said), warns=bool(doubtful))


def summary_of(counts: Counts) -> str:
    """How many pictures of a list are read, and what is left to do; of less than two there is nothing to sum up."""
    if counts.listed < _SEVERAL:
        return ""
    said = [trn("{count} picture read", "{count} pictures read", counts.read).format(count=counts.read)]
    if counts.doubtful:
        text = trn("{digits} not sure in {count} picture", "{digits} not sure in {count} pictures", counts.doubtful)
        digits = trn("{count} digit", "{count} digits", counts.digits).format(count=counts.digits)
        said.append(text.format(digits=digits, count=counts.doubtful))
    elif counts.read:
        said.append(tr("all digits sure"))
    if counts.failed:
        failed = trn("{count} picture cannot be read", "{count} pictures cannot be read", counts.failed)
        said.append(failed.format(count=counts.failed))
    return ", ".join(said)


def removed_text(items: Sequence[Item]) -> str:
    """What was taken out of the list."""
    if len(items) == 1:
        return tr("{name} taken out").format(name=items[0].name)
    return trn("{count} picture taken out", "{count} pictures taken out", len(items)).format(count=len(items))


def saved_text(pictures: int, rows: int, file: str) -> str:
    """What a table's file now has."""
    of_rows = trn("{count} row", "{count} rows", rows).format(count=rows)
    return tr("Saved {pictures}, {rows} as {file}").format(pictures=pictures_text(pictures), rows=of_rows, file=file)


def status_of(item: Item) -> str:
    """How far an item has come, in a sentence."""
    if item.fault:
        return item.fault
    if item.is_out_of_sight:
        return tr("Opening the picture…")
    if item.state is State.READ and item.page is not None:
        return _page_status(item)
    return {
        State.WAITING: tr("Waits to be read."),
        State.READING: tr("Reading…"),
        State.STOPPED: tr("Stopped before it was read."),
        State.UNREAD: tr("Drag a frame over the number to read."),
    }.get(item.state, "")


def _page_status(item: Item) -> str:
    """What came of it, and by how much it was turned, where it was."""
    turned = tr("Turned by {degrees}°.").format(degrees=item.turn) + " " if item.turn else ""
    return turned + _what_to_do(item)


def _what_to_do(item: Item) -> str:
    assert item.page is not None
    if not item.page.complete:
        return tr("There is more than is read at once: only the upper rows were read. Drag a frame over the others.")
    if not item.page.digits:
        return tr("No digits were found.")
    if item.is_drawing:
        return tr("To correct a digit, choose it in the text and type. Insert adds one.")
    return tr("Click and type to correct, Insert to add, drag a frame to read a part.")
