"""The model that a run makes: as it stands after an epoch, and finished, with its name and the facts of its making."""

from dataclasses import replace
from datetime import UTC, datetime
from math import isfinite
from typing import TYPE_CHECKING

import lenet_app
from lenet_app.data.pictures import DataSet
from lenet_app.networks.forward import Weights
from lenet_app.networks.making import Making, Metrics
from lenet_app.networks.model import Model, usual_certainty
from lenet_app.networks.row_network import CLASS_NAMES
from lenet_app.training.reports import EndReport
from lenet_app.training.settings import TrainingSettings

if TYPE_CHECKING:
    from lenet_app.training.engine.calibration import Calibrated
    from lenet_app.training.engine.evaluation import Evaluation
    from lenet_app.training.engine.request import TrainingRequest
    from lenet_app.training.engine.rows.measuring import RowEvaluation


def unfinished_model(request: "TrainingRequest", weights: Weights, name: str, data_set: DataSet) -> Model:
    """The model as it stands within a run; nothing of it is measured yet."""
    return Model(
        name=name,
        architecture=request.architecture,
        weights=weights,
        normalisation=request.normalisation,
        recipe=request.recipe,
        class_names=CLASS_NAMES if request.recipe.learns_rows else data_set.class_names,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        certainty=usual_certainty(request.architecture, request.recipe),
    )


def finished_model(
    settings: TrainingSettings,
    request: "TrainingRequest",
    end: EndReport,
    test: "Evaluation | RowEvaluation | None",
    calibration: "Calibrated | None",
    *,
    name: str,
    data_set: DataSet,
) -> Model:
    """The model that a training made, with the facts of its making; what could not be measured is None."""
    making = Making(
        data_set=data_set.name,
        pictures=len(request.training),
        hold_out=len(request.validation or ()),
        seed=settings.seed,
        epoch=end.epoch,
        stopped=end.stopped,
        seconds=round(end.seconds, 1),
        device=end.device.title,
        fine_tuned_from=settings.start.name if settings.start else None,
        teachers=tuple(teacher.name for teacher in settings.teachers),
        program=f"lenet-app {lenet_app.__version__}",
        data_set_title=data_set.title,
        calibrated_on=calibration.on if calibration else None,
    )
    model = replace(unfinished_model(request, end.weights, name, data_set), making=making)
    metrics = Metrics()
    if test is not None:
        digits = getattr(test, "digits", None)
        metrics = Metrics(test.accuracy, test.loss if isfinite(test.loss) else None, test_digits=digits)
    if calibration is None:
        return replace(model, metrics=metrics)
    return replace(model, metrics=replace(metrics, refused=calibration.refused), certainty=calibration.certainty)
