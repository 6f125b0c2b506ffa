"""What a drawing is drawn with: the canvas' even pen, or any pen on any paper."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.stroke_ink import PEN_WIDTH

Floats = npt.NDArray[np.float32]

MOST_UNEVEN = np.float32(2)
"""How many times its unevenness a pen's width changes at most."""


@dataclass(frozen=True, eq=False)
class Pens:
    """One pen for each of n drawings; every array is float32 (n,). Lengths in pixels of the fitted picture.

    Args:
        width: the pen's.
        edge: over how many pixels its line fades; 1 is a sharp line as pixels show it.
        narrow: the shorter side of the nib over the longer one, 1 for a round pen.
        nib: the direction of the nib's longer side, in radians.
        uneven: the standard deviation of the width along a stroke, as a ratio.
        pale: how much the ink fades along a stroke, as a part of full ink.
        ragged: how rough the edges are, as a part of full ink.
        gap: the radius of a place where the pen left nothing; 0 for none.
        blur: what each of the four neighbours takes of a pixel.
        grain: how uneven the paper takes the ink, as a part of full ink.
    """

    width: Floats
    edge: Floats
    narrow: Floats
    nib: Floats
    uneven: Floats
    pale: Floats
    ragged: Floats
    gap: Floats
    blur: Floats
    grain: Floats

    def __len__(self) -> int:
        """How many pens there are."""
        return len(self.width)

    @property
    def reach(self) -> Floats:
        """How far from the middle of its strokes each pen leaves ink at most, in pixels."""
        return np.asarray(self.width * (1 + MOST_UNEVEN * self.uneven) / 2 + self.edge / 2, np.float32)

    def take(self, chosen: npt.NDArray[np.intp]) -> "Pens":
        """The pens of these numbers."""
        return Pens(*(value[chosen] for value in vars(self).values()))


def canvas_pens(count: int) -> Pens:
    """The pen that every drawing of the canvas is read with."""
    nothing, one = np.zeros(count, np.float32), np.ones(count, np.float32)
    width = np.full(count, PEN_WIDTH, np.float32)
    return Pens(width, one, one, nothing, nothing, nothing, nothing, nothing, nothing, nothing)


def random_pens(count: int, random: np.random.Generator) -> Pens:
    """Pens as they are found in pictures: of pencil, ballpoint, felt and chalk.

    The widths are those that the preparation of pictures leaves, and a little beyond: it measures them with an error.
    """

    def some(share: float, values: npt.NDArray[np.floating]) -> Floats:
        return np.where(random.random(count) < share, values, 0).astype(np.float32)

    width = np.clip(2.6 * np.exp(0.22 * random.standard_normal(count)), 1.6, 4.2)
    return Pens(
        width=width.astype(np.float32),
        edge=(1 + some(0.5, random.gamma(1.5, 0.4, count).clip(0, 1.6))).astype(np.float32),
        narrow=(1 - some(0.3, random.uniform(0.1, 0.6, count))).astype(np.float32),
        nib=random.uniform(0, np.pi, count).astype(np.float32),
        uneven=some(0.7, random.gamma(2, 0.06, count).clip(0, 0.35)),
        pale=some(0.4, random.gamma(2, 0.12, count).clip(0, 0.6)),
        ragged=some(0.4, random.gamma(2, 0.12, count).clip(0, 0.7)),
        gap=some(0.12, width / 2 + random.uniform(0.2, 1.1, count)),
        blur=some(0.5, random.uniform(0, 0.14, count)),
        grain=some(0.4, random.uniform(0, 0.35, count)),
    )
