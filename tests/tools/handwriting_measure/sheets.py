"""Contact sheets: many small pictures with captions on a PNG, as many PNGs as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from tests.tools.handwriting_measure.answers import Answers
from tests.tools.handwriting_measure.lettering import FAINT, PAPER, TEXT, cut_to, write
from tests.tools.handwriting_measure.preparation import Prepared

ENLARGED = 4
COLUMNS, ROWS = 12, 8
LINE = 15
"""Pixels from one line of a caption to the next."""

_GAP = 8
_EMPTY = "nothing"


@dataclass(frozen=True, eq=False)
class Tile:
    """A picture (PIL, RGB or grey) and the lines below it, the first of them dark."""

    picture: Image.Image
    caption: tuple[str, ...]


def error_tiles(answers: Answers, prepared: Prepared, wrong: npt.NDArray[np.bool_]) -> list[Tile]:
    """The wrong ones, those that were taken for the same thing beside each other, the surest first."""
    places = sorted(
        np.flatnonzero(wrong).tolist(),
        key=lambda place: (answers.samples[place].label, answers.best[place], -answers.confidences[place]),
    )
    return [_tile(answers, prepared, place) for place in places]


def write_sheets(tiles: Sequence[Tile], folder: Path, name: str) -> list[Path]:
    """Write `name-1.png`, `name-2.png` and so on; sheets of an earlier run are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{name}-*.png"):
        if old.stem.removeprefix(f"{name}-").isdigit():
            old.unlink()
    paths = []
    for number, start in enumerate(range(0, len(tiles), COLUMNS * ROWS), 1):
        paths.append(folder / f"{name}-{number}.png")
        _sheet(tiles[start : start + COLUMNS * ROWS]).save(paths[-1])
    return paths


def _tile(answers: Answers, prepared: Prepared, place: int) -> Tile:
    sample, best = answers.samples[place], answers.best[place] or _EMPTY
    values = prepared.pictures[place, 0]
    ink = values if values.dtype == np.uint8 else np.round(values * 255).astype(np.uint8)
    side = len(ink) * ENLARGED
    picture = Image.fromarray(255 - ink).resize((side, side), Image.Resampling.NEAREST)
    surely = "" if answers.sure[place] else " ?"
    writer = f"by {sample.writer}" if sample.writer else ""
    first = f"{sample.label} as {best} {100 * answers.confidences[place]:.1f} %{surely}"
    return Tile(picture, (first, Path(sample.name).name, writer))


def _sheet(tiles: Sequence[Tile]) -> Image.Image:
    columns = min(COLUMNS, len(tiles))
    width = max(tile.picture.width for tile in tiles)
    height = max(tile.picture.height + LINE * len(tile.caption) for tile in tiles)
    rows = -(-len(tiles) // columns)
    sheet = Image.new("RGB", (columns * (width + _GAP) + _GAP, rows * (height + _GAP) + _GAP), PAPER)
    pen = ImageDraw.Draw(sheet)
    for number, tile in enumerate(tiles):
        row, column = divmod(number, columns)
        left, top = _GAP + column * (width + _GAP), _GAP + row * (height + _GAP)
        sheet.paste(tile.picture, (left, top))
        for line, text in enumerate(tile.caption):
            place = left, top + tile.picture.height + line * LINE
            write(pen, place, cut_to(text, width), FAINT if line else TEXT)
    return sheet
