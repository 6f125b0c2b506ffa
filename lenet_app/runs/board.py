"""What a run tells, shown by TensorBoard, too."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.runs.reports import EpochDone, Kept, RunReport

if TYPE_CHECKING:
    from lenet_app.training.engine.board import Board


class BoardOfRun:
    """Takes the reports of a run, and writes what TensorBoard shows of them; nothing before the training begins.

    Args:
        folder: where the event files go.

    Raises:
        UserError: the package tensorboard is not installed.
    """

    def __init__(self, folder: Path) -> None:
        if find_spec("tensorboard") is None:
            sentence = tr("This needs the package {package}, which is not installed.")
            raise UserError(sentence.format(package="tensorboard"))
        self._folder = folder
        self._board: Board | None = None
        self._has_failed = False

    def take(self, report: RunReport) -> str:
        """Write what a report tells, unless an earlier one could not be; a sentence the first time that one cannot."""
        if self._has_failed:
            return ""
        try:
            self._write(report)
        except OSError as error:
            self._has_failed = True
            sentence = tr("{folder} cannot be written, and the training goes on without TensorBoard: {fault}.")
            return sentence.format(folder=self._folder, fault=error.strerror or error)
        return ""

    def _write(self, report: RunReport) -> None:
        match report:
            case EpochDone(report=epoch, model=model):
                self._of(model.architecture).epoch(epoch)
            case Kept(made=made):
                board = self._of(made.model.architecture)
                board.over(made.model, made.data_set.test)
                board.close()

    def _of(self, architecture: Architecture) -> "Board":
        if self._board is None:
            from lenet_app.training.engine.board import Board  # noqa: PLC0415 - loads torch

            self._board = Board(self._folder, architecture)
        return self._board
