"""Opening a file or an address with the program that the user has for it."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment, QUrl
from PySide6.QtGui import QDesktopServices

from lenet_app.environment import systems_environment
from lenet_app.language import tr

_OPENER = "xdg-open"


def open_link(link: QUrl) -> bool:
    """Open a link without waiting for what opens it; the value is whether there is a program to ask."""
    if getattr(sys, "frozen", False) and sys.platform.startswith("linux"):
        return open_from_standalone(link, os.environ)
    return QDesktopServices.openUrl(link)


def open_folder(folder: Path) -> str:
    """Open a folder; a sentence if there is no program to ask, else nothing."""
    if open_link(QUrl.fromLocalFile(str(folder))):
        return ""
    return tr("There is no program to open {folder} with.").format(folder=folder)


def open_from_standalone(link: QUrl, environ: Mapping[str, str]) -> bool:
    """Open a link as the system's own programs would.

    Qt starts what opens it with the environment of the standalone program, whose libraries a browser or a viewer would
    load in place of the system's.

    Args:
        link: what to open.
        environ: the standalone program's environment.
    """
    outside = systems_environment(environ)
    opener = shutil.which(_OPENER, path=outside.get("PATH"))
    if opener is None:
        return False
    process = QProcess()
    process.setProgram(opener)
    process.setArguments([link.toString(QUrl.ComponentFormattingOption.FullyEncoded)])
    variables = QProcessEnvironment()
    for name, value in outside.items():
        variables.insert(name, value)
    process.setProcessEnvironment(variables)
    # What it prints belongs to nobody here.
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    # The method of an object gives no process id, whatever its stub says.
    return bool(process.startDetached())
