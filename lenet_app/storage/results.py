"""What came of reproducing published results: a folder of the user's own, and the report that came with the program."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from lenet_app.errors import UserError
from lenet_app.json_values import parsed
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.networks.tasks import Result, Task
from lenet_app.paths import bundled
from lenet_app.storage.files import Unusable, check_writable, files_in, read_bytes, write_whole
from lenet_app.storage.markdown_report import markdown_report
from lenet_app.storage.models import SUFFIX, write_model

REPORT = "REPRODUCTION"
_MOST_BYTES = 20_000_000
"""Of a report; a larger file is none."""
NOTES = "NOTES.md"
"""What people have to say of the results; the report ends with it."""


class ReproductionFolder:
    """Results as files, so that a second call goes on where the first one ended.

    Args:
        folder: made when something is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def report(self) -> Path:
        """The report that people read."""
        return self.folder / f"{REPORT}.md"

    def check_writable(self, size: int = 0) -> None:
        """Find out before a training whether its result can be kept.

        Args:
            size: of the model's file, in bytes.

        Raises:
            UserError: it cannot.
        """
        check_writable(self.report)
        check_writable(self.folder / "results" / f"new{SUFFIX}", size)

    def result(self, task: Task) -> Result | None:
        """What came of the task, if it is done; a damaged result, or one of another recipe, does not count."""
        with suppress(UserError):
            found = _read(self._path(task.key))
            return found if found.answers(task) else None
        return None

    def results(self) -> tuple[Result, ...]:
        """All results that can be read, by name."""
        found = []
        for path in files_in(self.folder / "results", ".json"):
            with suppress(UserError):
                found.append(_read(path))
        return tuple(found)

    def unusable(self) -> tuple[Unusable, ...]:
        """The files among the results that cannot be used, by name, with what is wrong with each."""
        found = []
        for path in files_in(self.folder / "results", ".json"):
            try:
                _read(path)
            except UserError as error:
                found.append(Unusable(path, str(error)))
        return tuple(found)

    def keep(self, task: Task, result: Result, model: Model) -> None:
        """Write the model and the result, and the report of all results anew.

        Raises:
            UserError: a file cannot be written.
        """
        write_model(model, self.folder / "results" / f"{task.key}{SUFFIX}")
        self.write_result(task, result)
        self.write_report()

    def write_result(self, task: Task, result: Result) -> None:
        """Write the result alone.

        Raises:
            UserError: the file cannot be written.
        """
        write_whole(self._path(task.key), _json(result.to_json()))

    def write_report(self) -> None:
        """Write the report, for people and as JSON: every result, with what was published of its experiment.

        Raises:
            UserError: a file cannot be written.
        """
        results = self.results()
        write_whole(self.folder / f"{REPORT}.json", _json([_with_published(result) for result in results]))
        write_whole(self.report, markdown_report(results, self._notes()).encode())

    def _notes(self) -> str:
        try:
            return (self.folder / NOTES).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _path(self, key: str) -> Path:
        return self.folder / "results" / f"{key}.json"


def _read(path: Path) -> Result:
    """The result in a file.

    Raises:
        UserError: the file is missing, no JSON, or holds what cannot be.
    """
    try:
        return Result.from_json(parsed(read_bytes(path, _MOST_BYTES)))
    except (OSError, ValueError, UserError) as error:
        fault = error.strerror if isinstance(error, OSError) else None
        sentence = tr("{file} cannot be used as a result: {fault}.")
        raise UserError(sentence.format(file=path.name, fault=fault or str(error).rstrip("."))) from error


def bundled_results() -> tuple[Result, ...]:
    """The results in the report that came with the program; those that are damaged are left out."""
    try:
        documents = parsed(read_bytes(bundled("models", f"{REPORT}.json"), _MOST_BYTES))
    except (OSError, ValueError):
        return ()
    results = []
    for one in documents if isinstance(documents, list) else ():
        with suppress(UserError):
            results.append(Result.from_json(one))
    return tuple(results)


def own_results(folder: Path) -> tuple[Result, ...]:
    """The results of the user's own reproductions, which lie in this folder."""
    return ReproductionFolder(folder).results()


def _with_published(result: Result) -> dict[str, Any]:
    """A result's facts and the published accuracy, 0 to 1, or None; `published_about` where that is a rounded one."""
    experiments = family.member(result.id).experiments if result.id in family.ids() else ()
    published = next((one for one in experiments if one.name == result.experiment), None)
    facts = result.to_json()
    if published is not None:
        facts |= {"published": published.accuracy, "published_about": published.about}
    return facts


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()
