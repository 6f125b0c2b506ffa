"""How sure an answer is, in figures and words; rounding never makes it look surer."""

import math

from lenet_app.language import tr
from lenet_app.networks.certainty import Certainty
from lenet_app.recognition.recognizer import DOUBTFUL, TURNS, Recognition

_ROUNDING_ERROR = 1e-6
"""Of a share kept as float32, counted in the last decimal shown."""
_DIGITS = tuple("0123456789")
_SUREST = 0.999
"""What the surest answer reads."""


def percent(share: float, decimals: int = 1) -> str:
    """A share as a percentage with this many decimals, rounded down: only a full share reads 100."""
    steps: int = 10**decimals
    return f"{int(100 * steps * share + _ROUNDING_ERROR) / steps:.{decimals}f}"


def confidence_text(share: float) -> str:
    """A confidence as a percentage in tenths: no answer is ever given as certain, so it never reads 100."""
    return percent(min(share, _SUREST))


def no_class_text(class_names: tuple[str, ...]) -> str:
    """What stands for an answer that is none of these classes."""
    return tr("No digit") if class_names == _DIGITS else tr("None of them")


def percent_needed(threshold: float) -> str:
    """A threshold as a percentage, rounded up to tenths: every confidence below it reads as less."""
    return f"{math.ceil(1000 * threshold - _ROUNDING_ERROR) / 10:.1f}".removesuffix(".0")


def again_text(recognition: Recognition) -> str:
    """In a few words that a digit was read again, and what the first reading said; empty where it was read once."""
    first = recognition.first
    if first is None:
        return ""
    if recognition.is_of_no_class:
        return tr("Read again")
    if first.best != recognition.best:
        return tr("Read again; at first {label}").format(label=first.label)
    return tr("Read again; at first {percent} %").format(percent=confidence_text(first.confidence))


def again_meaning(recognition: Recognition) -> str:
    """The same in sentences."""
    first = recognition.first
    if first is None:
        return ""
    sentence = tr(
        "At first it was {label}, {percent} % sure. Below {doubtful} % a digit is read twice more, turned by"
        " {degrees:g}° to either side, and the mean of the three readings is the answer. The layers are those of the"
        " first one."
    )
    share, doubtful = confidence_text(first.confidence), percent_needed(DOUBTFUL)
    return sentence.format(label=first.label, percent=share, doubtful=doubtful, degrees=max(TURNS))


def again_rule() -> str:
    """When a digit is read again, and what comes of it."""
    sentence = tr("Below {doubtful} % a digit is read again, turned by ±{degrees:g}°; the mean counts.")
    return sentence.format(doubtful=percent_needed(DOUBTFUL), degrees=max(TURNS))


def confidence_meaning(certainty: Certainty, *, with_distances: bool) -> str:
    """What the percentage below the answer counts, in a sentence."""
    if not with_distances:
        return tr("The probability of the most probable class.")
    if certainty.rubbish is None:
        return tr("How near the nearest bitmap is, against the others.")
    sentence = tr("How near the nearest bitmap is, against the others and against j = {j:g}, the penalty of no digit.")
    return sentence.format(j=certainty.rubbish)
