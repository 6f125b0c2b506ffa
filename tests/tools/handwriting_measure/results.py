"""What was measured: on a set of digits, of letters, of numbers, and how refusals of digits and letters go together."""

from dataclasses import dataclass

import numpy as np

from tests.tools.handwriting_measure import figures
from tests.tools.handwriting_measure.answers import Answers
from tests.tools.handwriting_measure.figures import Share

MOST_REFUSED = 0.02
"""The share of pen-stroke digits that may be refused, at most, for the sake of what is no digit."""


@dataclass(frozen=True)
class DigitResult:
    """What was measured on a set of digits.

    Args:
        right: best guesses, refusals apart.
        not_sure: what was refused.
        right_of_sure: of the others, those that are right.
        calibration_error: how far confidence is from accuracy on the mean, 0 to 1.
        by_digit: right ones of each digit.
        worst_writers: right ones of the writers that are read worst.
        unread: the samples that could not be read, each with the reason; they count as wrong and as refused.
        difference: accuracy minus that on the same strokes as they were drawn; None where they were not measured.
    """

    right: Share
    not_sure: Share
    right_of_sure: Share
    calibration_error: float
    by_digit: dict[str, Share]
    worst_writers: dict[str, Share]
    unread: list[str]
    difference: float | None


@dataclass(frozen=True)
class LetterResult:
    """What was measured on what is no digit: how much was refused, as a whole and by letter."""

    not_sure: Share
    by_letter: dict[str, Share]


@dataclass(frozen=True)
class NumberResult:
    """What was measured on pictures of numbers.

    Args:
        digits_right: 1 − edit distance / length over all digits, 0 to 1.
        digits: how many there are to read.
        whole: pictures of which everything is right.
        doubtful: digits that were read, and of them those that are not sure.
        sure: pictures of which every row was called sure as a whole.
        right_of_sure: of these, those of which everything is right.
        unread: the pictures that gave nothing, each with the reason.
    """

    digits_right: float
    digits: int
    whole: Share
    doubtful: Share
    sure: Share
    right_of_sure: Share
    unread: list[str]


@dataclass(frozen=True)
class DoubtResult:
    """Refusals of letters and of pen-stroke digits at the same time.

    Args:
        digits_refused: of the pen strokes, as the program answers.
        letters_refused: of the letters, as the program answers.
        threshold: the confidence that refuses at most `MOST_REFUSED` of the pen-stroke digits.
        letters_at_threshold: the letters that it refuses.
    """

    digits_refused: Share
    letters_refused: Share
    threshold: float
    letters_at_threshold: Share


def digit_result(answers: Answers, faults: list[str], base: Answers | None) -> DigitResult:
    """The figures of a set of digits; `base` has the answers to the same strokes as they were drawn, or to more."""
    right, writers = answers.right, [sample.writer for sample in answers.samples]
    count, sure = len(right), int(np.count_nonzero(answers.sure))
    unread = [f"{sample.name}: {fault}" for sample, fault in zip(answers.samples, faults, strict=True) if fault]
    return DigitResult(
        right=Share(int(right.sum()), count),
        not_sure=Share(count - sure, count),
        right_of_sure=Share(int(np.count_nonzero(right & answers.sure)), sure),
        calibration_error=figures.calibration_error(figures.reliability(right, answers.confidences)),
        by_digit=figures.by_group(right, answers.labels),
        worst_writers=figures.worst(figures.by_group(right, writers)),
        unread=unread,
        difference=None if base is None else _difference(answers, base),
    )


def letter_result(answers: Answers) -> LetterResult:
    """The figures of a set of letters."""
    refused = ~answers.sure
    return LetterResult(Share(int(refused.sum()), len(refused)), figures.by_group(refused, answers.labels))


def doubt_result(digits: list[Answers], letters: Answers) -> DoubtResult:
    """How refusing letters and keeping pen-stroke digits go together."""
    confidences = np.concatenate([answers.confidences for answers in digits])
    refused = sum(int(np.count_nonzero(~answers.sure)) for answers in digits)
    threshold = figures.threshold_refusing(confidences, MOST_REFUSED)
    return DoubtResult(
        digits_refused=Share(refused, len(confidences)),
        letters_refused=letter_result(letters).not_sure,
        threshold=threshold,
        letters_at_threshold=figures.share_below(letters.confidences, threshold),
    )


def _difference(answers: Answers, base: Answers) -> float | None:
    """Of the accuracies on the samples that are in both."""
    known = dict(zip((sample.number for sample in base.samples), base.right.tolist(), strict=True))
    pairs = [
        (good, known[sample.number])
        for good, sample in zip(answers.right.tolist(), answers.samples, strict=True)
        if sample.number in known
    ]
    return sum(good - was for good, was in pairs) / len(pairs) if pairs else None
