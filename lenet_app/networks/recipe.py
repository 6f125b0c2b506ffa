"""How a network is trained, as a value: first weights, loss, optimiser, rate, schedule, batch, length, augmentation."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lenet_app.errors import UserError
from lenet_app.json_values import made, plain, told
from lenet_app.language import tr

MOST = 1_000_000_000
"""Of epochs, steps and pictures: more than anybody waits for, and a number that every field takes."""


class Loss(StrEnum):
    """What training makes small. The formulas are in `training/losses.py`."""

    CROSS_ENTROPY = "cross-entropy"
    """Softmax cross-entropy, the mean of the batch."""
    SUMMED_CROSS_ENTROPY = "summed cross-entropy"
    """Softmax cross-entropy, the sum of the batch: a gradient as many times larger."""
    SIGMOID_OF_SOFTMAX = "sigmoid cross-entropy of softmax"
    """Sigmoid cross-entropy that takes the softmax's outputs for scores; as one tutorial prints it."""
    MAP = "maximum a posteriori"
    """Eq. (9) of LeCun et al. (1998), with a rubbish class."""
    SQUARED_ERROR = "squared error"
    """Of the right class's distance, or of scores against one for the right class and zero for the others."""
    CTC = "connectionist temporal classification"
    """Graves et al. (2006): -log of the probability of what a row of digits says, wherever in it each digit is."""


class Optimiser(StrEnum):
    """The rule that turns gradients into steps."""

    ADAM = "adam"
    ADAMW = "adamw"
    """Adam with weight decay apart from the gradient: Loshchilov and Hutter (2019)."""
    MOMENTUM = "momentum"
    SGD = "sgd"
    ADADELTA = "adadelta"
    LEVENBERG_MARQUARDT = "levenberg-marquardt"
    """Stochastic diagonal Levenberg-Marquardt, LeCun et al. (1998), appendix C: one picture at a time."""


class Schedule(StrEnum):
    """How the learning rate changes over the run."""

    CONSTANT = "constant"
    COSINE = "cosine"
    EXPONENTIAL = "exponential"
    """× `decay` after each epoch."""
    INVERSE = "inverse"
    """× (1 + `decay` · steps) ** -0.75."""
    LENET_1998 = "lenet-1998"
    """Falls after 2, 5, 8 and 12 passes as in LeCun et al. (1998), section III-B."""
    WARM_UP = "warm-up and cosine"
    """Rises for the first twentieth of the run, then falls along a cosine."""


class Augmentation(StrEnum):
    """How training pictures are varied."""

    NONE = "none"
    AFFINE = "affine"
    """Every picture is changed each time it is seen."""
    MIRRORED = "mirrored"
    """Every picture is shifted by up to four pixels, and mirrored half of the time: for photos, not for writing."""
    DISTORTED_COPIES = "distorted copies"
    """Nine changed copies of each picture join the set; an epoch sees as many as the set had before."""
    HANDWRITING = "handwriting"
    """Every picture is changed strongly; digits of our own making, and what is no digit, join every batch."""


MOST_MADE = 0.9
"""The largest share of made digits: real ones and what is no digit need room."""

VARIED = (Augmentation.AFFINE, Augmentation.HANDWRITING)
"""Those that change a picture by amounts that a recipe can scale."""


class Chosen(StrEnum):
    """What a publication does not tell of its recipe, so that it is chosen here."""

    RATE = "rate"
    """The learning rate and its course."""
    SCALE_OF_LOSS = "scale of loss"
    """j of eq. (9), and the scale of E."""


class Initialisation(StrEnum):
    """Where weights start. The formulas are in `networks/initialisation.py`."""

    FAN_IN = "fan-in"
    """Weights and biases uniform in ±1/√F, F the unit's fan-in; PyTorch's default."""
    LENET_1998 = "lenet-1998"
    """Weights and biases uniform in ±2.4/F; LeCun et al. (1998), appendix A."""
    GLOROT = "glorot"
    """Weights uniform in ±√(6 / (F + fan-out)), biases 0; Keras' default."""
    XAVIER = "xavier"
    """Weights uniform in ±√(3/F), biases 0; Caffe's filler of that name."""
    TRUNCATED_NORMAL = "truncated normal"
    """Normal, redrawn beyond two deviations; see `Recipe.deviation` and `Recipe.first_bias`."""


