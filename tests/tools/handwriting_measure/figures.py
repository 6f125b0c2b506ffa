"""The computations: of answers to figures. Nothing here knows where the answers come from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
import numpy.typing as npt

from lenet_app.penmanship.rows.apart import edit_distance

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

FEWEST = 10
"""Samples of a writer who can be among the worst: of fewer, one error would decide."""


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """0 to 1; 0 of nothing is 0."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Bin:
    """Answers of about the same confidence: those above `low`, up to `high`.

    Args:
        low: of the confidence.
        high: of the confidence.
        count: how many answers.
        confidence: their mean; 0 where there are none.
        accuracy: the share of right ones; 0 where there are none.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, eq=False)
class RejectionCurve:
    """What rising thresholds do, from refusing nothing on; all arrays float64 (m,).

    Args:
        thresholds: answers with a lower confidence are refused.
        refused: the share of all answers that is refused.
        errors: the share of wrong ones among the answers that are left.
    """

    thresholds: Floats
    refused: Floats
    errors: Floats


def by_group(right: Bools, groups: Sequence[str]) -> dict[str, Share]:
    """How many are right in each group, such as those of a digit or a writer, in the order of their names."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for good, group in zip(right.tolist(), groups, strict=True):
        counts[group][0] += good
        counts[group][1] += 1
    return {group: Share(*counts[group]) for group in sorted(counts)}


def worst(groups: dict[str, Share], most: int = 5) -> dict[str, Share]:
    """The groups with the smallest shares, the worst first, of equal ones the larger first.

    Groups without a name are nobody's; groups below `FEWEST` only count where there are no larger ones.
    """
    named = {name: share for name, share in groups.items() if name}
    large = {name: share for name, share in named.items() if share.whole >= FEWEST} or named
    ranked = sorted(large.items(), key=lambda item: (item[1].value, -item[1].whole, item[0]))
    return dict(ranked[:most])


def reliability(right: Bools, confidences: Floats, bins: int = 10) -> list[Bin]:
    """The answers in bins of equal width over 0 to 1, for a reliability diagram.

    Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks" (2017), section 2.
    """
    places = np.clip(np.ceil(confidences * bins).astype(int) - 1, 0, bins - 1)
    found = []
    for place in range(bins):
        inside = places == place
        count = int(np.count_nonzero(inside))
        confidence, accuracy = (float(values[inside].mean()) if count else 0.0 for values in (confidences, right))
        found.append(Bin(place / bins, (place + 1) / bins, count, confidence, accuracy))
    return found


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far accuracy is from confidence, on the mean; same source."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.accuracy - each.confidence) for each in bins) / total if total else 0.0


def rejection_curve(right: Bools, confidences: Floats) -> RejectionCurve:
    """Share refused and error of what is left, for every threshold that makes a difference.

    Chow, "On optimum recognition error and reject tradeoff" (1970), draws the error over the rejection.
    """
    order = np.argsort(confidences, kind="stable")
    ranked, wrong = confidences[order], ~right[order]
    thresholds, first = np.unique(ranked, return_index=True)
    left = len(ranked) - first
    wrong_left = wrong[::-1].cumsum()[::-1][first] if len(ranked) else np.zeros(0)
    return RejectionCurve(thresholds, first / max(len(ranked), 1), wrong_left / left)


def threshold_refusing(confidences: Floats, share: float) -> float:
    """The highest threshold below which at most `share` (0 to 1) of the confidences lie; 0 where there are none."""
    if not len(confidences):
        return 0.0
    ranked = np.sort(confidences)
    return float(ranked[min(floor(share * len(ranked)), len(ranked) - 1)])


def share_below(confidences: Floats, threshold: float) -> Share:
    """How many are refused at a threshold."""
    return Share(int(np.count_nonzero(confidences < threshold)), len(confidences))


def digits_right(labels: Sequence[str], texts: Sequence[str]) -> float:
    """1 − edit distance / length, over all digits of all numbers; what separates rows is no digit. Below 0 it is 0."""
    pairs = [(label.replace("|", ""), text.replace("|", "")) for label, text in zip(labels, texts, strict=True)]
    length = sum(len(label) for label, _ in pairs)
    distance = sum(edit_distance(label, text) for label, text in pairs)
    return max(0.0, 1 - distance / length) if length else 0.0
