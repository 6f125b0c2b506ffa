"""The network of a kept run: its finished model, or else what its settings tell of it."""

from dataclasses import replace
from string import digits

from lenet_app.data.catalogue import MNIST
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.forward import Weights
from lenet_app.networks.model import Model, usual_certainty
from lenet_app.networks.row_network import CLASS_NAMES
from lenet_app.runs.kept.kept_run import KeptRun
from lenet_app.storage.models import read_model


def network_of(run: KeptRun, weights: Weights) -> Model:
    """The model of a run with other weights than those it ended with.

    Args:
        run: with a finished model, or on MNIST, of which names of classes and fitting are known.
        weights: of one of its epochs.

    Raises:
        UserError: neither is there, a file cannot be read, or the weights are those of another network.
    """
    if run.model is not None:
        return replace(read_model(run.model), weights=weights)
    kept = run.settings()
    if kept.data_set != MNIST:
        sentence = tr("The run {name} has no finished model yet, which alone tells its classes.")
        raise UserError(sentence.format(name=run.name))
    settings = kept.training_settings(run.folder)
    if settings.start is not None:
        return replace(settings.start, weights=weights)
    class_names = CLASS_NAMES if settings.recipe.learns_rows else tuple(digits)
    architecture = settings.architecture.for_data(1, len(class_names))
    return Model(
        name=kept.name,
        architecture=architecture,
        weights=weights,
        normalisation=replace(settings.normalisation, fits_ink=True, picture_size=None),
        recipe=settings.recipe,
        class_names=class_names,
        created=run.head.begun,
        certainty=usual_certainty(architecture, settings.recipe),
    )
