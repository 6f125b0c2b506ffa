"""Which digits are worth collecting more of, told from a person's own learning curve.

Of each digit it is known how many of those held out are misread by who learned none, a third, two thirds and all of the
others. The share that is misread after m samples of a digit is taken as level · (1 + m)^-exponent, an inverse power law
as learning curves follow it (Cortes et al., "Learning Curves: Asymptotic Values and Rate of Convergence", 1994), and
fitted as Poisson counts: one exponent of all digits first; then one of each digit, which leans on that, and its level,
which leans on that of all. So a digit of which little is known is thought to be like the others.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.language import tr, trn
from lenet_app.samples.sample import CLASSES

Floats = npt.NDArray[np.float64]

FEW = 3
"""Samples of a digit, below which nothing is told of it."""
_LEAST = 15
"""Samples in all, below which nothing is told at all."""
_ROUND, _MOST_ROUNDS = 3, 4
"""Samples that are written at a time, and how often at most one is asked to: farther the curve does not reach."""
_WORTH = 0.01
"""How far three more have to lower the error on their digit."""
_EXPONENTS = np.linspace(0, 4, 161)
_APART = 0.5
"""How far a digit's exponent is from that of all, as a standard deviation."""
_LEANS = 3
"""As if so many more samples of each digit had been misread as often as all are."""


@dataclass(frozen=True)
class Point:
    """What those are misread that were held out.

    Args:
        learned: (10,) samples of each digit that were learned, the mean over the parts.
        wrong: (10,) of each digit, how many were misread.
    """

    learned: tuple[float, ...]
    wrong: tuple[int, ...]


@dataclass(frozen=True)
class More:
    """What more samples would bring.

    Args:
        counts: (10,) how many samples there are of each digit.
        points: what was measured, none learned first; empty where there is too little to tell anything.
        digits: of which more are worth writing.
        each: how many more of each of these; 0 where there are none.
        curve: what the fit says: the number of samples, and the share of one's own digits that is right with them,
            from none to all; the last two are with all of them, and with those more.
    """

    counts: tuple[int, ...]
    points: tuple[Point, ...] = ()
    digits: tuple[int, ...] = ()
    each: int = 0
    curve: tuple[tuple[float, float], ...] = ()

    @property
    def can_tell(self) -> bool:
        """Whether there is enough to tell anything."""
        return bool(self.points)

    @property
    def too_few(self) -> tuple[int, ...]:
        """The digits of which too little is known."""
        return tuple(digit for digit, count in enumerate(self.counts) if count < FEW)

    @property
    def now(self) -> float | None:
        """The share of one's own digits expected to be right after learning all samples."""
        return self.curve[-2][1] if self.curve else None

    @property
    def then(self) -> float | None:
        """The same with those more."""
        return self.curve[-1][1] if self.curve else None

    def measured(self) -> tuple[tuple[float, float], ...]:
        """Of each point the number of samples learned, and the share that was right of what was held out."""
        total = sum(self.counts)
        return tuple((sum(one.learned), 1 - sum(one.wrong) / total) for one in self.points)


def is_enough(counts: npt.NDArray[np.intp]) -> bool:
    """Whether so many samples of each digit, (10,), tell anything."""
    return bool(counts.sum() >= _LEAST and (counts >= FEW).any())


def more_of(counts: npt.NDArray[np.intp], points: tuple[Point, ...]) -> More:
    """What the points tell.

    Args:
        counts: (10,) samples of each digit.
        points: none learned first, then more and more; empty where there is too little.
    """
    told = tuple(int(count) for count in counts)
    if not points:
        return More(told)
    law = _Law(counts.astype(np.float64), points)
    known = counts >= FEW
    errors = [law.errors(counts + _ROUND * done) for done in range(_MOST_ROUNDS + 1)]
    gains = -np.diff(errors, axis=0)
    chosen = known & (np.array(points[-1].wrong) > 0) & (gains[0] >= _WORTH)  # what is right now needs no more
    rounds = sum(bool(gain[chosen].mean() >= _WORTH) for gain in gains) if chosen.any() else 0
    each = _ROUND * rounds
    with_more = counts + each * chosen
    shares = [(share * counts.sum(), law.right(share * counts)) for share in np.linspace(0, 1, 21)]
    curve = (*shares, (float(with_more.sum()), law.right(with_more)))
    digits = tuple(np.flatnonzero(chosen).tolist())
    return More(told, points, digits, each, tuple((float(x), float(y)) for x, y in curve))


