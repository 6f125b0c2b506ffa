"""Loading torch beside the window without holding it up."""

import ctypes
import gc
import importlib
import importlib.util
import os
import sys
from pathlib import Path
from threading import Lock

from lenet_app.training.reports import Device

_LIBRARIES = ("libtorch_global_deps.so", "libtorch_python.so")

_loading = Lock()


def load_torch() -> None:
    """Load torch, or wait until another thread has.

    No garbage is collected meanwhile: to look for it among so many new objects, which last, was seen to stop the window
    for 70 ms. Nor are they looked through later on.
    """
    with _loading:
        if "torch" in sys.modules:
            return
        gc.disable()
        try:
            _load_libraries()
            importlib.import_module("torch")
        finally:
            gc.freeze()
            gc.enable()


def load_devices() -> tuple[Device, ...]:
    """Load torch and name the devices of this machine, the best first."""
    load_torch()
    from lenet_app.training.engine.devices import available  # noqa: PLC0415 - loads torch

    return available()


def _load_libraries() -> None:
    """Load torch's large libraries by a foreign call, during which other threads run.

    `import torch` would load them while it holds Python's lock, which was seen to stop the window for most of a second.
    Elsewhere than on Linux, and where a library is not where it is expected, the import does it all.
    """
    spec = importlib.util.find_spec("torch")
    if not sys.platform.startswith("linux") or spec is None or spec.origin is None:
        return
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = [ctypes.c_char_p, ctypes.c_int], ctypes.c_void_p
    for name in _LIBRARIES:
        path = Path(spec.origin).parent / "lib" / name
        if path.exists():
            dlopen(os.fsencode(path), os.RTLD_NOW | os.RTLD_GLOBAL)
