"""What a training tells of itself: frozen values that may cross threads, readable without torch."""

from dataclasses import dataclass

from lenet_app.language import tr
from lenet_app.networks.forward import Weights
from lenet_app.training.changes import Change


@dataclass(frozen=True)
class Device:
    """A device by torch's id (`cuda:0`, `mps`, `cpu`) and by the name that users read (`CUDA: NVIDIA T4`)."""

    id: str
    title: str

    @property
    def is_cpu(self) -> bool:
        """Whether this is the processor itself."""
        return self.id == "cpu"


CPU = Device("cpu", "CPU")


@dataclass(frozen=True)
class LayerFigures:
    """What is known of a layer while it learns.

    Args:
        name: of the layer.
        weight: the root mean square of its weights and biases.
        gradient: the same of the gradients of a batch's loss; None where they are not measured.
        dead: how many of its units give the same number for every picture, of `units`; 0 of 0 where nobody counts.
    """

    name: str
    weight: float
    gradient: float | None
    dead: int = 0
    units: int = 0


@dataclass(frozen=True)
class BatchReport:
    """One step is done.

    Args:
        epoch: the epoch that runs, from 1, of `epochs`.
        batch: the batch just done, from 1, of `batches` in this epoch.
        loss: mean loss over the epoch so far; upon a GPU without the last twentieth of a second, but at the epoch's end
            and at the marks of the run (`Length.stretch`).
        accuracy: the share of right answers among the same pictures, as they were trained on, 0 to 1.
        images_per_second: over the whole run so far.
        images: pictures learned in the whole run so far, each as often as it was.
        seconds: since the run began, pauses left out.
        seconds_left: expected until the last epoch ends.
        learning_rate: of this step.
        layers: measured at this step, twice a second and at the last batch of an epoch; else empty.
        of_rows: whether rows of digits are learned, which are counted in place of pictures.
    """

    epoch: int
    epochs: int
    batch: int
    batches: int
    loss: float
    accuracy: float
    images_per_second: float
    images: int
    seconds: float
    seconds_left: float
    learning_rate: float = 0.0
    layers: tuple[LayerFigures, ...] = ()
    of_rows: bool = False


@dataclass(frozen=True, eq=False)
class EpochReport:
    """One epoch is done; `weights` is the network as it stands now.

    The validation figures are None without a hold-out; `seconds` and `images_per_second` are of this epoch alone;
    `layers` are as its last batch left them. Where rows are learned (`of_rows`), right answers are rows that were read
    wholly right, and `validation_digits` is the share of the hold-out's digits that are right.
    """

    epoch: int
    epochs: int
    train_loss: float
    train_accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    seconds: float
    images_per_second: float
    weights: Weights
    layers: tuple[LayerFigures, ...] = ()
    validation_digits: float | None = None
    of_rows: bool = False


@dataclass(frozen=True)
class ChangeReport:
    """The run is another from now on: `change` tells since which step, and `epochs` how many it has now."""

    change: Change
    epochs: int


@dataclass(frozen=True)
class DeviceReport:
    """The training goes on upon `device`; `reason` says why it changed, empty at the start."""

    device: Device
    reason: str


@dataclass(frozen=True, eq=False)
class EndReport:
    """The run is over.

    Args:
        weights: the best weights: of the epoch with the best validation accuracy where there is a hold-out and an epoch
            was ended, else the newest ones; where the loss ran away, those of the last whole epoch.
        epoch: the epoch they come from; when a run is stopped within an epoch, that one; 0 before the first.
        stopped: whether the run ended before its last epoch did.
        seconds: of the whole run, pauses left out.
        device: what the run ended on.
        fault: a sentence when the run had to end early, else empty.
        last: the newest weights, whatever the hold-out says; where the loss ran away, `weights`.
        reason: why the recipe ended the run before its last epoch, in a sentence; empty where it did not.
    """

    weights: Weights
    epoch: int
    stopped: bool
    seconds: float
    device: Device
    fault: str
    last: Weights
    reason: str = ""


def speed_text(images_per_second: float, *, of_rows: bool = False) -> str:
    """A training's speed, as people read it: of pictures or of rows."""
    text = tr("{speed:,.0f} rows/s") if of_rows else tr("{speed:,.0f} pictures/s")
    return text.format(speed=images_per_second)


Report = BatchReport | EpochReport | DeviceReport | ChangeReport | EndReport
