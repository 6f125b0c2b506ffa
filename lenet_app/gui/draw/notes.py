"""What to draw for a network, and what was done to a drawing or a picture on its way there, in words."""

from typing import TYPE_CHECKING

from lenet_app.gui.answering.subjects import Answer, DataSetPicture
from lenet_app.language import tr, trn
from lenet_app.networks.counts import classes_text
from lenet_app.networks.kind import shape_text
from lenet_app.networks.model import Model

if TYPE_CHECKING:
    from lenet_app.ink.whole import FittedWhole

_NO_BREAK = "\N{NO-BREAK SPACE}"
_MOST_NAMED = 12
"""Classes; more of them would fill the canvas."""


def canvas_hint(model: Model) -> tuple[str, str]:
    """What an empty canvas says to draw, and what it says of that in smaller lines."""
    names, others = model.class_names, tr("or drop or paste a picture")
    if model.reads_rows:
        return tr("Draw a number"), others
    if all(name.isdecimal() and len(name) == 1 for name in names):
        return tr("Draw a digit"), others
    if all(len(name) == 1 for name in names):
        return tr("Draw a character"), others
    detail = ", ".join(names) if len(names) <= _MOST_NAMED else classes_text(len(names))
    return tr("Draw something"), f"{others}\n{detail}"


def fitting_line(answer: Answer) -> str:
    """What was done, in a line."""
    if answer.line is not None:
        frames = answer.line.frames
        return trn("Swept: {count} frame", "Swept: {count} frames", frames).format(count=frames)
    notes = ", ".join(preparation_notes(answer))
    if isinstance(answer.request.subject, DataSetPicture):
        return tr("Not fitted: {notes}").format(notes=notes)
    return tr("Fitted: {notes}").format(notes=notes)


def preparation_notes(answer: Answer) -> list[str]:
    """A few short notes, such as `inverted`, `scaled to a 20-pixel box`, `centred by mass`, `middle part`."""
    from lenet_app.ink.normalise import BOX_SIDE  # noqa: PLC0415 - loaded with the first answer
    from lenet_app.ink.whole import FittedWhole  # noqa: PLC0415

    subject, fitted = answer.request.subject, answer.fitted
    if isinstance(subject, DataSetPicture) or fitted is None:
        return [tr("as it is in the data set")]
    if isinstance(fitted, FittedWhole):
        return _of_whole(fitted, answer.request.recognizer.model)
    notes = []
    if answer.inverted:
        notes.append(tr("inverted"))
    if fitted.slant is not None:
        notes.append(tr("set upright"))
    notes.append(tr("{side}-pixel box").format(side=BOX_SIDE))
    notes.append(tr("centred by mass"))
    if fitted.pen_width is not None:
        notes.append(tr("pen width evened"))
    return notes


def _of_whole(fitted: "FittedWhole", model: Model) -> list[str]:
    size = fitted.picture.shape[1:]
    notes = []
    if fitted.inverted:
        notes.append(tr("inverted"))
    if size != model.architecture.input_shape[1:]:
        notes.append(tr("scaled to {size}").format(size=shape_text(size[::-1]).replace(" ", _NO_BREAK)))
    elif fitted.scaled:
        notes.append(tr("scaled as a whole"))
    if fitted.cut:
        notes.append(tr("middle part"))
    return notes or [tr("as it is")]
