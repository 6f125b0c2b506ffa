"""Who writes: digits and rubbish as fitted pictures, as many as are asked for."""

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import NO_CLASS, Pictures
from lenet_app.ink.normalise import SIDE
from lenet_app.penmanship.digits import written_digits
from lenet_app.penmanship.pens import canvas_pens, random_pens
from lenet_app.penmanship.rendering import rendered
from lenet_app.penmanship.rubbish import KINDS
from lenet_app.penmanship.textures import textures
from lenet_app.penmanship.thick_pens import painted
from lenet_app.penmanship.traces import Traces, one_after_another

_SHARE_OF_CANVAS_PENS = 0.52
_SHARE_OF_THICK_PENS = 0.06
"""The other drawings have one of the pens that pictures show."""
_SHARE_OF_TEXTURES = 0.04
"""Of the rubbish: no drawings at all."""


class Penman:
    """Writes digits in all their styles, each with another hand and pen, and what is no digit.

    The same seed gives the same pictures, if the same calls follow each other.

    Args:
        random: the source of everything that varies.
    """

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random

    def digits(self, count: int) -> Pictures:
        """`count` digits in random order; of each digit as many as of every other, but for one.

        Returns:
            Fitted pictures, uint8 (count, 1, 28, 28), with the labels 0 to 9.
        """
        labels = self._random.permutation(np.arange(count) % 10)
        images = self._drawn(written_digits(labels, self._random)) if count else _none()
        return Pictures(images, labels.astype(np.uint8))

    def rubbish(self, count: int) -> Pictures:
        """`count` pictures of what nobody would call a digit, in random order.

        Returns:
            Fitted pictures, uint8 (count, 1, 28, 28), each with the label `NO_CLASS`.
        """
        weights = np.array([weight for _, weight in KINDS])
        shares = np.append(weights / weights.sum() * (1 - _SHARE_OF_TEXTURES), _SHARE_OF_TEXTURES)
        *numbers, others = self._random.multinomial(count, shares).tolist()
        parts = [kind(number, self._random) for (kind, _), number in zip(KINDS, numbers, strict=True) if number]
        images = self._drawn(one_after_another(parts)) if parts else _none()
        every = np.concatenate([images, textures(others, self._random)])
        return Pictures(every[self._random.permutation(count)], np.full(count, NO_CLASS, np.uint8))

    def _drawn(self, traces: Traces) -> npt.NDArray[np.uint8]:
        """The drawings, some with the canvas' pen and some with others, in their order."""
        drawn = self._random.random(traces.count)
        on_canvas = np.flatnonzero(drawn < _SHARE_OF_CANVAS_PENS)
        thick = np.flatnonzero(drawn >= 1 - _SHARE_OF_THICK_PENS)
        others = np.flatnonzero((drawn >= _SHARE_OF_CANVAS_PENS) & (drawn < 1 - _SHARE_OF_THICK_PENS))
        images = np.empty((traces.count, 1, SIDE, SIDE), np.uint8)
        for chosen, pens in (
            (on_canvas, canvas_pens(len(on_canvas))),
            (others, random_pens(len(others), self._random)),
        ):
            images[chosen] = rendered(traces.take(chosen), pens, self._random)
        if len(thick):
            images[thick] = painted(traces.take(thick), self._random)
        return images


def _none() -> npt.NDArray[np.uint8]:
    return np.empty((0, 1, SIDE, SIDE), np.uint8)
