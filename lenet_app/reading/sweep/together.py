"""Both readers on one row: what the sweep and the pieces say is scored by both, and the best sum decides.

The sweep gives the logarithm of a text's probability; the pieces the penalty of the best path that says it. Both are
of the same kind, -log of probabilities, but that of the pieces also counts sizes and cuts; so it has a weight.
`tests/tools/weigh_readers.py` settles all weights, on composed rows that no training saw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from lenet_app.reading.candidates import Candidate
from lenet_app.reading.cuts import RowPieces
from lenet_app.reading.path import PENALTIES, Penalties, best_path, penalty_of
from lenet_app.reading.sweep.decoding import Digits
from lenet_app.reading.sweep.swept import SweptRow
from lenet_app.recognition.recognizer import Recognition


@dataclass(frozen=True)
class Weights:
    """How much each reader has to say about a text.

    Args:
        sweep: of the logarithm of its probability by the sweep.
        pieces: of its penalty by the pieces.
        most_penalty: what the pieces say against a text at most beyond what they say against their own.
    """

    sweep: float = 1.0
    pieces: float = 0.2
    most_penalty: float = 12.0


WEIGHTS = Weights()


@dataclass(frozen=True)
class Sureness:
    """How the probability that a row is wholly right follows from a verdict: a logistic function of its parts.

    Args:
        offset: what it starts from.
        share: for each unit of the logarithm of the odds of the verdict's share.
        sweep: for each unit of the logarithm of the text's probability by the sweep.
        agreed: where the pieces say the same by themselves.
    """

    offset: float = 0.48
    share: float = 0.4
    sweep: float = 0.76
    agreed: float = 0.39


SURENESS = Sureness()
_NO_SAY = 6.0  # nats: a text that the sweep finds so much less likely than its best one is not weighed
_LEAST = -10.0  # of either logarithm: what is less likely is no less likely right


@dataclass(frozen=True)
class Verdict:
    """A text that one of the readers proposes.

    Args:
        digits: the text.
        share: how likely it is among all that were proposed, 0 to 1.
        by_sweep: the logarithm of its probability by the sweep.
        by_pieces: its penalty by the pieces, beyond the least.
    """

    digits: Digits
    share: float
    by_sweep: float
    by_pieces: float

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """What its confidence is made of, in the order of `Sureness`."""
        rest = max(1 - self.share, exp(_LEAST))
        odds = log(max(self.share, exp(_LEAST)) / rest)
        return 1.0, max(odds, _LEAST), max(self.by_sweep, _LEAST), float(self.by_pieces == 0)

    def confidence(self, sureness: Sureness = SURENESS) -> float:
        """How likely the whole text is right, 0 to 1."""
        weights = sureness.offset, sureness.share, sureness.sweep, sureness.agreed
        total = sum(weight * part for weight, part in zip(weights, self.parts, strict=True))
        return 1 / (1 + exp(-max(min(total, 50.0), -50.0)))


def verdicts(
    swept: SweptRow,
    row: RowPieces,
    candidates: Sequence[Candidate],
    recognitions: Sequence[Recognition],
    penalties: Penalties = PENALTIES,
    weights: Weights = WEIGHTS,
) -> list[Verdict]:
    """The texts that the sweep and the pieces propose, the best first.

    Args:
        swept: the row under the sweep.
        row: its pieces.
        candidates: of the row.
        recognitions: the answer for each of them.
        penalties: of the pieces.
        weights: how much each of both has to say.
    """
    path = tuple(recognitions[n].best for n in best_path(row, candidates, recognitions, penalties))
    likely = [one.digits for one in swept.readings if one.log >= swept.readings[0].log - _NO_SAY]
    texts = list(dict.fromkeys([*likely, path]))
    logs = swept.log_probabilities(texts).tolist()
    found = [penalty_of(row, candidates, recognitions, text, penalties) for text in texts]
    least = min(found)
    beyond = [min(penalty - least, weights.most_penalty) if penalty > least else 0.0 for penalty in found]
    sums = [weights.sweep * log - weights.pieces * much for log, much in zip(logs, beyond, strict=True)]
    best = max(sums)
    powers = [exp(one - best) for one in sums]
    every = [
        Verdict(text, power / sum(powers), log, much)
        for text, power, log, much in zip(texts, powers, logs, beyond, strict=True)
    ]
    return sorted(every, key=lambda verdict: -verdict.share)
