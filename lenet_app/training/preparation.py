"""From a user's settings to what the training loop needs, and from its end to a model."""

from dataclasses import replace
from datetime import UTC, datetime

import lenet_app
from lenet_app.data.pictures import DataSet, hold_out, subset
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.build import initial_weights
from lenet_app.networks.forward import Weights
from lenet_app.networks.model import Model
from lenet_app.training.devices import choose
from lenet_app.training.evaluation import Evaluation
from lenet_app.training.loop import TrainingRequest
from lenet_app.training.reports import EndReport
from lenet_app.training.settings import TrainingSettings


def prepare(settings: TrainingSettings, data_set: DataSet) -> TrainingRequest:
    """What the training loop needs.

    Raises:
        UserError: the architecture, the subset, the hold-out or the device is impossible, or the network has other
            classes than the data set.
    """
    pictures = data_set.training
    if settings.subset is not None:
        pictures = subset(pictures, settings.subset, seed=settings.seed)
    training, validation = hold_out(pictures, settings.hold_out, seed=settings.seed)
    origin = settings.start or family.member(settings.architecture_id)
    classes, wanted = origin.architecture.classes, len(data_set.class_names)
    if classes != wanted:
        sentence = tr("{network} tells {classes} classes apart, but {data_set} has {wanted}.")
        title = origin.architecture.title
        raise UserError(sentence.format(network=title, classes=classes, data_set=data_set.title, wanted=wanted))
    weights = settings.start.weights if settings.start else initial_weights(origin.architecture, seed=settings.seed)
    return TrainingRequest(
        architecture=origin.architecture,
        weights=weights,
        normalisation=origin.normalisation,
        recipe=settings.recipe,
        training=training,
        validation=validation if len(validation) else None,
        device=choose(settings.device_id),
        seed=settings.seed,
    )


def unfinished_model(request: TrainingRequest, weights: Weights, name: str, data_set: DataSet) -> Model:
    """The model as it stands within a run; nothing of it is measured yet."""
    return Model(
        name=name,
        architecture=request.architecture,
        weights=weights,
        normalisation=request.normalisation,
        recipe=request.recipe,
        class_names=data_set.class_names,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def finished_model(
    settings: TrainingSettings, request: TrainingRequest, end: EndReport, test: Evaluation, name: str, data_set: DataSet
) -> Model:
    """The model that a training made, with the facts of its making."""
    making = {
        "data_set": data_set.name,
        "pictures": len(request.training),
        "hold_out": settings.hold_out,
        "seed": settings.seed,
        "epoch": end.epoch,
        "stopped": end.stopped,
        "seconds": round(end.seconds, 1),
        "device": end.device.title,
        "fine_tuned_from": settings.start.name if settings.start else None,
        "program": f"lenet-app {lenet_app.__version__}",
    }
    metrics = {"test_accuracy": test.accuracy, "test_loss": test.loss}
    return replace(unfinished_model(request, end.weights, name, data_set), metrics=metrics, making=making)
