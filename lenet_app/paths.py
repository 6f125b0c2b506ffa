"""Where bundled files lie and where what the user makes is kept."""

import os
from pathlib import Path

import platformdirs

APP_NAME = "lenet-app"
HOME_VARIABLE = "LENET_APP_HOME"

_PACKAGE = Path(__file__).resolve().parent


def bundled(*parts: str) -> Path:
    """A file or folder that comes with the program, for example `bundled("assets", "mnist")`.

    In an installed package `assets` and `models` lie inside the package, in a checkout beside it.
    """
    installed = _PACKAGE.joinpath(*parts)
    return installed if installed.exists() else _PACKAGE.parent.joinpath(*parts)


def user_data() -> Path:
    """The folder for what the user makes; the environment variable LENET_APP_HOME puts it elsewhere.

    The folder need not exist yet: whoever writes there makes it.
    """
    override = os.environ.get(HOME_VARIABLE)
    return Path(override).expanduser() if override else platformdirs.user_data_path(APP_NAME, appauthor=False)


def user_models() -> Path:
    """The folder for the models that the user trained."""
    return user_data() / "models"


def log_file() -> Path:
    """The file that tracebacks are written to."""
    return user_data() / "lenet-app.log"
