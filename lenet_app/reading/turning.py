"""How a page has to be turned, told by its marks: the network answers for each of them in every turn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import fit
from lenet_app.ink.paper.page_extraction import PageInk
from lenet_app.reading.turned import TURNS
from lenet_app.recognition.recognizer import Recognizer

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Rules:
    """What speaks for a turn.

    Args:
        most: marks that are asked about.
        fewest: marks, with less nothing is turned.
        least_size: of the typical mark, of one that is asked about.
        most_size: of the same.
        least_confidence: no answer counts as less.
        clearer: by which the mean logarithm of the confidence has to be higher than it is upright.
        evidence: by which its sum has to be higher.
        legible: the mean logarithm of the confidence that the turned page has to have.
        difference: of the logarithm of the confidence, that makes a mark matter.
        mattering: marks that have to matter.
        sided: of these, that have to be for the turn.
    """

    most: int = 28
    fewest: int = 3
    least_size: float = 0.5
    most_size: float = 2.0
    least_confidence: float = 0.05
    clearer: float = 0.1
    evidence: float = 1.0
    legible: float = -0.3
    difference: float = 0.2
    mattering: int = 2
    sided: float = 0.75


_RULES = _Rules()


def likeliest_turn(ink: PageInk, recognizer: Recognizer) -> int:
    """By how many degrees clockwise a page has to be turned to be read: 0, 90, 180 or 270; 0 unless another is clear.

    0, 1, 8, 6 with 9 and mostly 2 and 5 look alike upside down; they are for no turn, or for several.
    """
    legible = legibility(ink, recognizer)
    if legible.shape[0] < _RULES.fewest:
        return 0
    best = int(legible.mean(axis=0).argmax())
    gain = legible[:, best] - legible[:, 0]
    gains = gain[np.abs(gain) >= _RULES.difference]
    if len(gains) < _RULES.mattering or (gains > 0).mean() < _RULES.sided:
        return 0
    is_clear = gain.mean() >= _RULES.clearer and gain.sum() >= _RULES.evidence
    return TURNS[best] if is_clear and legible[:, best].mean() >= _RULES.legible else 0


def legibility(ink: PageInk, recognizer: Recognizer) -> Floats:
    """How sure the network is of single marks of a page.

    Returns:
        (n, 4), the logarithm of the confidence for n marks in each of `TURNS`.
    """
    pictures = []
    for mark in _marks(ink):
        left, top, right, bottom = ink.components.boxes[mark]
        own = ink.components.labels[top:bottom, left:right] == mark
        fitted = fit(Ink(np.where(own, ink.marks[top:bottom, left:right], np.float32(0))))
        if fitted is not None:
            pictures.append(fitted.picture)
    turned = [np.rot90(picture, -quarters)[None] for picture in pictures for quarters in range(len(TURNS))]
    confidences = [one.confidence for one in recognizer.recognise_all([np.ascontiguousarray(one) for one in turned])]
    return _logarithms(confidences).reshape(-1, len(TURNS))


def _logarithms(confidences: Sequence[float]) -> Floats:
    return np.asarray(np.log(np.maximum(np.array(confidences, np.float64), _RULES.least_confidence)))


def _marks(ink: PageInk) -> list[int]:
    """The numbers of marks of a digit's size, from all over the page."""
    boxes, areas = ink.components.boxes[1:], ink.components.areas[1:]
    if not len(boxes):
        return []
    sizes = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    order = np.argsort(sizes)
    inked = areas[order].cumsum()
    typical = sizes[order][np.searchsorted(inked, inked[-1] / 2)]
    fitting = np.flatnonzero((sizes >= _RULES.least_size * typical) & (sizes <= _RULES.most_size * typical))
    chosen = fitting[np.linspace(0, len(fitting) - 1, min(_RULES.most, len(fitting))).astype(int)]
    return [int(number) + 1 for number in chosen]
