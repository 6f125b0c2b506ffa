"""What the recognition thread does for the page Draw: make the network's picture of a subject, and answer.

Loaded with the first drawing, so that the window need not wait for it; what only pictures and steps need, with those.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from lenet_app.gui.answering.subjects import Answer, DataSetPicture, OpenedPicture, Request
from lenet_app.ink.prepared import Prepared, prepared_drawing
from lenet_app.ink.strokes import Drawing

if TYPE_CHECKING:
    from lenet_app.ink.steps import Preparation
    from lenet_app.recognition.fitting import Fitted


def answer(request: Request) -> Answer:
    """Make the network's picture from the subject and look into the model's answer for it."""
    subject = request.subject
    if request.recognizer.model.reads_rows:
        from lenet_app.gui.answering.lines import swept_answer  # noqa: PLC0415 - the first answer is there sooner

        return swept_answer(request)
    if isinstance(subject, DataSetPicture):
        return _looked_into(request, Answer(request, None, None, picture=subject.image))
    fitted, inverted, preparation = _prepared(request, subject)
    picture = None if fitted is None else fitted.planes
    return _looked_into(request, Answer(request, fitted, None, inverted, preparation, picture))


def _looked_into(request: Request, answer: Answer) -> Answer:
    """The same with what the model makes of the picture, or of the edited one, without what is switched off."""
    recognizer, what_if, picture = request.recognizer, request.what_if, answer.picture
    if picture is None:
        return answer
    is_edited = what_if.edit is not None and what_if.edit.is_of(picture)
    seen = what_if.edit.picture if what_if.edit is not None and is_edited else picture
    if what_if.off:
        from lenet_app.inspection.ablation import answer_without  # noqa: PLC0415 - loaded when somebody asks for it

        insight = answer_without(recognizer, seen, what_if.off)
    else:
        insight = recognizer.look_into(seen)
    return replace(answer, insight=insight, is_edited=is_edited)


def _prepared(request: Request, subject: Drawing | OpenedPicture) -> "tuple[Fitted | None, bool, Preparation | None]":
    """The fitted picture, whether the ink was dark on light, and the steps that were asked for."""
    if request.recognizer.model.takes_whole_pictures:
        return *_taken_whole(request, subject), None
    chosen = request.corrections
    if isinstance(subject, Drawing):
        drawn = prepared_drawing(subject, deslant=chosen.deslant)
        return (None, False, None) if drawn is None else (drawn.fitted, False, _steps(request, drawn))
    from lenet_app.gui.answering.pictures import prepared_opened  # noqa: PLC0415 - the first answer is there sooner

    made = prepared_opened(subject, chosen)
    return made.fitted, made.picture.inverted, _steps(request, made)


def _taken_whole(request: Request, subject: Drawing | OpenedPicture) -> "tuple[Fitted | None, bool]":
    from lenet_app.recognition.fitting import fitted_drawing, fitted_picture  # noqa: PLC0415 - as above

    model = request.recognizer.model
    if isinstance(subject, Drawing):
        return fitted_drawing(subject, model), False
    return fitted_picture(subject.ink, model), subject.ink.inverted


def _steps(request: Request, made: Prepared) -> "Preparation | None":
    if not request.with_steps:
        return None
    from lenet_app.ink.steps import preparation_of  # noqa: PLC0415 - as above

    return preparation_of(made)
