"""What the parts of a recipe are called where people choose them."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QCoreApplication

from lenet_app.networks.recipe import Augmentation, Initialisation, Loss, Optimiser, Schedule

Titles = list[tuple[StrEnum, str]]
"""Values and their titles, in the order of the list."""

_tr: Callable[[str], str] = partial(QCoreApplication.translate, "recipe_titles")


def optimiser_titles() -> Titles:
    """The rules that turn gradients into steps."""
    return [
        (Optimiser.ADAM, _tr("Adam")),
        (Optimiser.MOMENTUM, _tr("SGD, momentum")),
        (Optimiser.SGD, _tr("SGD")),
        (Optimiser.ADADELTA, _tr("Adadelta")),
        (Optimiser.LEVENBERG_MARQUARDT, _tr("Levenberg-Marquardt")),
    ]


def optimiser_title(optimiser: Optimiser) -> str:
    """What one of them is called."""
    return dict(optimiser_titles())[optimiser]


def schedule_titles() -> Titles:
    """How the learning rate changes over the run."""
    return [
        (Schedule.CONSTANT, _tr("Constant")),
        (Schedule.COSINE, _tr("Falls along a cosine")),
        (Schedule.EXPONENTIAL, _tr("× decay each epoch")),
        (Schedule.INVERSE, _tr("Inverse of the steps")),
        (Schedule.LENET_1998, _tr("As in 1998")),
    ]


def augmentation_titles() -> Titles:
    """How training pictures are varied."""
    return [
        (Augmentation.NONE, _tr("None")),
        (Augmentation.AFFINE, _tr("Varied each time")),
        (Augmentation.MIRRORED, _tr("Shifted and mirrored")),
        (Augmentation.DISTORTED_COPIES, _tr("Distorted copies")),
        (Augmentation.HANDWRITING, _tr("All kinds of handwriting")),
    ]


def loss_titles() -> Titles:
    """What training makes small."""
    return [
        (Loss.CROSS_ENTROPY, _tr("Cross-entropy")),
        (Loss.SUMMED_CROSS_ENTROPY, _tr("Cross-entropy, summed")),
        (Loss.SIGMOID_OF_SOFTMAX, _tr("Sigmoid of softmax")),
        (Loss.MAP, _tr("Eq. (9) of 1998")),
        (Loss.SQUARED_ERROR, _tr("Squared error")),
    ]


def initialisation_titles() -> Titles:
    """Where weights start."""
    return [
        (Initialisation.FAN_IN, _tr("By fan-in (PyTorch)")),
        (Initialisation.LENET_1998, _tr("By fan-in, as in 1998")),
        (Initialisation.GLOROT, _tr("Glorot (Keras)")),
        (Initialisation.XAVIER, _tr("Xavier (Caffe)")),
        (Initialisation.TRUNCATED_NORMAL, _tr("Truncated normal")),
    ]
