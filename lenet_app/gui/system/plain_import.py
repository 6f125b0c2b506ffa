"""Python's own import, which PySide6 replaces as it is loaded."""

import builtins


def restore_import() -> None:
    """Load PySide6, and import as Python does from then on.

    PySide6's import reads the source text of every module that is imported after it, to find out whether it may want
    other names for Qt's methods (`from __feature__ import …`), which this program does not. That took a tenth of the
    time to the first paint, a tenth of the time in which torch is loaded, and the memory for all of those texts.
    """
    import PySide6.QtCore  # noqa: F401, PLC0415 - not before this is wanted

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
