"""Which model learns one's own digits."""

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.storage.library import ModelLibrary


def base_of(model: Model, library: ModelLibrary) -> Model:
    """The model that a personal one begins with: this one, or the one that it began with itself.

    All samples are learned each time, from the same beginning: so none is forgotten, none counts twice, and "before"
    is answered by a model that has learned none of them.

    Raises:
        UserError: it does not answer with the ten digits, or the one that it began with is not there any more.
    """
    if not model.knows_digits:
        raise UserError(
            tr("{model} does not tell the ten digits apart, so it cannot learn yours.").format(model=model.name)
        )
    if not model.making.own_digits or model.making.fine_tuned_from is None:
        return model
    try:
        return library.open(model.making.fine_tuned_from)
    except UserError as error:
        sentence = tr("{model} began with {base}, which is not there any more: choose another model. {fault}")
        raise UserError(sentence.format(model=model.name, base=model.making.fine_tuned_from, fault=error)) from error
