"""The kinds of made pages that programs plot: pictures of MNIST as tiles on a page, with titles and axes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from lenet_app.data import catalogue
from lenet_app.paths import Home
from tests.tools.made_pages.sheets import Bytes

Random = np.random.Generator

_VIRIDIS = np.array([(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37)], np.float64)
"""Five colours of matplotlib's usual colour map, from the least value to the largest."""
_TITLES = ("{}", "Label: {}", "Predicted 7, actual {}")


@dataclass(frozen=True)
class _Kind:
    """How a plot is made.

    Args:
        titles: over each of the tiles.
        axes: a frame around each tile, with ticks and their numbers.
    """

    titles: bool = False
    axes: bool = False


PLOT_KINDS: dict[str, _Kind] = {
    "tiles": _Kind(),
    "titled tiles": _Kind(titles=True),
    "tiles with axes": _Kind(titles=True, axes=True),
}


def plot_page_of(kind: str, seed: int) -> tuple[Bytes, str]:
    """A made plot, uint8 (height, width, 3), and the digits of its rows, a line each."""
    random = np.random.default_rng([seed, *kind.encode()])
    of, test = PLOT_KINDS[kind], catalogue.load(catalogue.MNIST, Home.of_user().data).test
    rows, columns, side = int(random.integers(1, 5)), int(random.integers(3, 9)), int(random.integers(40, 140))
    across = round(side * random.uniform(0.1, 0.4)) + 24 * of.axes
    down = round(side * random.uniform(0.1, 0.3)) + 40 * of.titles + 20 * of.axes
    is_dark = random.random() < 0.2
    page, pen = ("black", "white") if is_dark else ("white", "black")
    paint = str(random.choice(["inverted", "viridis"] if is_dark else ["grey", "viridis"]))
    title, small = str(random.choice(_TITLES)), max(9, side // 9)
    picture = Image.new("RGB", (columns * (side + across) + 40, rows * (side + down) + 60), page)
    draw, lines = ImageDraw.Draw(picture), []
    for row in range(rows):
        chosen = random.integers(0, len(test.labels), columns)
        lines.append("".join(str(test.labels[k]) for k in chosen))
        for column, k in enumerate(chosen.tolist()):
            left, top = 30 + column * (side + across), 40 + row * (side + down)
            picture.paste(Image.fromarray(_painted(test.images[k], side, paint, random)), (left, top))
            if of.titles:
                text = title.format(test.labels[k])
                draw.text((left + side / 2, top - 6), text, pen, ImageFont.load_default(small), "md")
            if of.axes:
                _draw_axes(draw, left, top, side, pen)
    return np.asarray(picture), "\n".join(lines)


def _painted(image: npt.NDArray[np.uint8], side: int, paint: str, random: Random) -> Bytes:
    smoothly = Image.Resampling.NEAREST if random.random() < 0.5 else Image.Resampling.BICUBIC
    grey = np.asarray(Image.fromarray(image.reshape(28, 28)).resize((side, side), smoothly), np.float64)
    if paint == "viridis":
        stops = np.linspace(0, 255, len(_VIRIDIS))
        return np.stack([np.interp(grey, stops, _VIRIDIS[:, k]) for k in range(3)], axis=2).astype(np.uint8)
    return np.stack([255 - grey if paint == "inverted" else grey] * 3, axis=2).astype(np.uint8)


def _draw_axes(draw: ImageDraw.ImageDraw, left: int, top: int, side: int, pen: str) -> None:
    draw.rectangle((left - 1, top - 1, left + side, top + side), outline=pen)
    font = ImageFont.load_default(9)
    for value in (0, 10, 20):
        at = int((value + 0.5) * side / 28)
        draw.line((left + at, top + side, left + at, top + side + 4), pen)
        draw.line((left - 5, top + at, left - 1, top + at), pen)
        draw.text((left + at, top + side + 6), str(value), pen, font, "ma")
        draw.text((left - 7, top + at), str(value), pen, font, "rm")
