"""`lenet-app --version`: the versions that a fault is reported with."""

import argparse


def run(_options: argparse.Namespace) -> int:
    """Print the versions of the program, Qt and torch, and the device that training would take, a line each."""
    # Reached lazily: no other command loads Qt.
    from lenet_app.gui.system.versions import versions  # noqa: PLC0415

    found = versions()
    for name in ("lenet-app", "Qt", "torch", "device"):
        print(f"{name} {found[name]}")
    return 0
