"""`lenet-app` without a command: the window."""

import argparse
import gc
import os
import sys

from lenet_app.data.unpacked import Unpacked
from lenet_app.temporary import clear_left


def run(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    prepare_window()
    home = options.home
    clear_left([*home.folders, Unpacked(home.data).folder, home.reproduction / "results", home.settings.parent])
    from lenet_app.gui.shell.app import run_window  # noqa: PLC0415

    return run_window(options.home)


def prepare_window() -> None:
    """Make the process ready for the window's modules, which are loaded next.

    Raises:
        UserError: the window cannot open.
    """
    # The one place where anything outside gui reaches it, and only now: no other command loads Qt.
    from lenet_app.gui.system.plain_import import restore_import  # noqa: PLC0415
    from lenet_app.gui.system.preflight import check_window_can_open  # noqa: PLC0415

    check_window_can_open(os.environ)
    hold_collection()
    if sys.platform == "win32":
        # There torch's libraries do not load once Qt's are loaded.
        import torch  # noqa: F401, PLC0415
    restore_import()


def hold_collection() -> None:
    """Collect no garbage until the window is there, which then takes it up again.

    While modules are loaded there is next to none, and looking for it takes a tenth of the time to the first paint.
    """
    gc.disable()