@dataclass(frozen=True)
class Recipe:
    """How to train.

    Args:
        epochs: passes over the training pictures, at least 1.
        batch_size: pictures per step, at least 1; 1 for Levenberg-Marquardt.
        learning_rate: the largest rate of the run, above 0. The default is Adam's own (Kingma and Ba, 2015) and no
            network's: each names the rate that it is trained with.
        steps: when above 0 the run ends after so many steps, whatever `epochs` says.
        hold_out: the share of the training pictures that is kept for validation, 0 to below 1.
        decay: of the exponential and the inverse schedule.
        momentum: of the momentum optimiser, 0 to below 1.
        weight_decay: how much of each weight is taken off per step and unit of rate, not below 0: as an L2 penalty, or
            under AdamW beside the gradient.
        bias_rate: how many times faster biases learn.
        damping: µ of Levenberg-Marquardt: a parameter's step is rate / (µ + h), h its mean second derivative.
        curvature_pictures: how many pictures h is measured on before each pass.
        rubbish: j of the loss of eq. (9): the penalty at which an answer counts as of no class.
        loss_divisor: the loss is divided by it; only Levenberg-Marquardt's µ makes this more than another rate.
        deviation: σ of truncated normal first weights.
        first_bias: what biases start from; None draws them as the weights, where the initialisation does so.
        average: above 0 the network is the running average of the weights after each step, of which it keeps this
            share, 0 to below 1 (Polyak and Juditsky, 1992; exponential as in Tarvainen and Valpola, 2017).
        variation: how far affine and handwriting augmentation change a picture, in multiples of what suits MNIST, not
            below 0.
        damage: the share of pictures that have suffered, where their augmentation is varied: noise, blur, compression,
            thresholds, uneven light, specks, lines, cut edges; 0 to 1.
        made: the share of the pictures that are digits of our own making, under handwriting augmentation, 0 to 0.9;
            they help with other hands, and too many cost on MNIST's own.
        no_digits: whether some of the pictures of ten digits give way to what is no digit, so that the network learns
            to refuse it; handwriting augmentation does so by itself.
        patience: when above 0 the run ends after so many epochs in a row of which none was the best on the hold-out.
        target: when above 0 the run ends after the first epoch with this share of right answers on the hold-out, at
            most 1.

    Raises:
        UserError: a number is out of its range, or two settings cannot go together.
    """

    epochs: int = 10
    batch_size: int = 64
    learning_rate: float = 0.001
    optimiser: Optimiser = Optimiser.ADAM
    schedule: Schedule = Schedule.COSINE
    augmentation: Augmentation = Augmentation.AFFINE
    loss: Loss = Loss.CROSS_ENTROPY
    initialisation: Initialisation = Initialisation.FAN_IN
    steps: int = 0
    hold_out: float = 0.0
    decay: float = 0.7
    momentum: float = 0.9
    weight_decay: float = 0.0
    bias_rate: float = 1.0
    damping: float = 0.02
    curvature_pictures: int = 500
    rubbish: float = 1.0
    loss_divisor: float = 1.0
    deviation: float = 0.1
    first_bias: float | None = None
    average: float = 0.0
    variation: float = 1.0
    damage: float = 0.0
    made: float = 0.12
    no_digits: bool = False
    patience: int = 0
    target: float = 0.0

    def __post_init__(self) -> None:
        """Refuse impossible settings at once."""
        for name, is_possible, sentence in _limits():
            value = getattr(self, name)
            if value is not None and not is_possible(value):
                raise UserError(sentence.format(value=told(value), most=f"{MOST:,}"))
        if self.optimiser is Optimiser.LEVENBERG_MARQUARDT and self.batch_size != 1:
            sentence = tr("Levenberg-Marquardt learns one picture at a time: its batch size must be 1, not {value}.")
            raise UserError(sentence.format(value=self.batch_size))
        if self.optimiser is Optimiser.LEVENBERG_MARQUARDT and self.average:
            raise UserError(tr("Levenberg-Marquardt takes no average of the weights."))
        if self.learns_rows and (
            self.optimiser is Optimiser.LEVENBERG_MARQUARDT
            or self.augmentation is not Augmentation.NONE
            or self.bias_rate != 1
        ):
            sentence = tr(
                "Rows are composed anew each time: their recipe has no augmentation, no Levenberg-Marquardt and no rate"
                " of its own for biases."
            )
            raise UserError(sentence)
        if self.teaches_refusing and self.loss not in KNOW_RUBBISH:
            raise UserError(tr("What is no digit can be learned only with a cross-entropy or the loss of eq. (9)."))

    @property
    def learns_rows(self) -> bool:
        """Whether rows of digits are learned, which are composed of the training pictures, not the pictures alone."""
        return self.loss is Loss.CTC

    @property
    def teaches_refusing(self) -> bool:
        """Whether what is no digit is among the pictures that are learned."""
        return self.no_digits or self.augmentation is Augmentation.HANDWRITING

    @property
    def damages(self) -> bool:
        """Whether some of the pictures that are learned have suffered."""
        return self.damage > 0 and self.augmentation in VARIED

    def check_hold_out(self, held_out: float) -> None:
        """Hold what ends the run early against the hold-out that decides it; the test pictures never do.

        Args:
            held_out: how many pictures are held out, or which share of them.

        Raises:
            UserError: there is no hold-out, and one is needed.
        """
        if held_out > 0 or not (self.patience or self.target):
            return
        raise UserError(tr("To end early a run needs a hold-out, which tells how good an epoch is."))

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        return plain(self)

    @staticmethod
    def from_json(value: object) -> "Recipe":
        """The recipe that `to_json` wrote; what came later than the first seven parts may be missing.

        Raises:
            UserError: a part is missing, unknown or out of range.
        """
        sentence = tr("The recipe cannot be read: {fault}.")
        return made(value, Recipe, sentence, needed=_FIRST_PARTS, is_complete=True)


