"""What the parts of a recipe are called where people choose them."""

from enum import StrEnum

from lenet_app.language import tr
from lenet_app.networks.recipe import Augmentation, Initialisation, Loss, Optimiser, Schedule

Titles = list[tuple[StrEnum, str]]
"""Values and their titles, in the order of the list."""


def optimiser_titles() -> Titles:
    """The rules that turn gradients into steps."""
    return [
        (Optimiser.ADAM, "Adam"),
        (Optimiser.ADAMW, "AdamW"),
        (Optimiser.MOMENTUM, tr("SGD with momentum")),
        (Optimiser.SGD, tr("Plain SGD")),
        (Optimiser.ADADELTA, "Adadelta"),
        (Optimiser.LEVENBERG_MARQUARDT, tr("Levenberg-Marquardt")),
    ]


def schedule_titles() -> Titles:
    """How the learning rate changes over the run."""
    return [
        (Schedule.CONSTANT, tr("Stays the same")),
        (Schedule.COSINE, tr("Falls along a cosine")),
        (Schedule.EXPONENTIAL, tr("× decay each epoch")),
        (Schedule.INVERSE, tr("Falls with the steps")),
        (Schedule.LENET_1998, tr("As in 1998")),
        (Schedule.WARM_UP, tr("Rises, then a cosine")),
    ]


def augmentation_titles() -> Titles:
    """How training pictures are varied."""
    return [
        (Augmentation.NONE, tr("Pictures as they are")),
        (Augmentation.AFFINE, tr("Changed a little each time")),
        (Augmentation.MIRRORED, tr("Shifted and mirrored")),
        (Augmentation.DISTORTED_COPIES, tr("Nine changed copies of each")),
        (Augmentation.HANDWRITING, tr("All kinds of handwriting")),
    ]


def loss_titles() -> Titles:
    """What training makes small."""
    return [
        (Loss.CROSS_ENTROPY, tr("Cross-entropy")),
        (Loss.SUMMED_CROSS_ENTROPY, tr("Cross-entropy, summed")),
        (Loss.SIGMOID_OF_SOFTMAX, tr("Sigmoid of softmax")),
        (Loss.MAP, tr("Eq. (9) of 1998")),
        (Loss.SQUARED_ERROR, tr("Squared error")),
        (Loss.CTC, tr("Of rows of digits (CTC)")),
    ]


def initialisation_titles() -> Titles:
    """Where weights start."""
    return [
        (Initialisation.FAN_IN, tr("By fan-in (PyTorch)")),
        (Initialisation.LENET_1998, tr("By fan-in, as in 1998")),
        (Initialisation.GLOROT, tr("Glorot (Keras)")),
        (Initialisation.XAVIER, tr("Xavier (Caffe)")),
        (Initialisation.TRUNCATED_NORMAL, tr("Truncated normal")),
    ]
