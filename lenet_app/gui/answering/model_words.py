"""What is said of a model where it is listed and where it answers."""

from string import digits

from lenet_app.data import catalogue
from lenet_app.gui.answering.confidence import percent
from lenet_app.language import tr, trn
from lenet_app.storage.library import Entry


def accuracy_text(accuracy: float | None) -> str:
    """How good a model is on the test pictures of its data set; empty where that was not measured."""
    return "" if accuracy is None else f"{percent(accuracy, decimals=2)} %"


def right_text(entry: Entry) -> str:
    """The same of a listed model; of a reader of rows it is about rows."""
    text = accuracy_text(entry.accuracy)
    return tr("{share} of rows").format(share=text) if text and entry.reads_rows else text


def knows_digits(entry: Entry) -> bool:
    """Whether a model tells the ten digits apart, as far as its file tells."""
    return entry.classes == len(digits) and entry.data_set in ("", catalogue.title_of(catalogue.MNIST))


def refuses_text(entry: Entry) -> str:
    """Whether a model was taught to refuse what is no digit; empty where it does not know digits."""
    if entry.refuses:
        return tr("refuses what is no digit")
    if entry.reads_rows:
        return tr("reads rows in one sweep")
    return tr("takes everything for a digit") if knows_digits(entry) else ""


def chip_parts(entry: Entry) -> tuple[str, ...]:
    """The model in a line, what matters most first: how good it is, what it refuses, what it learned."""
    return tuple(filter(None, (right_text(entry), refuses_text(entry), entry.data_set)))


def list_note(entry: Entry) -> str:
    """The line below a model's name in a list: accuracy, data set, parent, epochs."""
    parent = tr("from {model}").format(model=entry.parent) if entry.parent else ""
    epochs = (
        "" if entry.epochs is None else trn("{count} epoch", "{count} epochs", entry.epochs).format(count=entry.epochs)
    )
    return " · ".join(filter(None, (right_text(entry), entry.data_set, parent, epochs)))


def list_tip(entry: Entry) -> str:
    """All that is known of a model where it is listed, a fact a line."""
    refuses = refuses_text(entry)
    return "\n".join(filter(None, (entry.name, list_note(entry), refuses and f"{refuses[0].upper()}{refuses[1:]}")))
