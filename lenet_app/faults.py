"""What a user is told of a failure, whatever it is: for those who go on after it."""

import logging

from lenet_app.errors import UserError
from lenet_app.language import tr

_log = logging.getLogger(__name__)


def sentence_for(error: Exception) -> str:
    """What a user is told of a failure; one that is no fault of theirs is logged with its traceback."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, MemoryError):
        return tr("There is not enough memory for this.")
    _log.error("A defect", exc_info=error)
    sentence = tr("Something went wrong within the program ({fault}).")
    first_line = next(iter(str(error).strip().splitlines()), "")
    return sentence.format(fault=first_line or type(error).__name__)
