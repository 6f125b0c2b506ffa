"""`lenet-app` without a command: the window."""

import argparse
import os
import sys


def run(_options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    # The one place where anything outside gui reaches it, and only now: no other command loads Qt.
    from lenet_app.gui.preflight import check_window_can_open  # noqa: PLC0415

    check_window_can_open(os.environ)
    if sys.platform == "win32":
        # There torch's libraries do not load once Qt's are loaded.
        import torch  # noqa: F401, PLC0415
    from lenet_app.gui.app import run_window  # noqa: PLC0415

    return run_window()
