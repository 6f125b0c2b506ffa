"""What the program runs on, as people report it."""

import platform
import sys
from importlib import import_module

import lenet_app
from lenet_app.language import tr


def versions() -> dict[str, str]:
    """Names and versions of the program, Qt, torch and what else matters, and the device that training would take.

    Of what cannot be loaded it is told why. Loads torch and then Qt, which is the order that Windows needs.
    """
    torch, device = _torch_and_device()
    return {
        "lenet-app": lenet_app.__version__,
        "Qt": _qt(),
        "torch": torch,
        "device": device,
        "Python": platform.python_version(),
        "NumPy": _version_of("numpy"),
        "Pillow": _version_of("PIL"),
        "safetensors": _version_of("safetensors"),
        "system": platform.platform(),
        "frozen": "yes" if getattr(sys, "frozen", False) else "no",
    }


def _torch_and_device() -> tuple[str, str]:
    try:
        from lenet_app.training.engine.devices import available, torch_version  # noqa: PLC0415 - loads torch

        return torch_version(), available()[0].title
    except (ImportError, OSError) as error:
        return _unusable(error), tr("none")


def _qt() -> str:
    try:
        from PySide6.QtCore import qVersion  # noqa: PLC0415 - may be missing, or lack a library of the system

        return qVersion()
    except ImportError as error:
        return _unusable(error)


def _version_of(module: str) -> str:
    try:
        return str(import_module(module).__version__)
    except ImportError as error:
        return _unusable(error)


def _unusable(error: Exception) -> str:
    return tr("cannot be loaded ({fault})").format(fault=error)
