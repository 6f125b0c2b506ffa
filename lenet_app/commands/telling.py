"""Sentences for somebody who started the program with a double click, and so sees no terminal."""

import os
import shutil
import sys

from lenet_app.environment import systems_environment

_TITLE = "lenet-app"
# What desktops of Linux bring to show a sentence with; the first that there is does it.
_DIALOGS = (
    ("zenity", "--error", "--no-markup", f"--title={_TITLE}", "--text={}"),
    ("kdialog", "--title", _TITLE, "--error", "{}"),
    ("xmessage", "-center", "{}"),
    ("notify-send", _TITLE, "{}"),
)


def is_without_terminal() -> bool:
    """Whether the standalone program was started by itself, so that nobody reads what it prints."""
    return bool(getattr(sys, "frozen", False)) and (sys.stderr is None or not sys.stderr.isatty())


def tell(sentence: str) -> None:
    """Show a sentence on the desktop, where there is a way to; where there is none it is only printed."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - not needed elsewhere

        ctypes.windll.user32.MessageBoxW(None, sentence, _TITLE, 0x10)
        return
    import subprocess  # noqa: PLC0415 - seldom needed

    for name, *arguments in _DIALOGS:
        if command := shutil.which(name):
            filled = [argument.replace("{}", sentence) for argument in arguments]
            environ = systems_environment(os.environ)
            subprocess.run([command, *filled], env=environ, stderr=subprocess.DEVNULL, check=False)
            return
