"""The best path through a row's segmentation graph.

LeCun, Bottou, Bengio and Haffner (1998), section V: the nodes of the graph are the places between pieces, an arc is a
candidate with the penalty of its best class, and Viterbi's algorithm finds the path with the smallest sum of penalties.
Here a penalty also holds how odd the candidate's size is, what was cut and what was bridged; and an arc may leave a
piece out, for dots, commas and dashes are no digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, log
from statistics import median

import numpy as np
import numpy.typing as npt

from lenet_app.reading.candidates import Candidate
from lenet_app.reading.cuts import Piece, RowPieces
from lenet_app.recognition.recognizer import Recognition

_CERTAIN_CONFIDENCE = 0.99
"""Of what is certainly a digit."""


@dataclass(frozen=True)
class Penalties:
    """What counts how much beside -log of the confidence.

    Args:
        floor: added to every probability, so that no single answer decides all.
        narrow: of the row's height: the answer for a wider candidate counts as much more as that is wider, so
            that one doubtful answer for two digits is no better than two.
        height: for each square of log(height over the row's).
        usual: of the row's height: digits are hardly wider.
        wide: for what is wider than that, in the row's height.
        cut: for each pen width of ink that was cut.
        gap: for paper between a digit's marks as wide as the row is high.
        small: for each dot or speck that is taken as part of a digit.
        hanging: for each mark that hangs beside the rest of a digit as commas do.
        left_out: for leaving out strokes as long as the row is high; less by the square of their length where they are
            shorter, more by their length where they are longer: nothing large is left out lightly.
        any_left_out: for leaving out the smallest.
        digit: for each digit.
        ink: for each usual length of strokes that a candidate has more than `most_ink` times that of its digit in this
            row.
        least_share: how much shorter than elsewhere strokes may usually be in a row, as a ratio.
    """

    floor: float = 0.001
    narrow: float = 0.2
    height: float = 0.5
    usual: float = 1.2
    wide: float = 4.0
    cut: float = 1.6
    gap: float = 4.0
    small: float = 0.5
    hanging: float = 1.5
    left_out: float = 5.5
    any_left_out: float = 0.06
    digit: float = 0.15
    ink: float = 4.0
    most_ink: float = 1.3
    least_share: float = 1.0


PENALTIES = Penalties()
OF_DRAWINGS = replace(PENALTIES, least_share=0.6)
"""Of drawings, whose strokes are told apart: where these cross and touch they are counted once, and seem shorter."""


def best_path(
    row: RowPieces,
    candidates: Sequence[Candidate],
    recognitions: Sequence[Recognition],
    penalties: Penalties = PENALTIES,
) -> list[int]:
    """The candidates that the row is best read as.

    Args:
        row: the pieces.
        candidates: of the row.
        recognitions: the answer for each of them.
        penalties: what counts how much.

    Returns:
        Indices of `candidates`, from the left to the right.
    """
    usual = _usual_share(candidates, recognitions, penalties.least_share)
    left_out = [_penalty_left_out(piece, row, penalties) for piece in row.pieces]
    ending: list[list[int]] = [[] for _ in range(len(left_out) + 1)]
    for index, candidate in enumerate(candidates):
        ending[candidate.beyond].append(index)
    least = [0.0] + [inf] * len(left_out)
    chosen: list[int | None] = [None] * len(least)
    for node in range(1, len(least)):
        least[node] = least[node - 1] + left_out[node - 1]
        for index in ending[node]:
            candidate = candidates[index]
            recognition = recognitions[index]
            answer = recognition.best, recognition.confidence
            total = least[candidate.first] + _penalty(candidate, *answer, usual, penalties)
            total += sum(left_out[piece] for piece in candidate.left_out)
            if total < least[node]:
                least[node], chosen[node] = total, index
    return _traced(candidates, chosen)


def penalty_of(
    row: RowPieces,
    candidates: Sequence[Candidate],
    recognitions: Sequence[Recognition],
    digits: Sequence[int],
    penalties: Penalties = PENALTIES,
) -> float:
    """The penalty of the best path on which the row says `digits`; infinite where there is none.

    The other arguments are as in `best_path`.
    """
    return float(_saying(row, candidates, recognitions, digits, penalties)[0][-1, -1])


def path_saying(
    row: RowPieces,
    candidates: Sequence[Candidate],
    recognitions: Sequence[Recognition],
    digits: Sequence[int],
    penalties: Penalties = PENALTIES,
) -> list[int] | None:
    """The best path on which the row says `digits`, as `best_path` has it; None where there is none."""
    least, came = _saying(row, candidates, recognitions, digits, penalties)
    if least[-1, -1] == inf:
        return None
    path: list[int] = []
    node, left = len(least) - 1, len(digits)
    while node > 0:
        index = int(came[node, left])
        if index < 0:
            node -= 1
        else:
            path.append(index)
            node, left = candidates[index].first, left - 1
    return path[::-1]


def _saying(
    row: RowPieces,
    candidates: Sequence[Candidate],
    recognitions: Sequence[Recognition],
    digits: Sequence[int],
    penalties: Penalties,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Viterbi's algorithm over the places between pieces and between digits.

    For each node, the least sum with which so many of the digits have been read there, and by which candidate it ends;
    -1 where a piece was left out.
    """
    usual = _usual_share(candidates, recognitions, penalties.least_share)
    left_out = [_penalty_left_out(piece, row, penalties) for piece in row.pieces]
    least = np.full((len(left_out) + 1, len(digits) + 1), inf)
    came = np.full(least.shape, -1, np.int64)
    least[0, 0] = 0.0
    ordered = sorted(range(len(candidates)), key=lambda index: candidates[index].beyond)
    place = 0
    for node in range(1, len(least)):
        least[node] = least[node - 1] + left_out[node - 1]
        while place < len(ordered) and candidates[ordered[place]].beyond == node:
            index = ordered[place]
            candidate, recognition = candidates[index], recognitions[index]
            beside = sum(left_out[piece] for piece in candidate.left_out)
            own = {
                digit: beside + _penalty(candidate, digit, float(recognition.probabilities[digit]), usual, penalties)
                for digit in set(digits)
            }
            sums = least[candidate.first, :-1] + np.array([own[digit] for digit in digits])
            is_less = sums < least[node, 1:]
            least[node, 1:][is_less] = sums[is_less]
            came[node, 1:][is_less] = index
            place += 1
    return least, came


def _traced(candidates: Sequence[Candidate], chosen: Sequence[int | None]) -> list[int]:
    """The path from its end to its start; where nothing was chosen a piece was left out."""
    path: list[int] = []
    node = len(chosen) - 1
    while node > 0:
        index = chosen[node]
        if index is None:
            node -= 1
        else:
            path.append(index)
            node = candidates[index].first
    return path[::-1]


def _usual_share(candidates: Sequence[Candidate], recognitions: Sequence[Recognition], least: float) -> float:
    """How long strokes are in this row, over what is usual for their digits: by what is certainly a digit."""
    pairs = zip(candidates, recognitions, strict=True)
    shares = [one.share_of(answer.best) for one, answer in pairs if answer.confidence >= _CERTAIN_CONFIDENCE]
    return min(1.0, max(least, median(shares))) if shares else 1.0


def _penalty(candidate: Candidate, digit: int, confidence: float, usual: float, penalties: Penalties) -> float:
    """Of an answer, with its confidence, for a candidate."""
    probability = (confidence + penalties.floor) / (1 + penalties.floor)
    answers = max(1.0, candidate.aspect * candidate.relative_height / penalties.narrow)
    return (
        -answers * log(probability)
        + penalties.height * log(candidate.relative_height) ** 2
        + penalties.wide * max(0.0, candidate.aspect * candidate.relative_height - penalties.usual)
        + penalties.cut * candidate.cuts
        + penalties.gap * candidate.gap
        + penalties.small * candidate.small
        + penalties.hanging * candidate.hanging
        + penalties.digit
        + penalties.ink * max(0.0, candidate.share_of(digit) / usual - penalties.most_ink)
    )


def _penalty_left_out(piece: Piece, row: RowPieces, penalties: Penalties) -> float:
    length = row.stroke_length(piece)
    return penalties.any_left_out + penalties.left_out * (length if length > 1 else length**2)
