"""All checks of a self-test, in the order that every system allows."""

from collections.abc import Mapping
from typing import Any

from lenet_app.errors import UserError
from lenet_app.gui.self_test.core import core_checks
from lenet_app.gui.self_test.report import Check, as_json, failed
from lenet_app.gui.system.preflight import check_window_can_open
from lenet_app.gui.system.versions import versions
from lenet_app.paths import Home

_WINDOW = "the window opens"


def self_test(home: Home, environ: Mapping[str, str]) -> dict[str, Any]:
    """Run every check.

    Args:
        home: in place of the user's own.
        environ: the environment variables that Qt will see.

    Returns:
        `ok`, `checks` (each with `name`, `ok`, `seconds` and `detail`) and `versions`.
    """
    # torch is loaded before Qt is, for Windows needs this order.
    core = core_checks(home)
    return as_json([*checks_of_window(home, environ), *core], versions())


def checks_of_window(home: Home, environ: Mapping[str, str]) -> list[Check]:
    """The checks that open the window, or one that says why it cannot open."""
    try:
        check_window_can_open(environ)
        from lenet_app.gui.self_test.window import window_checks  # noqa: PLC0415 - loads Qt
    except (UserError, ImportError) as fault:
        return list(failed([_WINDOW], str(fault)))
    return window_checks(home)