_FIRST_PARTS = ("epochs", "batch_size", "learning_rate", "optimiser", "schedule", "augmentation", "loss")
"""What every file has."""
KNOW_RUBBISH = (Loss.CROSS_ENTROPY, Loss.SUMMED_CROSS_ENTROPY, Loss.MAP)
"""With which what is no digit can be learned."""


_Limit = tuple[str, Callable[[Any], bool], str]


def _limits() -> tuple[_Limit, ...]:
    """Each part with a range, whether a value is within it, and what is said of one that is not."""

    def positive(value: float) -> bool:
        return 0 < value < float("inf")

    def share(value: float) -> bool:
        return 0 <= value < 1

    def countable(value: float) -> bool:
        return value <= MOST

    def finite(value: float) -> bool:
        return abs(value) < float("inf")

    return (
        ("epochs", lambda value: value >= 1, tr("Epochs must be at least 1, not {value}.")),
        ("epochs", countable, tr("There can be {most} epochs at most, not {value}.")),
        ("batch_size", lambda value: value >= 1, tr("The batch size must be at least 1, not {value}.")),
        ("batch_size", countable, tr("The batch size can be {most} at most, not {value}.")),
        ("learning_rate", positive, tr("The learning rate must be a number above 0, not {value}.")),
        ("steps", lambda value: value >= 0, tr("Steps must be 0 or more, not {value}.")),
        ("steps", countable, tr("There can be {most} steps at most, not {value}.")),
        ("hold_out", share, tr("The hold-out must be a share of at least 0 and below 1, not {value}.")),
        ("decay", positive, tr("The decay must be a number above 0, not {value}.")),
        ("momentum", share, tr("The momentum must be at least 0 and below 1, not {value}.")),
        ("weight_decay", lambda value: 0 <= value < float("inf"), tr("Weight decay must be 0 or more, not {value}.")),
        ("bias_rate", positive, tr("The rate of biases must be a number above 0, not {value}.")),
        ("damping", positive, tr("The damping must be a number above 0, not {value}.")),
        ("curvature_pictures", lambda value: value >= 1, tr("The curvature needs at least 1 picture, not {value}.")),
        ("curvature_pictures", countable, tr("The curvature can take {most} pictures at most, not {value}.")),
        ("rubbish", finite, tr("The rubbish penalty must be a number, not {value}.")),
        ("loss_divisor", positive, tr("The loss must be divided by a number above 0, not {value}.")),
        ("deviation", positive, tr("The deviation must be a number above 0, not {value}.")),
        ("first_bias", finite, tr("The first bias must be a number, not {value}.")),
        ("variation", lambda value: 0 <= value < float("inf"), tr("The variation must be 0 or more, not {value}.")),
        ("damage", lambda value: 0 <= value <= 1, tr("The damaged pictures must be a share from 0 to 1, not {value}.")),
        (
            "made",
            lambda value: 0 <= value <= MOST_MADE,
            tr("Made digits must be a share from 0 to 0.9, not {value}."),
        ),
        ("patience", lambda value: value >= 0, tr("The patience must be 0 epochs or more, not {value}.")),
        ("patience", countable, tr("The patience can be {most} epochs at most, not {value}.")),
        ("target", lambda value: 0 <= value <= 1, tr("The target must be a share from 0 to 1, not {value}.")),
        ("average", share, tr("The average must keep a share of at least 0 and below 1, not {value}.")),
    )
