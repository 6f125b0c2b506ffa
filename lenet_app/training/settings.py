"""What a user chooses for a training, what follows from it, and the model that comes of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import lenet_app
from lenet_app.data.pictures import DataSet, hold_out, subset
from lenet_app.networks import family
from lenet_app.networks.build import initial_weights
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe
from lenet_app.training.devices import choose
from lenet_app.training.evaluation import Evaluation
from lenet_app.training.loop import TrainingRequest
from lenet_app.training.reports import EndReport


@dataclass(frozen=True, eq=False)
class TrainingSettings:
    """A training as it is asked for.

    Args:
        architecture_id: the network to train from new weights; a model to start from overrules it.
        start: the model to fine-tune, or None.
        seed: of the new weights, the hold-out, the subset, the order of the pictures and their variations.
        hold_out: how many training pictures choose the best epoch; 0 takes the last epoch.
        subset: how many of the training pictures to use, hold-out included; None uses all.
        device_id: see `devices.choose`.
    """

    architecture_id: str = family.DEFAULT_ID
    start: Model | None = None
    recipe: Recipe = field(default_factory=Recipe)
    seed: int = 1
    hold_out: int = 0
    subset: int | None = None
    device_id: str | None = None

    @property
    def title(self) -> str:
        """The network's name, as people read it."""
        return (self.start or family.member(self.architecture_id)).architecture.title

    def request(self, data_set: DataSet) -> TrainingRequest:
        """What the training loop needs.

        Raises:
            UserError: the subset, the hold-out or the device is impossible.
        """
        pictures = data_set.training
        if self.subset is not None:
            pictures = subset(pictures, self.subset, seed=self.seed)
        training, validation = hold_out(pictures, self.hold_out, seed=self.seed)
        origin = self.start or family.member(self.architecture_id)
        weights = self.start.weights if self.start else initial_weights(origin.architecture, seed=self.seed)
        return TrainingRequest(
            architecture=origin.architecture,
            weights=weights,
            normalisation=origin.normalisation,
            recipe=self.recipe,
            training=training,
            validation=validation if len(validation) else None,
            device=choose(self.device_id),
            seed=self.seed,
        )

    def model(self, request: TrainingRequest, end: EndReport, test: Evaluation, name: str, data_set: DataSet) -> Model:
        """The model that a training made, with the facts of its making."""
        making = {
            "data_set": data_set.name,
            "pictures": len(request.training),
            "hold_out": self.hold_out,
            "seed": self.seed,
            "epoch": end.epoch,
            "stopped": end.stopped,
            "seconds": round(end.seconds, 1),
            "device": request.device.title,
            "fine_tuned_from": self.start.name if self.start else None,
            "program": f"lenet-app {lenet_app.__version__}",
        }
        return Model(
            name=name,
            architecture=request.architecture,
            weights=end.weights,
            normalisation=request.normalisation,
            recipe=self.recipe,
            class_names=data_set.class_names,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            metrics={"test_accuracy": test.accuracy, "test_loss": test.loss},
            making=making,
        )
