"""What a run, and a row of runs, tells of itself beside the reports of its training: frozen values."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lenet_app.data.pictures import DataSet
from lenet_app.networks.model import Model
from lenet_app.networks.tasks import CurvePoint, Result
from lenet_app.storage.library import Entry
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport, ChangeReport, DeviceReport, EndReport, EpochReport

if TYPE_CHECKING:
    from lenet_app.runs.places import Place
    from lenet_app.training.engine.evaluation import Evaluation
    from lenet_app.training.engine.request import TrainingRequest
    from lenet_app.training.engine.rows.measuring import RowEvaluation

Where = Entry | Path | Result
"""Where a model lies, or what stands for it in a folder of results."""


@dataclass(frozen=True, eq=False)
class Made:
    """What a run made: the model, and all that can be told of its making; `test` is None after `Unmeasured`."""

    request: "TrainingRequest"
    data_set: DataSet
    end: EndReport
    test: "Evaluation | RowEvaluation | None"
    curve: tuple[CurvePoint, ...]
    model: Model


@dataclass(frozen=True)
class Recorded:
    """The run is kept under this name from now on, and can go on after its newest epoch that is told; empty for not."""

    run: str


@dataclass(frozen=True)
class Note:
    """A sentence about the run for whoever asked for it, such as where it goes on.

    Args:
        text: the sentence.
        is_fault: whether it says that something is not as it should be.
    """

    text: str
    is_fault: bool = False


@dataclass(frozen=True)
class Prepared:
    """The training begins; it is so long."""

    length: Length


@dataclass(frozen=True, eq=False)
class EpochDone:
    """An epoch is over, and this is the model as it stands."""

    report: EpochReport
    model: Model


@dataclass(frozen=True)
class Measuring:
    """The training is over; so many of the test pictures are measured."""

    images: int
    total: int


@dataclass(frozen=True)
class Unmeasured:
    """Pictures on the disk that the finished model was to be measured on cannot be read; it is kept all the same.

    Args:
        fault: why, as a sentence.
    """

    fault: str


@dataclass(frozen=True, eq=False)
class Kept:
    """The run is over, and its model is kept."""

    made: Made
    where: Where


@dataclass(frozen=True, eq=False)
class Unkept:
    """The finished model could not be kept; what is raised next says why. `keeping` keeps it all the same.

    Args:
        made: what the run made; it lasts as long as somebody holds it.
        place: where it should have gone.
        fault: why it could not, as a sentence.
    """

    made: Made
    place: "Place"
    fault: str

    @property
    def model(self) -> Model:
        """The model, in memory only."""
        return self.made.model


@dataclass(frozen=True)
class NothingLearned:
    """The run was stopped before its first batch; there is no model."""


_OfTraining = DeviceReport | BatchReport | ChangeReport | EndReport
RunReport = (
    _OfTraining | Recorded | Note | Prepared | EpochDone | Measuring | Unmeasured | Kept | Unkept | NothingLearned
)


@dataclass(frozen=True)
class Begun:
    """A run of the row, by its number from 1, begins; its reports follow."""

    number: int


@dataclass(frozen=True, eq=False)
class Done:
    """A run of the row is done, now or earlier."""

    number: int
    where: Where


@dataclass(frozen=True)
class Missing:
    """A run of the row is passed over: its data set is not on this computer."""

    number: int


@dataclass(frozen=True, eq=False)
class Failed:
    """A run of the row failed, and the others go on; what is no `UserError` is a defect."""

    number: int
    error: Exception


RowReport = RunReport | Begun | Done | Missing | Failed
