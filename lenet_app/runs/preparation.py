"""From a user's settings to what the training loop needs."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from lenet_app.data.mnist_writers import writers_last
from lenet_app.data.pictures import DataSet, Fitting, PictureSet, hold_out, hold_out_last, subset
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.counts import classes_text
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.making import Calibration
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe
from lenet_app.networks.row_network import CLASS_NAMES, check_rows
from lenet_app.training.reports import CPU
from lenet_app.training.settings import TrainingSettings

if TYPE_CHECKING:
    from lenet_app.training.engine.distillation import Teaching
    from lenet_app.training.engine.request import TrainingRequest


def prepare(settings: TrainingSettings, data_set: DataSet) -> "TrainingRequest":
    """What the training loop needs.

    Raises:
        UserError: rows are to be learned by a network or of pictures that cannot, or in another way than rows are;
            the architecture, the subset, the hold-out or the device is impossible, the network has other
            classes than the data set, the pictures are all of one class or do not fill the batch that was asked for, or
            they cannot be read.
    """
    from lenet_app.training.engine.devices import choose  # noqa: PLC0415 - loads torch
    from lenet_app.training.engine.request import TrainingRequest  # noqa: PLC0415

    if settings.recipe.learns_rows:
        check_row_training(settings, data_set)
    pictures = data_set.training
    if settings.subset is not None:
        pictures = subset(pictures, settings.subset, seed=settings.seed)
    training, validation = _parted(settings, pictures)
    settings.recipe.check_hold_out(len(validation))
    if settings.fills_batches and (fault := batch_fault(settings.recipe, len(training))):
        raise UserError(fault)
    if settings.recipe.augmentation is Augmentation.HANDWRITING and not data_set.has_digits:
        sentence = tr("Made digits can join digits of 28 × 28 pixels only, not {data_set}.")
        raise UserError(sentence.format(data_set=data_set.title))
    if settings.recipe.damages and pictures.take(np.arange(1)).images.shape[1] > 1:
        sentence = tr("Only pictures in one channel can be damaged, not {data_set}.")
        raise UserError(sentence.format(data_set=data_set.title))
    architecture, normalisation = _fitting_network(settings, data_set)
    first = pictures.take(np.arange(1)).images
    normalisation.network_input(first, architecture.input_shape)  # or a sentence, before anything is done
    if fault := labels_fault(data_set):
        raise UserError(fault)
    if settings.start is not None:
        weights = settings.start.weights
    else:
        weights = initial_weights(architecture, settings.recipe, seed=settings.seed)
    return TrainingRequest(
        architecture=architecture,
        weights=weights,
        normalisation=normalisation,
        recipe=_recipe(settings, len(pictures), data_set),
        training=training,
        validation=validation if len(validation) else None,
        device=CPU if settings.recipe.learns_rows else choose(settings.device_id),
        seed=settings.seed,
        teaching=_teaching(settings, architecture),
        knows_hold_out=not _is_unseen(settings, len(training), len(validation)),
        threads=settings.threads or 0,
    )


def _parted(settings: TrainingSettings, pictures: PictureSet) -> tuple[PictureSet, PictureSet]:
    """What is learned, and what is held out."""
    held_out = _hold_out(settings, len(pictures))
    if not settings.recipe.learns_rows:
        return hold_out(pictures, held_out, seed=settings.seed)
    parts = hold_out_last(writers_last(pictures), held_out)
    if any(len(part) and len(np.unique(part.labels)) < len(CLASS_NAMES) - 1 for part in parts):
        raise UserError(tr("Rows are composed of all ten digits, and some are missing: take more pictures."))
    return parts


def check_row_training(settings: TrainingSettings, data_set: DataSet) -> None:
    """Refuse what rows cannot be learned with.

    Raises:
        UserError: another network, other pictures, a model to go on from, a teacher or a GPU are asked for.
    """
    check_rows((settings.start or settings).architecture)
    if not data_set.has_digits:
        sentence = tr("Rows are composed of digits of 28 × 28 pixels only, not {data_set}.")
        raise UserError(sentence.format(data_set=data_set.title))
    if settings.start is not None:
        sentence = tr("Rows are learned from new weights: {model} cannot be trained further.")
        raise UserError(sentence.format(model=settings.start.name))
    if settings.teachers:
        raise UserError(tr("Rows are learned without a teacher."))
    if settings.device_id not in (None, "", CPU.id):
        raise UserError(tr("Rows are learned on the processor: composing them takes most of the time."))


def labels_fault(data_set: DataSet) -> str:
    """Why nothing can be learned from the labels of a data set, in a sentence; empty where something can."""
    labels = data_set.training.labels
    if not len(labels) or (labels != labels[0]).any():
        return ""
    label = int(labels[0])
    name = data_set.class_names[label] if label < len(data_set.class_names) else str(label)
    sentence = tr("All training pictures of {data_set} are labelled {name}: there is nothing to tell apart.")
    return sentence.format(data_set=data_set.title, name=name)


def batch_fault(recipe: Recipe, pictures: int) -> str:
    """Why so many pictures to learn are too few for the recipe's batches, in a sentence; empty where they suffice."""
    if pictures >= recipe.batch_size:
        return ""
    sentence = tr("A batch of {size} is not filled by the {pictures} pictures to learn: take smaller batches.")
    return sentence.format(size=recipe.batch_size, pictures=f"{pictures:,}")


