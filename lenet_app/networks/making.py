"""How a model was made, and what was measured of it, as values that cannot hold what cannot be."""

from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite
from typing import Any

from lenet_app.errors import UserError
from lenet_app.json_values import is_proper, made, plain, told
from lenet_app.language import tr

LONGEST_SECONDS = 1e9
"""Of a training: thirty years."""


class Calibration(StrEnum):
    """What it was measured on how sure an answer is."""

    HOLD_OUT = "hold-out"
    """Pictures that the network never learned."""
    VARIED = "varied training pictures"
    """Pictures that it learned, each changed a little, for there were no others, or too few."""


@dataclass(frozen=True)
class Making:
    """The facts of a model's making, beside its recipe. What is not known is None: older files tell less.

    Args:
        data_set: the name or the path of the data set that was learned.
        data_set_title: what people call it; None in older files.
        pictures: how many training pictures were learned, not below 0.
        hold_out: how many were held out to choose the best epoch, not below 0.
        seed: of everything random, not below 0.
        epoch: from whose end the weights are, counted from 1; 0 for those that the training began with.
        stopped: whether the training was stopped before its end.
        seconds: of training, without measuring, 0 to `LONGEST_SECONDS`.
        device: what was computed on, such as "CPU".
        fine_tuned_from: the name of the model that it began as; None for new weights.
        teachers: the names of the models whose answers were learned beside the labels.
        program: the program and its version.
        calibrated_on: what temperature and threshold of its certainty were measured on.
        own_digits: how many digits of the user's own it learned after that, not below 0; None for none.

    Raises:
        UserError: a number is out of its range.
    """

    data_set: str | None = None
    pictures: int | None = None
    hold_out: int | None = None
    seed: int | None = None
    epoch: int | None = None
    stopped: bool = False
    seconds: float | None = None
    device: str | None = None
    fine_tuned_from: str | None = None
    teachers: tuple[str, ...] = ()
    program: str | None = None
    data_set_title: str | None = None
    calibrated_on: Calibration | None = None
    own_digits: int | None = None

    def __post_init__(self) -> None:
        """Refuse impossible numbers at once."""
        for name in ("pictures", "hold_out", "seed", "epoch", "own_digits"):
            check_range(name, getattr(self, name))
        check_range("seconds", self.seconds, most=LONGEST_SECONDS)

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back; what is not known is left out."""
        return _known(self)

    @staticmethod
    def from_json(value: object) -> "Making":
        """What `to_json` wrote, or an older version of the program; facts that this one does not know are left aside.

        So are texts that are none: a path can hold bytes that are no characters, and the model is as good without.

        Raises:
            UserError: a part is of another kind or out of its range.
        """
        return made(proper_facts(value), Making, tr("The facts of its making cannot be read: {fault}."))


@dataclass(frozen=True)
class Metrics:
    """What was measured of a model; None for what was not.

    Args:
        test_accuracy: the share of right answers on the test pictures of its data set, 0 to 1; of a reader of rows that
            of the rows composed of them that it reads wholly right.
        test_loss: the mean cross-entropy of these, not below 0; None, too, where it is not finite.
        refused: the share of pictures of its own classes that its threshold was measured to refuse, 0 to 1.
        test_digits: of a reader of rows the share of right digits in these rows, 0 to 1.

    Raises:
        UserError: a number is out of its range.
    """

    test_accuracy: float | None = None
    test_loss: float | None = None
    refused: float | None = None
    test_digits: float | None = None

    def __post_init__(self) -> None:
        """Refuse impossible numbers at once."""
        check_range("test_accuracy", self.test_accuracy, most=1)
        check_range("test_loss", self.test_loss)
        check_range("refused", self.refused, most=1)
        check_range("test_digits", self.test_digits, most=1)

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back; what was not measured is left out."""
        return _known(self)

    @staticmethod
    def from_json(value: object) -> "Metrics":
        """What `to_json` wrote; figures that this program does not know are left aside.

        Raises:
            UserError: a figure is no number or out of its range.
        """
        return made(value, Metrics, tr("What was measured of it cannot be read: {fault}."))


def check_range(name: str, value: float | None, *, most: float = inf) -> None:
    """Refuse a number that is below 0, above `most` or not finite.

    Raises:
        UserError: it is; the sentence says `name`.
    """
    if value is None or (0 <= value <= most and (isinstance(value, int) or isfinite(value))):
        return
    if most < inf:
        sentence = tr("“{name}” must be from 0 to {most}, not {value}.")
    else:
        sentence = tr("“{name}” must be a number that is not below 0, not {value}.")
    raise UserError(sentence.format(name=name, most=f"{most:.15g}", value=told(value)))


def _known(value: Making | Metrics) -> dict[str, Any]:
    return {name: fact for name, fact in plain(value).items() if fact is not None}


def proper_facts(value: object) -> object:
    """The facts without those that are texts and hold what is no character; whatever is no object stays as it is."""
    if not isinstance(value, dict):
        return value
    return {name: fact for name, fact in value.items() if not _is_improper(fact)}


def _is_improper(fact: object) -> bool:
    texts = fact if isinstance(fact, list) else [fact]
    return any(isinstance(text, str) and not is_proper(text) for text in texts)