class _Law:
    """The fitted curves of all digits.

    Args:
        counts: (10,) samples of each digit.
        points: what was measured.
    """

    def __init__(self, counts: Floats, points: tuple[Point, ...]) -> None:
        self._counts = counts
        wrong = np.array([one.wrong for one in points], np.float64)  # (points, digits)
        logs = np.log1p([one.learned for one in points])
        falls = np.exp(-_EXPONENTS[:, None, None] * logs)  # (exponents, points, digits)
        seen, found = counts * falls.sum(axis=1), wrong.sum(axis=0)
        # The Poisson likelihood at the best level, found / seen; of a digit never misread it is the same for all.
        likely = np.where(found > 0, found * np.log(np.maximum(found, 1) / np.maximum(seen, 1e-9)), 0)
        likely = likely - _EXPONENTS[:, None] * (wrong * logs).sum(axis=0)
        shared = int(likely.sum(axis=1).argmax())
        leaning = ((_EXPONENTS - _EXPONENTS[shared]) / _APART) ** 2 / 2
        own = (likely - leaning[:, None]).argmax(axis=0)
        level = found.sum() / seen[shared].sum()
        each = np.arange(CLASSES)
        leans = _LEANS * falls.sum(axis=1)[own, each]
        self._exponents = _EXPONENTS[own]
        self._levels = (found + leans * level) / (seen[own, each] + leans)

    def errors(self, learned: Floats | npt.NDArray[np.intp]) -> Floats:
        """The share of each digit that is misread after so many samples of each, (10,)."""
        return np.asarray(np.minimum(self._levels * (1.0 + learned) ** -self._exponents, 1))

    def right(self, learned: Floats | npt.NDArray[np.intp]) -> float:
        """The share of one's own digits that is right, with digits as frequent as among the samples."""
        return 1 - float((self._counts * self.errors(learned)).sum() / self._counts.sum())


def sentence_of(more: More) -> str:
    """What is worth writing, in plain words."""
    if not more.can_tell:
        return tr("Too few samples to tell of which more are worth writing: five of each will do.")
    if not more.digits:
        told = tr("As far as these tell, more samples would change little.")
    elif len(more.digits) == CLASSES:
        text = trn(
            "{count} more of each digit is worth writing.", "{count} more of each digit are worth writing.", more.each
        )
        told = text.format(count=more.each)
    elif len(more.digits) == 1:
        text = trn("{count} more of {digit} is worth writing.", "{count} more of {digit} are worth writing.", more.each)
        told = text.format(count=more.each, digit=more.digits[0])
    else:
        *first, last = map(str, more.digits)
        text = trn(
            "{count} more each of {digits} and {digit} is worth writing.",
            "{count} more each of {digits} and {digit} are worth writing.",
            more.each,
        )
        told = text.format(count=more.each, digits=", ".join(first), digit=last)
    if more.too_few:
        told += " " + tr("Too few to tell: {digits}.").format(digits=", ".join(map(str, more.too_few)))
    return told


def expectation_of(more: More) -> str:
    """What is expected; empty where nothing can be told, and where none is misread: so few do not tell how seldom."""
    if more.now is None or more.then is None or not any(any(one.wrong) for one in more.points):
        return ""
    if not more.digits:
        return tr("{now:.1f} % expected to be right").format(now=100 * more.now)
    return tr("{now:.1f} % expected to be right now, {then:.1f} % with them").format(
        now=100 * more.now, then=100 * more.then
    )
