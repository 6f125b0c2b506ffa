"""Where bundled files lie and where what the user makes is kept."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

from lenet_app.errors import UserError
from lenet_app.language import tr

APP_NAME = "lenet-app"
HOME_VARIABLE = "LENET_APP_HOME"

_PACKAGE = Path(__file__).resolve().parent


def bundled(*parts: str) -> Path:
    """A file or folder that comes with the program, for example `bundled("assets", "mnist")`.

    In an installed package `assets` and `models` lie inside the package, in a checkout beside it.
    """
    installed = _PACKAGE.joinpath(*parts)
    return installed if installed.exists() else _PACKAGE.parent.joinpath(*parts)


@dataclass(frozen=True)
class Home:
    """The folder for what the user makes. Nothing in it need exist yet: whoever writes there makes it.

    Several people may share it: each has samples, models and a queue of their own (`samples/profiles.py`); data sets,
    architectures, runs and settings are everyone's.

    Args:
        folder: where everything lies.
        is_temporary: whether it does not last, since the user has no home folder.
        keeps_settings: whether the window's settings lie in it, too, and not in the system's folder for such.
        person: the folder for what this person makes; None for the first person, whose things lie in `folder` itself.
    """

    folder: Path
    is_temporary: bool = False
    keeps_settings: bool = True
    person: Path | None = None

    @staticmethod
    def of_user() -> "Home":
        """The user's own, or the one that the environment variable LENET_APP_HOME names.

        Where there is no home folder at all it is a temporary one, another in each process.

        Raises:
            UserError: the variable names the home folder of a user who does not exist.
        """
        if override := os.environ.get(HOME_VARIABLE):
            return Home(_expanded(override))
        folder = _user_data_at_home()
        return Home(folder or _temporary_data(), is_temporary=folder is None, keeps_settings=folder is None)

    @property
    def people(self) -> Path:
        """The folder for all people but the first, a folder for each."""
        return self.folder / "people"

    @property
    def own(self) -> Path:
        """The folder for what this person makes."""
        return self.person or self.folder

    @property
    def person_facts(self) -> Path:
        """The file that tells what this person is called."""
        return self.own / "person.json"

    @property
    def models(self) -> Path:
        """The folder for the models that the person trained."""
        return self.own / "models"

    @property
    def undecided(self) -> Path:
        """The folder for models that came of trainings, until the person has decided about them."""
        return self.own / "undecided"

    @property
    def architectures(self) -> Path:
        """The folder for the architectures that the user made."""
        return self.folder / "architectures"

    @property
    def data(self) -> Path:
        """The folder for downloaded data sets, a folder of its name for each."""
        return self.folder / "data"

    @property
    def reproduction(self) -> Path:
        """The folder for the results of the user's own reproductions."""
        return self.folder / "reproduction"

    @property
    def runs(self) -> Path:
        """The folder for the user's trainings, a folder of its name for each."""
        return self.folder / "runs"

    @property
    def sweeps(self) -> Path:
        """The folder for the user's sweeps, a folder of its name for each."""
        return self.folder / "sweeps"

    @property
    def queue(self) -> Path:
        """The folder for the trainings that the person lined up in the window."""
        return self.own / "queue"

    @property
    def evaluations(self) -> Path:
        """The folder for answers of models to data sets, which need not be computed again."""
        return self.folder / "evaluations"

    @property
    def samples(self) -> Path:
        """The file for the digits that the person labelled."""
        return self.own / "samples.sqlite3"

    @property
    def folders(self) -> tuple[Path, ...]:
        """All of these."""
        shared = (self.people, self.architectures, self.data, self.reproduction, self.runs, self.sweeps)
        theirs = () if self.person is None else (self.person,)
        return self.folder, *theirs, *shared, self.models, self.undecided, self.queue, self.evaluations

    @property
    def log(self) -> Path:
        """The file that tracebacks are written to."""
        return self.folder / "lenet-app.log"

    @property
    def settings(self) -> Path:
        """The file for the window's settings."""
        folder = self.folder if self.keeps_settings else platformdirs.user_config_path(APP_NAME, appauthor=False)
        return folder / "settings.json"

    @property
    def fault(self) -> str:
        """Why what the user made is not there or will not last, as a sentence; empty where all is well."""
        if self.is_temporary:
            sentence = tr("There is no home folder: what you make is kept in {folder} and may be lost.")
            return sentence.format(folder=self.folder)
        for folder in self.folders:
            try:
                with os.scandir(f"{folder}/."):  # which asks for leave to look into what is listed, too
                    pass
            except FileNotFoundError:
                continue
            except OSError as error:
                sentence = tr("The folder {folder} cannot be read: {fault}.")
                return sentence.format(folder=folder, fault=error.strerror or error)
        return ""


def _expanded(override: str) -> Path:
    folder = Path(os.path.expanduser(override))  # noqa: PTH111 - Path's own raises for a user who does not exist
    if folder.parts[:1] and folder.parts[0].startswith("~"):
        sentence = tr("{variable} is {value}, and there is no such user's folder.")
        raise UserError(sentence.format(variable=HOME_VARIABLE, value=override))
    return folder


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
