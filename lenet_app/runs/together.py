"""The processes that train one network together; only who was started so loads what that needs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lenet_app.errors import UserError
from lenet_app.language import tr

if TYPE_CHECKING:
    from lenet_app.training.engine.group import Group

_TOLD_BY_TORCHRUN = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")


@contextmanager
def group_of_this_process() -> "Iterator[Group | None]":
    """The group that torchrun, or whoever sets the same variables, started this process in; None if nobody did.

    Raises:
        UserError: this torch cannot train in several processes, or they do not find one another.
    """
    if not all(name in os.environ for name in _TOLD_BY_TORCHRUN):
        yield None
        return
    try:
        from lenet_app.training.engine.together import joined  # noqa: PLC0415 - loads torch
    except ImportError as error:
        sentence = tr("This program brings no torch.distributed: to train in several processes install it with pip.")
        raise UserError(sentence) from error
    with joined() as group:
        yield group
