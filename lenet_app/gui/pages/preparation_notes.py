"""What was done to a drawing or a picture on its way to the network, in words."""

from PySide6.QtCore import QCoreApplication

from lenet_app.gui.workers.recognition import Answer, DataSetPicture
from lenet_app.ink.normalise import BOX_SIDE
from lenet_app.ink.picture import PictureInk


def _tr(text: str) -> str:
    return QCoreApplication.translate("preparation_notes", text)


def preparation_notes(answer: Answer) -> list[str]:
    """A few short notes, such as `inverted`, `scaled to a 20-pixel box`, `centred by mass`."""
    subject = answer.request.subject
    if isinstance(subject, DataSetPicture) or answer.fitted is None:
        return [_tr("as it is in the data set")]
    notes = []
    if isinstance(subject, PictureInk) and subject.inverted:
        notes.append(_tr("inverted"))
    notes.append(_tr("scaled to a {side}-pixel box").format(side=BOX_SIDE))
    notes.append(_tr("centred by mass"))
    if answer.fitted.pen_width is not None:
        notes.append(_tr("pen width evened"))
    return notes
