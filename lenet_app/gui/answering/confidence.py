"""How sure an answer is, in figures and words; figures are rounded so that they never say more than what is so."""

import math

from lenet_app.language import tr
from lenet_app.networks.certainty import Certainty

_HAIR = 1e-6
"""What a float32 may lack of the share that it stands for, in the last decimal."""


def percent(share: float, decimals: int = 1) -> str:
    """A share as a percentage with so many decimals, rounded down so that only a full share reads 100."""
    steps: int = 10**decimals
    return f"{int(100 * steps * share + _HAIR) / steps:.{decimals}f}"


def percent_needed(threshold: float) -> str:
    """A threshold as a percentage without idle zeros, rounded up to tenths: no confidence below it reads as much."""
    return f"{math.ceil(1000 * threshold - _HAIR) / 10:.1f}".removesuffix(".0")


def confidence_meaning(certainty: Certainty, *, with_distances: bool) -> str:
    """What the percentage below the answer counts, in a sentence."""
    if not with_distances:
        return tr("The probability of the most probable class.")
    if certainty.rubbish is None:
        return tr("How near the nearest bitmap is, against the others.")
    sentence = tr("How near the nearest bitmap is, against the others and against j = {j:g}, the penalty of no digit.")
    return sentence.format(j=certainty.rubbish)
