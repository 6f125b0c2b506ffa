"""Where bundled files lie and where what the user makes is kept."""

import os
from functools import cache
from pathlib import Path

import platformdirs

from lenet_app.language import tr

APP_NAME = "lenet-app"
HOME_VARIABLE = "LENET_APP_HOME"

_FOLDERS = ("models", "architectures", "data", "reproduction")
"""What the user makes or fetches, by kind."""

_PACKAGE = Path(__file__).resolve().parent


def bundled(*parts: str) -> Path:
    """A file or folder that comes with the program, for example `bundled("assets", "mnist")`.

    In an installed package `assets` and `models` lie inside the package, in a checkout beside it.
    """
    installed = _PACKAGE.joinpath(*parts)
    return installed if installed.exists() else _PACKAGE.parent.joinpath(*parts)


def user_data() -> Path:
    """The folder for what the user makes; the environment variable LENET_APP_HOME puts it elsewhere.

    The folder need not exist yet: whoever writes there makes it. Where there is no home folder at all it is a temporary
    one, another in each process.
    """
    if override := os.environ.get(HOME_VARIABLE):
        return Path(override).expanduser()
    return _user_data_at_home() or _temporary_data()


def is_user_data_temporary() -> bool:
    """Whether what the user makes does not last, since there is no home folder to keep it in."""
    return not os.environ.get(HOME_VARIABLE) and _user_data_at_home() is None


def user_data_fault() -> str:
    """Why what the user made is not there or will not last, as a sentence; empty where all is well."""
    if is_user_data_temporary():
        sentence = tr("There is no home folder: what you make is kept in {folder} and may be lost.")
        return sentence.format(folder=user_data())
    for folder in (user_data(), *(user_data() / name for name in _FOLDERS)):
        try:
            with os.scandir(f"{folder}/."):  # which asks for leave to look into what is listed, too
                pass
        except FileNotFoundError:
            continue
        except OSError as error:
            sentence = tr("The folder {folder} cannot be read: {fault}.")
            return sentence.format(folder=folder, fault=error.strerror or error)
    return ""


def _user_data_at_home() -> Path | None:
    try:
        return platformdirs.user_data_path(APP_NAME, appauthor=False)
    except RuntimeError:  # neither HOME is set nor is the user known to the system
        return None


@cache
def _temporary_data() -> Path:
    import tempfile  # noqa: PLC0415 - seldom needed

    try:
        folder = tempfile.gettempdir()
    except OSError:  # nothing can be written anywhere, which is told where something is to be written
        folder = os.sep
    # Nobody else can have made a folder whose name nobody could guess.
    return Path(folder, f"{APP_NAME}-{os.urandom(8).hex()}")


def user_models() -> Path:
    """The folder for the models that the user trained."""
    return user_data() / "models"


def log_file() -> Path:
    """The file that tracebacks are written to."""
    return user_data() / "lenet-app.log"