def _teaching(settings: TrainingSettings, architecture: Architecture) -> "Teaching | None":
    """The teachers, which have to know the same pictures and classes."""
    if not settings.teachers:
        return None
    if settings.recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT:
        raise UserError(tr("Levenberg-Marquardt learns without a teacher."))
    for teacher in settings.teachers:
        known = teacher.architecture
        if (known.classes, known.input_shape[0]) != (architecture.classes, architecture.input_shape[0]):
            sentence = tr("{teacher} cannot teach {network}: it has other classes or other pictures.")
            raise UserError(sentence.format(teacher=teacher.name, network=architecture.title))
    from lenet_app.training.engine.distillation import Teaching  # noqa: PLC0415 - loads torch

    return Teaching(settings.teachers, settings.teacher_share)


def _hold_out(settings: TrainingSettings, pictures: int) -> int:
    return round(settings.recipe.hold_out * pictures) if settings.hold_out is None else settings.hold_out


def _recipe(settings: TrainingSettings, pictures: int, data_set: DataSet) -> Recipe:
    """The recipe as it is followed: with the share that is held out indeed, and with no digits only beside digits."""
    recipe = settings.recipe
    if settings.hold_out is not None:
        recipe = replace(recipe, hold_out=settings.hold_out / pictures)
    if settings.no_digits and not data_set.has_digits:
        sentence = tr("What is no digit can be learned beside digits of 28 × 28 pixels only, not {data_set}.")
        raise UserError(sentence.format(data_set=data_set.title))
    if settings.no_digits is False and recipe.augmentation is Augmentation.HANDWRITING:
        sentence = tr("Where pictures are varied as handwriting, what is no digit is always learned, too.")
        raise UserError(sentence)
    wanted = recipe.no_digits if settings.no_digits is None else settings.no_digits
    return replace(recipe, no_digits=wanted and data_set.has_digits)


def _is_unseen(settings: TrainingSettings, pictures: int, held_out: int) -> bool:
    """Whether the network never learned what is held out: it is new, or its first training held out the same, or more.

    The pictures that are held out depend on the seed, on how many pictures there are, and on how many are held out: of
    two numbers the smaller one's are among the larger one's.
    """
    if settings.start is None:
        return True
    before = settings.start.making
    held_out_before = before.hold_out or 0
    return (
        before.calibrated_on is Calibration.HOLD_OUT
        and (before.data_set, before.seed) == (settings.data_set, settings.seed)
        and held_out_before >= held_out
        and held_out_before + (before.pictures or 0) == pictures + held_out
    )


def _fitting_network(settings: TrainingSettings, data_set: DataSet) -> tuple[Architecture, InputNormalisation]:
    """The network for the data set's channels and classes; a model that is trained further must have them already."""
    if settings.recipe.learns_rows:
        return settings.architecture, settings.normalisation
    channels, classes = data_set.channels, len(data_set.class_names)
    if settings.start is None:
        whole = data_set.fitting is Fitting.WHOLE
        size = data_set.shape[1:] if whole else None
        normalisation = replace(settings.normalisation, fits_ink=not whole, picture_size=size)
        return settings.architecture.for_data(channels, classes), normalisation
    architecture = settings.start.architecture
    if architecture.classes != classes:
        sentence = tr("{network} tells {classes} apart, but {data_set} has {wanted}.")
        facts = {"network": architecture.title, "data_set": data_set.title}
        raise UserError(sentence.format(**facts, classes=classes_text(architecture.classes), wanted=classes))
    return architecture, settings.start.normalisation
