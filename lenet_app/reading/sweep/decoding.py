"""What a line says, from the frames of a sweep: along the best path, or by the most likely texts of all paths.

Graves, Fernández, Gomez and Schmidhuber (2006): a path names a digit or the blank in every frame; repeats are one digit
unless a blank is between them. A text's probability is the sum over its paths.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p

import numpy as np
import numpy.typing as npt

from lenet_app.networks.forward import Array
from lenet_app.networks.row_network import BLANK

Digits = tuple[int, ...]
Floats = npt.NDArray[np.float64]
_NEVER = -np.inf


@dataclass(frozen=True)
class Reading:
    """A text and the logarithm of its probability."""

    digits: Digits
    log: float


def best_path(frames: Array) -> Digits:
    """The digits along the path of each frame's likeliest class.

    Args:
        frames: float32 (frames, classes), logarithms of probabilities.
    """
    best = frames.argmax(axis=1)
    changes = np.diff(best, prepend=-1) != 0
    return tuple(int(digit) for digit in best[changes & (best != BLANK)])


def readings(frames: Array, most: int = 8) -> list[Reading]:
    """The likeliest texts by a search over their beginnings, the best first.

    Args:
        frames: float32 (frames, classes), logarithms of probabilities.
        most: how many beginnings are followed from frame to frame.
    """
    # Of each beginning, how likely it ends in a blank here and how likely in its last digit.
    beam: dict[Digits, tuple[float, float]] = {(): (0.0, _NEVER)}
    for frame in frames.astype(np.float64).tolist():
        grown: dict[Digits, tuple[float, float]] = {}

        def add(digits: Digits, blank: float, digit: float, grown: dict[Digits, tuple[float, float]] = grown) -> None:
            old = grown.get(digits, (_NEVER, _NEVER))
            grown[digits] = _sum(old[0], blank), _sum(old[1], digit)

        likely = [label for label in range(BLANK) if frame[label] > _UNLIKELY]
        for digits, (blank, digit) in beam.items():
            whole = _sum(blank, digit)
            last = digits[-1] if digits else None
            add(digits, whole + frame[BLANK], digit + frame[last] if last is not None else _NEVER)
            for label in likely:
                add((*digits, label), _NEVER, (blank if label == last else whole) + frame[label])
        sums = {text: _sum(*ends) for text, ends in grown.items()}
        least = max(sums.values()) - _FAR
        beam = {text: grown[text] for text in sorted(sums, key=lambda text: -sums[text])[:most] if sums[text] >= least}
    return [Reading(digits, _sum(*ends)) for digits, ends in beam.items()]


_UNLIKELY = -9.0  # of a digit in a frame: what is less likely starts no text
_FAR = 8.0  # nats: a beginning that is so much less likely than the best one leads nowhere


def _sum(one: float, other: float) -> float:
    """The logarithm of the sum of two powers of e; NumPy takes several times as long for single numbers."""
    high, low = (one, other) if one >= other else (other, one)
    return high if low == _NEVER else high + log1p(exp(low - high))


def log_probabilities(frames: Array, texts: Sequence[Digits]) -> Floats:
    """The logarithms of the texts' probabilities, (texts,): sums over all their paths, by the forward algorithm."""
    labels = np.full((len(texts), 2 * max(map(len, texts), default=0) + 1), BLANK, np.intp)
    for own, digits in zip(labels, texts, strict=True):
        own[1 : 2 * len(digits) : 2] = digits
    skips = np.zeros(labels.shape, np.bool_)
    skips[:, 2:] = (labels[:, 2:] != BLANK) & (labels[:, 2:] != labels[:, :-2])
    # Two states more at the left, which no path is in, so that each state has two before it.
    before = np.full((len(texts), labels.shape[1] + 2), _NEVER)
    before[:, 2:4] = frames[0, labels[:, :2]]
    for frame in frames[1:].astype(np.float64):
        jump = np.where(skips, before[:, :-2], _NEVER)
        before[:, 2:] = np.logaddexp(np.logaddexp(before[:, 2:], before[:, 1:-1]), jump) + frame[labels]
    each, ends = np.arange(len(texts)), 2 + 2 * np.array([len(digits) for digits in texts], np.intp)
    return np.asarray(np.logaddexp(before[each, ends], before[each, ends - 1]))


def alignment(frames: Array, digits: Digits) -> list[tuple[int, int]]:
    """The frames of each digit on the likeliest path of a text: the first and the first beyond.

    Raises:
        ValueError: there are fewer frames than the text needs.
    """
    labels = _with_blanks(digits)
    skips = _skips(labels)
    total = np.full((len(frames), len(labels)), _NEVER)
    came = np.zeros(total.shape, np.intp)
    total[0, :2] = frames[0, labels[:2]]
    for t in range(1, len(frames)):
        before = total[t - 1]
        one = np.concatenate([[_NEVER], before[:-1]])
        two = np.where(skips, np.concatenate([[_NEVER] * 2, before[:-2]])[: len(labels)], _NEVER)
        steps = np.stack([before, one, two])
        came[t] = steps.argmax(axis=0)
        total[t] = steps.max(axis=0) + frames[t, labels]
    state = int(len(labels) - 1 if len(labels) < 2 or total[-1, -1] >= total[-1, -2] else len(labels) - 2)
    if total[-1, state] == _NEVER:
        raise ValueError(f"{len(frames)} frames are too few for {len(digits)} digits")
    found: list[list[int]] = [[] for _ in digits]
    for t in range(len(frames) - 1, -1, -1):
        if state % 2:
            found[state // 2].append(t)
        state -= int(came[t, state])
    return [(min(own), max(own) + 1) for own in found]


def _with_blanks(digits: Digits) -> npt.NDArray[np.intp]:
    """The digits with a blank before, between and behind them."""
    labels = np.full(2 * len(digits) + 1, BLANK, np.intp)
    labels[1::2] = digits
    return labels


def _skips(labels: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Which labels may follow the last but one: a digit another one, without a blank between them."""
    skips = np.zeros(len(labels), np.bool_)
    skips[2:] = (labels[2:] != BLANK) & (labels[2:] != labels[:-2])
    return skips
