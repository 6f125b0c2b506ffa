"""Shows what the penman writes: `python tests/tools/penmanship_sheet.py FOLDER`.

Writes a sheet for each digit, for letters, signs and the kinds of rubbish; every style has a row, drawn with the
canvas' pen to the left and with other pens to the right. Textures, which no pen draws, stand below the rubbish.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from lenet_app.ink.normalise import SIDE
from lenet_app.penmanship.digits import DIGITS
from lenet_app.penmanship.hand import Looseness, written
from lenet_app.penmanship.no_digits import CAPITALS, SIGNS, SMALL_LETTERS
from lenet_app.penmanship.pens import canvas_pens, random_pens
from lenet_app.penmanship.rendering import rendered
from lenet_app.penmanship.rubbish import KINDS, LETTERS
from lenet_app.penmanship.styles import Style
from lenet_app.penmanship.textures import textures
from lenet_app.penmanship.traces import Traces

_CELL = 2 * SIDE + 2  # pixels of the sheet
_LABEL = 200  # pixels for the names
Pictures = npt.NDArray[np.uint8]


def main() -> None:
    """Write the sheets."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the sheets go")
    parser.add_argument("--columns", type=int, default=24, metavar="N", help="drawings of each style")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the random numbers")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(options.seed)
    for digit, styles in enumerate(DIGITS):
        _write(_rows(styles, options.columns, random), options.folder / f"digit_{digit}.png")
    for name, styles in (("small_letters", SMALL_LETTERS), ("capitals", CAPITALS), ("signs", SIGNS)):
        _write(_rows(styles, options.columns, random, LETTERS), options.folder / f"{name}.png")
    kinds = {kind.__name__: _drawn(kind(options.columns, random), random) for kind, _ in KINDS}
    kinds["textures"] = textures(options.columns, random)
    _write(kinds, options.folder / "rubbish.png")


def _rows(
    styles: Sequence[Style], columns: int, random: np.random.Generator, loose: Looseness | None = None
) -> dict[str, Pictures]:
    """A row of pictures for each style's name and weight."""
    return {
        f"{style.name} ({style.weight:g})": _drawn(written(style.shape, columns, random, loose), random)
        for style in styles
    }


def _drawn(traces: Traces, random: np.random.Generator) -> Pictures:
    """Two thirds with the canvas' pen, one third with others."""
    even, other = np.split(np.arange(traces.count), [traces.count - traces.count // 3])
    canvas = rendered(traces.take(even), canvas_pens(len(even)), random)
    return np.concatenate([canvas, rendered(traces.take(other), random_pens(len(other), random), random)])


def _write(rows: dict[str, Pictures], path: Path) -> None:
    columns = max(map(len, rows.values()))
    sheet = Image.new("L", (_LABEL + columns * _CELL, len(rows) * _CELL), 90)
    draw = ImageDraw.Draw(sheet)
    for row, (name, pictures) in enumerate(rows.items()):
        draw.text((4, row * _CELL + _CELL // 3), name, fill=255)
        for column, picture in enumerate(pictures):
            large = Image.fromarray(picture[0]).resize((2 * SIDE, 2 * SIDE), Image.Resampling.BICUBIC)
            sheet.paste(large, (_LABEL + column * _CELL, row * _CELL))
    sheet.save(path)


if __name__ == "__main__":
    main()
