"""`lenet-app --self-test` and `--start-times`: whether the program works, and how soon it does."""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lenet_app.commands.output import say
from lenet_app.commands.window import prepare_window
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.paths import Home


def run_self_test(_options: argparse.Namespace) -> int:
    """Print a JSON object with `ok`, `checks` and `versions`; return 0 when all is well and 1 otherwise.

    Neither the user's settings nor the user's models are looked at, and nothing stays.

    Raises:
        UserError: there is nowhere to write to.
    """
    # Reached lazily, as the window is: no other command loads Qt.
    from lenet_app.gui.self_test.everything import self_test  # noqa: PLC0415

    with _own_home() as home:
        report = self_test(home, os.environ)
    print(json.dumps(report, indent=2))
    return 0 if report["ok"] else 1


def run_start_times(_options: argparse.Namespace) -> int:
    """Open the window, draw, and print as JSON when it was first painted and when it first answered; then close it.

    Raises:
        UserError: the window cannot open, or there is nowhere to write to.
    """
    prepare_window()
    from lenet_app.gui.self_test.start_times import tell_start_times  # noqa: PLC0415

    with _own_home() as home:
        return tell_start_times(home, say)


@contextmanager
def _own_home() -> Iterator[Home]:
    """A folder in place of the user's own."""
    try:
        # Windows keeps a log file that is still open.
        folder = tempfile.TemporaryDirectory(prefix="lenet-app-", ignore_cleanup_errors=True)
    except OSError as error:
        fault = error.strerror or error
        raise UserError(tr("There is no folder for temporary files: {fault}.").format(fault=fault)) from error
    with folder as name:
        yield Home(Path(name))
