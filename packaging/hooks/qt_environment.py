"""Runs before the built program on Linux: its environment is made such that Qt finds what lies in this very folder.

Qt reads `qt.conf` beside the program, where its plugins' place is told from there. PyInstaller would name them in
QT_PLUGIN_PATH, whose folders are parted by colons, and PySide6 in a file of settings in which commas and others have a
meaning, so that not every name of a folder would do. `lenet_app/environment.py` undoes this for other programs.
"""

import os
import sys

os.environ["PYSIDE_DISABLE_INTERNAL_QT_CONF"] = "1"
# The user's own may lead to plugins of another Qt.
if (_plugins := os.environ.pop("QT_PLUGIN_PATH", None)) is not None:
    os.environ["QT_PLUGIN_PATH_ORIG"] = _plugins

# What parts the folders of LD_LIBRARY_PATH.
if {":", ";"} & set(sys.executable):
    try:
        import _ctypes  # noqa: F401
        import _ssl  # noqa: F401
    except ImportError:
        from pathlib import Path

        from lenet_app.commands.telling import is_without_terminal, tell
        from lenet_app.language import tr

        _sentence = tr(
            "The folder {folder} has a colon or a semicolon in its name, so that libraries are not found in it."
        )
        _sentence = _sentence.format(folder=Path(sys.executable).parent)
        if is_without_terminal():
            tell(_sentence)
        sys.exit(f"lenet-app: {_sentence}")
