"""What is said of a model's figures: accuracy, interval, who is right, whether a difference is chance."""

from dataclasses import dataclass

from lenet_app.evaluation.measures import Pair
from lenet_app.gui.answering.confidence import percent
from lenet_app.gui.evaluate.measuring import Evaluated
from lenet_app.language import tr, trn
from lenet_app.networks.counts import pictures_text

_LEAST_P = 1e-4
CHANCE = 0.05
"""A p below it is usually not taken for chance."""


@dataclass(frozen=True)
class Range:
    """A model's accuracy with its interval, as shares from 0 to 1."""

    name: str
    share: float
    low: float
    high: float

    @property
    def text(self) -> str:
        """In words: `LeNet-5: 99.55 %, 95 % interval 99.40 to 99.66 %`."""
        text = tr("{model}: {share} % right, 95 % interval {low} to {high} %")
        return text.format(
            model=self.name, share=_percent(self.share), low=_percent(self.low), high=_percent(self.high)
        )


@dataclass(frozen=True)
class ClassLine:
    """A class, and of each model the share of it that was found, and of right answers naming it; None without any."""

    name: str
    pictures: int
    recalls: tuple[float | None, ...]
    precisions: tuple[float | None, ...]

    @property
    def text(self) -> str:
        """In words, of the first model."""
        text = trn(
            "{name}: of {count} picture {recall} % found; right when said in {precision} %",
            "{name}: of {count} pictures {recall} % found; right when said in {precision} %",
            self.pictures,
        )
        return text.format(
            name=self.name,
            count=f"{self.pictures:,}",
            recall=share_text(self.recalls[0]),
            precision=share_text(self.precisions[0]),
        )


def share_text(share: float | None) -> str:
    """A share as a percentage; a dash where there is none."""
    return "–" if share is None else _percent(share)


def _percent(share: float) -> str:
    return percent(share, decimals=2)


def ranges_of(evaluated: Evaluated) -> tuple[Range, ...]:
    """The accuracies of the models."""
    return tuple(
        Range(name, one.answers.accuracy, *one.interval)
        for name, one in zip(evaluated.names, evaluated.measured, strict=True)
    )


def class_lines(evaluated: Evaluated) -> tuple[ClassLine, ...]:
    """All classes of the set."""
    by_class = zip(*(one.classes for one in evaluated.measured), strict=True)
    return tuple(
        ClassLine(name, each[0].pictures, tuple(one.recall for one in each), tuple(one.precision for one in each))
        for name, each in zip(evaluated.material.class_names, by_class, strict=True)
    )


def count_text(evaluated: Evaluated) -> str:
    """The interval, and how many were right of how many."""
    answers, (low, high) = evaluated.first.answers, evaluated.first.interval
    text = tr("95 % interval {low} to {high} %; {right} right of {pictures}, loss {loss}")
    counts = {"right": f"{int(answers.right.sum()):,}", "pictures": pictures_text(len(answers))}
    return text.format(low=_percent(low), high=_percent(high), loss=f"{answers.loss:.4f}", **counts)


def pair_text(pair: Pair) -> str:
    """Who alone is right, and McNemar's test in a plain sentence."""
    text = tr("Right: only the first {first}, only the second {second}, neither {neither}.")
    counts = {"first": f"{pair.first:,}", "second": f"{pair.second:,}", "neither": f"{pair.neither:,}"}
    return f"{text.format(**counts)} {chance_text(pair)}"


def chance_text(pair: Pair) -> str:
    """McNemar's test in a plain sentence."""
    if pair.first == pair.second:
        return tr("They make as many mistakes.")
    if pair.p_value < CHANCE:
        text = tr("That is hardly chance (McNemar's test, p {p}).")
    else:
        text = tr("That may well be chance (McNemar's test, p {p}).")
    return text.format(p=p_text(pair.p_value))


def p_text(p: float) -> str:
    """A probability as it stands behind its letter: `= 0.034`, `< 0.0001`."""
    return f"= {p:.2g}" if p >= _LEAST_P else f"< {_LEAST_P:.4f}"


def calibration_text(evaluated: Evaluated) -> str:
    """The expected calibration errors in a line."""
    pairs = zip(evaluated.names, evaluated.measured, strict=True)
    errors = ", ".join(f"{name} {100 * one.reliability.error:.2f}" for name, one in pairs)
    return tr("Expected calibration error, in percentage points: {errors}").format(errors=errors)


def remark_on(evaluated: Evaluated) -> str:
    """What has to be said of the set, in a sentence; empty where all is well."""
    material, model = evaluated.material, evaluated.models[0]
    if material.faults:
        sentence = trn(
            "{count} picture could not be answered: {fault}",
            "{count} pictures could not be answered, the first of them: {fault}",
            len(material.faults),
        )
        return sentence.format(count=len(material.faults), fault=material.faults[0])
    data_set = material.data_set
    if data_set is None or len(data_set.class_names) != len(model.class_names):
        return ""
    if data_set.class_names == model.class_names:
        return ""
    sentence = tr("{model} was not made for {data_set}: its classes have other names.")
    return sentence.format(model=model.name, data_set=data_set.title)
