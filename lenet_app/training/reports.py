"""What a training tells of itself: frozen values that may cross threads, readable without torch."""

from dataclasses import dataclass

from lenet_app.language import tr
from lenet_app.networks.forward import Weights


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


@dataclass(frozen=True, eq=False)
class EpochReport:
    """One epoch is done; `weights` is the network as it stands now.

    The validation figures are None without a hold-out; `seconds` and `images_per_second` are of this epoch alone.
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
    """

    weights: Weights
    epoch: int
    stopped: bool
    seconds: float
    device: Device
    fault: str
    last: Weights


def speed_text(images_per_second: float) -> str:
    """A training's speed, as people read it."""
    return tr("{speed:,.0f} pictures/s").format(speed=images_per_second)


Report = BatchReport | EpochReport | DeviceReport | EndReport
